//! Where a public URL belongs: `jwks_url` of the profile, and the variable from which the auth API
//! takes its own origin, which becomes the issuer of its tokens.

use std::path::{Path, PathBuf};

use url::Url;

use super::error::ExposeError;
use crate::app::App;
use crate::config::Origin;
use crate::dotenv;
use crate::error::Result;
use crate::input::text_if_there;
use crate::project::{Access, Changes};
use crate::setup::init::{Answers, Source, file};

const ENV_FILE: &str = ".env";

#[derive(Debug)]
pub(crate) struct Places {
    pub project: PathBuf,
    /// The auth API's .env file, where there is one.
    pub env: Option<PathBuf>,
}

impl Places {
    /// The files that the command line means.
    pub(crate) fn of(app: &App, env_file: Option<&Path>) -> Self {
        let cwd = &app.context.cwd;
        let project = app.config.project_file.clone();
        let usual = cwd.join(ENV_FILE);
        Self {
            project: project.unwrap_or_else(|| cwd.join(file::NAME)),
            env: match env_file {
                Some(path) => Some(cwd.join(path)),
                None => usual.is_file().then_some(usual),
            },
        }
    }
}

/// The changes that carry the URL there.
pub(crate) fn changes(
    app: &App,
    places: &Places,
    key: &str,
    jwks_url: &Url,
    domain: &str,
) -> Result<Changes> {
    let mut answers = Answers::default();
    let source = Source::Said("expose".into());
    answers.put("jwks_url", jwks_url.as_str(), source)?;
    let before = text_if_there(&places.project)?;
    let wanted = file::Wanted {
        answers: &answers,
        profile: &app.config.profile,
        secrets: &[],
    };
    let text = file::text(&places.project, before.as_deref(), wanted)?;
    let mut changes = Changes::new();
    changes.want_in_place_of(&places.project, before.as_deref(), text, Access::Shared)?;
    if let Some(path) = &places.env {
        let before = text_if_there(path)?;
        let old = before.as_deref().unwrap_or_default();
        let text = dotenv::set(old, key, domain).map_err(|reason| ExposeError::EnvFile {
            path: path.clone(),
            key: key.to_owned(),
            reason,
        })?;
        // Others of its lines may be secrets: they are neither shown nor readable by others.
        changes
            .want_in_place_of(path, before.as_deref(), text, Access::Private)?
            .keep_backup();
    }
    Ok(changes)
}

/// What the .env file says the auth API's origin is.
pub(crate) fn domain(places: &Places, key: &str) -> Option<String> {
    let text = text_if_there(places.env.as_ref()?).ok()??;
    dotenv::variables(&text).all()?.remove(key)
}

/// Why a value in the file would not be in force.
pub(crate) fn shadow(app: &App) -> Option<String> {
    let source = app.config.sources.get("jwks_url")?;
    matches!(source.origin, Origin::Env(_) | Origin::Flag(_)).then(|| source.origin.to_string())
}
