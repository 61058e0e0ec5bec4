//! Proxies: which there are, and which of them a request goes through.
//!
//! The library's client knows that too and does not say it, so that whoever is not reached would
//! be blamed on the server. Both go by one rule: that of [`Matcher`], which the client is built on.

use hyper::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{NoProxy, Proxy};
use url::Url;

use super::error::HttpError;
use super::options::HttpOptions;
use super::sensitive;

/// The proxies of the options.
#[derive(Debug)]
pub(super) struct Proxies {
    /// For the library's client.
    pub(super) all: Vec<Proxy>,
    matcher: Matcher,
    /// Who named those of http, and of https.
    origins: [&'static str; 2],
}

impl Proxies {
    /// Checks them.
    pub(super) fn read(options: &HttpOptions) -> Result<Self, HttpError> {
        let exceptions = || options.no_proxy.as_deref().and_then(NoProxy::from_string);
        let check = |origin: &'static str, text: &str, make: fn(&str) -> reqwest::Result<Proxy>| {
            let bad = || HttpError::BadProxy {
                origin,
                proxy: sensitive::typed_shown(text),
            };
            let scheme = text.split_once("://").map(|(scheme, _)| scheme);
            if !matches!(scheme, None | Some("http" | "https")) {
                return Err(bad());
            }
            make(text)
                .map(|proxy| proxy.no_proxy(exceptions()))
                .map_err(|_| bad())
        };
        let mut all = Vec::new();
        let mut origins = ["HTTP_PROXY", "HTTPS_PROXY"];
        let mut matcher = Matcher::builder();
        if let Some(exceptions) = &options.no_proxy {
            matcher = matcher.no(exceptions.as_str());
        }
        if let Some(text) = &options.proxy {
            all.push(check("--proxy", text, |text| Proxy::all(text))?);
            origins = ["--proxy"; 2];
            matcher = matcher.all(text.as_str());
        } else {
            if let Some(text) = &options.http_proxy {
                all.push(check(origins[0], text, |text| Proxy::http(text))?);
                matcher = matcher.http(text.as_str());
            }
            if let Some(text) = &options.https_proxy {
                all.push(check(origins[1], text, |text| Proxy::https(text))?);
                matcher = matcher.https(text.as_str());
            }
        }
        Ok(Self {
            all,
            matcher: matcher.build(),
            origins,
        })
    }

    /// Whom a request to `url` is handed to: who named it, and its URL.
    pub(super) fn on_the_way_to(&self, url: &Url) -> Option<(&'static str, Url)> {
        let target: Uri = url.as_str().parse().ok()?;
        let proxy = self.matcher.intercept(&target)?;
        let proxy = Url::parse(&proxy.uri().to_string()).ok()?;
        let origin = self.origins[usize::from(url.scheme() == "https")];
        Some((origin, sensitive::without_user_info(&proxy)))
    }
}
