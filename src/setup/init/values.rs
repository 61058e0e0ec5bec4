//! Values on their way into the file, and secrets on their way past it.

use std::path::Path;

use url::Url;

use super::error::InitError;
use super::source::Source;
use crate::bounded;
use crate::config::base_of;
use crate::error::{Error, Result};
use crate::http::without_user_info;
use crate::input;
use crate::secret::Secret;

/// Far above any secret, in bytes.
const SECRET_LIMIT: usize = bounded::SECRET;

/// What a file that holds nothing but a secret holds.
pub(super) fn read_secret(path: &Path) -> Result<Secret> {
    let text = String::from_utf8(input::file(path, SECRET_LIMIT)?).map_err(|_| {
        Error::usage(
            format!("the secret in {} is not UTF-8", path.display()),
            "is it the right file?",
        )
    })?;
    Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
}

/// A URL as it goes into the file: without user-info, query and trailing slash.
pub(super) fn shown(key: &str, url: &Url) -> String {
    let mut url = without_user_info(url);
    url.set_fragment(None);
    let mut text = url.to_string();
    if key != "jwks_url" {
        url.set_query(None);
        if key == "hasura_endpoint" {
            url = base_of(url);
        }
        text = url.to_string();
        text.truncate(text.trim_end_matches('/').len());
    }
    text
}

/// An http or https URL; `ways` says how to give a better one.
pub(super) fn parse(
    key: &'static str,
    value: &str,
    source: &Source,
    ways: &'static str,
) -> Result<Url> {
    let url = Url::parse(value)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.ok_or_else(|| {
        let value = match value.rsplit_once('@') {
            Some((_, host)) => format!("…@{host}"),
            None => value.to_owned(),
        };
        let origin = match source {
            Source::Found(origin) => origin.clone(),
            Source::Said(_) => {
                let flag = key.replace('_', "-");
                return Error::usage(
                    format!("--{flag} \"{value}\" is no http or https URL"),
                    "for example http://localhost:3333",
                );
            }
        };
        InitError::BadFind {
            origin,
            value,
            ways,
        }
        .into()
    })
}
