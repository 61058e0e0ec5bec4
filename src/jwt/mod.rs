//! Tokens: decoding, verification by Hasura's rules, key sets, claims.

use crate::error::Coded;
use crate::exit::Exit;

/// What can go wrong here.
#[derive(Debug, thiserror::Error)]
pub enum JwtError {
    /// Placeholder until the first real variant.
    #[error("{0}")]
    Other(String),
}

impl Coded for JwtError {
    fn code(&self) -> &'static str {
        match self {
            Self::Other(_) => "jwt.other",
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

/// The claim under which Hasura looks for its claims by default (contracts: hasura §1.2).
pub const HASURA_NAMESPACE: &str = "https://hasura.io/jwt/claims";
