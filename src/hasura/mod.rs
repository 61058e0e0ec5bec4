//! Hasura: GraphQL and metadata clients, the JWT secret, the schema model.

use crate::error::Coded;
use crate::exit::Exit;

/// What can go wrong here.
#[derive(Debug, thiserror::Error)]
pub enum HasuraError {
    /// Placeholder until the first real variant.
    #[error("{0}")]
    Other(String),
}

impl Coded for HasuraError {
    fn code(&self) -> &'static str {
        match self {
            Self::Other(_) => "hasura.other",
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
