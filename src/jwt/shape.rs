//! What a text that is no JWT looks like, so that the error can say so.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// The largest token that is looked at, in bytes. Real ones have one to four thousand.
pub(crate) const MAX_TOKEN: usize = 1024 * 1024;

/// What people paste in place of a JWT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Nothing at all.
    Empty,
    /// The words `undefined` or `null`.
    JavaScript,
    /// A whole JSON document.
    Json,
    /// A UUID: a session handle, user id, anti-CSRF or id-refresh token.
    Uuid,
    Html,
    /// Five parts: an encrypted token (RFC 7516).
    Jwe,
    /// Two parts: the signature is missing.
    Unsigned,
    Unknown,
}

impl Shape {
    /// Looks at a text of `parts` dot-separated parts.
    pub(super) fn of(text: &str, parts: usize) -> Self {
        match text {
            "" => Self::Empty,
            "undefined" | "null" => Self::JavaScript,
            _ if text.starts_with(['{', '[']) => Self::Json,
            _ if text.starts_with('<') => Self::Html,
            _ if parts == 1 && uuid::Uuid::try_parse(text).is_ok() => Self::Uuid,
            _ if parts == 5 => Self::Jwe,
            _ if parts == 2 => Self::Unsigned,
            _ => Self::Unknown,
        }
    }

    /// What it is, where that is known without counting parts.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Empty => Some("nothing at all"),
            Self::JavaScript => Some("the word for a missing value"),
            Self::Json => Some("a JSON document"),
            Self::Uuid => Some("a UUID"),
            Self::Html => Some("an HTML page"),
            Self::Jwe | Self::Unsigned | Self::Unknown => None,
        }
    }

    /// What it is and what to take instead.
    pub(crate) const fn explanation(self) -> &'static str {
        match self {
            Self::Empty => "there is nothing: the command before printed no token",
            Self::JavaScript => {
                "this is the name of a missing value in JavaScript: the program that was to send \
                 the token had none"
            }
            Self::Json => {
                "this is a JSON document; take the token out of it first, with \
                 `jq -r .token` for the answer of /getJWT"
            }
            Self::Uuid => {
                "this is a UUID, such as a session handle, a user id or an anti-CSRF token; the \
                 JWT comes from `st-hasura token`"
            }
            Self::Html => "this is an HTML page, not the answer that was meant to be read",
            Self::Jwe => "five parts are an encrypted token (JWE), which Hasura cannot read",
            Self::Unsigned => "the signature is missing: was the token cut off while copying?",
            Self::Unknown => {
                "a JWT is header.payload.signature; the JWT comes from `st-hasura token`"
            }
        }
    }
}

/// True for SuperTokens' opaque refresh token, `base64.hex.V2` (contracts: supertokens §3.3).
pub(super) fn is_refresh_token(parts: &[&str]) -> bool {
    matches!(parts, [_, nonce, "V2"] if nonce.len() == 64 && nonce.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// True for the access token of the 2022 SDKs: three parts in *standard* base64 and
/// `"version":"2"` in the header (contracts: supertokens §3.1). `%` is how its cookie writes
/// padding.
pub(super) fn is_v2_access_token(parts: &[&str]) -> bool {
    let [header, _, _] = parts else { return false };
    let header = header
        .replace("%3D", "=")
        .replace("%2B", "+")
        .replace("%2F", "/");
    let header = STANDARD.decode(header).ok();
    let header: Option<Value> = header.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    header.is_some_and(|header| header.get("version").and_then(Value::as_str) == Some("2"))
}
