//! What can go wrong with Hasura Cloud.

use uuid::Uuid;

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::http::HttpError;

/// What can go wrong with Hasura Cloud.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CloudError {
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The personal access token is not taken.
    #[error("Hasura Cloud refused the personal access token: {words}")]
    Token { words: String },
    /// No such project, or not for this token.
    #[error("Hasura Cloud knows no project {id} for this token")]
    NoProject {
        /// The id asked for.
        id: Uuid,
        /// The project whose tenant has that id.
        project: Option<String>,
    },
    /// An error that is about neither token nor project.
    #[error("Hasura Cloud refused {what}: {message}")]
    Refused {
        /// What was asked.
        what: &'static str,
        message: String,
    },
    /// An answer that its API does not give.
    #[error("the answer with status {status} is none of Hasura Cloud's API")]
    NotCloud { status: u16 },
    /// An answer that lacks what was asked for.
    #[error("Hasura Cloud answered {what} without {missing}")]
    Unreadable {
        /// What was asked.
        what: &'static str,
        /// What is not there.
        missing: &'static str,
    },
    /// The engine is not back in time.
    #[error("the value is set, but after {seconds} seconds the engine is not ready: {last}")]
    NotBack {
        /// How long was waited.
        seconds: u64,
        /// What was seen last.
        last: String,
    },
}

impl Diagnostic for CloudError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::Http(error) => error.class(),
            Self::Token { .. } => ("cloud.token", Exit::AuthRefused),
            Self::NoProject { .. } => ("cloud.no_project", Exit::Usage),
            Self::Refused { .. } => ("cloud.refused", Exit::Contract),
            Self::NotCloud { .. } => ("cloud.not_cloud", Exit::Contract),
            Self::Unreadable { .. } => ("cloud.unreadable", Exit::Contract),
            Self::NotBack { .. } => ("cloud.not_back", Exit::Unreachable),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Http(error) => error.hint(),
            Self::Token { .. } => Some(
                "make a new one in the dashboard under My Account, Access Tokens; it is shown once"
                    .into(),
            ),
            Self::NoProject {
                project: Some(project),
                ..
            } => Some(format!(
                "that is the id of a tenant; its project is --project {project}"
            )),
            Self::NoProject { project: None, .. } => Some(
                "the id stands in the dashboard's address: cloud.hasura.io/project/ID/…".into(),
            ),
            Self::Refused { .. } => Some(
                "--print-only shows the requests; the variable can also be set in the dashboard: \
                 project, Env vars"
                    .into(),
            ),
            Self::NotCloud { .. } | Self::Unreadable { .. } => Some(
                "its API may have changed; set the variable in the dashboard: project, Env vars"
                    .into(),
            ),
            Self::NotBack { .. } => Some(
                "look at the project's health and logs in the dashboard; jwt-secret lint --live \
                 checks the value, and whether Hasura can reach its jwk_url is what matters most"
                    .into(),
            ),
        }
    }

    fn notes(&self) -> Vec<String> {
        match self {
            Self::Http(error) => error.notes(),
            Self::Token { .. }
            | Self::NoProject { .. }
            | Self::Refused { .. }
            | Self::NotCloud { .. }
            | Self::Unreadable { .. }
            | Self::NotBack { .. } => Vec::new(),
        }
    }
}
