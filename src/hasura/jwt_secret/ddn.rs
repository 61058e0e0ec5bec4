//! The same value for Hasura DDN: an `AuthConfig` of version 4, for the supergraph's
//! `auth-config.hml` (contracts: hasura §8.1).

use serde_json::{Map, Value, json};

use super::{JwtSecret, KeySource, TokenLocation};
use crate::jwt::HASURA_NAMESPACE;

/// What version 3 engines cannot do, in words for a person.
pub(crate) type Refusal = String;

/// The `AuthConfig` as an object.
pub(crate) fn auth_config(secret: &JwtSecret) -> Result<Value, Refusal> {
    let namespace = secret.claims_namespace.as_deref();
    let mut jwt = Map::new();
    jwt.insert(
        "claimsConfig".into(),
        json!({ "namespace": {
            "claimsFormat": "Json",
            "location": pointer(namespace.unwrap_or(HASURA_NAMESPACE)),
        } }),
    );
    jwt.insert("tokenLocation".into(), location(secret.header.as_ref()));
    jwt.insert("key".into(), key(&secret.keys)?);
    if !secret.audience.is_empty() {
        jwt.insert("audience".into(), json!(secret.audience));
    }
    if let Some(issuer) = &secret.issuer {
        jwt.insert("issuer".into(), json!(issuer));
    }
    if let Some(skew) = secret.allowed_skew {
        jwt.insert("allowedSkew".into(), json!(skew));
    }
    Ok(json!({
        "kind": "AuthConfig",
        "version": "v4",
        "definition": { "mode": { "jwt": jwt }, "alternativeModes": [] },
    }))
}

/// The claim of this name as a JSON pointer (RFC 6901 §3).
fn pointer(claim: &str) -> String {
    format!("/{}", claim.replace('~', "~0").replace('/', "~1"))
}

fn location(header: Option<&TokenLocation>) -> Value {
    match header {
        None | Some(TokenLocation::Authorization) => json!({ "type": "BearerAuthorization" }),
        Some(TokenLocation::Cookie(name)) => json!({ "type": "Cookie", "name": name }),
        Some(TokenLocation::CustomHeader(name)) => json!({ "type": "Header", "name": name }),
    }
}

fn key(keys: &KeySource) -> Result<Value, Refusal> {
    match keys {
        KeySource::Url(url) => Ok(json!({ "jwkFromUrl": url })),
        KeySource::Inline { kind, pem } => {
            let algorithm = match *kind {
                "Ed25519" => "EdDSA",
                "ES512" => {
                    return Err("DDN knows no ES512, which is what this key signs with".into());
                }
                other => other,
            };
            Ok(json!({ "fixed": { "algorithm": algorithm, "key": { "value": pem } } }))
        }
    }
}

/// What holds for DDN and not for version 2, for a person.
pub(crate) fn differences(secret: &JwtSecret) -> Vec<String> {
    let mut found = Vec::new();
    if secret.allowed_skew.is_none() {
        found.push("DDN allows 60 seconds of skew unless told otherwise; version 2 none".into());
    }
    if matches!(secret.keys, KeySource::Inline { .. }) {
        found.push("DDN takes tokens of exactly this key's algorithm".into());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> JwtSecret {
        JwtSecret {
            keys: KeySource::Url("https://api.example.com/auth/jwt/jwks.json".into()),
            claims_namespace: None,
            issuer: None,
            audience: Vec::new(),
            allowed_skew: None,
            header: None,
        }
    }

    #[test]
    fn what_is_not_said_has_no_default_here() {
        assert_eq!(
            auth_config(&secret()).unwrap(),
            json!({
                "kind": "AuthConfig",
                "version": "v4",
                "definition": {
                    "mode": { "jwt": {
                        "claimsConfig": { "namespace": {
                            "claimsFormat": "Json",
                            "location": "/https:~1~1hasura.io~1jwt~1claims",
                        } },
                        "tokenLocation": { "type": "BearerAuthorization" },
                        "key": { "jwkFromUrl": "https://api.example.com/auth/jwt/jwks.json" },
                    } },
                    "alternativeModes": [],
                },
            })
        );
    }

    #[test]
    fn everything_has_its_place() {
        let mut secret = secret();
        secret.claims_namespace = Some("a~b/c".into());
        secret.issuer = Some("https://api.example.com/auth".into());
        secret.audience = vec!["one".into(), "two".into()];
        secret.allowed_skew = Some(30);
        secret.header = Some(TokenLocation::Cookie("sAccessToken".into()));
        secret.keys = KeySource::Inline {
            kind: "Ed25519",
            pem: "PEM".into(),
        };
        let config = auth_config(&secret).unwrap();
        assert_eq!(
            config["definition"]["mode"]["jwt"],
            json!({
                "claimsConfig": { "namespace": { "claimsFormat": "Json", "location": "/a~0b~1c" } },
                "tokenLocation": { "type": "Cookie", "name": "sAccessToken" },
                "key": { "fixed": { "algorithm": "EdDSA", "key": { "value": "PEM" } } },
                "audience": ["one", "two"],
                "issuer": "https://api.example.com/auth",
                "allowedSkew": 30,
            })
        );
        secret.header = Some(TokenLocation::CustomHeader("x-token".into()));
        let config = auth_config(&secret).unwrap();
        let location = &config["definition"]["mode"]["jwt"]["tokenLocation"];
        assert_eq!(*location, json!({ "type": "Header", "name": "x-token" }));
    }

    #[test]
    fn an_algorithm_that_is_not_known_is_refused() {
        let mut secret = secret();
        secret.keys = KeySource::Inline {
            kind: "ES512",
            pem: "PEM".into(),
        };
        assert!(auth_config(&secret).unwrap_err().contains("ES512"));
    }
}
