//! What can go wrong between a good connection and a usable answer.

use serde_json::Value;

use super::explain::{self, Kind};
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// Hasura, or whatever answers in its place.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HasuraError {
    /// Something else than Hasura answered.
    #[error("{url} did not answer like Hasura: it sent {what} with status {status}")]
    NotHasura {
        url: String,
        status: u16,
        /// What came instead, in a few words.
        what: String,
        /// The start of it.
        start: String,
        /// What to do about it.
        hint: String,
    },
    /// Hasura, but no such API.
    #[error("Hasura has no {path} at {url}")]
    NoSuchApi { url: String, path: String },
    /// An admin API said no.
    #[error("Hasura refused {what}: {message}")]
    Refused {
        /// What was asked.
        what: &'static str,
        status: u16,
        code: String,
        message: String,
        cause: String,
        fix: String,
        /// True when the credentials were the reason.
        credentials: bool,
    },
    /// GraphQL `errors` where data was needed to go on.
    #[error("Hasura answered {what} with an error: {message}")]
    GraphQl {
        /// What was asked.
        what: &'static str,
        code: String,
        message: String,
        cause: String,
        fix: String,
    },
    /// An answer in the right envelope with the wrong content.
    #[error("Hasura's answer to {what} cannot be read: {reason}")]
    Unreadable {
        /// What was asked.
        what: &'static str,
        reason: String,
    },
}

impl HasuraError {
    /// An answer in the style of the admin APIs: `{"error","path","code"}`.
    pub(crate) fn refusal(what: &'static str, status: u16, body: &Value) -> Self {
        let text = |name: &str| {
            body.get(name)
                .and_then(Value::as_str)
                .map(ToOwned::to_owned)
        };
        let code = text("code").unwrap_or_default();
        let message = text("error").unwrap_or_else(|| body.to_string());
        let explanation = explain::explain(Some(&code), &message);
        Self::Refused {
            what,
            status,
            code,
            message,
            cause: explanation.cause.into(),
            fix: explanation.fix.into(),
            credentials: explanation.kind.is_refusal(),
        }
    }

    /// True for a refusal in the words that Hasura has for requests without an admin secret. To a
    /// request that was sent with one, it means that the secret did not arrive: a wrong one is
    /// refused in other words (contracts: hasura §4.1).
    pub(crate) fn saw_no_admin_secret(&self) -> bool {
        let Self::Refused { code, message, .. } = self else {
            return false;
        };
        matches!(
            explain::explain(Some(code), message).kind,
            Kind::AdminSecretRequired | Kind::NoToken | Kind::CookieMissing | Kind::AdminOnly
        )
    }

    /// True for a refusal of what only administrators may, to somebody who was let in.
    pub(crate) fn is_of_a_role(&self) -> bool {
        matches!(self, Self::Refused { code, message, .. }
            if explain::explain(Some(code), message).kind == Kind::AdminOnly)
    }
}

impl Diagnostic for HasuraError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::NotHasura { .. } => ("hasura.not_hasura", Exit::Contract),
            Self::NoSuchApi { .. } => ("hasura.no_such_api", Exit::Contract),
            Self::Refused {
                credentials: true, ..
            } => ("hasura.refused", Exit::AuthRefused),
            Self::Refused { .. } => ("hasura.refused", Exit::Contract),
            Self::GraphQl { .. } => ("hasura.graphql_errors", Exit::GraphQl),
            Self::Unreadable { .. } => ("hasura.unreadable", Exit::Contract),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NotHasura { hint, .. } => Some(hint.clone()),
            Self::NoSuchApi { .. } => Some(
                "give Hasura's base URL without /v1/graphql; where APIs are switched off \
                 (HASURA_GRAPHQL_ENABLED_APIS), this one must be on"
                    .into(),
            ),
            Self::Refused { fix, .. } | Self::GraphQl { fix, .. } => Some(fix.clone()),
            Self::Unreadable { .. } => {
                Some("run it again with -vvv to see the answer; is this Hasura v2?".into())
            }
        }
    }

    fn notes(&self) -> Vec<String> {
        match self {
            Self::NotHasura { start, .. } if !start.is_empty() => {
                vec![format!("the answer starts with: {start}")]
            }
            Self::Refused {
                status,
                code,
                cause,
                ..
            } => vec![format!("status {status}, code {code}"), cause.clone()],
            Self::GraphQl { code, cause, .. } => vec![format!("code {code}"), cause.clone()],
            Self::NotHasura { .. } | Self::NoSuchApi { .. } | Self::Unreadable { .. } => Vec::new(),
        }
    }
}
