//! One element of a key set, and what is wrong with it.

use super::key::Key;

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    /// Hasura refuses the whole set because of it.
    Refused,
    Warning,
}

/// Something wrong with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// How bad it is.
    pub severity: Severity,
    /// What it is.
    pub text: String,
}

/// How long SuperTokens uses a key, told by its name (contracts: supertokens §3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lifetime {
    /// `d-<milliseconds>`: replaced every week by default. Carries its making, in milliseconds
    /// since the epoch.
    Dynamic(i64),
    /// `s-<uuid>`: never replaced.
    Static,
    /// A bare UUID: the one key of a 2022 core, never replaced.
    Legacy,
    /// Not a name that SuperTokens gives.
    Unknown,
}

impl Lifetime {
    /// Tells it from a key's name.
    pub(crate) fn of(kid: &str) -> Self {
        if let Some(made) = kid.strip_prefix("d-").and_then(|ms| ms.parse().ok()) {
            Self::Dynamic(made)
        } else if kid.strip_prefix("s-").is_some_and(is_uuid) {
            Self::Static
        } else if is_uuid(kid) {
            Self::Legacy
        } else {
            Self::Unknown
        }
    }

    /// In one word.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Dynamic(_) => "dynamic",
            Self::Static => "static",
            Self::Legacy => "legacy",
            Self::Unknown => "unknown",
        }
    }

    /// True for keys that stay.
    pub(crate) const fn is_permanent(self) -> bool {
        matches!(self, Self::Static | Self::Legacy)
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

/// One element of a set.
#[derive(Clone, Debug)]
pub(crate) struct SetKey {
    /// Its place, from 0.
    pub index: usize,
    pub kid: Option<String>,
    /// `kty` as it stands there.
    pub kty: Option<String>,
    /// `alg` as it stands there.
    pub alg: Option<String>,
    /// `use` as it stands there.
    pub usage: Option<String>,
    /// The key, when it can verify.
    pub key: Option<Key>,
    /// SHA-256 thumbprint (RFC 7638), base64url.
    pub thumbprint: Option<String>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl SetKey {
    /// For messages: the name, or the place of a nameless key.
    pub(crate) fn label(&self) -> String {
        match &self.kid {
            Some(kid) => kid.clone(),
            None => format!("key {}", self.index + 1),
        }
    }

    /// How long SuperTokens uses it.
    pub(crate) fn lifetime(&self) -> Lifetime {
        self.kid.as_deref().map_or(Lifetime::Unknown, Lifetime::of)
    }

    /// True when Hasura refuses the set because of this key.
    pub(crate) fn refused(&self) -> bool {
        self.faults
            .iter()
            .any(|fault| fault.severity == Severity::Refused)
    }
}
