//! What can be in the way of a first configuration.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// An error of `init`.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InitError {
    /// Something that has to be known was neither said nor found.
    #[error("{what} is missing: nobody said where it is, and it was not found")]
    Missing {
        what: &'static str,
        /// How to say it.
        ways: &'static str,
        /// Where it was looked for.
        looked: Vec<String>,
    },
    /// A value that was found, not said, cannot be meant.
    #[error("{origin} is no http or https URL: \"{value}\"")]
    BadFind {
        /// What says so.
        origin: String,
        /// The value, user-info stripped.
        value: String,
        /// How to say better.
        ways: &'static str,
    },
    /// No base path of the usual ones answers.
    #[error("no SuperTokens SDK answers at {origin}")]
    NoAuthApi { origin: String },
    /// The file to be changed cannot be edited.
    #[error("cannot change {}: {reason}", path.display())]
    NotEditable { path: PathBuf, reason: String },
}

impl Diagnostic for InitError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::Missing { .. } => ("init.missing", Exit::Usage),
            Self::BadFind { .. } => ("init.bad_find", Exit::Usage),
            Self::NoAuthApi { .. } => ("init.no_auth_api", Exit::Contract),
            Self::NotEditable { .. } => ("init.not_editable", Exit::Usage),
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Missing { ways, .. } => format!("give {ways}"),
            Self::BadFind { ways, .. } => format!("correct it, or give {ways}"),
            Self::NoAuthApi { .. } => {
                "give --api-base-path when it has one of its own, or correct --api-url when this \
                 is another server"
                    .into()
            }
            Self::NotEditable { .. } => "correct it by hand, or move it away".into(),
        })
    }

    fn notes(&self) -> Vec<String> {
        match self {
            Self::Missing { looked, .. } if looked.is_empty() => {
                vec!["nothing was found to look at".into()]
            }
            Self::Missing { looked, .. } => vec![format!("looked at: {}", looked.join("; "))],
            Self::NoAuthApi { .. } => {
                vec!["base paths tried: /auth, /api, /api/auth and /".into()]
            }
            Self::BadFind { .. } | Self::NotEditable { .. } => Vec::new(),
        }
    }
}
