//! J005: a key that is no HS… secret is a public key in PEM (contracts: hasura §1.3).

use serde_json::Value;

use super::keys::{TYPES, looks_like_pem};
use super::{Finding, Members};
use crate::diagnostic::Diagnostic as _;
use crate::jwt::{Family, Key};

const ID: &str = "J005";

/// J005: the PEM block can be read, is no private key, and fits the type.
pub(super) fn readable(secret: &Members<'_>) -> Vec<Finding> {
    let key = match secret.get("key") {
        None => return Vec::new(),
        Some(Value::String(key)) => key,
        Some(_) => {
            let remedy = "write it as a string";
            return vec![Finding::error(ID, "key", "key is no string", remedy)];
        }
    };
    let Some(kind) = secret.text("type") else {
        return Vec::new();
    };
    if kind.starts_with("HS") || !TYPES.contains(&kind) {
        return Vec::new();
    }
    if !looks_like_pem(key) {
        return vec![Finding::error(
            ID,
            "key",
            format!(
                "{kind} needs a public key in PEM, and there is no -----BEGIN line (No pem found)"
            ),
            "give the public key or certificate with its -----BEGIN and -----END lines, or a jwk_url",
        )];
    }
    if key.contains("\\n") {
        return vec![Finding::error(
            ID,
            "key",
            "the line breaks of the PEM key are escaped twice: it holds a backslash and an n",
            "in JSON a line break is \\n, with one backslash",
        )];
    }
    match Key::from_pem(key.as_bytes()) {
        Ok(found) => family(kind, found.family),
        Err(error) => {
            let private = key.contains("PRIVATE KEY-----");
            let remedy = if private {
                "give the public key (openssl pkey -pubout), and replace the pair: this one has \
                 been where it does not belong"
            } else {
                "give the whole block, from -----BEGIN PUBLIC KEY----- to -----END, or a certificate"
            };
            let why = error.notes().into_iter().next();
            let problem = match why {
                Some(why) => format!("{error}: {why}"),
                None => error.to_string(),
            };
            vec![Finding::error(ID, "key", problem, remedy)]
        }
    }
}

fn family(kind: &str, family: Family) -> Vec<Finding> {
    let fits = match kind {
        "Ed25519" => family == Family::Ed25519,
        _ if kind.starts_with("RS") => family == Family::Rsa,
        "ES256" => matches!(family, Family::P256 | Family::Secp256k1),
        "ES384" => family == Family::P384,
        "ES512" => family == Family::P521,
        _ => true,
    };
    if fits {
        return Vec::new();
    }
    vec![Finding::warning(
        ID,
        "type",
        format!(
            "the key is {}, not what {kind} means; Hasura starts, and goes by the key",
            family.name()
        ),
        "write the type that the key has, so that nobody reads it wrong",
    )]
}
