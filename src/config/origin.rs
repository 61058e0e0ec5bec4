//! Where a value came from.

use std::fmt;
use std::path::PathBuf;

/// The layer, and the place within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Flag(String),
    Env(&'static str),
    /// A line of a configuration file.
    File {
        path: PathBuf,
        /// 1-based line.
        line: usize,
    },
    /// hasura-cli's own `config.yaml`.
    HasuraCli(PathBuf),
    /// Nothing said otherwise.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "flag {name}"),
            Self::Env(name) => write!(f, "environment {name}"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::HasuraCli(path) => write!(f, "{} (hasura-cli)", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value as one layer gave it.
#[derive(Clone, Debug)]
pub(crate) struct Sourced {
    /// One text, or several for a list.
    pub texts: Vec<String>,
    /// Where it came from.
    pub origin: Origin,
}

impl Sourced {
    pub(crate) fn one(text: impl Into<String>, origin: Origin) -> Self {
        Self {
            texts: vec![text.into()],
            origin,
        }
    }

    /// The text; the first one of a list.
    pub(crate) fn text(&self) -> &str {
        self.texts.first().map_or("", String::as_str)
    }
}
