//! What can go wrong while the stack is set up.

use std::path::PathBuf;

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
        /// As `--fault` names it.
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
        /// As it was given, from the working directory on.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// Text that is not JSON, or JSON of another shape than is needed.
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
}
