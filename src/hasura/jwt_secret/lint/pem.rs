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
    match Key::from_secret(key) {
        Ok(found) => family(kind, found.family)
            .into_iter()
            .chain(too_small(&found))
            .collect(),
        Err(error) => {
            let private = key.contains("PRIVATE KEY-----");
            let remedy = if private {
                "give the public key (openssl pkey -pubout), and replace the pair: this one has \
                 been where it does not belong"
            } else {
                "give the whole block as openssl pkey -pubout writes it, each of its lines ended \
                 by \\n, from -----BEGIN PUBLIC KEY----- to -----END; or a certificate"
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

/// The least size of an RSA key that is still good (RFC 7518 §3.3).
const LEAST_RSA: usize = 2048;

fn too_small(key: &Key) -> Option<Finding> {
    (key.family == Family::Rsa && key.bits < LEAST_RSA).then(|| {
        Finding::warning(
            ID,
            "key",
            format!(
                "the RSA key has {} bits, fewer than the {LEAST_RSA} of RFC 7518 §3.3: whoever \
                 breaks it makes tokens that Hasura believes",
                key.bits
            ),
            "make a pair of 2048 bits or more, and sign with that",
        )
    })
}

fn family(kind: &str, family: Family) -> Option<Finding> {
    let fits = match kind {
        "Ed25519" => family == Family::Ed25519,
        _ if kind.starts_with("RS") => family == Family::Rsa,
        "ES256" => matches!(family, Family::P256 | Family::Secp256k1),
        "ES384" => family == Family::P384,
        "ES512" => family == Family::P521,
        _ => true,
    };
    (!fits).then(|| {
        Finding::warning(
            ID,
            "type",
            format!(
                "the key is {}, not what {kind} means; Hasura starts, and goes by the key",
                family.name()
            ),
            "write the type that the key has, so that nobody reads it wrong",
        )
    })
}
