//! What `explain` says of a text that it does not know.

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// Quotes nothing of the text.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExplainError {
    #[error("nothing is known about this text")]
    Unknown {
        /// Pages that may be meant, by their codes, with titles.
        near: Vec<(String, String)>,
    },
}

impl Diagnostic for ExplainError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::Unknown { .. } => ("explain.unknown", Exit::Usage),
        }
    }

    fn hint(&self) -> Option<String> {
        let Self::Unknown { near } = self;
        Some(match near.first() {
            Some((code, _)) => format!("try st-hasura explain {code}, or the whole message"),
            None => {
                "give the whole message; st-hasura explain --list prints all that is known".into()
            }
        })
    }

    fn notes(&self) -> Vec<String> {
        let Self::Unknown { near } = self;
        near.iter()
            .map(|(code, title)| format!("near: {code}: {title}"))
            .collect()
    }
}
