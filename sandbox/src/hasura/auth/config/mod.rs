//! `HASURA_GRAPHQL_JWT_SECRET` and `HASURA_GRAPHQL_JWT_SECRETS`: one object or several, read as
//! the engine reads them and refused in its words and its order (contracts: hasura §1.2).

mod claims;
mod read;

use serde_json::Value;
use url::Url;

pub(crate) use claims::{ClaimSource, ClaimsConfig, ClaimsFormat, ClaimsMap, Namespace};

use super::key::VerificationKey;

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

/// Reads the configuration: an object, or an array of them.
pub(crate) fn parse(secret: &Value) -> Result<Vec<JwtConfig>, String> {
    match secret {
        Value::Array(entries) => {
            let mut seen: Vec<&Value> = Vec::new();
            let mut configs = Vec::new();
            for (index, entry) in entries.iter().enumerate() {
                if seen.contains(&entry) {
                    continue;
                }
                seen.push(entry);
                let config = read::config(entry).map_err(|error| {
                    error.fatal("HASURA_GRAPHQL_JWT_SECRETS", &format!("[{index}]"))
                })?;
                configs.push(config);
            }
            Ok(configs)
        }
        entry => read::config(entry)
            .map(|config| vec![config])
            .map_err(|error| error.fatal("HASURA_GRAPHQL_JWT_SECRET", "")),
    }
}

/// A value that cannot be used, and where it stands.
#[derive(Debug)]
struct Trouble {
    path: String,
    reason: String,
}

impl Trouble {
    fn new(reason: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            reason: reason.into(),
        }
    }

    fn within(mut self, step: &str) -> Self {
        self.path.insert_str(0, step);
        self
    }

    fn fatal(&self, variable: &str, prefix: &str) -> String {
        format!(
            "Fatal Error:- Environment variable {variable}: Error in ${prefix}{}: {}",
            self.path, self.reason
        )
    }
}
