//! A token taken apart, nothing verified.

use std::fmt;

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::{DecodeError, Engine as _};
use serde_json::{Map, Value};

use super::error::{JwtError, Part};
use super::shape::{self, MAX_TOKEN, Shape};
use super::strict_json::{self, Flaw};

/// A compact JWS whose parts could be read. Nothing about it is proven.
#[derive(Clone)]
pub(crate) struct Decoded {
    /// The header, members in the order they came.
    pub header: Map<String, Value>,
    /// The claims, members in the order they came.
    pub claims: Map<String, Value>,
    /// What was signed: header, dot, payload, as they stand in the token.
    pub(super) signing_input: String,
    /// The signature as it stands in the token; valid base64url.
    pub(super) signature: String,
}

// Claims of a live token may hold an anti-CSRF token, so they stay out of logs.
impl fmt::Debug for Decoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoded")
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

/// Takes a token apart. Blanks around it, quotes and a leading `Bearer` are forgiven; inside it
/// nothing is.
pub(crate) fn decode(text: &str) -> Result<Decoded, JwtError> {
    if text.len() > MAX_TOKEN {
        return Err(JwtError::TooLarge { bytes: text.len() });
    }
    let token = bare(text);
    let parts: Vec<&str> = token.split('.').collect();
    if shape::is_v2_access_token(&parts) {
        return Err(JwtError::SuperTokensV2);
    }
    if shape::is_refresh_token(&parts) {
        return Err(JwtError::RefreshToken);
    }
    let found = if token.is_empty() { 0 } else { parts.len() };
    let shape = Shape::of(token, found);
    let (None, &[header, payload, signature]) = (shape.name(), parts.as_slice()) else {
        return Err(JwtError::NotThreeParts { found, shape });
    };
    base64url(Part::Signature, signature)?;
    Ok(Decoded {
        header: object(Part::Header, header)?,
        claims: object(Part::Payload, payload)?,
        signing_input: format!("{header}.{payload}"),
        signature: signature.to_owned(),
    })
}

/// The token inside what people paste.
pub(crate) fn bare(text: &str) -> &str {
    let blank_or_quote = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\u{feff}');
    let text = text.trim_matches(blank_or_quote);
    match text.split_at_checked(7) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer ") => {
            token.trim_matches(blank_or_quote)
        }
        _ => text,
    }
}

fn base64url(part: Part, text: &str) -> Result<Vec<u8>, JwtError> {
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|error| JwtError::BadBase64 {
            part,
            reason: objection(&error),
        })
}

/// The decoder's objection in words; it names one character at most.
fn objection(error: &DecodeError) -> String {
    match error {
        DecodeError::InvalidByte(at, byte) if byte.is_ascii_graphic() => {
            format!("\"{}\" stands at place {}", char::from(*byte), at + 1)
        }
        DecodeError::InvalidByte(at, _) => {
            format!("an odd character stands at place {}", at + 1)
        }
        DecodeError::InvalidLength(length) => {
            format!("{length} characters are one too few or too many")
        }
        DecodeError::InvalidLastSymbol { .. } => {
            "its last character cannot end it; it was cut off or altered".into()
        }
        DecodeError::InvalidPadding => "it is padded".into(),
    }
}

fn object(part: Part, text: &str) -> Result<Map<String, Value>, JwtError> {
    let found = match strict_json::parse(&base64url(part, text)?) {
        Ok(Value::Object(object)) => return Ok(object),
        Ok(other) => kind(&other),
        Err(Flaw::Duplicate(name)) => return Err(JwtError::DuplicateKey { part, name }),
        Err(Flaw::Syntax(reason)) => return Err(JwtError::BadJson { part, reason }),
    };
    Err(JwtError::NotObject { part, found })
}

/// A JSON value's type with its article, for messages.
pub(super) const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

impl Decoded {
    /// The key's name. Hasura ignores it and tries every key.
    pub(crate) fn kid(&self) -> Option<&str> {
        self.header.get("kid").and_then(Value::as_str)
    }

    /// The algorithm's name as it stands there, known or not.
    pub(crate) fn alg(&self) -> Option<&str> {
        self.header.get("alg").and_then(Value::as_str)
    }

    /// When it expires, in seconds since the epoch; `None` when absent or no number.
    pub(crate) fn exp(&self) -> Option<f64> {
        self.claims.get("exp").and_then(Value::as_f64)
    }

    /// When it was issued, in seconds since the epoch; `None` when absent or no number.
    pub(crate) fn iat(&self) -> Option<f64> {
        self.claims.get("iat").and_then(Value::as_f64)
    }

    /// From when it is valid, in seconds since the epoch; `None` when absent or no number.
    pub(crate) fn nbf(&self) -> Option<f64> {
        self.claims.get("nbf").and_then(Value::as_f64)
    }

    /// Who issued it.
    pub(crate) fn iss(&self) -> Option<&str> {
        self.claims.get("iss").and_then(Value::as_str)
    }

    /// Whom it is about; SuperTokens' user id.
    pub(crate) fn sub(&self) -> Option<&str> {
        self.claims.get("sub").and_then(Value::as_str)
    }

    /// For whom it is meant: one text or a list of them.
    pub(crate) fn aud(&self) -> Vec<&str> {
        match self.claims.get("aud") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Seconds until it expires, negative once it has; `None` when it never does.
    pub(crate) fn seconds_left(&self, now: f64) -> Option<f64> {
        self.exp().map(|exp| exp - now)
    }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::Diagnostic as _;

    fn code(token: &str) -> &'static str {
        decode(token).map_or_else(|error| error.code(), |_| "ok")
    }

    fn encode(text: &str) -> String {
        URL_SAFE_NO_PAD.encode(text)
    }

    #[test]
    fn what_surrounds_a_token_is_forgiven() {
        let token = format!(
            "{}.{}.c2ln",
            encode(r#"{"alg":"RS256"}"#),
            encode(r#"{"sub":"u"}"#)
        );
        for text in [
            token.clone(),
            format!("{token}\n"),
            format!("\u{feff}\"{token}\"\r\n"),
            format!("Bearer {token}"),
            format!("'bearer   {token}'"),
        ] {
            assert_eq!(decode(&text).unwrap().sub(), Some("u"), "{text}");
        }
    }

    #[test]
    fn order_of_claims_is_kept() {
        let token = format!(
            "{}.{}.",
            encode(r#"{"alg":"x"}"#),
            encode(r#"{"z":1,"a":2,"m":3}"#)
        );
        let decoded = decode(&token).unwrap();
        let names: Vec<&String> = decoded.claims.keys().collect();
        assert_eq!(names, ["z", "a", "m"]);
    }

    #[test]
    fn other_things_are_named_for_what_they_are() {
        let shape = |text: &str| match decode(text) {
            Err(JwtError::NotThreeParts { found, shape }) => (found, shape),
            other => panic!("{other:?}"),
        };
        assert_eq!(shape(" \n"), (0, Shape::Empty));
        assert_eq!(shape("undefined"), (1, Shape::JavaScript));
        assert_eq!(shape("a.b"), (2, Shape::Unsigned));
        assert_eq!(shape("a.b.c.d.e"), (5, Shape::Jwe));
        assert_eq!(shape("a.b.c.d"), (4, Shape::Unknown));
        assert_eq!(
            shape("990fe667-be01-4adb-b1a8-904b3ded3a0b"),
            (1, Shape::Uuid)
        );
        assert_eq!(shape(r#"{"token":"a.b"}"#), (2, Shape::Json));
        assert_eq!(shape("<!DOCTYPE html>"), (1, Shape::Html));
    }

    #[test]
    fn supertokens_own_tokens_are_recognised() {
        let header = STANDARD.encode(r#"{"alg":"RS256","typ":"JWT","version":"2"}"#);
        assert!(header.ends_with('='));
        assert_eq!(code(&format!("{header}.e30=.c2ln")), "jwt.supertokens_v2");
        let cookie = header.replace('=', "%3D");
        assert_eq!(code(&format!("{cookie}.e30%3D.c2ln")), "jwt.supertokens_v2");
        let nonce = "0123456789abcdef".repeat(4);
        assert_eq!(code(&format!("a+b/c=.{nonce}.V2")), "jwt.refresh_token");
    }

    #[test]
    fn bad_parts_are_named() {
        let good = encode("{}");
        assert_eq!(code(&format!("{good}.{good}.!!")), "jwt.bad_base64");
        assert_eq!(code(&format!("{good}.{good} .AA")), "jwt.bad_base64");
        assert_eq!(code(&format!("{}.{good}.", encode("{"))), "jwt.bad_json");
        assert_eq!(code(&format!("{}.{good}.", encode("[]"))), "jwt.not_object");
        assert_eq!(code(&format!("{good}.{}.", encode("5"))), "jwt.not_object");
        let twice = encode(r#"{"sub":"a","sub":"b"}"#);
        assert_eq!(code(&format!("{good}.{twice}.")), "jwt.duplicate_key");
        assert_eq!(code(&"a".repeat(MAX_TOKEN + 1)), "jwt.too_large");
        assert_eq!(code(&"a".repeat(MAX_TOKEN)), "jwt.not_three_parts");
        assert_eq!(
            code(&format!("{}.{good}.", encode("\u{0}"))),
            "jwt.bad_json"
        );
        assert_eq!(
            code(&format!("{good}.{}.", URL_SAFE_NO_PAD.encode([0xff]))),
            "jwt.bad_json"
        );
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_crash() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        let claims = encode(&format!(r#"{{"a":{deep}}}"#));
        assert_eq!(code(&format!("{}.{claims}.", encode("{}"))), "jwt.bad_json");
    }

    proptest! {
        #[test]
        fn decode_never_panics(text in ".{0,200}") {
            let _ = decode(&text);
        }

        #[test]
        fn parts_of_any_json_never_panic(header in "[\\[\\]{}:,\"a-z0-9.-]{0,40}", payload in any::<Vec<u8>>()) {
            let _ = decode(&format!("{}.{}.", encode(&header), URL_SAFE_NO_PAD.encode(payload)));
        }
    }
}
