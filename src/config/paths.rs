//! Where files live: XDG everywhere, one override for all.

use std::path::{Path, PathBuf};

use super::ConfigError;
use crate::context::Context;

/// The folders of this program.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paths {
    /// The user's configuration file.
    pub user_config: PathBuf,
    pub state: PathBuf,
    pub home: Option<PathBuf>,
}

impl Paths {
    /// `ST_HASURA_HOME`, else `$XDG_CONFIG_HOME` and `$XDG_STATE_HOME` with their defaults.
    pub(crate) fn find(context: &Context) -> Result<Self, ConfigError> {
        let home = context
            .var("HOME")
            .or_else(|| context.var("USERPROFILE"))
            .map(PathBuf::from);
        if let Some(own) = context.var("ST_HASURA_HOME") {
            let own = context.cwd.join(own);
            return Ok(Self {
                user_config: own.join("config.toml"),
                state: own.join("state"),
                home,
            });
        }
        let xdg = |variable: &str, fallback: &str| -> Result<PathBuf, ConfigError> {
            // The XDG specification: a relative value is to be ignored.
            if let Some(base) = context
                .var(variable)
                .map(Path::new)
                .filter(|path| path.is_absolute())
            {
                Ok(base.join("st-hasura"))
            } else {
                let home = home.as_ref().ok_or(ConfigError::NoHome)?;
                Ok(home.join(fallback).join("st-hasura"))
            }
        };
        Ok(Self {
            user_config: xdg("XDG_CONFIG_HOME", ".config")?.join("config.toml"),
            state: xdg("XDG_STATE_HOME", ".local/state")?,
            home,
        })
    }
}

/// `st-hasura.toml` in the working directory or the nearest parent that has one.
pub(super) fn find_project_file(cwd: &Path) -> Option<PathBuf> {
    cwd.ancestors()
        .map(|folder| folder.join("st-hasura.toml"))
        .find(|path| path.is_file())
}
