//! Sessions, whichever generation: the dispatch, and what both write in the same way.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::cookies::SetCookie;
use super::incoming::{Incoming, Transport};
use super::reply::Reply;
use super::stop::Stop;
use super::{AuthApi, Handled, legacy, modern};
use crate::core::access::Access;
use crate::core::sessions::Issued;

/// A session that a request has proved.
#[derive(Debug)]
pub(super) struct Live {
    pub access: Access,
    /// The access token in force after this request.
    pub token: String,
    pub transport: Transport,
    /// The core has confirmed a refreshed session and given another access token, which the
    /// answer must carry.
    pub renewed: Option<Issued>,
}

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

/// Tells the client to forget every token.
pub(super) fn clear_all(api: &AuthApi, reply: &mut Reply) {
    if api.is_legacy() {
        legacy::clear(api, reply);
    } else {
        modern::clear(api, reply, Transport::Cookie);
        modern::clear(api, reply, Transport::Header);
    }
}

/// base64 of `{"uid","ate","up"}`.
pub(super) fn front_token(
    reply: &mut Reply,
    user_id: &str,
    access_expiry_ms: u64,
    payload: &Map<String, Value>,
) {
    let front = json!({ "uid": user_id, "ate": access_expiry_ms, "up": payload });
    reply.expose("front-token", &STANDARD.encode(front.to_string()));
}

/// A cookie for the whole origin.
pub(super) fn root_cookie(
    api: &AuthApi,
    name: &'static str,
    value: &str,
    expires_ms: u64,
) -> SetCookie {
    SetCookie {
        name,
        value: value.to_owned(),
        path: "/".into(),
        expires_ms,
        secure: is_secure(api),
    }
}

/// The refresh token's cookie goes to one path only.
pub(super) fn refresh_cookie(api: &AuthApi, value: &str, expires_ms: u64) -> SetCookie {
    SetCookie {
        name: api.names().refresh_cookie,
        value: value.to_owned(),
        path: format!("{}/session/refresh", api.inner.base_path),
        expires_ms,
        secure: is_secure(api),
    }
}

fn is_secure(api: &AuthApi) -> bool {
    api.inner.api_domain.starts_with("https:")
}
