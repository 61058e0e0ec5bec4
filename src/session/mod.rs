//! Sessions: what is kept of a signed-in user, where it is kept, and curl's jars in and out.

use std::path::PathBuf;

use crate::error::Coded;
use crate::exit::Exit;

/// What can go wrong with sessions on disk and with jars.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// No session of that name.
    #[error("there is no session \"{name}\" in profile \"{profile}\"")]
    Missing {
        /// Profile looked in.
        profile: String,
        /// Name looked for.
        name: String,
    },
}

impl Coded for SessionError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "session.missing",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Missing { .. } => Exit::AuthRefused,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { .. } => Some("sign in first: st-hasura signin".into()),
        }
    }
}

/// The folder of sessions: `<root>/<profile>/<name>.json`.
#[derive(Clone, Debug)]
pub struct Store {
    /// Root folder, made with mode 0700 when first needed.
    pub root: PathBuf,
}

impl Store {
    /// Does not touch the disk.
    #[must_use]
    pub const fn new(root: PathBuf) -> Self {
        Self { root }
    }
}
