//! What `sandbox` and `demo` say when the stack or the command inside it does not start.

use st_hasura_sandbox::SandboxError;

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// `sandbox -- CMD` with a command that cannot be started.
#[derive(Debug, thiserror::Error)]
#[error("cannot start {command}")]
pub(crate) struct SpawnError {
    pub command: String,
    /// The operating system's answer.
    pub source: std::io::Error,
}

impl Diagnostic for SpawnError {
    fn class(&self) -> (&'static str, Exit) {
        ("sandbox.spawn", Exit::Usage)
    }

    fn hint(&self) -> Option<String> {
        Some("what follows -- is a program and its arguments".into())
    }
}

impl Diagnostic for SandboxError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::UnknownFault { .. } => ("sandbox.unknown_fault", Exit::Usage),
            Self::FaultService { .. } => ("sandbox.fault_service", Exit::Usage),
            Self::FaultCount(_) => ("sandbox.fault_count", Exit::Usage),
            Self::Bind { .. } => ("sandbox.bind", Exit::Usage),
            Self::File { .. } => ("sandbox.file", Exit::Usage),
            Self::Input { .. } => ("sandbox.input", Exit::Usage),
            Self::HasuraConfig { .. } => ("sandbox.hasura_config", Exit::Usage),
            Self::HasuraJwks { .. } => ("sandbox.hasura_jwks", Exit::Unreachable),
            Self::DatabaseUnreachable { .. } => ("sandbox.database_unreachable", Exit::Unreachable),
            Self::Database { .. } => ("sandbox.database", Exit::Usage),
            Self::Crypto(_) => ("sandbox.crypto", Exit::Unexpected),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownFault {
                nearest: Some(nearest),
                ..
            } => Some(format!("did you mean {nearest}?")),
            Self::UnknownFault { nearest: None, .. } => {
                Some("st-hasura sandbox --list-faults prints them all".into())
            }
            Self::FaultCount(_) => Some("write NAME, or NAME:3 for the next three requests".into()),
            Self::FaultService { .. } | Self::Bind { port: 0, .. } => None,
            Self::Bind { .. } => Some("leave the port out and a free one is picked".into()),
            Self::File { .. } => Some("check the path".into()),
            Self::Input { .. } => Some("correct the value and run the command again".into()),
            Self::HasuraConfig { .. } => Some(
                "the real engine stops here too; st-hasura jwt-secret lint checks a value".into(),
            ),
            Self::HasuraJwks { .. } => Some(
                "start the server behind jwk_url first: Hasura fetches the key set when it starts"
                    .into(),
            ),
            Self::DatabaseUnreachable { .. } => Some(
                "check host, port or socket folder; the sandbox speaks no TLS to a database".into(),
            ),
            Self::Database { .. } => {
                Some("give a database for tests, and a role that may read all of its tables".into())
            }
            Self::Crypto(_) => {
                Some("this is a bug in st-hasura; please report the command line".into())
            }
        }
    }

    fn notes(&self) -> Vec<String> {
        match self {
            Self::HasuraJwks { detail, .. }
            | Self::DatabaseUnreachable { detail }
            | Self::Database { detail } => vec![detail.clone()],
            Self::UnknownFault { .. }
            | Self::FaultService { .. }
            | Self::FaultCount(_)
            | Self::Bind { .. }
            | Self::File { .. }
            | Self::Input { .. }
            | Self::HasuraConfig { .. }
            | Self::Crypto(_) => Vec::new(),
        }
    }
}
