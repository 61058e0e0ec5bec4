//! From layers to typed values.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use url::Url;

use super::endpoint::base_of;
use super::files::Found;
use super::keys::{self, KEYS, Kind};
use super::origin::{Origin, Sourced};
use super::{Config, ConfigError, Flags, Layer, hasura_cli, jwt_secret};
use crate::bounded;
use crate::context::Context;
use crate::http::{learn_url, typed_shown};
use crate::secret::{Redactor, Secret};

impl Config {
    /// Reads all layers and checks every value, wherever it came from.
    pub(crate) fn resolve(
        context: &Context,
        flags: &Flags,
        redactor: &Redactor,
    ) -> Result<Self, ConfigError> {
        Self::layered(context, flags, redactor, false)
    }

    /// [`Config::resolve`] for a command that makes what is missing: the file that was named need
    /// not be there yet, nor the profile.
    pub(crate) fn resolve_new(
        context: &Context,
        flags: &Flags,
        redactor: &Redactor,
    ) -> Result<Self, ConfigError> {
        Self::layered(context, flags, redactor, true)
    }

    fn layered(
        context: &Context,
        flags: &Flags,
        redactor: &Redactor,
        new: bool,
    ) -> Result<Self, ConfigError> {
        let own: Vec<&str> = KEYS.iter().flat_map(|key| key.env).copied().collect();
        if let Some(name) = context.unreadable(&own) {
            return Err(ConfigError::NotUtf8 { name: name.into() });
        }
        let found = Found::read(context, flags, new)?;
        let (profile, profile_origin) = found.profile(context, flags, new)?;

        let mut layers = vec![flags.layer.clone(), env_layer(context)];
        if let Some(file) = &found.project {
            layers.extend(file.profiles.get(&profile).cloned());
            layers.push(file.base.clone());
        }
        let beside = found
            .project_file
            .as_deref()
            .and_then(Path::parent)
            .unwrap_or(&context.cwd);
        layers.push(hasura_cli::read(beside)?);
        if let Some(file) = &found.user {
            layers.extend(file.profiles.get(&profile).cloned());
            layers.push(file.base.clone());
        }
        layers.push(default_layer());
        let mut sources = Layer::new();
        for layer in layers {
            for (name, value) in layer {
                sources.entry(name).or_insert(value);
            }
        }
        jwt_secret::check_variable(&sources, context)?;
        learn_secrets(&sources, redactor);
        let mut config = typed(sources, profile, profile_origin, &found, redactor)?;
        config.curl = flags.curl;
        config.policy = found
            .files()
            .find_map(|file| file.policy_of(&config.profile).cloned());
        config.setup = found.files().find_map(|file| {
            let of_profile = file.profile_setups.get(&config.profile);
            of_profile.or(file.setup.as_ref()).cloned()
        });
        Ok(config)
    }
}

fn env_layer(context: &Context) -> Layer {
    let mut layer = Layer::new();
    for key in KEYS {
        let found = key
            .env
            .iter()
            .find_map(|name| Some((*name, context.var(name)?)));
        if let Some((name, text)) = found {
            let texts = match key.kind {
                Kind::List => text.split_whitespace().map(ToOwned::to_owned).collect(),
                Kind::Path => vec![context.cwd.join(text).to_string_lossy().into_owned()],
                _ => vec![text.to_owned()],
            };
            layer.insert(
                key.name,
                Sourced {
                    texts,
                    origin: Origin::Env(name),
                },
            );
        }
    }
    layer
}

fn default_layer() -> Layer {
    KEYS.iter()
        .filter_map(|key| Some((key.name, Sourced::one(key.default?, Origin::Default))))
        .collect()
}

fn learn_secrets(sources: &Layer, redactor: &Redactor) {
    for (name, value) in sources {
        // Only the key in it is secret, and is learned where the value is taken apart: the whole
        // is what `jwt-secret` prints.
        if *name == jwt_secret::KEY {
            continue;
        }
        if keys::find(name).is_some_and(|key| key.kind == Kind::Secret) {
            redactor.learn(value.text());
        }
    }
}

fn typed(
    sources: Layer,
    profile: String,
    profile_origin: Origin,
    found: &Found,
    redactor: &Redactor,
) -> Result<Config, ConfigError> {
    let read = Typed {
        sources: &sources,
        redactor,
    };
    Ok(Config {
        profile,
        profile_origin,
        project_file: found.project_file.clone(),
        project_file_named: found.project_file_named,
        paths: found.paths.clone(),
        api_url: read.url("api_url")?,
        api_base_path: base_path(&read.text("api_base_path").unwrap_or_default()),
        api_base_path_chosen: sources
            .get("api_base_path")
            .is_some_and(|value| value.origin != Origin::Default),
        tenant: read.tenant()?,
        transport: read.choice("transport")?,
        jwt_path: read.text("jwt_path").unwrap_or_default(),
        jwt_pointer: read.text("jwt_pointer").unwrap_or_default(),
        jwks_url: read.url("jwks_url")?,
        email: read.text("email"),
        password: read.text("password").map(Secret::new),
        password_file: read.text("password_file").map(PathBuf::from),
        session: read.text("session"),
        cookie_jar: read.text("cookie_jar").map(PathBuf::from),
        hasura_endpoint: read.url("hasura_endpoint")?.map(base_of),
        admin_secret: read.secret("hasura_admin_secret", "hasura_admin_secret_file")?,
        naming: read.choice("hasura_naming_convention")?,
        jwt_secret: jwt_secret::read(&sources)?,
        core_uri: read.url("core_uri")?,
        core_api_key: read.secret("core_api_key", "core_api_key_file")?,
        output: read.choice("output")?,
        color: read.choice("color")?,
        no_input: read.flag("no_input")?,
        timeout: read.seconds("timeout")?,
        connect_timeout: read.seconds("connect_timeout")?,
        retries: read.count("retries")?,
        curl: false,
        policy: None,
        setup: None,
        sources: {
            read.flag("insecure")?;
            sources
        },
    })
}

/// `/api`, however it was typed; the root becomes the empty string.
fn base_path(text: &str) -> String {
    let inner = text.trim_matches('/');
    if inner.is_empty() {
        String::new()
    } else {
        format!("/{inner}")
    }
}

/// Typed access to the merged layer; each error names key, place and expectation.
struct Typed<'a> {
    sources: &'a Layer,
    redactor: &'a Redactor,
}

impl Typed<'_> {
    fn text(&self, name: &'static str) -> Option<String> {
        self.sources.get(name).map(|value| value.text().to_owned())
    }

    fn bad(&self, name: &'static str, value: &Sourced) -> ConfigError {
        ConfigError::BadValue {
            name,
            origin: value.origin.to_string(),
            expected: keys::find(name).map_or_else(String::new, |key| key.kind.expected()),
            value: self.redactor.redact(&typed_shown(value.text())),
        }
    }

    fn parse<T>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(value) = self.sources.get(name) else {
            return Ok(None);
        };
        parse(value.text())
            .map(Some)
            .ok_or_else(|| self.bad(name, value))
    }

    fn url(&self, name: &'static str) -> Result<Option<Url>, ConfigError> {
        let url = self.parse(name, |text| {
            let url = Url::parse(text).ok()?;
            (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
        })?;
        if let Some(url) = &url {
            learn_url(self.redactor, url);
        }
        Ok(url)
    }

    /// The default tenant is spelled by leaving the path segment out (contracts: supertokens §1.1).
    fn tenant(&self) -> Result<Option<String>, ConfigError> {
        let Some(value) = self.sources.get("tenant") else {
            return Ok(None);
        };
        let text = value.text();
        let fits = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !fits || text.is_empty() {
            return Err(ConfigError::BadValue {
                name: "tenant",
                origin: value.origin.to_string(),
                expected: "letters, digits and hyphens".into(),
                value: text.to_owned(),
            });
        }
        Ok(Some(text.to_owned()).filter(|text| text != "public"))
    }

    fn choice<T: ValueEnum + Default>(&self, name: &'static str) -> Result<T, ConfigError> {
        Ok(self
            .parse(name, |text| T::from_str(text, true).ok())?
            .unwrap_or_default())
    }

    fn flag(&self, name: &'static str) -> Result<bool, ConfigError> {
        let parse = |text: &str| match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Some(true),
            "false" | "0" | "no" | "off" => Some(false),
            _ => None,
        };
        Ok(self.parse(name, parse)?.unwrap_or(false))
    }

    fn seconds(&self, name: &'static str) -> Result<Duration, ConfigError> {
        let parse = |text: &str| {
            let seconds: f64 = text.parse().ok()?;
            Duration::try_from_secs_f64(seconds)
                .ok()
                .filter(|duration| !duration.is_zero())
        };
        Ok(self.parse(name, parse)?.unwrap_or(Duration::from_secs(30)))
    }

    fn count(&self, name: &'static str) -> Result<u32, ConfigError> {
        Ok(self.parse(name, |text| text.parse().ok())?.unwrap_or(0))
    }

    /// A secret from the environment, else from the file that a key names.
    fn secret(
        &self,
        name: &'static str,
        file: &'static str,
    ) -> Result<Option<Secret>, ConfigError> {
        if let Some(value) = self.sources.get(name) {
            sendable(name, value, value.text())?;
            return Ok(Some(Secret::new(value.text())));
        }
        let Some(value) = self.sources.get(file) else {
            return Ok(None);
        };
        let path = PathBuf::from(value.text());
        let text = bounded::text(&path, bounded::SECRET)
            .map_err(|source| ConfigError::Unreadable { path, source })?;
        let text = text.trim_end_matches(['\r', '\n']);
        let secret = Secret::new(text);
        self.redactor.learn_secret(&secret);
        sendable(file, value, text)?;
        Ok(Some(secret))
    }
}

/// Refuses what a header would lose or cannot hold (RFC 9110 §5.5): sent without it, the server
/// says that there was none, or that it is wrong.
fn sendable(name: &'static str, source: &Sourced, text: &str) -> Result<(), ConfigError> {
    let flaw = if text.ends_with(['\r', '\n']) {
        "ends with a line break, which no header can carry"
    } else if text.contains(['\r', '\n']) {
        "holds a line break, which no header can carry"
    } else if text.trim() != text {
        "begins or ends with a blank, which is lost on the way to the server"
    } else if !text.chars().all(|c| c == '\t' || matches!(c, ' '..='~')) {
        "holds a character that no header can carry"
    } else {
        return Ok(());
    };
    Err(ConfigError::Unsendable {
        name,
        origin: source.origin.to_string(),
        flaw,
    })
}
