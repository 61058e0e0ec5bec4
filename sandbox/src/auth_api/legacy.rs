//! Sessions as the SDK of 2022 keeps them: cookies only, an access token that is no JWS, and the
//! JWT for Hasura inside it (contracts: supertokens §1.6, §1.7, §2, §3.2).

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::api::AuthApi;
use super::incoming::{Incoming, Transport};
use super::reply::Reply;
use super::session::{Live, clear_legacy, front_token, refresh_cookie, root_cookie};
use super::stop::{Handled, Stop};
use super::upstream;
use crate::AntiCsrf;
use crate::core::access::Form;
use crate::core::sessions::{
    Grant, Issued, NewSession, RefreshWish, Refreshed, Verified, VerifyWish,
};

/// Claims that describe the inner JWT and are not part of it.
const OF_THE_SDK: [&str; 2] = ["jwt", "_jwtPName"];

pub(super) async fn open(api: &AuthApi, reply: &mut Reply, user_id: &str) -> Result<(), Stop> {
    let data = with_jwt(api, user_id, api.hasura_claims(user_id)).await?;
    upstream::call(api, "POST", "/recipe/session").await?;
    let grant = api.core().create_session(NewSession {
        user_id: user_id.to_owned(),
        data,
        data_in_database: json!({}),
        anti_csrf: api.inner.anti_csrf == AntiCsrf::ViaToken,
        use_static: false,
        form: Form::V2,
    })?;
    front_token(reply, &grant.user_id, grant.access.expiry_ms, &grant.data);
    set_access(api, reply, &grant.access);
    set_others(api, reply, &grant);
    Ok(())
}

/// Signs the inner JWT anew and puts it beside the claims. It outlives the access token by half a
/// minute.
async fn with_jwt(
    api: &AuthApi,
    user_id: &str,
    claims: Map<String, Value>,
) -> Result<Map<String, Value>, Stop> {
    upstream::call(api, "POST", "/recipe/jwt").await?;
    let mut payload = Map::new();
    payload.insert("iss".into(), json!(api.issuer()));
    payload.insert("sub".into(), json!(user_id));
    payload.extend(claims.clone());
    let validity = api.core().ttl_ms() / 1000 + 30;
    let jwt = api.core().sign_bare_jwt(&payload, validity)?;
    let mut data = claims;
    data.insert("jwt".into(), json!(jwt));
    data.insert("_jwtPName".into(), json!("jwt"));
    Ok(data)
}

/// The cookie dies with the token in it, so a jar drops it and only the marker is left.
pub(super) fn set_access(api: &AuthApi, reply: &mut Reply, access: &Issued) {
    let name = api.names().access_cookie;
    reply.cookie(root_cookie(api, name, &access.token, access.expiry_ms));
}

fn set_others(api: &AuthApi, reply: &mut Reply, grant: &Grant) {
    let expiry = grant.refresh.expiry_ms;
    reply.cookie(refresh_cookie(api, &grant.refresh.token, expiry));
    reply.cookie(root_cookie(
        api,
        "sIdRefreshToken",
        &grant.id_refresh,
        expiry,
    ));
    reply.expose(
        "id-refresh-token",
        &format!("{};{expiry}", grant.id_refresh),
    );
    if let Some(token) = &grant.anti_csrf {
        reply.expose("anti-csrf", token);
    }
}

pub(super) async fn require(api: &AuthApi, incoming: &Incoming) -> Result<Live, Stop> {
    if incoming.id_refresh().is_none() {
        return Err(Stop::Unauthorised { clear: false });
    }
    let token = incoming
        .access_token(Transport::Cookie)
        .ok_or(Stop::TryRefresh)?;
    let access = api.core().decode(token).map_err(|_| Stop::TryRefresh)?;
    if access.form != Form::V2 || access.expiry_ms <= api.core().now_ms() {
        return Err(Stop::TryRefresh);
    }
    let checks = incoming.method != Method::GET;
    let given = incoming.header("anti-csrf");
    let holds = match api.inner.anti_csrf {
        AntiCsrf::None => true,
        AntiCsrf::ViaToken => access.anti_csrf.is_some() && access.anti_csrf.as_deref() == given,
        AntiCsrf::ViaCustomHeader => incoming.header("rid").is_some(),
    };
    if checks && !holds {
        return Err(Stop::TryRefresh);
    }
    if access.parent_hash1.is_none() {
        return Ok(Live {
            access,
            token: token.to_owned(),
            transport: Transport::Cookie,
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
            transport: Transport::Cookie,
            renewed,
        }),
        Verified::Unauthorised(_) => Err(Stop::Unauthorised { clear: true }),
        Verified::TryRefresh(_) => Err(Stop::TryRefresh),
    }
}

pub(super) async fn refresh(api: &AuthApi, incoming: &Incoming) -> Handled {
    let quiet = Stop::Unauthorised { clear: false };
    if incoming.id_refresh().is_none() {
        return Err(quiet);
    }
    let Some(token) = incoming.refresh_token(Transport::Cookie) else {
        // With the rest of a session there, the session counts as broken.
        let clear = incoming.access_token(Transport::Cookie).is_some();
        return Err(Stop::Unauthorised { clear });
    };
    if api.inner.anti_csrf == AntiCsrf::ViaCustomHeader && incoming.header("rid").is_none() {
        return Err(quiet);
    }
    upstream::call(api, "POST", "/recipe/session/refresh").await?;
    let refreshed = api.core().refresh(RefreshWish {
        token,
        anti_csrf: incoming.header("anti-csrf"),
        check_anti_csrf: api.inner.anti_csrf == AntiCsrf::ViaToken,
        use_static: None,
        form: Form::V2,
    })?;
    let grant = match refreshed {
        Refreshed::Ok(grant) => grant,
        Refreshed::Unauthorised(_) => return Err(Stop::Unauthorised { clear: true }),
        Refreshed::Theft(handle, _) => {
            api.core().remove_sessions(&[handle]);
            return Err(Stop::Theft);
        }
    };
    let mut reply = Reply::json(&json!({}));
    front_token(
        &mut reply,
        &grant.user_id,
        grant.access.expiry_ms,
        &grant.data,
    );
    set_access(api, &mut reply, &grant.access);
    set_others(api, &mut reply, &grant);
    renew_jwt(api, &mut reply, &grant).await?;
    Ok(reply)
}

/// After a refresh, the SDK signs a new inner JWT and has the access token made again around it.
async fn renew_jwt(api: &AuthApi, reply: &mut Reply, grant: &Grant) -> Result<(), Stop> {
    let claims: Map<String, Value> = grant
        .data
        .clone()
        .into_iter()
        .filter(|(name, _)| !OF_THE_SDK.contains(&name.as_str()))
        .collect();
    let data = with_jwt(api, &grant.user_id, claims).await?;
    upstream::call(api, "POST", "/recipe/session/regenerate").await?;
    let regenerated = api.core().regenerate(&grant.access.token, Some(data))?;
    if let Some((access, Some(issued))) = regenerated {
        front_token(
            reply,
            &grant.user_id,
            issued.expiry_ms,
            &access.public_payload(),
        );
        set_access(api, reply, &issued);
    }
    Ok(())
}

/// Without a session there is nothing to do, and that is fine.
pub(super) async fn sign_out(api: &AuthApi, incoming: &Incoming) -> Handled {
    let mut reply = Reply::json(&json!({ "status": "OK" }));
    let live = match require(api, incoming).await {
        Ok(live) => live,
        Err(Stop::Unauthorised { .. }) => return Ok(reply),
        Err(stop) => return Err(stop),
    };
    upstream::call(api, "POST", "/recipe/session/remove").await?;
    // A session that had ended before is not cleared again.
    if !api.core().remove_sessions(&[live.access.handle]).is_empty() {
        clear_legacy(api, &mut reply);
    }
    Ok(reply)
}
