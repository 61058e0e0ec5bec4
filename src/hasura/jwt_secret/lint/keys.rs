//! J002 to J004, J006 and J017: where the keys come from (contracts: hasura §1.2).

use serde_json::Value;

use super::{Finding, Members};

/// What Hasura takes for `type`, letter by letter.
pub(in crate::hasura::jwt_secret) const TYPES: [&str; 10] = [
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "Ed25519", "ES256", "ES384", "ES512",
];

/// What is longer than this under `type` may be a key in the wrong place, and is not shown.
pub(super) const LONGEST_TYPE: usize = 12;

/// J002: one of `key` and `jwk_url`.
pub(super) fn one_source(secret: &Members<'_>) -> Vec<Finding> {
    const ID: &str = "J002";
    match (secret.has("key"), secret.has("jwk_url")) {
        (false, false) => vec![Finding::error(
            ID,
            "",
            "there is neither key nor jwk_url (key and jwk_url both cannot be empty)",
            "give \"jwk_url\" with the auth API's key set; st-hasura jwt-secret prints it",
        )],
        (true, true) => vec![Finding::error(
            ID,
            "",
            "there are both key and jwk_url (key, jwk_url both cannot be present)",
            "keep jwk_url, which follows the keys as they change, or keep key and type",
        )],
        _ => Vec::new(),
    }
}

/// J003: `key` needs a `type`, spelt exactly.
pub(super) fn type_of_key(secret: &Members<'_>) -> Vec<Finding> {
    const ID: &str = "J003";
    if !secret.has("key") {
        return Vec::new();
    }
    let found = match secret.get("type") {
        None => Finding::error(
            ID,
            "",
            "key has no type beside it (key \"type\" not found)",
            "add \"type\", such as \"RS256\" for the RSA keys of SuperTokens",
        ),
        Some(Value::String(kind)) if TYPES.contains(&kind.as_str()) => return Vec::new(),
        Some(Value::String(kind)) => {
            let shown = if kind.len() > LONGEST_TYPE {
                "what stands under type".to_owned()
            } else {
                format!("type \"{kind}\"")
            };
            let remedy = match meant(kind) {
                Some(meant) => format!("write \"{meant}\""),
                None => format!("one of {}, letter by letter", TYPES.join(", ")),
            };
            Finding::error(ID, "type", format!("{shown} is not supported"), remedy)
        }
        Some(_) => Finding::error(
            ID,
            "type",
            "type is no string",
            format!("one of {}, in quotes", TYPES.join(", ")),
        ),
    };
    vec![found]
}

/// The type that a name stands for elsewhere. Hasura verifies PS… tokens with the RS… type of the
/// same key.
fn meant(kind: &str) -> Option<&'static str> {
    let spelt = TYPES.iter().find(|known| known.eq_ignore_ascii_case(kind));
    spelt.copied().or(match kind.to_ascii_uppercase().as_str() {
        "PS256" | "RSA" => Some("RS256"),
        "PS384" => Some("RS384"),
        "PS512" => Some("RS512"),
        "EDDSA" => Some("Ed25519"),
        _ => None,
    })
}

/// The least length of a shared secret, in bytes.
fn shortest(kind: &str) -> Option<usize> {
    match kind {
        "HS256" => Some(32),
        "HS384" => Some(48),
        "HS512" => Some(64),
        _ => None,
    }
}

/// True for a text that says that it is PEM.
pub(super) fn looks_like_pem(key: &str) -> bool {
    key.contains("-----BEGIN")
}

/// J004: a shared secret of some length. Hasura counts bytes and decodes no base64.
pub(super) fn long_enough(secret: &Members<'_>) -> Vec<Finding> {
    let (Some(kind), Some(key)) = (secret.text("type"), secret.text("key")) else {
        return Vec::new();
    };
    match shortest(kind) {
        Some(least) if key.len() < least && !looks_like_pem(key) => vec![Finding::error(
            "J004",
            "key",
            format!(
                "the key has {} bytes, and {kind} needs {least} (Key size too small)",
                key.len()
            ),
            format!(
                "make one of at least {least} bytes, say with openssl rand -hex {}; Hasura takes \
                 the text as it is, without decoding base64",
                least / 2
            ),
        )],
        _ => Vec::new(),
    }
}

/// J006: a public key as the shared secret: everybody who has it can sign.
pub(super) fn public_key_as_secret(secret: &Members<'_>) -> Vec<Finding> {
    let (Some(kind), Some(key)) = (secret.text("type"), secret.text("key")) else {
        return Vec::new();
    };
    if shortest(kind).is_none() || !looks_like_pem(key) {
        return Vec::new();
    }
    vec![Finding::error(
        "J006",
        "key",
        format!(
            "{kind} takes the text of the PEM key for the shared secret: whoever knows the public \
             key can make tokens that Hasura believes"
        ),
        "set type to what the key is, such as RS256, and replace the key where this was in use",
    )]
}

/// J017: `type` is read beside `key` only.
pub(super) fn type_without_key(secret: &Members<'_>) -> Vec<Finding> {
    if !secret.has("type") || secret.has("key") || !secret.has("jwk_url") {
        return Vec::new();
    }
    vec![Finding::warning(
        "J017",
        "type",
        "type is ignored beside jwk_url: every key of the set is tried, whatever its algorithm",
        "leave it out",
    )]
}

/// An engine without a secret of its own.
impl Finding {
    /// It has none.
    pub(in crate::hasura::jwt_secret) fn no_secret() -> Self {
        Self::error(
            "J002",
            "",
            "the engine runs without a JWT secret: no token means anything to it",
            "set HASURA_GRAPHQL_JWT_SECRET to what st-hasura jwt-secret prints",
        )
    }

    /// Everybody is admin.
    pub(in crate::hasura::jwt_secret) fn no_admin_secret() -> Self {
        Self::error(
            "J002",
            "",
            "the engine runs without an admin secret: every request is admin",
            "set HASURA_GRAPHQL_ADMIN_SECRET; without it, Hasura starts with no JWT secret either",
        )
    }
}
