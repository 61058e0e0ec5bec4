//! What can go wrong while the stack is set up.

use std::path::PathBuf;

use crate::error::Coded;
use crate::exit::Exit;

/// What can go wrong while the stack is set up or torn down.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// `--fault` with a name that does not exist.
    #[error("there is no fault \"{name}\"")]
    UnknownFault {
        /// The name given.
        name: String,
        /// The most similar name that exists.
        nearest: Option<&'static str>,
    },
    /// `--fault NAME@SERVICE` with a service that the fault cannot strike.
    #[error("the fault {fault} cannot strike \"{place}\", only {allowed}")]
    FaultService {
        /// The fault.
        fault: &'static str,
        /// The service asked for.
        place: String,
        /// The services possible.
        allowed: &'static str,
    },
    /// `--fault NAME:COUNT` with a count that is no positive number.
    #[error("the count in --fault {0} is not a whole number above 0")]
    FaultCount(String),
    /// A port that cannot be listened on.
    #[error("the {service} double cannot listen on port {port}")]
    Bind {
        /// Which double.
        service: &'static str,
        /// The port; 0 stands for any free one.
        port: u16,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// A file of `--metadata` or `--data` that cannot be read.
    #[error("cannot read {}", path.display())]
    File {
        /// The path.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// JSON that is none, or not of the shape that is needed.
    #[error("{place}: {message}")]
    Input {
        /// The file or option.
        place: String,
        /// What is wrong with it, and where.
        message: String,
    },
    /// A configuration that the Hasura double refuses to start with, in the engine's words.
    #[error("{message}")]
    HasuraConfig {
        /// The engine's words.
        message: String,
    },
    /// A `jwk_url` that gave no key set.
    #[error("{message}")]
    HasuraJwks {
        /// The engine's words.
        message: String,
        /// What lies behind them.
        detail: String,
    },
    /// `--database-url` that leads nowhere.
    #[error("cannot reach the database")]
    DatabaseUnreachable {
        /// The connection's words.
        detail: String,
    },
    /// A database that does not let itself be read.
    #[error("cannot read the database")]
    Database {
        /// Its words.
        detail: String,
    },
    /// The cryptography library refused.
    #[error("cannot {0}")]
    Crypto(&'static str),
    /// `sandbox -- CMD` with a command that cannot be started.
    #[error("cannot start {command}")]
    Spawn {
        /// The program.
        command: String,
        /// The operating system's answer.
        source: std::io::Error,
    },
}

impl Coded for SandboxError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownFault { .. } => "sandbox.unknown_fault",
            Self::FaultService { .. } => "sandbox.fault_service",
            Self::FaultCount(_) => "sandbox.fault_count",
            Self::Bind { .. } => "sandbox.bind",
            Self::File { .. } => "sandbox.file",
            Self::Input { .. } => "sandbox.input",
            Self::HasuraConfig { .. } => "sandbox.hasura_config",
            Self::HasuraJwks { .. } => "sandbox.hasura_jwks",
            Self::DatabaseUnreachable { .. } => "sandbox.database_unreachable",
            Self::Database { .. } => "sandbox.database",
            Self::Crypto(_) => "sandbox.crypto",
            Self::Spawn { .. } => "sandbox.spawn",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::UnknownFault { .. }
            | Self::FaultService { .. }
            | Self::FaultCount(_)
            | Self::Bind { .. }
            | Self::File { .. }
            | Self::Input { .. }
            | Self::HasuraConfig { .. }
            | Self::Database { .. }
            | Self::Spawn { .. } => Exit::Usage,
            Self::HasuraJwks { .. } | Self::DatabaseUnreachable { .. } => Exit::Unreachable,
            Self::Crypto(_) => Exit::Unexpected,
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
            Self::Spawn { .. } => Some("what follows -- is a program and its arguments".into()),
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
            | Self::Crypto(_)
            | Self::Spawn { .. } => Vec::new(),
        }
    }
}
