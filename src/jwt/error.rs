//! What can go wrong with tokens, keys and key sets.

use std::fmt;

use url::Url;

use super::problem::Problem;
use super::shape::Shape;
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// A part of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Before the first dot.
    Header,
    /// Between the dots.
    Payload,
    /// After the second dot.
    Signature,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "header",
            Self::Payload => "payload",
            Self::Signature => "signature",
        })
    }
}

/// A token, key or key set that cannot be used. No message quotes a token.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JwtError {
    /// Not `header.payload.signature`.
    #[error("this is {}", no_jwt(*shape, *found))]
    NotThreeParts {
        /// Parts found; 0 for the empty text.
        found: usize,
        /// What it looks like.
        shape: Shape,
    },
    /// Larger than any token that a server would accept.
    #[error("this is no JWT: it has {bytes} bytes, and {limit} are allowed", limit = super::shape::MAX_TOKEN)]
    TooLarge { bytes: usize },
    /// A part is not base64url without padding (RFC 7515 §2).
    #[error("the token's {part} is not base64url: {reason}")]
    BadBase64 {
        part: Part,
        /// The decoder's words; they name a position and at most one character.
        reason: String,
    },
    /// A part is not JSON.
    #[error("the token's {part} is not JSON: {reason}")]
    BadJson { part: Part, reason: String },
    /// A part is JSON but not an object.
    #[error("the token's {part} is {found} where a JSON object belongs")]
    NotObject {
        part: Part,
        /// `an array`, `a string`, ….
        found: &'static str,
    },
    /// A name stands twice.
    #[error("the token's {part} names \"{name}\" twice")]
    DuplicateKey { part: Part, name: String },
    /// The access token of the 2022 SDKs.
    #[error(
        "this is a SuperTokens access token of the 2022 generation (V2), not a JWT that Hasura can verify"
    )]
    SuperTokensV2,
    #[error("this is a SuperTokens refresh token; it is opaque and only the auth API can use it")]
    RefreshToken,
    /// Verification found the token wanting.
    #[error("the token does not hold: {}", .0.explanation)]
    Refused(Box<Problem>),
    #[error("there is no key set at {url}")]
    KeySetAbsent { url: Url },
    /// A file that is not JSON.
    #[error("the key set in {file} is not JSON: {reason}")]
    KeySetNotJson {
        /// The file's name; empty until it is known.
        file: String,
        reason: String,
    },
    /// JSON, but not `{"keys":[…]}`.
    #[error("this is no key set: {reason}")]
    KeySetShape {
        /// What is there instead.
        reason: String,
    },
    /// No key in the set can verify anything.
    #[error("the key set holds no usable key")]
    NoUsableKey,
    /// 404 where the issuer should be announced.
    #[error("the auth API announces no issuer at {url}")]
    NoDiscovery { url: Url },
    /// PEM text that is no public key.
    #[error("no public key in the PEM text: {reason}")]
    BadPem { reason: String },
}

fn no_jwt(shape: Shape, found: usize) -> String {
    match shape.name() {
        Some(name) => format!("no JWT but {name}"),
        None => format!("no JWT: expected 3 parts separated by dots, found {found}"),
    }
}

impl Diagnostic for JwtError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::NotThreeParts { .. } => ("jwt.not_three_parts", Exit::Verification),
            Self::TooLarge { .. } => ("jwt.too_large", Exit::Verification),
            Self::BadBase64 { .. } => ("jwt.bad_base64", Exit::Verification),
            Self::BadJson { .. } => ("jwt.bad_json", Exit::Verification),
            Self::NotObject { .. } => ("jwt.not_object", Exit::Verification),
            Self::DuplicateKey { .. } => ("jwt.duplicate_key", Exit::Verification),
            Self::SuperTokensV2 => ("jwt.supertokens_v2", Exit::Verification),
            Self::RefreshToken => ("jwt.refresh_token", Exit::Verification),
            Self::Refused(problem) => (problem.code, Exit::Verification),
            Self::KeySetAbsent { .. } => ("jwt.key_set_absent", Exit::Contract),
            Self::KeySetNotJson { .. } => ("jwt.key_set_not_json", Exit::Verification),
            Self::KeySetShape { .. } => ("jwt.key_set_shape", Exit::Verification),
            Self::NoUsableKey => ("jwt.no_usable_key", Exit::Verification),
            Self::NoDiscovery { .. } => ("jwt.no_discovery", Exit::Contract),
            Self::BadPem { .. } => ("jwt.bad_pem", Exit::Usage),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NotThreeParts { shape, .. } => Some(shape.explanation().into()),
            Self::BadBase64 { .. } => {
                Some("copy the token again, as one line and without blanks".into())
            }
            Self::TooLarge { .. }
            | Self::BadJson { .. }
            | Self::NotObject { .. }
            | Self::NoUsableKey => None,
            Self::DuplicateKey { .. } => Some(
                "which of the two counts depends on the reader, so none may trust such a token; \
                 correct the program that signs it"
                    .into(),
            ),
            Self::SuperTokensV2 => Some(
                "fetch the JWT inside the session with `st-hasura token`, which asks the auth \
                 API's /getJWT route"
                    .into(),
            ),
            Self::RefreshToken => Some(
                "print a JWT with `st-hasura token`, and never give a refresh token away".into(),
            ),
            Self::Refused(problem) => Some(format!("Hasura would say: {}", problem.hasura_text)),
            Self::KeySetAbsent { .. } => Some(
                "check --api-base-path (often /auth or /api), or that the SDK publishes its key \
                 set: in 2022's SDKs only with Session.init({jwt: {enable: true}})"
                    .into(),
            ),
            Self::KeySetNotJson { .. } | Self::KeySetShape { .. } => {
                Some("a key set is {\"keys\":[…]}; a bare key or array is refused".into())
            }
            Self::NoDiscovery { .. } => Some(
                "give the value itself: --issuer URL, where URL is the apiDomain and apiBasePath \
                 that the auth API's own configuration names"
                    .into(),
            ),
            Self::BadPem { .. } => Some(
                "give a PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE block, such as \
                 `openssl pkey -pubout` writes"
                    .into(),
            ),
        }
    }
}

impl JwtError {
    /// Names the file that a key set came from.
    pub(crate) fn within(self, path: &std::path::Path) -> Self {
        match self {
            Self::KeySetNotJson { reason, .. } => Self::KeySetNotJson {
                file: path.display().to_string(),
                reason,
            },
            other => other,
        }
    }
}
