//! Sessions as today's SDK keeps them: the access token is the JWT, tokens travel in cookies or
//! in headers (contracts: supertokens §1.6, §1.7, §2).

use axum::http::Method;
use serde_json::json;

use super::api::AuthApi;
use super::incoming::{Incoming, Transport};
use super::reply::Reply;
use super::session::{Live, clear, front_token, refresh_cookie, root_cookie};
use super::stop::{Handled, Stop};
use super::upstream;
use crate::core::access::{Access, Form, NotOurs};
use crate::core::sessions::{Grant, NewSession, RefreshWish, Refreshed, Verified, VerifyWish};
use crate::{AntiCsrf, Fault, Transfer};

/// Life of the access token's cookie: a year, much longer than the token's own.
const COOKIE_YEAR_MS: u64 = 365 * 24 * 3600 * 1000;

pub(super) async fn open(
    api: &AuthApi,
    incoming: &Incoming,
    reply: &mut Reply,
    user_id: &str,
) -> Result<(), Stop> {
    upstream::tenant_call(api, "POST", "/recipe/session").await?;
    let transport = match api.inner.transfer {
        Transfer::Any => incoming.wished_transport(),
        Transfer::Cookie => Transport::Cookie,
        Transfer::Header => Transport::Header,
    };
    let mut data = json!({ "iss": api.issuer() });
    if let Some(data) = data.as_object_mut() {
        data.extend(api.hasura_claims(user_id));
    }
    let grant = api.core().create_session(NewSession {
        user_id: user_id.to_owned(),
        data: data.as_object().cloned().unwrap_or_default(),
        data_in_database: json!({}),
        anti_csrf: needs_anti_csrf_token(api, transport),
        use_static: api.inner.static_key,
        form: Form::V5,
    })?;
    // Tokens of an earlier session in the other transport would win or linger.
    for other in [Transport::Cookie, Transport::Header] {
        if other != transport && incoming.access_token(other).is_some() {
            clear(api, reply, other);
        }
    }
    hand_out(api, reply, transport, &grant);
    Ok(())
}

/// The header transport is exempt from all anti-CSRF.
fn needs_anti_csrf_token(api: &AuthApi, transport: Transport) -> bool {
    transport == Transport::Cookie && api.inner.anti_csrf == AntiCsrf::ViaToken
}

fn hand_out(api: &AuthApi, reply: &mut Reply, transport: Transport, grant: &Grant) {
    front_token(
        reply,
        &grant.user_id,
        grant.access.expiry_ms,
        &grant.claims.public_payload(),
    );
    set_access(api, reply, transport, &grant.access.token);
    match transport {
        Transport::Cookie => {
            reply.cookie(refresh_cookie(
                api,
                &grant.refresh.token,
                grant.refresh.expiry_ms,
            ));
        }
        Transport::Header => reply.expose(api.names().refresh_header, &grant.refresh.token),
    }
    if let Some(token) = &grant.anti_csrf {
        reply.expose("anti-csrf", token);
    }
}

pub(super) fn set_access(api: &AuthApi, reply: &mut Reply, transport: Transport, token: &str) {
    let names = api.names();
    match transport {
        Transport::Cookie => {
            let expires = api.core().now_ms() + COOKIE_YEAR_MS;
            reply.cookie(root_cookie(api, names.access_cookie, token, expires));
            if api.has(Fault::ExposeAccessToken) {
                reply.expose(names.access_header, token);
            }
        }
        Transport::Header => reply.expose(names.access_header, token),
    }
}

/// The access token of the request. Headers win; what does not look like a session's token
/// counts as absent.
fn presented<'a>(
    api: &AuthApi,
    incoming: &'a Incoming,
) -> Result<(Transport, &'a str, Result<Access, NotOurs>), Stop> {
    if incoming.id_refresh().is_some() {
        // A session of the older generation, to be migrated by a refresh.
        return Err(Stop::TryRefresh);
    }
    let transfer = api.inner.transfer;
    for (transport, barred) in [
        (Transport::Header, Transfer::Cookie),
        (Transport::Cookie, Transfer::Header),
    ] {
        let Some(token) = incoming
            .access_token(transport)
            .filter(|_| transfer != barred)
        else {
            continue;
        };
        let decoded = api.core().decode(token);
        if decoded.as_ref().is_err_and(|error| error.is_unreadable()) {
            continue;
        }
        if transport == Transport::Cookie && incoming.has_two_access_cookies() {
            return Err(Stop::TryRefresh);
        }
        return Ok((transport, token, decoded));
    }
    Err(Stop::Unauthorised { clear: false })
}

pub(super) async fn require(api: &AuthApi, incoming: &Incoming) -> Result<Live, Stop> {
    let (transport, token, decoded) = presented(api, incoming)?;
    let access = decoded.map_err(|_| Stop::TryRefresh)?;
    if access.expiry_ms <= api.core().now_ms() || is_wrong_kind(api, &access) {
        return Err(Stop::TryRefresh);
    }
    let checks = incoming.method != Method::GET && transport == Transport::Cookie;
    let given = incoming.header("anti-csrf");
    let holds = match api.inner.anti_csrf {
        AntiCsrf::None => true,
        AntiCsrf::ViaToken => access.anti_csrf.is_some() && access.anti_csrf.as_deref() == given,
        AntiCsrf::ViaCustomHeader => incoming.header("rid").is_some(),
    };
    if checks && !holds {
        return Err(Stop::TryRefresh);
    }
    // Only a token that was just refreshed has to be confirmed by the core.
    if access.parent_hash1.is_none() {
        return Ok(Live {
            access,
            token: token.to_owned(),
            transport,
            renewed: None,
        });
    }
    upstream::call(api, "POST", "/recipe/session/verify").await?;
    let verified = api.core().verify(VerifyWish {
        token,
        anti_csrf: given,
        check_anti_csrf: checks && api.inner.anti_csrf == AntiCsrf::ViaToken,
        check_database: false,
    })?;
    match verified {
        Verified::Ok(access, renewed) => Ok(Live {
            access: *access,
            token: renewed
                .as_ref()
                .map_or_else(|| token.to_owned(), |issued| issued.token.clone()),
            transport,
            renewed,
        }),
        Verified::Unauthorised(_) => Err(Stop::Unauthorised { clear: true }),
        Verified::TryRefresh(_) => Err(Stop::TryRefresh),
    }
}

/// A token of the other kind of key was issued before the configuration changed.
fn is_wrong_kind(api: &AuthApi, access: &Access) -> bool {
    let is_dynamic = access
        .kid
        .as_deref()
        .is_some_and(|kid| kid.starts_with("d-"));
    is_dynamic == api.inner.static_key
}

/// A marker that an older SDK left behind goes, however refreshing ends.
pub(super) async fn refresh(api: &AuthApi, incoming: &Incoming) -> Handled {
    let stale = incoming.id_refresh().is_some();
    let refreshed = renew(api, incoming).await;
    if !stale {
        return refreshed;
    }
    let mut reply = refreshed.unwrap_or_else(|stop| stop.into_reply(api, incoming));
    reply.cookie(root_cookie(api, "sIdRefreshToken", "", 0));
    Ok(reply)
}

async fn renew(api: &AuthApi, incoming: &Incoming) -> Handled {
    let transfer = api.inner.transfer;
    let token_in = |transport, barred| {
        let token = incoming.refresh_token(transport);
        token.filter(|_| transfer != barred).map(|t| (transport, t))
    };
    let (transport, token) = token_in(Transport::Header, Transfer::Cookie)
        .or_else(|| token_in(Transport::Cookie, Transfer::Header))
        .ok_or(Stop::Unauthorised { clear: true })?;
    let is_cookie = transport == Transport::Cookie;
    if is_cookie
        && api.inner.anti_csrf == AntiCsrf::ViaCustomHeader
        && incoming.header("rid").is_none()
    {
        return Err(Stop::Unauthorised { clear: true });
    }
    upstream::call(api, "POST", "/recipe/session/refresh").await?;
    let refreshed = api.core().refresh(RefreshWish {
        token,
        anti_csrf: incoming.header("anti-csrf"),
        check_anti_csrf: needs_anti_csrf_token(api, transport),
        use_static: Some(api.inner.static_key),
        form: Form::V5,
    })?;
    match refreshed {
        Refreshed::Ok(grant) => {
            let mut reply = Reply::json(&json!({}));
            let other = if is_cookie {
                Transport::Header
            } else {
                Transport::Cookie
            };
            if incoming.refresh_token(other).is_some() {
                clear(api, &mut reply, other);
            }
            hand_out(api, &mut reply, transport, &grant);
            Ok(reply)
        }
        Refreshed::Unauthorised(_) => Err(Stop::Unauthorised { clear: true }),
        Refreshed::Theft(handle, _) => {
            api.core().remove_sessions(&[handle]);
            Err(Stop::Theft)
        }
    }
}

pub(super) async fn sign_out(api: &AuthApi, incoming: &Incoming) -> Handled {
    let live = require(api, incoming).await?;
    upstream::call(api, "POST", "/recipe/session/remove").await?;
    api.core()
        .remove_sessions(std::slice::from_ref(&live.access.handle));
    let mut reply = Reply::json(&json!({ "status": "OK" }));
    clear(api, &mut reply, live.transport);
    Ok(reply)
}
