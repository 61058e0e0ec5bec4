//! The one error type that leaves the library.
//!
//! Each room of the crate owns an error enum of its own and implements [`Coded`] for it with
//! exhaustive matches; this enum only gathers them. A code is a stable string
//! (`room.what_happened`), the same in JSON output and in `explain`.

use crate::exit::Exit;

/// What every error can say about itself beyond its message.
pub(crate) trait Coded {
    /// Stable machine-readable code, `room.what_happened`.
    fn code(&self) -> &'static str;
    /// The exit status that this error ends the process with.
    fn exit(&self) -> Exit;
    /// What to do about it: the next command to run or the value to change.
    fn hint(&self) -> Option<String>;
    /// Further facts, one line each: what was expected, what came, raw words of a server.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Shorthand used throughout the crate.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// Every way a command can fail.
///
/// Display strings are lower-case fragments without a final full stop.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The command line lacks or contradicts something that clap cannot see.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to type instead.
        hint: Option<String>,
    },
    /// Configuration files, environment, profiles.
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    /// Transport: DNS, connect, TLS, timeouts, bodies, redirects.
    #[error(transparent)]
    Http(#[from] crate::http::HttpError),
    /// Sessions on disk and cookie jars.
    #[error(transparent)]
    Session(#[from] crate::session::SessionError),
    /// What the auth API or the core answered.
    #[error(transparent)]
    SuperTokens(#[from] crate::supertokens::SuperTokensError),
    /// Tokens, key sets, claims.
    #[error(transparent)]
    Jwt(#[from] crate::jwt::JwtError),
    /// What Hasura answered, and its configuration values.
    #[error(transparent)]
    Hasura(#[from] crate::hasura::HasuraError),
    #[error(transparent)]
    Cloud(#[from] crate::hasura::cloud::CloudError),
    /// A JWT secret in a file that cannot be changed.
    #[error(transparent)]
    JwtSecret(#[from] crate::hasura::jwt_secret::edit::EditError),
    /// The WebSocket to Hasura.
    #[error(transparent)]
    Socket(#[from] crate::hasura::socket::SocketError),
    /// Plans for Hasura's metadata.
    #[error(transparent)]
    Setup(#[from] crate::setup::hasura::SetupError),
    /// Baselines and drafted policies.
    #[error(transparent)]
    Verify(#[from] crate::verify::VerifyError),
    /// Files in the user's own project.
    #[error(transparent)]
    Project(#[from] crate::project::ProjectError),
    /// What `init` found in its way.
    #[error(transparent)]
    Init(#[from] crate::setup::init::InitError),
    /// What `expose` found in its way.
    #[error(transparent)]
    Expose(#[from] crate::setup::expose::ExposeError),
    #[cfg(feature = "sandbox")]
    #[error(transparent)]
    Sandbox(#[from] st_hasura_sandbox::SandboxError),
    /// The command that `sandbox` runs around.
    #[cfg(feature = "sandbox")]
    #[error(transparent)]
    Spawn(#[from] crate::commands::sandbox::SpawnError),
    /// A local file or stream could not be read or written.
    #[error("cannot {action} {what}: {source}")]
    Io {
        /// A verb: `read`, `write`, `create`.
        action: &'static str,
        /// The path or stream, as the user would write it.
        what: String,
        /// The operating system's answer.
        source: std::io::Error,
    },
    #[error("interrupted")]
    Interrupted,
    /// A broken promise inside this program.
    #[error("internal error: {0}")]
    Internal(String),
}

impl Error {
    /// A usage error with a hint.
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            hint: Some(hint.into()),
        }
    }

    /// An [`Error::Io`].
    pub(crate) fn io(
        action: &'static str,
        what: impl Into<String>,
        source: std::io::Error,
    ) -> Self {
        Self::Io {
            action,
            what: what.into(),
            source,
        }
    }

    /// The room's own error, where there is one.
    fn inner(&self) -> Option<&dyn Coded> {
        match self {
            Self::Config(e) => Some(e),
            Self::Http(e) => Some(e),
            Self::Session(e) => Some(e),
            Self::SuperTokens(e) => Some(e),
            Self::Jwt(e) => Some(e),
            Self::Hasura(e) => Some(e),
            Self::Cloud(e) => Some(e),
            Self::JwtSecret(e) => Some(e),
            Self::Socket(e) => Some(e),
            Self::Setup(e) => Some(e),
            Self::Verify(e) => Some(e),
            Self::Project(e) => Some(e),
            Self::Init(e) => Some(e),
            Self::Expose(e) => Some(e),
            #[cfg(feature = "sandbox")]
            Self::Sandbox(e) => Some(e),
            #[cfg(feature = "sandbox")]
            Self::Spawn(e) => Some(e),
            Self::Usage { .. } | Self::Io { .. } | Self::Interrupted | Self::Internal(_) => None,
        }
    }
}

impl Coded for Error {
    fn code(&self) -> &'static str {
        match self {
            Self::Usage { .. } => "usage.invalid",
            Self::Io { .. } => "io.failed",
            Self::Interrupted => "run.interrupted",
            Self::Internal(_) => "run.internal",
            _ => self.inner().map_or("run.internal", Coded::code),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Usage { .. } | Self::Io { .. } => Exit::Usage,
            Self::Interrupted => Exit::Interrupted,
            Self::Internal(_) => Exit::Unexpected,
            _ => self.inner().map_or(Exit::Unexpected, Coded::exit),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Usage { hint, .. } => hint.clone(),
            Self::Internal(_) => {
                Some("this is a bug in st-hasura; please report the command line".into())
            }
            Self::Io { .. } | Self::Interrupted => None,
            _ => self.inner().and_then(Coded::hint),
        }
    }

    fn notes(&self) -> Vec<String> {
        self.inner().map(Coded::notes).unwrap_or_default()
    }
}
