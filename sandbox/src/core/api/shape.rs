//! How things look in the different versions of the interface.

use std::fmt;

use serde_json::{Value, json};

use crate::core::access::Form;
use crate::core::users::User;

/// A CDI version, compared by its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(pub u32, pub u32);

impl Version {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.')?;
        Some(Self(major.parse().ok()?, minor.parse().ok()?))
    }

    /// The form of access tokens.
    pub(super) fn form(self) -> Form {
        if self < Self(2, 21) {
            Form::V2
        } else if self < Self(3, 0) {
            Form::V3
        } else if self < Self(4, 0) {
            Form::V4
        } else {
            Form::V5
        }
    }

    /// Whether tenants exist.
    pub(super) fn has_tenants(self) -> bool {
        self >= Self(3, 0)
    }

    /// Whether users and recipe users are told apart.
    pub(super) fn has_recipe_users(self) -> bool {
        self >= Self(4, 0)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// A user: flat until CDI 4, with login methods from there on.
pub(crate) fn user(user: &User, version: Version) -> Value {
    if !version.has_recipe_users() {
        let mut flat = json!({
            "id": user.id,
            "timeJoined": user.time_joined,
            "email": user.email,
        });
        if version.has_tenants() {
            flat["tenantIds"] = json!(["public"]);
        }
        return flat;
    }
    let mut full = json!({
        "id": user.id,
        "isPrimaryUser": false,
        "tenantIds": ["public"],
        "timeJoined": user.time_joined,
        "emails": [user.email],
        "phoneNumbers": [],
        "thirdParty": [],
    });
    if version >= Version(5, 3) {
        full["webauthn"] = json!({ "credentialIds": [] });
    }
    full["loginMethods"] = json!([{
        "tenantIds": ["public"],
        "recipeUserId": user.id,
        "verified": user.verified,
        "timeJoined": user.time_joined,
        "recipeId": "emailpassword",
        "email": user.email,
    }]);
    full
}
