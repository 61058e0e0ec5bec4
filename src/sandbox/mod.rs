//! The embedded offline stack: core, auth API and Hasura doubles, on loopback only.

pub mod hasura;

use crate::error::Coded;
use crate::exit::Exit;

/// What can go wrong here.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// Placeholder until the first real variant.
    #[error("{0}")]
    Other(String),
}

impl Coded for SandboxError {
    fn code(&self) -> &'static str {
        match self {
            Self::Other(_) => "sandbox.other",
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
