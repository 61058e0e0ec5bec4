//! What goes into the file, and where each of it came from.

use std::path::Path;

use url::Url;

use super::error::InitError;
use super::found::Look;
use super::source::Source;
use super::values;
use crate::app::App;
use crate::config::{Config, Kind, Origin, keys};
use crate::error::Result;

/// The keys that `init` writes, in the order of the file.
pub(crate) const MANAGED: [&str; 11] = [
    "api_url",
    "api_base_path",
    "tenant",
    "transport",
    "jwt_path",
    "jwt_pointer",
    "jwks_url",
    "hasura_endpoint",
    "hasura_admin_secret_file",
    "core_uri",
    "core_api_key_file",
];

/// The key without which nothing works: what it is, and how to say it. Hasura may come later.
const NEEDED: (&str, &str, &str) = (
    "api_url",
    "the auth API",
    "--api-url URL or ST_HASURA_API_URL",
);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub key: &'static str,
    /// Its value, as it goes into the file.
    pub value: String,
    /// Where it came from.
    pub source: Source,
}

/// All of them, by key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers {
    list: Vec<Answer>,
    /// URLs whose user-info was left out.
    pub stripped: Vec<&'static str>,
    /// What flags of `init` say: before any other source, as everywhere.
    flags: Vec<&'static str>,
}

impl Answers {
    /// What flags, environment and files of ours say already; `own` are the flags of `init`,
    /// `file` is the one to be written.
    pub(crate) fn known(
        app: &App,
        own: Vec<(&'static str, Option<String>)>,
        file: &Path,
    ) -> Result<Self> {
        let mut answers = Self::default();
        for key in MANAGED {
            let Some(source) = app.config.sources.get(key) else {
                continue;
            };
            let written = match &source.origin {
                Origin::Flag(_) | Origin::Env(_) => true,
                Origin::File { path, .. } => path == file || is_needed(key),
                Origin::HasuraCli(_) => is_needed(key),
                Origin::Default => false,
            };
            if written {
                answers.put(key, source.text(), Source::Said(source.origin.to_string()))?;
            }
        }
        for (key, value) in own {
            if let Some(value) = value {
                let flag = format!("flag --{}", key.replace('_', "-"));
                answers.put(key, &value, Source::Said(flag))?;
                answers.flags.push(key);
            }
        }
        Ok(answers)
    }

    /// Takes what was found where nobody said anything.
    pub(crate) fn complete(&mut self, look: &Look) -> Result<()> {
        for key in ["api_url", "api_base_path", "hasura_endpoint", "core_uri"] {
            // The base path belongs to the URL beside which it was found.
            let url = self.answer("api_url").map(|answer| &answer.source);
            let apart = key == "api_base_path" && matches!(url, Some(Source::Said(_)));
            if self.get(key).is_some() || apart {
                continue;
            }
            if let Some(found) = look.best(key) {
                self.put(key, &found.value, Source::Found(found.origin.clone()))?;
            }
        }
        let files = [
            ("hasura_admin_secret_file", "hasura_admin_secret"),
            ("core_api_key_file", "core_api_key"),
        ];
        for (key, secret) in files {
            let mut places = look.secrets.iter().filter(|place| place.key == secret);
            let found = places.find_map(|place| Some((place.file.as_ref()?, &place.origin)));
            if let (None, Some((file, origin))) = (self.get(key), found) {
                self.put(key, file, Source::Found(origin.clone()))?;
            }
        }
        Ok(())
    }

    /// Sets a value.
    pub(crate) fn put(&mut self, key: &'static str, value: &str, source: Source) -> Result<()> {
        let value = value.trim();
        let value = match keys::find(key).map(|key| key.kind) {
            Some(Kind::Url) => {
                let ways = match key {
                    "api_url" => NEEDED.2,
                    "hasura_endpoint" => "--hasura-endpoint URL or HASURA_GRAPHQL_ENDPOINT",
                    _ => "--core-uri URL",
                };
                let url = values::parse(key, value, &source, ways)?;
                if !url.username().is_empty() || url.password().is_some() {
                    self.stripped.push(key);
                }
                values::shown(key, &url)
            }
            _ if key == "api_base_path" => format!("/{}", value.trim_matches('/')),
            _ => value.to_owned(),
        };
        self.list.retain(|answer| answer.key != key);
        self.list.push(Answer { key, value, source });
        let place = |key: &str| MANAGED.iter().position(|managed| *managed == key);
        self.list.sort_by_key(|answer| place(answer.key));
        Ok(())
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        Some(&self.answer(key)?.value)
    }

    fn answer(&self, key: &str) -> Option<&Answer> {
        self.list.iter().find(|answer| answer.key == key)
    }

    /// Each of them, in the order of the file.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Answer> {
        self.list.iter()
    }

    /// Refuses when something is missing that nothing works without.
    pub(crate) fn require(&self, look: &Look) -> Result<(), InitError> {
        let (key, what, ways) = NEEDED;
        match self.get(key) {
            Some(_) => Ok(()),
            None => Err(InitError::Missing {
                what,
                ways,
                looked: look.looked.clone(),
            }),
        }
    }

    /// The configuration that these make, to be tried. `look` knows secrets that only lie about.
    pub(crate) fn config(&self, app: &App, look: &Look) -> Result<Config> {
        let mut config = app.config.clone();
        let url = |key: &str, own: &Option<Url>| {
            let text = self.get(key)?;
            // The configured one may have user-info, which is needed and not written.
            let own = own.as_ref().filter(|own| values::shown(key, own) == text);
            own.cloned().or_else(|| Url::parse(text).ok())
        };
        config.api_url = url("api_url", &config.api_url);
        config.hasura_endpoint = url("hasura_endpoint", &config.hasura_endpoint);
        config.jwks_url = url("jwks_url", &config.jwks_url);
        config.core_uri = url("core_uri", &config.core_uri);
        if let Some(path) = self.get("api_base_path") {
            path.trim_end_matches('/')
                .clone_into(&mut config.api_base_path);
            config.api_base_path_chosen = true;
        }
        let secret = |key: &str, file: &str| -> Result<_> {
            if let Some(path) = self.get(file) {
                let secret = values::read_secret(&app.context.cwd.join(path))?;
                app.redactor.learn_secret(&secret);
                return Ok(Some(secret));
            }
            let mut places = look.secrets.iter().filter(|place| place.key == key);
            Ok(places.find_map(|place| place.value.clone()))
        };
        // A file that a flag names is what is tried, whatever the environment holds.
        let is_flag = |key: &str| self.flags.contains(&key);
        if config.admin_secret.is_none() || is_flag("hasura_admin_secret_file") {
            config.admin_secret = secret("hasura_admin_secret", "hasura_admin_secret_file")?;
        }
        if config.core_api_key.is_none() || is_flag("core_api_key_file") {
            config.core_api_key = secret("core_api_key", "core_api_key_file")?;
        }
        Ok(config)
    }
}

/// True for what says where the servers are, wherever it stands.
fn is_needed(key: &str) -> bool {
    matches!(key, "api_url" | "api_base_path" | "hasura_endpoint")
}
