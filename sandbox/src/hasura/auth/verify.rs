//! A token, from its text to its verified claims, in the engine's order (contracts: hasura §2.3):
//! parts, header, payload, algorithm, keys, signature, `exp`, `iat`, `nbf`, `iss`, `aud`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::super::error::ApiError;
use super::super::haskell;
use super::config::JwtConfig;
use super::confusion;
use super::key::{Algorithm, VerificationKey};
use super::string_or_uri;
use crate::{Fault, Faults};

/// All claims of a token.
pub(super) type Claims = Map<String, Value>;

/// Verifies `token` against `keys` and the rules of `config` at `now` (seconds since the epoch).
pub(super) fn verify(
    token: &str,
    config: &JwtConfig,
    keys: &[VerificationKey],
    now: f64,
    faults: &Faults,
) -> Result<Claims, ApiError> {
    let compact = Compact::parse(token, faults)?;
    let (claims, registered) = decode_claims(&compact.payload)?;
    if !excused(&compact, keys, faults) {
        check_signature(&compact, keys)?;
    }
    check_times(&registered, config.skew, now, faults)?;
    if let (Some(expected), Some(issuer)) = (&config.issuer, &registered.issuer)
        && expected != issuer
    {
        return Err(invalid("JWTNotInIssuer"));
    }
    if let (Some(accepted), Some(audience)) = (&config.audience, &registered.audience)
        && !audience.iter().any(|one| accepted.contains(one))
    {
        return Err(invalid("JWTNotInAudience"));
    }
    Ok(claims)
}

/// The issuer that an unverified token names; `None` when it names none or cannot be read.
pub(super) fn unverified_issuer(token: &str) -> Option<String> {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    token.split('.').nth(2)?;
    decode_claims(&payload).ok()?.1.issuer
}

struct Compact<'a> {
    signed: &'a str,
    algorithm: Algorithm,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Compact<'a> {
    fn parse(token: &'a str, faults: &Faults) -> Result<Self, ApiError> {
        let parts: Vec<&str> = match token {
            "" => Vec::new(),
            token => token.split('.').collect(),
        };
        let [header, payload, signature] = parts[..] else {
            return Err(invalid(&format!(
                "JWSError (CompactDecodeError Invalid number of parts: Expected 3 parts; got {})",
                parts.len()
            )));
        };
        let header = base64(header)?;
        let members: Map<String, Value> =
            serde_json::from_slice(&header).map_err(|_| not_json(&haskell::not_json(&header)))?;
        let algorithm = algorithm(&members, faults)?;
        // No extension is understood, so none may be critical (RFC 7515, section 4.1.11).
        if members.contains_key("crit") {
            return Err(not_json("crit key is not understood"));
        }
        Ok(Self {
            algorithm,
            payload: base64(payload)?,
            signature: base64(signature)?,
            signed: &token[..token.len() - parts[2].len() - 1],
        })
    }
}

fn algorithm(header: &Map<String, Value>, faults: &Faults) -> Result<Algorithm, ApiError> {
    let value = header
        .get("alg")
        .ok_or_else(|| not_json("missing required header \"alg\""))?;
    let name = value
        .as_str()
        .ok_or_else(|| not_json(&haskell::mismatch("Alg", "String", value)))?;
    if faults.has(Fault::AcceptAlgNone) && name.eq_ignore_ascii_case("none") {
        return Ok(Algorithm::None);
    }
    Algorithm::parse(name).ok_or_else(|| {
        let known: Vec<String> = Algorithm::ALL
            .iter()
            .map(|(name, _)| format!("\"{name}\""))
            .collect();
        not_json(&format!(
            "unrecognised value; expected: [{}]",
            known.join(",")
        ))
    })
}

fn base64(part: &str) -> Result<Vec<u8>, ApiError> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| not_json("Not valid base64url"))
}

/// True when a fault lets the signature pass unseen.
fn excused(token: &Compact<'_>, keys: &[VerificationKey], faults: &Faults) -> bool {
    if token.algorithm == Algorithm::None {
        return faults.has(Fault::AcceptAlgNone);
    }
    faults.has(Fault::AcceptAnySignature)
        || (faults.has(Fault::Hs256WithPublicKey)
            && confusion::verifies(
                keys,
                token.algorithm,
                token.signed.as_bytes(),
                &token.signature,
            ))
}

fn check_signature(token: &Compact<'_>, keys: &[VerificationKey]) -> Result<(), ApiError> {
    if token.algorithm == Algorithm::None {
        return Err(invalid("JWSError JWSNoSignatures"));
    }
    if keys.is_empty() {
        return Err(invalid("JWSError NoUsableKeys"));
    }
    // `kid` is of no interest: every key gets its try.
    if keys
        .iter()
        .any(|key| key.verifies(token.algorithm, token.signed.as_bytes(), &token.signature))
    {
        Ok(())
    } else {
        Err(invalid("JWSError JWSInvalidSignature"))
    }
}

#[derive(Default)]
struct Registered {
    issuer: Option<String>,
    audience: Option<Vec<String>>,
    expiry: Option<f64>,
    not_before: Option<f64>,
    issued_at: Option<f64>,
}

fn decode_claims(payload: &[u8]) -> Result<(Claims, Registered), ApiError> {
    let value: Value =
        serde_json::from_slice(payload).map_err(|_| undecodable(&haskell::not_json(payload)))?;
    let Value::Object(claims) = value else {
        return Err(undecodable(&format!(
            "Error in $: {}",
            haskell::mismatch("JWT Claims Set", "Object", &value)
        )));
    };
    let at = |name: &str, reason: String| undecodable(&format!("Error in $.{name}: {reason}"));
    let member = |name: &str| claims.get(name).filter(|value| !value.is_null());
    let text = |name: &str| {
        member(name)
            .map(string_or_uri::parse)
            .transpose()
            .map_err(|reason| at(name, reason))
    };
    let date = |name: &str| {
        member(name)
            .map(|value| {
                value
                    .as_f64()
                    .ok_or_else(|| at(name, haskell::mismatch("NumericDate", "Number", value)))
            })
            .transpose()
    };
    let issuer = text("iss")?;
    text("sub")?;
    let audience = member("aud")
        .map(string_or_uri::parse_audience)
        .transpose()
        .map_err(|(path, reason)| at(&format!("aud{path}"), reason))?;
    let registered = Registered {
        issuer,
        audience,
        expiry: date("exp")?,
        not_before: date("nbf")?,
        issued_at: date("iat")?,
    };
    if let Some(id) = member("jti").filter(|id| !id.is_string()) {
        return Err(at("jti", haskell::mismatch("Text", "String", id)));
    }
    Ok((claims, registered))
}

fn check_times(claims: &Registered, skew: f64, now: f64, faults: &Faults) -> Result<(), ApiError> {
    let expired = claims.expiry.is_some_and(|expiry| now >= expiry + skew);
    if expired && !faults.has(Fault::IgnoreExp) {
        return Err(invalid("JWTExpired"));
    }
    if claims.issued_at.is_some_and(|issued| issued > now + skew) {
        return Err(invalid("JWTIssuedAtFuture"));
    }
    if claims.not_before.is_some_and(|start| start > now + skew) {
        return Err(invalid("JWTNotYetValid"));
    }
    Ok(())
}

fn invalid(reason: &str) -> ApiError {
    ApiError::new("invalid-jwt", format!("Could not verify JWT: {reason}"))
}

fn not_json(reason: &str) -> ApiError {
    invalid(&format!(
        "JWSError (JSONDecodeError {})",
        haskell::show(reason)
    ))
}

fn undecodable(reason: &str) -> ApiError {
    invalid(&format!(
        "JWTClaimsSetDecodeError {}",
        haskell::show(reason)
    ))
}
