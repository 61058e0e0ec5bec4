//! Where files live: XDG everywhere, one override for all.

use std::path::{Path, PathBuf};

use crate::context::Context;

/// The folders of this program.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paths {
    /// The user's configuration file.
    pub user_config: Option<PathBuf>,
    /// Where sessions are kept.
    pub state: Option<PathBuf>,
    pub home: Option<PathBuf>,
}

impl Paths {
    /// `ST_HASURA_HOME`, else `$XDG_CONFIG_HOME` and `$XDG_STATE_HOME` with their defaults; without
    /// a home, which only those miss who keep something there.
    pub(crate) fn find(context: &Context) -> Self {
        let home = context
            .var("HOME")
            .or_else(|| context.var("USERPROFILE"))
            .map(PathBuf::from);
        if let Some(own) = context.var("ST_HASURA_HOME") {
            let own = context.cwd.join(own);
            return Self {
                user_config: Some(own.join("config.toml")),
                state: Some(own.join("state")),
                home,
            };
        }
        let xdg = |variable: &str, fallback: &str| {
            // The XDG specification: a relative value is to be ignored.
            let base = context
                .var(variable)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute());
            let base = base.or_else(|| Some(home.as_ref()?.join(fallback)));
            base.map(|base| base.join("st-hasura"))
        };
        Self {
            user_config: xdg("XDG_CONFIG_HOME", ".config").map(|own| own.join("config.toml")),
            state: xdg("XDG_STATE_HOME", ".local/state"),
            home,
        }
    }
}

/// `st-hasura.toml` in the working directory or the nearest parent that has one, of whatever kind:
/// reading it tells one that is no file.
pub(super) fn find_project_file(cwd: &Path) -> Option<PathBuf> {
    cwd.ancestors()
        .map(|folder| folder.join("st-hasura.toml"))
        .find(|path| path.exists() && !path.is_dir())
}
