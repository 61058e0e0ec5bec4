//! The front token: what the auth API lets a browser read of the session.
//!
//! Base64 of `{"uid","ate","up"}`; in the legacy generation `up` also holds the JWT for Hasura
//! (contracts: supertokens §2.5, §3.2).

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::secret::Secret;

/// Base64 with or without padding: the SDKs pad, other servers may not.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A front token, read.
#[derive(Debug, Deserialize)]
pub(super) struct FrontToken {
    pub uid: String,
    /// When the access token expires, in milliseconds since 1970.
    pub ate: i64,
    /// Payload of the access token.
    #[serde(default)]
    pub up: Map<String, Value>,
}

impl FrontToken {
    /// Reads the header's value.
    pub(super) fn read(token: &Secret) -> Option<Self> {
        let bytes = BASE64.decode(token.expose().trim()).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// The JWT inside, under the name that the server chose for it.
    pub(super) fn jwt(&self) -> Option<Secret> {
        let name = self
            .up
            .get("_jwtPName")
            .and_then(Value::as_str)
            .unwrap_or("jwt");
        let jwt = self.up.get(name)?.as_str()?;
        (jwt.split('.').count() == 3).then(|| Secret::new(jwt))
    }
}

/// The payload of a V2 access token: three parts like a JWT, but in standard base64
/// (contracts: supertokens §3.1). Hasura cannot read it; it is read here for what it says about
/// the session.
#[derive(Deserialize)]
pub(super) struct V2Payload {
    #[serde(rename = "userId")]
    pub user_id: String,
    /// When it expires, in milliseconds since 1970.
    #[serde(rename = "expiryTime")]
    pub expiry_time: i64,
    /// When it was made, in milliseconds since 1970.
    #[serde(rename = "timeCreated", default)]
    pub time_created: Option<i64>,
    /// `VIA_TOKEN` value.
    #[serde(rename = "antiCsrfToken", default)]
    pub anti_csrf_token: Option<String>,
}

impl V2Payload {
    /// Reads a cookie's value, percent-encoded or not.
    pub(super) fn read(token: &str) -> Option<Self> {
        let token = percent_encoding::percent_decode_str(token)
            .decode_utf8()
            .ok()?;
        let mut parts = token.split('.');
        let (_, payload) = (parts.next()?, parts.next()?);
        serde_json::from_slice(&BASE64.decode(payload).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;

    fn front(text: &str) -> Option<FrontToken> {
        FrontToken::read(&Secret::new(STANDARD.encode(text)))
    }

    #[test]
    fn modern_has_no_jwt_inside() {
        let token = front(r#"{"uid":"u1","ate":1700000000000,"up":{"sub":"u1"}}"#).unwrap();
        assert_eq!((token.uid.as_str(), token.ate), ("u1", 1_700_000_000_000));
        assert!(token.jwt().is_none());
    }

    #[test]
    fn legacy_says_where_the_jwt_is() {
        let token =
            front(r#"{"uid":"u1","ate":1,"up":{"_jwtPName":"hasura","hasura":"a.b.c"}}"#).unwrap();
        assert_eq!(token.jwt(), Some(Secret::new("a.b.c")));
        let token = front(r#"{"uid":"u1","ate":1,"up":{"jwt":"not a token"}}"#).unwrap();
        assert_eq!(token.jwt(), None);
    }

    #[test]
    fn nonsense_is_none() {
        assert!(front("remove").is_none());
        assert!(FrontToken::read(&Secret::new("%%%")).is_none());
    }

    #[test]
    fn a_v2_token_tells_its_expiry_in_either_encoding() {
        let payload = STANDARD.encode(r#"{"userId":"u1","expiryTime":1700000000123}"#);
        let header = STANDARD.encode(r#"{"alg":"RS256","typ":"JWT","version":"2"}"#);
        let raw = format!("{header}.{payload}.c2ln");
        let encoded = raw.replace('=', "%3D");
        assert_eq!(
            V2Payload::read(&raw).unwrap().expiry_time,
            1_700_000_000_123
        );
        assert_eq!(V2Payload::read(&encoded).unwrap().user_id, "u1");
        assert!(V2Payload::read("a.b").is_none());
    }
}
