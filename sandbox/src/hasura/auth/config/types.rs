//! What a configuration says.

use url::Url;

use super::super::key::VerificationKey;
use super::claims::ClaimsConfig;

/// One JWT configuration.
#[derive(Clone, Debug)]
pub(crate) struct JwtConfig {
    /// Where the keys come from.
    pub keys: KeySource,
    /// Audiences, one of which a token's `aud` must name.
    pub audience: Option<Vec<String>>,
    /// The `iss` that a token must carry, if it carries one.
    pub issuer: Option<String>,
    /// Where the Hasura claims are.
    pub claims: ClaimsConfig,
    /// Seconds of tolerance for `exp`, `nbf` and `iat`.
    pub skew: f64,
    /// Where the token is.
    pub location: Location,
}

/// Where the keys come from.
#[derive(Clone, Debug)]
pub(crate) enum KeySource {
    /// `type` and `key`.
    Fixed(VerificationKey),
    /// `jwk_url`.
    Url(Url),
}

/// Where the token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    /// `Authorization: Bearer`.
    Authorization,
    /// A cookie of this name.
    Cookie(String),
    /// A header of this name, in lower case.
    Header(String),
}
