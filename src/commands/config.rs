//! `config show` and `config paths`.

mod text;

use serde::Serialize;

use crate::app::App;
use crate::cli::ConfigShowArgs;
use crate::config::{KEYS, Kind};
use crate::http::typed_shown;
use crate::text::ShownPath;

/// One line of `config show`.
#[derive(Debug)]
pub(crate) struct Entry {
    pub key: &'static str,
    /// Its value; `None` when unset. Secrets are blanked.
    pub value: Option<String>,
    /// Where it came from.
    pub origin: Option<String>,
}

/// The configuration in force.
#[derive(Debug)]
pub(crate) struct ConfigShow {
    /// All keys, in the table's order; the profile first.
    pub entries: Vec<Entry>,
    /// Whether the text form shows origins.
    pub with_origin: bool,
}

/// Paths that are read and written.
#[derive(Debug, Serialize)]
pub(crate) struct ConfigPaths {
    /// The project file in force.
    pub project: Option<ShownPath>,
    /// The user file, whether it exists or not.
    pub user: Option<ShownPath>,
    /// The folder of sessions.
    pub sessions: Option<ShownPath>,
}

/// `config show`.
pub(crate) fn show(app: &App, args: &ConfigShowArgs) -> ConfigShow {
    let config = &app.config;
    let mut entries = vec![Entry {
        key: "profile",
        value: Some(config.profile.clone()),
        origin: Some(config.profile_origin.to_string()),
    }];
    entries.extend(KEYS.iter().map(|key| {
        let source = config.sources.get(key.name);
        Entry {
            key: key.name,
            value: source.map(|value| match key.kind {
                Kind::Secret => crate::secret::MASK.to_owned(),
                Kind::Url | Kind::Proxy => typed_shown(value.text()),
                _ => value.texts.join(" "),
            }),
            origin: source.map(|value| value.origin.to_string()),
        }
    }));
    entries.push(Entry {
        key: "verify",
        value: config.policy.as_ref().map(crate::config::Policy::show),
        origin: config
            .policy
            .as_ref()
            .map(|policy| policy.origin.to_string()),
    });
    ConfigShow {
        entries,
        with_origin: args.origin,
    }
}

/// `config paths`.
pub(crate) fn paths(app: &App) -> ConfigPaths {
    ConfigPaths {
        project: app.config.project_file.clone().map(Into::into),
        user: app.config.paths.user_config.clone().map(Into::into),
        sessions: app.store.root.clone().map(Into::into),
    }
}
