//! J023: what stands beside the value, where it can be seen (contracts: hasura §1.7). The files are
//! read by [`crate::hasura::jwt_secret::source`].

use super::Finding;
use crate::text::visible;

const ID: &str = "J023";

impl Finding {
    /// The engine ends at its start.
    pub(in crate::hasura::jwt_secret) fn without_admin_secret() -> Self {
        Self::error(
            ID,
            "",
            "the service sets no HASURA_GRAPHQL_ADMIN_SECRET, and the engine does not start with a \
             JWT secret alone (requires --admin-secret)",
            "set HASURA_GRAPHQL_ADMIN_SECRET beside it",
        )
    }

    /// The engine ends at its start.
    pub(in crate::hasura::jwt_secret) fn beside_webhook() -> Self {
        Self::error(
            ID,
            "",
            "the service sets HASURA_GRAPHQL_AUTH_HOOK as well (Both webhook and JWT mode cannot be \
             enabled at the same time)",
            "keep one of them",
        )
    }

    /// A role by the name of `true`.
    pub(in crate::hasura::jwt_secret) fn role_as_switch(role: &str) -> Self {
        Self::warning(
            ID,
            "",
            format!(
                "HASURA_GRAPHQL_UNAUTHORIZED_ROLE is no switch: it makes everybody without a token \
                 act in a role called \"{}\"",
                visible(role)
            ),
            "name the role of anonymous requests, such as anonymous, or leave the variable out",
        )
    }
}
