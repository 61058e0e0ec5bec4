//! Admin secret, token or nobody, and the session that follows from it.

use std::time::{Duration, SystemTime};

use axum::http::{HeaderMap, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use super::super::error::ApiError;
use super::super::model::session::{ADMIN, Session, Via};
use super::config::{JwtConfig, KeySource};
use super::jwks::{FirstFetch, Jwks};
use super::key::VerificationKey;
use super::{claims, config, locate, verify};
use crate::{Fault, Faults, SandboxError, Service};

/// Headers that carry the admin secret.
const SECRET_HEADERS: [&str; 2] = ["x-hasura-admin-secret", "x-hasura-access-key"];
/// How long a key set may take while a fault of another service is on.
const FAULTY_PATIENCE: Duration = Duration::from_secs(5);
const ROLE_HEADER: &str = "x-hasura-role";
const BACKEND_ONLY_HEADER: &str = "x-hasura-use-backend-only-permissions";

/// What the engine is configured with.
#[derive(Debug)]
pub(crate) struct Authenticator {
    pub(super) admin_secret: Option<SecretString>,
    jwt: Vec<(JwtConfig, Keys)>,
    pub(super) unauthorized_role: Option<String>,
    pub(super) faults: Faults,
}

#[derive(Debug)]
pub(super) enum Keys {
    Fixed(Vec<VerificationKey>),
    Remote(Jwks),
}

/// The configuration of an [`Authenticator`].
#[derive(Clone, Debug)]
pub(crate) struct AuthOptions {
    /// `HASURA_GRAPHQL_ADMIN_SECRET`.
    pub admin_secret: Option<SecretString>,
    /// `HASURA_GRAPHQL_JWT_SECRET`, or the array of `HASURA_GRAPHQL_JWT_SECRETS`; null for none.
    pub jwt_secret: Value,
    /// `HASURA_GRAPHQL_UNAUTHORIZED_ROLE`.
    pub unauthorized_role: Option<String>,
    /// How long to keep trying to reach a `jwk_url` for the first time.
    pub jwks_patience: Duration,
    pub faults: Faults,
}

impl Authenticator {
    /// Reads the configuration and fetches the key sets that it names.
    pub(crate) async fn start(options: AuthOptions) -> Result<Self, SandboxError> {
        let refuse = |message: String| SandboxError::HasuraConfig { message };
        let configs = match &options.jwt_secret {
            Value::Null => Vec::new(),
            secret => config::parse(secret).map_err(refuse)?,
        };
        if options.admin_secret.is_none() {
            if !configs.is_empty() {
                return Err(refuse(
                    "Fatal Error : --jwt-secret (HASURA_GRAPHQL_JWT_SECRET) requires \
                     --admin-secret (HASURA_GRAPHQL_ADMIN_SECRET) or  --access-key \
                     (HASURA_GRAPHQL_ACCESS_KEY) to be set"
                        .into(),
                ));
            }
            if options.unauthorized_role.is_some() {
                return Err(refuse(
                    "Fatal Error: --unauthorized-role (HASURA_GRAPHQL_UNAUTHORIZED_ROLE) \
                     requires --admin-secret (HASURA_GRAPHQL_ADMIN_SECRET) or  --access-key \
                     (HASURA_GRAPHQL_ACCESS_KEY) to be set"
                        .into(),
                ));
            }
        }
        // A fault elsewhere in the stack is switched on to be looked at, so it may keep the keys
        // away without keeping this double from starting.
        let first = if options
            .faults
            .names()
            .iter()
            .any(|name| strikes_elsewhere(name))
        {
            FirstFetch::Attempted(FAULTY_PATIENCE)
        } else {
            FirstFetch::Required(options.jwks_patience)
        };
        let mut jwt = Vec::new();
        for config in configs {
            let keys = match &config.keys {
                KeySource::Fixed(key) => Keys::Fixed(vec![key.clone()]),
                KeySource::Url(url) => Jwks::open(url.clone(), first)
                    .await
                    .map(Keys::Remote)
                    .map_err(|error| SandboxError::HasuraJwks {
                        message: error.message,
                        detail: error.detail,
                    })?,
            };
            jwt.push((config, keys));
        }
        Ok(Self {
            admin_secret: options.admin_secret,
            jwt,
            unauthorized_role: options.unauthorized_role,
            faults: options.faults,
        })
    }

    /// True when an admin secret is asked for.
    pub(crate) fn has_admin_secret(&self) -> bool {
        self.admin_secret().is_some()
    }

    /// The JWT configurations, for `/v1alpha1/config`.
    pub(crate) fn jwt_configs(&self) -> impl Iterator<Item = &JwtConfig> {
        self.jwt.iter().map(|(config, _)| config)
    }

    /// Finds out who is asking.
    pub(crate) async fn authenticate(&self, headers: &HeaderMap) -> Result<Session, ApiError> {
        Ok(self.authenticate_until(headers).await?.0)
    }

    /// Finds out who is asking, and for how long a connection of theirs may last: until the
    /// token's `exp`, in seconds since the epoch.
    pub(crate) async fn authenticate_until(
        &self,
        headers: &HeaderMap,
    ) -> Result<(Session, Option<f64>), ApiError> {
        let lasting = |session| (session, None);
        let Some(expected) = self.admin_secret() else {
            return privileged(headers, Via::NoAuth).map(lasting);
        };
        if let Some(given) = SECRET_HEADERS.iter().find_map(|name| text(headers, name)) {
            if given != expected.expose_secret() {
                return Err(ApiError::new(
                    "access-denied",
                    "invalid \"x-hasura-admin-secret\"/\"x-hasura-access-key\"",
                )
                .status(StatusCode::UNAUTHORIZED));
            }
            return privileged(headers, Via::AdminSecret).map(lasting);
        }
        if self.jwt.is_empty() {
            return self.anonymous(headers).map(lasting).ok_or_else(|| {
                ApiError::new(
                    "access-denied",
                    "\"x-hasura-admin-secret\"/\"x-hasura-access-key\" required, but not found",
                )
                .status(StatusCode::UNAUTHORIZED)
            });
        }
        let Some((index, token)) = locate::locate(self.jwt_configs(), headers)? else {
            return self.anonymous(headers).map(lasting).ok_or_else(|| {
                ApiError::new(
                    "invalid-headers",
                    "Missing 'Authorization' or 'Cookie' header in JWT authentication mode",
                )
            });
        };
        self.by_token(index, &token, headers).await
    }

    async fn by_token(
        &self,
        index: usize,
        token: &str,
        headers: &HeaderMap,
    ) -> Result<(Session, Option<f64>), ApiError> {
        let (config, keys) = &self.jwt[index];
        let keys = match keys {
            Keys::Fixed(keys) => keys.clone(),
            Keys::Remote(jwks) => jwks.keys().await,
        };
        let claims = verify::verify(token, config, &keys, now(), &self.faults)?;
        let requested = text(headers, ROLE_HEADER).filter(|role| !role.is_empty());
        let mut session = claims::session(
            &claims,
            &config.claims,
            requested.as_deref(),
            self.faults.has(Fault::HonourRoleHeader),
        )?;
        if self.faults.has(Fault::HonourUserIdHeader)
            && let Some(id) = text(headers, "x-hasura-user-id")
        {
            session = session.with("x-hasura-user-id", &id);
        }
        let end = claims
            .get("exp")
            .and_then(Value::as_f64)
            .filter(|_| !self.faults.has(Fault::IgnoreExp));
        Ok((session, end))
    }

    /// The unauthorized role: fixed, but with whatever variables the caller claims.
    fn anonymous(&self, headers: &HeaderMap) -> Option<Session> {
        let role = self.unauthorized_role.as_deref()?;
        let mut session = Session::new(role, Via::Unauthorized);
        session.vars.extend(variables(headers));
        Some(session.with(ROLE_HEADER, role))
    }

    fn admin_secret(&self) -> Option<&SecretString> {
        if self.faults.has(Fault::NoAdminSecret) {
            return None;
        }
        self.admin_secret.as_ref()
    }
}

/// True for a fault, as [`Faults::names`] writes it, of another service than this one.
fn strikes_elsewhere(name: &str) -> bool {
    match name.split_once('@') {
        Some((_, place)) => place != Service::Hasura.name(),
        None => Fault::ALL
            .iter()
            .any(|fault| fault.name() == name && fault.home() != Service::Hasura),
    }
}

/// Admin, or whom the admin pretends to be.
fn privileged(headers: &HeaderMap, via: Via) -> Result<Session, ApiError> {
    let role = text(headers, ROLE_HEADER).filter(|role| !role.is_empty());
    let role = role.as_deref().unwrap_or(ADMIN);
    let mut session = Session::new(role, via);
    session.vars.extend(variables(headers));
    session = session.with(ROLE_HEADER, role);
    session.backend_only = match text(headers, BACKEND_ONLY_HEADER) {
        Some(value) => boolean(&value)?,
        None => false,
    };
    Ok(session)
}

pub(super) fn boolean(value: &str) -> Result<bool, ApiError> {
    match value.to_lowercase().as_str() {
        "true" | "t" | "yes" | "y" => Ok(true),
        "false" | "f" | "no" | "n" => Ok(false),
        _ => Err(ApiError::new(
            "bad-request",
            format!(
                "\"{BACKEND_ONLY_HEADER}\":  Not a valid boolean text. True values are \
                 [\"true\",\"t\",\"yes\",\"y\"] and  False values are \
                 [\"false\",\"f\",\"no\",\"n\"]. All values are case insensitive"
            ),
        )),
    }
}

/// All session variables among the headers.
pub(super) fn variables(headers: &HeaderMap) -> impl Iterator<Item = (String, String)> {
    headers
        .iter()
        .filter(|(name, _)| {
            let name = name.as_str();
            name.starts_with("x-hasura-")
                && !SECRET_HEADERS.contains(&name)
                && name != BACKEND_ONLY_HEADER
        })
        .map(|(name, value)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
}

pub(super) fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

pub(super) fn now() -> f64 {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0.0, |elapsed| elapsed.as_secs_f64())
}
