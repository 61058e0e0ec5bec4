//! Sessions, whichever generation of the SDK keeps them.

use super::api::AuthApi;
use super::incoming::Incoming;
use super::reply::Reply;
use super::session::{Live, front_token};
use super::stop::{Handled, Stop};
use super::{legacy, modern};

/// Starts a session for a user who has just proved who they are.
pub(super) async fn open(
    api: &AuthApi,
    incoming: &Incoming,
    reply: &mut Reply,
    user_id: &str,
) -> Result<(), Stop> {
    if api.is_legacy() {
        legacy::open(api, reply, user_id).await
    } else {
        modern::open(api, incoming, reply, user_id).await
    }
}

/// `verifySession()`.
pub(super) async fn require(api: &AuthApi, incoming: &Incoming) -> Result<Live, Stop> {
    if api.is_legacy() {
        legacy::require(api, incoming).await
    } else {
        modern::require(api, incoming).await
    }
}

/// `POST /session/refresh`.
pub(super) async fn refresh(api: &AuthApi, incoming: &Incoming) -> Handled {
    if api.is_legacy() {
        legacy::refresh(api, incoming).await
    } else {
        modern::refresh(api, incoming).await
    }
}

/// `POST /signout`. The access token stays good until it expires.
pub(super) async fn sign_out(api: &AuthApi, incoming: &Incoming) -> Handled {
    if api.is_legacy() {
        legacy::sign_out(api, incoming).await
    } else {
        modern::sign_out(api, incoming).await
    }
}

/// Puts an access token that the core has just renewed into the answer.
pub(super) fn attach(api: &AuthApi, reply: &mut Reply, live: &Live) {
    let Some(renewed) = &live.renewed else { return };
    front_token(
        reply,
        &live.access.user_id,
        renewed.expiry_ms,
        &live.access.public_payload(),
    );
    if api.is_legacy() {
        legacy::set_access(api, reply, renewed);
    } else {
        modern::set_access(api, reply, live.transport, &renewed.token);
        if let Some(token) = &live.access.anti_csrf {
            reply.expose("anti-csrf", token);
        }
    }
}
