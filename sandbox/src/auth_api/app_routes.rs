//! The application's own routes, outside the base path.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::api::AuthApi;
use super::generation::{self, attach};
use super::incoming::Incoming;
use super::reply::Reply;
use super::session::Live;
use super::stop::{Handled, Stop};
use crate::Fault;

/// Express compares without regard to case and takes a slash at the end.
pub(super) async fn route(api: &AuthApi, incoming: &Incoming) -> Handled {
    let path = incoming.path.trim_end_matches('/').to_ascii_lowercase();
    // It also answers HEAD wherever it answers GET, and leaves the body out.
    let method = match &incoming.method {
        &Method::HEAD => &Method::GET,
        other => other,
    };
    match (method, path.as_str()) {
        (&Method::GET, "/getjwt") => get_jwt(api, incoming).await,
        (&Method::POST, "/touch") => touch(api, incoming).await,
        (&Method::GET, "/health") => Ok(Reply::text(StatusCode::OK, "ok")),
        _ => Err(Stop::NotFound),
    }
}

/// The JWT for Hasura: the access token itself, or the one inside it.
async fn get_jwt(api: &AuthApi, incoming: &Incoming) -> Handled {
    let live = protected(api, incoming).await?;
    let answer = if api.has(Fault::GetjwtEmpty) {
        json!({})
    } else if api.is_legacy() {
        json!({ "token": live.access.data.get("jwt") })
    } else {
        json!({ "token": live.token })
    };
    let mut reply = Reply::json(&answer);
    attach(api, &mut reply, &live);
    Ok(reply)
}

/// Some protected route that is no GET and so passes the anti-CSRF check.
async fn touch(api: &AuthApi, incoming: &Incoming) -> Handled {
    let live = protected(api, incoming).await?;
    let mut reply = Reply::json(&json!({ "userId": live.access.user_id }));
    attach(api, &mut reply, &live);
    Ok(reply)
}

async fn protected(api: &AuthApi, incoming: &Incoming) -> Result<Live, Stop> {
    let live = generation::require(api, incoming).await?;
    if api.has(Fault::EmailUnverified) {
        return Err(Stop::InvalidClaim);
    }
    Ok(live)
}
