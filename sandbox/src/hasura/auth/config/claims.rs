//! Where the Hasura claims are inside a token (contracts: hasura §1.5).

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::super::haskell;
use super::super::json_path::JsonPath;
use super::trouble::{Trouble, text};

/// `claims_namespace`, `claims_namespace_path`, `claims_format`, and `claims_map`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClaimsConfig {
    /// Where the object is that holds all of them.
    pub namespace: Namespace,
    /// How it is written.
    pub format: ClaimsFormat,
    /// Where each is by itself; counts alone where it is there.
    pub map: Option<ClaimsMap>,
}

/// Where the object is, among the unregistered claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    /// Under this key.
    Name(String),
    /// At the end of this path.
    Path(JsonPath),
}

/// How the object is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ClaimsFormat {
    /// As an object.
    #[default]
    Json,
    /// As a string that holds one.
    StringifiedJson,
}

/// `claims_map`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClaimsMap {
    /// `x-hasura-allowed-roles`.
    pub allowed_roles: ClaimSource<Vec<String>>,
    /// `x-hasura-default-role`.
    pub default_role: ClaimSource<String>,
    /// The others, by lower-case name.
    pub others: BTreeMap<String, ClaimSource<String>>,
}

/// One value of `claims_map`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ClaimSource<T> {
    /// Always the same.
    Literal(T),
    /// Taken from the token.
    Path {
        /// Where it is, among all claims.
        path: JsonPath,
        /// What counts when the path leads nowhere.
        default: Option<T>,
    },
}

pub(super) fn claims_map(value: &Value) -> Result<ClaimsMap, Trouble> {
    let Some(members) = value.as_object() else {
        return Err(Trouble::new(haskell::mismatch(
            "JWTClaimsMap",
            "Object",
            value,
        )));
    };
    let required = |role: &str| {
        members
            .get(&format!("x-hasura-{role}"))
            .ok_or_else(|| Trouble::new(format!("x-hasura-{role} is expected but not found")))
    };
    let allowed_roles = source(required("allowed-roles")?, &list)?;
    let default_role = source(required("default-role")?, &text)?;
    let mut others = BTreeMap::new();
    for (name, value) in members {
        let name = name.to_lowercase();
        if name != "x-hasura-allowed-roles" && name != "x-hasura-default-role" {
            others.insert(name, source(value, &text)?);
        }
    }
    Ok(ClaimsMap {
        allowed_roles,
        default_role,
        others,
    })
}

fn source<T>(
    value: &Value,
    read: &impl Fn(&Value) -> Result<T, Trouble>,
) -> Result<ClaimSource<T>, Trouble> {
    let Some(members) = value.as_object() else {
        return read(value).map(ClaimSource::Literal);
    };
    let path = members
        .get("path")
        .ok_or_else(|| Trouble::new("key \"path\" not found"))?;
    let path = JsonPath::parse(&text(path).map_err(|trouble| trouble.within(".path"))?)
        .map_err(Trouble::new)?;
    let default = match members.get("default") {
        None | Some(Value::Null) => None,
        Some(value) => Some(read(value).map_err(|trouble| trouble.within(".default"))?),
    };
    Ok(ClaimSource::Path { path, default })
}

fn list(value: &Value) -> Result<Vec<String>, Trouble> {
    value
        .as_array()
        .ok_or_else(|| Trouble::new(haskell::mismatch("[]", "Array", value)))?
        .iter()
        .enumerate()
        .map(|(index, item)| text(item).map_err(|trouble| trouble.within(&format!("[{index}]"))))
        .collect()
}
