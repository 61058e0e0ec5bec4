//! The one error type that leaves a command.
//!
//! It carries the error of any part without importing that part: the error is in a box, and
//! whoever has to tell one from another asks for its type.

use std::fmt;
use std::io::ErrorKind;

use crate::bounded;
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::signals::Stopped;

/// Shorthand used throughout the crate.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// Every way a command can fail.
#[derive(Debug)]
pub(crate) enum Error {
    /// A part of the program says what went wrong in it.
    Of(Box<dyn Diagnostic>),
    /// The command line lacks or contradicts something that clap cannot see.
    Usage {
        /// What is wrong.
        message: String,
        /// What to type instead.
        hint: Option<String>,
    },
    /// A local file or stream could not be read or written.
    Io {
        /// A verb: `read`, `write`, `create`.
        action: &'static str,
        /// The path or stream, as the user would write it.
        what: String,
        /// The operating system's answer.
        source: std::io::Error,
    },
    Interrupted,
    /// Somebody else asked to stop, such as a CI job that is cancelled.
    Stopped {
        /// The number of the signal.
        signal: i32,
    },
    /// What stands in a report until the run has ended.
    Unfinished,
    /// A broken promise inside this program.
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

    /// The error of a part, if it is of this type.
    pub(crate) fn downcast_ref<E: Diagnostic + 'static>(&self) -> Option<&E> {
        let Self::Of(inner) = self else { return None };
        let inner: &(dyn std::error::Error + 'static) = inner.as_ref();
        inner.downcast_ref()
    }

    /// The error of a part itself, if it is of this type; else the whole as it was.
    pub(crate) fn downcast<E: Diagnostic + 'static>(self) -> Result<E> {
        match self {
            Self::Of(inner) if (inner.as_ref() as &dyn std::error::Error).is::<E>() => {
                let inner: Box<dyn std::error::Error> = inner;
                match inner.downcast() {
                    Ok(found) => Ok(*found),
                    Err(_) => Err(Self::Internal("an error changed its type".into())),
                }
            }
            other => Err(other),
        }
    }

    /// Stable machine-readable code, and the exit status that this error ends the process with.
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::Of(inner) => inner.class(),
            Self::Usage { .. } => ("usage.invalid", Exit::Usage),
            Self::Io { .. } => ("io.failed", Exit::Usage),
            Self::Interrupted => ("run.interrupted", Exit::Interrupted),
            Self::Stopped { .. } => ("run.stopped", Exit::Interrupted),
            Self::Unfinished => ("run.unfinished", Exit::Interrupted),
            Self::Internal(_) => ("run.internal", Exit::Unexpected),
        }
    }

    pub(crate) fn code(&self) -> &'static str {
        self.class().0
    }

    pub(crate) fn exit(&self) -> Exit {
        self.class().1
    }

    /// What to do about it: the next command to run or the value to change.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Of(inner) => inner.hint(),
            Self::Usage { hint, .. } => hint.clone(),
            Self::Internal(_) => {
                Some("this is a bug in st-hasura; please report the command line".into())
            }
            Self::Unfinished => Some(
                "if the run is over, something ended it before it could say how: look at its log"
                    .into(),
            ),
            Self::Io { source, .. } => bounded::hint(source).or_else(|| way_out(source.kind())),
            Self::Interrupted | Self::Stopped { .. } => None,
        }
    }

    /// Further facts, one line each.
    pub(crate) fn notes(&self) -> Vec<String> {
        match self {
            Self::Of(inner) => inner.notes(),
            Self::Usage { .. }
            | Self::Io { .. }
            | Self::Interrupted
            | Self::Stopped { .. }
            | Self::Unfinished
            | Self::Internal(_) => Vec::new(),
        }
    }
}

/// What helps with a file that cannot be read or written.
fn way_out(kind: ErrorKind) -> Option<String> {
    let way_out = match kind {
        ErrorKind::NotFound => {
            "is the name right? A relative one begins in the folder that the command runs in"
        }
        ErrorKind::PermissionDenied => "ls -l says whose it is and who may do what with it",
        _ => return None,
    };
    Some(way_out.into())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(inner) => inner.fmt(f),
            Self::Usage { message, .. } => f.write_str(message),
            Self::Io {
                action,
                what,
                source,
            } => write!(f, "cannot {action} {what}: {source}"),
            Self::Interrupted => f.write_str("interrupted"),
            Self::Stopped { signal } => write!(f, "stopped by signal {signal}: the run broke off"),
            Self::Unfinished => f.write_str("the run has not ended"),
            Self::Internal(what) => write!(f, "internal error: {what}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Of(inner) => inner.source(),
            // The message has it already; whoever looks for a request to stop finds that.
            Self::Io { source, .. } => Stopped::within(source).and(Some(source)),
            Self::Usage { .. }
            | Self::Interrupted
            | Self::Stopped { .. }
            | Self::Unfinished
            | Self::Internal(_) => None,
        }
    }
}

impl<E: Diagnostic + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Of(Box::new(error))
    }
}
