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
    #[error("this is a message of {speaker}, and none of Hasura, SuperTokens or st-hasura")]
    Others {
        /// The program that says such things.
        speaker: &'static str,
    },
}

impl Diagnostic for ExplainError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::Unknown { .. } => ("explain.unknown", Exit::Usage),
            Self::Others { .. } => ("explain.others", Exit::Usage),
        }
    }

    fn hint(&self) -> Option<String> {
        let near = match self {
            Self::Unknown { near } => near.first(),
            Self::Others { .. } => {
                let look = "look it up in that program's documentation; what Hasura or the auth API \
                            said to it stands in their own logs";
                return Some(look.into());
            }
        };
        Some(match near {
            Some((code, _)) => format!("try st-hasura explain {code}, or the whole message"),
            None => {
                "give the whole message; st-hasura explain --list prints all that is known".into()
            }
        })
    }

    fn notes(&self) -> Vec<String> {
        let Self::Unknown { near } = self else {
            return Vec::new();
        };
        near.iter()
            .map(|(code, title)| format!("near: {code}: {title}"))
            .collect()
    }
}
