//! Why a value cannot be put into a file.

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// Why a value cannot be put into a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EditError {
    /// The parser's complaint, without the text around it.
    #[error("not YAML, from line {line} on")]
    NotYaml {
        /// The line, from 1.
        line: usize,
    },
    /// YAML, but no compose file.
    #[error("no compose file: it has no services")]
    NotCompose,
    /// No service runs the engine.
    #[error("no service runs graphql-engine")]
    NoEngine {
        /// The services that there are.
        services: Vec<String>,
    },
    /// `--service` with a name that is not there.
    #[error("there is no service \"{name}\"")]
    NoService {
        /// The name asked for.
        name: String,
        /// The services that there are.
        services: Vec<String>,
    },
    /// More than one service runs the engine.
    #[error("several services run graphql-engine: {}", services.join(", "))]
    SeveralEngines { services: Vec<String> },
    /// `environment` is neither a mapping nor a list.
    #[error("the environment of service {service} is neither a mapping nor a list")]
    BadEnvironment { service: String },
    /// A quote that is never closed.
    #[error("the value in line {line} has a quote that is never closed")]
    Unclosed {
        /// The line, from 1.
        line: usize,
    },
    /// The text is written in a way in which only a person can change it safely.
    #[error("the value in line {line} cannot be replaced without touching what is around it")]
    Entangled {
        /// The line, from 1.
        line: usize,
    },
}

impl Diagnostic for EditError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::NotYaml { .. } => ("jwt_secret.not_yaml", Exit::Usage),
            Self::NotCompose => ("jwt_secret.not_compose", Exit::Usage),
            Self::NoEngine { .. } => ("jwt_secret.no_engine", Exit::Usage),
            Self::NoService { .. } => ("jwt_secret.no_service", Exit::Usage),
            Self::SeveralEngines { .. } => ("jwt_secret.several_engines", Exit::Usage),
            Self::BadEnvironment { .. } => ("jwt_secret.bad_environment", Exit::Usage),
            Self::Unclosed { .. } => ("jwt_secret.unclosed", Exit::Usage),
            Self::Entangled { .. } => ("jwt_secret.entangled", Exit::Usage),
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotYaml { .. } | Self::Unclosed { .. } => {
                "correct it by hand first; nothing was written".into()
            }
            Self::NotCompose => {
                "name a compose file or a .env file; jwt-secret --to k8s and its like print what \
                 other files need"
                    .into()
            }
            Self::NoEngine { services } | Self::NoService { services, .. } => {
                if services.is_empty() {
                    "the file has no services at all; jwt-secret --to compose prints one".into()
                } else {
                    format!("choose with --service; there are {}", services.join(", "))
                }
            }
            Self::SeveralEngines { .. } => "choose one with --service".into(),
            Self::BadEnvironment { .. } => {
                "write it as NAME: value lines; nothing was written".into()
            }
            Self::Entangled { .. } => {
                "jwt-secret --to compose prints what to put there by hand; nothing was written"
                    .into()
            }
        })
    }
}
