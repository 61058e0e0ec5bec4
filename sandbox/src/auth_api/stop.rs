//! Everything that ends a request before its route is done.

use axum::http::StatusCode;
use serde_json::json;

use super::api::AuthApi;
use super::incoming::{Incoming, NotJson};
use super::reply::{Reply, escape};
use super::session;
use crate::{Fault, SandboxError};

/// What a handler returns.
pub(super) type Handled = Result<Reply, Stop>;

/// Why a route was not finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// 401 `unauthorised`; with or without the order to forget all tokens.
    Unauthorised { clear: bool },
    /// 401 `try refresh token`.
    TryRefresh,
    /// 401 `token theft detected`, tokens cleared.
    Theft,
    /// 403: a claim has the wrong value.
    InvalidClaim,
    /// 400 with a message.
    BadInput(String),
    /// 500: what the SDK has thrown.
    Upstream(String),
    /// 404: nobody claims the path.
    NotFound,
}

impl Stop {
    pub(super) fn into_reply(self, api: &AuthApi, incoming: &Incoming) -> Reply {
        let refused = |message: &str| {
            Reply::json_with(StatusCode::UNAUTHORIZED, &json!({ "message": message }))
        };
        match self {
            Self::Unauthorised { clear } => {
                let mut reply = refused("unauthorised");
                if clear {
                    session::clear_all(api, &mut reply);
                }
                reply
            }
            Self::TryRefresh => refused("try refresh token"),
            Self::Theft => {
                let mut reply = refused("token theft detected");
                session::clear_all(api, &mut reply);
                reply
            }
            Self::InvalidClaim => Reply::json_with(
                StatusCode::FORBIDDEN,
                &json!({
                    "message": "invalid claim",
                    "claimValidationErrors": [{
                        "id": "st-ev",
                        "reason": {
                            "message": "wrong value",
                            "expectedValue": true,
                            "actualValue": false,
                        },
                    }],
                }),
            ),
            Self::BadInput(message) => {
                Reply::json_with(StatusCode::BAD_REQUEST, &json!({ "message": message }))
            }
            Self::Upstream(_) if api.has(Fault::FastapiPages) => {
                Reply::text(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
            Self::NotFound if api.has(Fault::FastapiPages) => {
                Reply::json_with(StatusCode::NOT_FOUND, &json!({ "detail": "Not Found" }))
            }
            Self::Upstream(message) => Reply::page(
                StatusCode::INTERNAL_SERVER_ERROR,
                // What follows the message is a stack trace.
                &format!(
                    "Error: {}<br> &nbsp; &nbsp;at sandbox (double of the SDK)",
                    escape(&message)
                ),
            ),
            Self::NotFound => Reply::page(
                StatusCode::NOT_FOUND,
                &format!("Cannot {} {}", incoming.method, escape(&incoming.path)),
            ),
        }
    }

    /// The answer to a body that is no JSON, with the typing error that one generation has.
    pub(super) fn not_json(api: &AuthApi) -> impl Fn(NotJson) -> Self {
        let the = if api.is_legacy() { "thr" } else { "the" };
        move |NotJson| {
            Self::BadInput(format!(
                "API input error: Please make sure to pass a valid JSON input in {the} request body"
            ))
        }
    }
}

impl From<SandboxError> for Stop {
    fn from(error: SandboxError) -> Self {
        Self::Upstream(error.to_string())
    }
}
