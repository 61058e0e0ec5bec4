//! What the auth API and the core speak: FDI and CDI clients, tokens, refresh.

use crate::error::Coded;
use crate::exit::Exit;

/// What can go wrong here.
#[derive(Debug, thiserror::Error)]
pub enum SuperTokensError {
    /// Placeholder until the first real variant.
    #[error("{0}")]
    Other(String),
}

impl Coded for SuperTokensError {
    fn code(&self) -> &'static str {
        match self {
            Self::Other(_) => "supertokens.other",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Other(_) => Exit::Contract,
        }
    }

    fn hint(&self) -> Option<String> {
        None
    }
}
