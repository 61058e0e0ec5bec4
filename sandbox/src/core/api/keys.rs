//! Keys, and JWTs apart from sessions (contracts: supertokens §3.2, §3.4, §5.2).

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Refusal};
use super::shape::Version;
use crate::core::Core;
use crate::core::access::Form;
use crate::core::sessions::REFRESH_TTL_MS;

/// The key set and for how many seconds it may be cached.
pub(super) fn published(core: &Core) -> (Value, u64) {
    let keys = core.keys();
    let list: Vec<Value> = keys.all().map(|key| key.jwk()).collect();
    (json!({ "keys": list }), keys.max_age(core.now_ms()))
}

#[allow(clippy::unnecessary_wraps)] // The shape of every handler.
pub(super) fn jwks(core: &Core, _: &Call) -> Result<Value, Refusal> {
    let (mut keys, _) = published(core);
    keys["status"] = json!("OK");
    Ok(keys)
}

pub(super) fn handshake(core: &Core, call: &Call) -> Result<Value, Refusal> {
    if call.version.form() > Form::V2 {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "Not found"));
    }
    let mut answer = json!({ "status": "OK" });
    add_handshake_keys(core, &mut answer);
    answer["accessTokenBlacklistingEnabled"] = json!(false);
    answer["accessTokenValidity"] = json!(core.ttl_ms());
    answer["refreshTokenValidity"] = json!(REFRESH_TTL_MS);
    Ok(answer)
}

/// The three members by which an old SDK learns the keys; a key stays in the list for twice the
/// access token's life after it has stopped to sign.
pub(super) fn add_handshake_keys(core: &Core, answer: &mut Value) {
    let keys = core.keys();
    let current = keys.signer(false);
    answer["jwtSigningPublicKey"] = json!(current.spki());
    answer["jwtSigningPublicKeyExpiryTime"] = json!(current.expiry_ms());
    let list: Vec<Value> = keys
        .dynamic()
        .map(|key| {
            json!({
                "publicKey": key.spki(),
                "expiryTime": key.expiry_ms() + 2 * core.ttl_ms(),
                "createdAt": key.created_ms,
            })
        })
        .collect();
    answer["jwtSigningPublicKeyList"] = json!(list);
}

pub(super) fn create_jwt(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let mut payload = call.need_object("payload")?;
    let validity = call.need_seconds("validity")?;
    let domain = call.need_text("jwksDomain")?;
    if !call.need_text("algorithm")?.eq_ignore_ascii_case("RS256") {
        return Ok(json!({ "status": "UNSUPPORTED_ALGORITHM_ERROR" }));
    }
    if !payload.contains_key("iss") {
        payload.insert("iss".into(), json!(domain));
    }
    // Older callers cannot choose.
    let use_static =
        call.version < Version(2, 21) || call.flag("useStaticSigningKey")?.unwrap_or(true);
    let jwt = core.sign_jwt(&payload, validity, use_static)?;
    Ok(json!({ "status": "OK", "jwt": jwt }))
}
