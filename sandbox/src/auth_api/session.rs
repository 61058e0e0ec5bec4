//! What sessions of both generations have, and what is written about them in the same way.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::api::AuthApi;
use super::cookies::SetCookie;
use super::incoming::Transport;
use super::reply::Reply;
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

/// Tells the client to forget every token.
pub(super) fn clear_all(api: &AuthApi, reply: &mut Reply) {
    if api.is_legacy() {
        clear_legacy(api, reply);
    } else {
        clear(api, reply, Transport::Cookie);
        clear(api, reply, Transport::Header);
    }
}

/// Empty values mean "delete" in both transports.
pub(super) fn clear(api: &AuthApi, reply: &mut Reply, transport: Transport) {
    let names = api.names();
    match transport {
        Transport::Cookie => {
            reply.cookie(root_cookie(api, names.access_cookie, "", 0));
            reply.cookie(refresh_cookie(api, "", 0));
            reply.expose("front-token", "remove");
        }
        Transport::Header => {
            reply.expose(names.access_header, "");
            reply.expose(names.refresh_header, "");
            reply.expose("front-token", "remove");
        }
    }
}

/// Three empty cookies and `id-refresh-token: remove`.
pub(super) fn clear_legacy(api: &AuthApi, reply: &mut Reply) {
    reply.cookie(root_cookie(api, api.names().access_cookie, "", 0));
    reply.cookie(refresh_cookie(api, "", 0));
    reply.cookie(root_cookie(api, "sIdRefreshToken", "", 0));
    reply.expose("id-refresh-token", "remove");
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
