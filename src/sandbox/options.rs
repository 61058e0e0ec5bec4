//! What kind of stack to start.

use std::path::Path;

use serde_json::Value;

use super::hasura::Postgres;
use super::{Faults, SandboxError};
use crate::cli::{AntiCsrfArg, GenerationArg, SandboxArgs, SandboxTransport};
use crate::secret::Secret;

/// SuperTokens generation of the auth API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Generation {
    /// Node SDK 24: the access token is the JWT.
    #[default]
    Modern,
    /// Node SDK 9, the 2022 tutorial: the JWT sits inside the session.
    Legacy,
}

/// `getTokenTransferMethod` of the auth API. The legacy generation knows cookies only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transfer {
    /// As the client asks by `st-auth-mode`; headers when it does not ask.
    #[default]
    Any,
    /// Cookies, whatever is asked for.
    Cookie,
    /// Headers, whatever is asked for.
    Header,
}

/// `antiCsrf` of the auth API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AntiCsrf {
    /// No check.
    #[default]
    None,
    /// The `anti-csrf` header must carry the session's token.
    ViaToken,
    /// Any `rid` header must be there.
    ViaCustomHeader,
}

/// What kind of stack to start.
#[derive(Clone, Debug)]
pub struct StackOptions {
    /// Which generation the auth API is of.
    pub generation: Generation,
    /// How it hands out tokens.
    pub transfer: Transfer,
    /// Its anti-CSRF mode.
    pub anti_csrf: AntiCsrf,
    /// Its base path, such as `/auth`. Its own routes lie outside.
    pub base_path: String,
    /// What it believes its own origin to be; where it listens when `None`.
    pub api_domain: Option<String>,
    /// Access token validity, in seconds.
    pub access_token_ttl: u64,
    /// `useDynamicAccessTokenSigningKey: false`.
    pub static_key: bool,
    /// Hasura's metadata; the built-in notes application when `None`.
    pub metadata: Option<Value>,
    /// Users, tables and rows; the built-in notes application when `None`.
    pub data: Option<Value>,
    /// A real database that is read in the place of the tables of `data`.
    pub postgres: Option<Postgres>,
    /// `HASURA_GRAPHQL_JWT_SECRET`; `{"jwk_url":…}` of the auth API when `None`.
    pub hasura_jwt_secret: Option<Value>,
    /// `HASURA_GRAPHQL_UNAUTHORIZED_ROLE`.
    pub unauthorized_role: Option<String>,
    /// The core's API key; a random one when `None`.
    pub core_api_key: Option<Secret>,
    /// Hasura's admin secret; a random one when `None`.
    pub admin_secret: Option<Secret>,
    /// Misbehaviours.
    pub faults: Faults,
    /// Port of the core; 0 for a free one.
    pub core_port: u16,
    /// Port of the auth API; 0 for a free one.
    pub api_port: u16,
    /// Port of Hasura; 0 for a free one.
    pub hasura_port: u16,
}

impl Default for StackOptions {
    fn default() -> Self {
        Self {
            generation: Generation::default(),
            transfer: Transfer::default(),
            anti_csrf: AntiCsrf::default(),
            base_path: "/auth".into(),
            api_domain: None,
            access_token_ttl: 3600,
            static_key: false,
            metadata: None,
            data: None,
            postgres: None,
            hasura_jwt_secret: None,
            unauthorized_role: None,
            core_api_key: None,
            admin_secret: None,
            faults: Faults::default(),
            core_port: 0,
            api_port: 0,
            hasura_port: 0,
        }
    }
}

impl StackOptions {
    /// Reads the options of `sandbox`, and the files that they name (relative to `cwd`).
    ///
    /// # Errors
    /// A file that cannot be read, JSON that is none, an unknown fault, a bad path or URL.
    pub fn from_args(args: &SandboxArgs, cwd: &Path) -> Result<Self, SandboxError> {
        let read = |path: Option<&Path>| path.map(|path| read_json(&cwd.join(path))).transpose();
        let hasura_jwt_secret = args
            .hasura_jwt_secret
            .as_deref()
            .map(|text| {
                serde_json::from_str(text).map_err(|error| SandboxError::Input {
                    place: "--hasura-jwt-secret".into(),
                    message: format!("not JSON: {error}"),
                })
            })
            .transpose()?;
        Ok(Self {
            generation: args.generation.into(),
            transfer: match args.auth_transport {
                SandboxTransport::Any => Transfer::Any,
                SandboxTransport::Cookie => Transfer::Cookie,
                SandboxTransport::Header => Transfer::Header,
            },
            anti_csrf: match args.anti_csrf {
                AntiCsrfArg::None => AntiCsrf::None,
                AntiCsrfArg::ViaToken => AntiCsrf::ViaToken,
                AntiCsrfArg::ViaCustomHeader => AntiCsrf::ViaCustomHeader,
            },
            base_path: normalise_base_path(&args.base_path)?,
            api_domain: args.api_domain.as_deref().map(origin_of).transpose()?,
            access_token_ttl: args.access_token_ttl.max(1),
            static_key: args.static_key,
            metadata: read(args.metadata.as_deref())?,
            data: read(args.data.as_deref())?,
            postgres: None,
            hasura_jwt_secret,
            unauthorized_role: args.unauthorized_role.clone(),
            core_api_key: None,
            admin_secret: None,
            faults: Faults::parse(&args.fault)?,
            core_port: args.core_port,
            api_port: args.api_port,
            hasura_port: args.hasura_port,
        })
    }
}

impl From<GenerationArg> for Generation {
    fn from(arg: GenerationArg) -> Self {
        match arg {
            GenerationArg::Modern => Self::Modern,
            GenerationArg::Legacy => Self::Legacy,
        }
    }
}

fn read_json(path: &Path) -> Result<Value, SandboxError> {
    let bytes = std::fs::read(path).map_err(|source| SandboxError::File {
        path: path.to_owned(),
        source,
    })?;
    serde_json::from_slice(&bytes).map_err(|error| SandboxError::Input {
        place: path.display().to_string(),
        message: format!("not JSON: {error}"),
    })
}

/// `auth`, `/auth` and `/auth/` are one path; `/` is none at all.
fn normalise_base_path(text: &str) -> Result<String, SandboxError> {
    let path = text.trim_matches('/');
    if path.contains(['?', '#', ' ']) {
        return Err(SandboxError::Input {
            place: "--base-path".into(),
            message: format!("expected a path such as /auth, got \"{text}\""),
        });
    }
    Ok(if path.is_empty() {
        String::new()
    } else {
        format!("/{path}")
    })
}

/// `apiDomain` is an origin: the SDK drops what follows the port.
fn origin_of(text: &str) -> Result<String, SandboxError> {
    url::Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .map(|url| url.origin().ascii_serialization())
        .ok_or_else(|| SandboxError::Input {
            place: "--api-domain".into(),
            message: format!("expected a URL such as https://api.example.com, got \"{text}\""),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_paths_are_normalised() {
        assert_eq!(normalise_base_path("api/").unwrap(), "/api");
        assert_eq!(normalise_base_path("/").unwrap(), "");
        assert!(normalise_base_path("/a?b").is_err());
    }

    #[test]
    fn the_api_domain_is_an_origin() {
        assert_eq!(origin_of("https://x.dev/api").unwrap(), "https://x.dev");
        assert!(origin_of("x.dev").is_err());
    }
}
