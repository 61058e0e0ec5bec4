//! As whom a request is sent.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::jwt_secret::TokenLocation;
use crate::secret::Secret;

/// What proves who is asking.
#[derive(Clone, Debug, Default)]
pub(crate) enum Credentials {
    #[default]
    Anonymous,
    /// A token, where the engine looks for it: `Authorization: Bearer …`, unless its JWT secret
    /// names another place.
    Bearer(Secret),
    /// The whole value of the Authorization header, for requests that are wrong on purpose.
    Authorization(Secret),
    /// `x-hasura-admin-secret`. It wins over everything else (contracts: hasura §2.0).
    Admin(Secret),
}

/// Credentials with the headers that go along.
#[derive(Clone, Debug, Default)]
pub(crate) struct Access {
    /// What proves who is asking.
    pub credentials: Credentials,
    /// `x-hasura-role`.
    pub role: Option<String>,
    /// Further headers: name and value, shown as they are.
    pub headers: Vec<(String, String)>,
    /// A second credential beside the first, such as a wrong admin secret beside a good token.
    pub beside: Option<Credentials>,
}

impl Access {
    /// No credentials at all.
    pub(crate) fn anonymous() -> Self {
        Self::default()
    }

    pub(crate) fn bearer(token: Secret) -> Self {
        Self {
            credentials: Credentials::Bearer(token),
            ..Self::default()
        }
    }

    pub(crate) fn admin(secret: Secret) -> Self {
        Self {
            credentials: Credentials::Admin(secret),
            ..Self::default()
        }
    }

    /// Asks for a role.
    pub(crate) fn role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a second credential.
    pub(crate) fn beside(mut self, credentials: Credentials) -> Self {
        self.beside = Some(credentials);
        self
    }

    /// Writes everything into `headers`. What cannot be a header is left out: the caller got it
    /// from a token or from the command line, and Hasura will say what it misses.
    pub(super) fn apply(&self, headers: &mut HeaderMap, token: &TokenLocation) {
        for credentials in std::iter::once(&self.credentials).chain(&self.beside) {
            credentials.apply(headers, token);
        }
        let role = self
            .role
            .iter()
            .map(|role| ("x-hasura-role", role.as_str()));
        let further = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in role.chain(further) {
            if let (Ok(name), Ok(value)) = (
                HeaderName::from_bytes(name.as_bytes()),
                HeaderValue::from_str(value),
            ) {
                headers.insert(name, value);
            }
        }
    }
}

impl Credentials {
    fn apply(&self, headers: &mut HeaderMap, place: &TokenLocation) {
        let (name, value) = match self {
            Self::Anonymous => return,
            Self::Bearer(token) => match place {
                TokenLocation::Authorization => {
                    ("authorization", format!("Bearer {}", token.expose()))
                }
                TokenLocation::Cookie(name) => ("cookie", format!("{name}={}", token.expose())),
                TokenLocation::CustomHeader(name) => (name.as_str(), token.expose().to_owned()),
            },
            Self::Authorization(value) => ("authorization", value.expose().to_owned()),
            Self::Admin(secret) => ("x-hasura-admin-secret", secret.expose().to_owned()),
        };
        if let (Ok(name), Ok(mut value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(&value),
        ) {
            value.set_sensitive(true);
            headers.insert(name, value);
        }
    }
}
