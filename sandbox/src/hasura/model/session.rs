//! Who is asking.

use std::collections::BTreeMap;

/// The role that may do everything.
pub(crate) const ADMIN: &str = "admin";

/// An authenticated (or anonymous) caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    /// The role in force.
    pub role: String,
    /// Session variables; names in lower case, all starting with `x-hasura-`. `x-hasura-role` is
    /// among them.
    pub vars: BTreeMap<String, String>,
    /// True for the role `admin`, however it was reached.
    pub is_admin: bool,
    /// How the caller was recognised.
    pub via: Via,
    /// Backend-only mutations are offered: admin secret and
    /// `x-hasura-use-backend-only-permissions` (contracts: hasura §2.0).
    pub backend_only: bool,
}

/// How a caller was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Via {
    /// No admin secret is configured: everyone is welcome.
    NoAuth,
    AdminSecret,
    Jwt,
    /// Nothing; the unauthorized role applies.
    Unauthorized,
}

impl Session {
    /// A session of `role` with no variables but its role.
    pub(crate) fn new(role: &str, via: Via) -> Self {
        Self {
            role: role.to_owned(),
            vars: BTreeMap::from([("x-hasura-role".to_owned(), role.to_owned())]),
            is_admin: role == ADMIN,
            via,
            backend_only: false,
        }
    }

    /// The same with one more variable.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.vars
            .insert(name.to_ascii_lowercase(), value.to_owned());
        self
    }

    /// A session variable, by its name in any case.
    pub(crate) fn var(&self, name: &str) -> Option<&str> {
        self.vars
            .get(&name.to_ascii_lowercase())
            .map(String::as_str)
    }
}
