//! The value of `HASURA_GRAPHQL_JWT_SECRET` (contracts: hasura §1).
//!
//! [`JwtSecret`] is the value itself, [`format`] writes it the way each place of use reads it,
//! [`ddn`] turns it into what version 3 has instead,
//! [`reach`] tells URLs that Hasura probably cannot reach. [`source`] finds values in files,
//! [`lint`] judges them, [`edit`] changes them there, and [`engine`] what a running engine shows.
//! [`configured`] is the secret of the configuration, and [`verifying_keys`] are the keys that the
//! engine in use verifies tokens with.

pub(in crate::hasura) mod configured;
pub(crate) mod ddn;
pub(crate) mod edit;
pub(crate) mod engine;
pub(crate) mod format;
pub(crate) mod lint;
pub(crate) mod reachable_from_hasura;
pub(crate) mod source;
pub(crate) mod verifying_keys;

use serde_json::{Map, Value, json};

use crate::jwt::{Algorithm, Family};

/// The variable that holds the value.
pub(crate) const VARIABLE: &str = "HASURA_GRAPHQL_JWT_SECRET";

/// The variable that holds several (contracts: hasura §1.1).
pub(crate) const VARIABLES: &str = "HASURA_GRAPHQL_JWT_SECRETS";

/// Where Hasura takes its keys from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeySource {
    /// `jwk_url`.
    Url(String),
    /// `type` and `key`: a public key in PEM.
    Inline {
        /// One of Hasura's key types.
        kind: &'static str,
        pem: String,
    },
}

/// Where Hasura looks for the token (contracts: hasura §1.6).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum TokenLocation {
    /// `Authorization: Bearer …`.
    #[default]
    Authorization,
    /// A cookie of this name.
    Cookie(String),
    /// A header of this name, without `Bearer`.
    CustomHeader(String),
}

impl TokenLocation {
    /// Where a secret says that tokens are; in `Authorization` where it says nothing that Hasura
    /// would start with.
    pub(crate) fn of_secret(secret: &Map<String, Value>) -> Self {
        let header = secret.get("header");
        let text = |name: &str| header.and_then(|header| header.get(name)?.as_str());
        let name = text("name").filter(|name| !name.trim().is_empty());
        let kind = text("type").map(str::to_ascii_lowercase);
        match (kind.as_deref(), name) {
            (Some("cookie"), Some(name)) => Self::Cookie(name.to_owned()),
            (Some("customheader"), Some(name)) => Self::CustomHeader(name.to_ascii_lowercase()),
            _ => Self::Authorization,
        }
    }

    /// The header that carries a token there, as it is written.
    pub(crate) fn header(&self, token: &str) -> String {
        match self {
            Self::Authorization => format!("Authorization: Bearer {token}"),
            Self::Cookie(name) => format!("Cookie: {name}={token}"),
            Self::CustomHeader(name) => format!("{name}: {token}"),
        }
    }
}

impl std::fmt::Display for TokenLocation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Authorization => f.write_str("the header Authorization"),
            Self::Cookie(name) => write!(f, "the cookie {name}"),
            Self::CustomHeader(name) => write!(f, "the header {name}"),
        }
    }
}

/// A JWT secret. What is `None` or empty is left out, so that Hasura's default holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JwtSecret {
    /// Where the keys come from.
    pub keys: KeySource,
    /// `claims_namespace`.
    pub claims_namespace: Option<String>,
    /// `issuer`.
    pub issuer: Option<String>,
    /// `audience`.
    pub audience: Vec<String>,
    /// `allowed_skew`, in seconds.
    pub allowed_skew: Option<u64>,
    /// `header`.
    pub header: Option<TokenLocation>,
}

impl JwtSecret {
    /// The JSON object, members in a fixed order.
    pub(crate) fn object(&self) -> Map<String, Value> {
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
        match &self.keys {
            KeySource::Url(url) => {
                put("jwk_url", json!(url));
            }
            KeySource::Inline { kind, pem } => {
                put("type", json!(kind));
                put("key", json!(pem));
            }
        }
        if let Some(namespace) = &self.claims_namespace {
            put("claims_namespace", json!(namespace));
        }
        if let Some(issuer) = &self.issuer {
            put("issuer", json!(issuer));
        }
        match self.audience.as_slice() {
            [] => {}
            [one] => {
                put("audience", json!(one));
            }
            several => {
                put("audience", json!(several));
            }
        }
        if let Some(skew) = self.allowed_skew {
            put("allowed_skew", json!(skew));
        }
        match &self.header {
            None => {}
            Some(TokenLocation::Authorization) => {
                put("header", json!({ "type": "Authorization" }));
            }
            Some(TokenLocation::Cookie(name)) => {
                put("header", json!({ "type": "Cookie", "name": name }));
            }
            Some(TokenLocation::CustomHeader(name)) => {
                put("header", json!({ "type": "CustomHeader", "name": name }));
            }
        }
        object
    }

    /// The value on one line.
    pub(crate) fn line(&self) -> String {
        Value::Object(self.object()).to_string()
    }
}

/// Hasura's `type` for a public key; `None` for kinds that Hasura has no name for
/// (contracts: hasura §1.2). `algorithm` is the key's `alg`, where it has one: Hasura knows no
/// `PS…` types, but verifies such tokens with the `RS…` type of the same key.
pub(crate) fn key_type(family: Family, algorithm: Option<&str>) -> Option<&'static str> {
    match (family, algorithm.and_then(Algorithm::from_name)) {
        (Family::Rsa, Some(Algorithm::Rs384 | Algorithm::Ps384)) => Some("RS384"),
        (Family::Rsa, Some(Algorithm::Rs512 | Algorithm::Ps512)) => Some("RS512"),
        (Family::Rsa, _) => Some("RS256"),
        (Family::P256, _) => Some("ES256"),
        (Family::P384, _) => Some("ES384"),
        (Family::P521, _) => Some("ES512"),
        (Family::Ed25519, _) => Some("Ed25519"),
        (Family::Secp256k1 | Family::Hmac, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_come_in_one_order_and_only_when_set() {
        let mut secret = JwtSecret {
            keys: KeySource::Url("https://a/jwt/jwks.json".into()),
            claims_namespace: None,
            issuer: None,
            audience: Vec::new(),
            allowed_skew: None,
            header: None,
        };
        assert_eq!(secret.line(), r#"{"jwk_url":"https://a/jwt/jwks.json"}"#);
        secret.keys = KeySource::Inline {
            kind: "RS256",
            pem: "-----BEGIN\nx\n".into(),
        };
        secret.claims_namespace = Some("claims".into());
        secret.issuer = Some("https://a".into());
        secret.audience = vec!["one".into()];
        secret.allowed_skew = Some(0);
        secret.header = Some(TokenLocation::Cookie("sAccessToken".into()));
        assert_eq!(
            secret.line(),
            r#"{"type":"RS256","key":"-----BEGIN\nx\n","claims_namespace":"claims","issuer":"https://a","audience":"one","allowed_skew":0,"header":{"type":"Cookie","name":"sAccessToken"}}"#
        );
        secret.audience.push("two".into());
        assert_eq!(secret.object()["audience"], json!(["one", "two"]));
        assert!(!secret.line().contains('\n'));
    }
}
