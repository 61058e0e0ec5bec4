//! The key set and OpenID discovery (contracts: supertokens §1.8).

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::api::AuthApi;
use super::incoming::{Incoming, Transport};
use super::reply::Reply;
use super::stop::Handled;
use super::upstream;
use crate::Fault;

pub(super) async fn jwks(api: &AuthApi) -> Handled {
    let path = if api.is_legacy() {
        "/recipe/jwt/jwks"
    } else {
        "/.well-known/jwks.json"
    };
    upstream::call(api, "GET", path).await?;
    let keys = api.core().keys();
    // The old core signs JWTs with its static key and publishes that alone, under a bare UUID.
    let mut list: Vec<Value> = if api.is_legacy() {
        let mut jwk = keys.signer(true).jwk();
        jwk["kid"] = json!(keys.signer(true).bare_kid());
        vec![jwk]
    } else {
        keys.all().map(|key| key.jwk()).collect()
    };
    if api.has(Fault::EmptyJwks) {
        list.clear();
    } else if api.has(Fault::StaleJwks) {
        let signer = keys.signer(api.is_legacy() || api.inner.static_key).jwk();
        let decoy = api.core().decoy_key().await?;
        for jwk in &mut list {
            if jwk["n"] == signer["n"] {
                *jwk = decoy.jwk();
            }
        }
    }
    let mut reply = Reply::json(&json!({ "keys": list }));
    if !api.is_legacy() {
        let max_age = keys.max_age(api.core().now_ms());
        reply.set(
            "cache-control",
            &format!("max-age={max_age}, must-revalidate"),
        );
    }
    reply.set("access-control-allow-origin", "*");
    Ok(reply)
}

pub(super) fn configuration(api: &AuthApi) -> Reply {
    let issuer = api.issuer();
    let mut configuration = json!({
        "issuer": issuer,
        "jwks_uri": format!("{issuer}/jwt/jwks.json"),
    });
    if !api.is_legacy() {
        for (name, path) in [
            ("authorization_endpoint", "auth"),
            ("token_endpoint", "token"),
            ("userinfo_endpoint", "userinfo"),
            ("revocation_endpoint", "revoke"),
            ("token_introspection_endpoint", "introspect"),
            ("end_session_endpoint", "end_session"),
        ] {
            configuration[name] = json!(format!("{issuer}/oauth/{path}"));
        }
        configuration["subject_types_supported"] = json!(["public"]);
        configuration["id_token_signing_alg_values_supported"] = json!(["RS256"]);
        configuration["response_types_supported"] = json!(["code", "id_token", "id_token token"]);
    }
    let mut reply = Reply::json(&configuration);
    reply.set("access-control-allow-origin", "*");
    reply
}

/// Not for tokens of a session.
pub(super) fn user_info(incoming: &Incoming) -> Reply {
    if incoming.access_token(Transport::Header).is_none() {
        return Reply::json_with(
            StatusCode::UNAUTHORIZED,
            &json!({ "message": "Missing or invalid Authorization header" }),
        );
    }
    let mut reply = Reply::json_with(
        StatusCode::UNAUTHORIZED,
        &json!({ "message": "Invalid or expired OAuth2 access token" }),
    );
    reply.set("www-authenticate", "Bearer error=\"invalid_token\"");
    reply.set("access-control-expose-headers", "WWW-Authenticate");
    reply
}
