//! What a role may do with a table (contracts: hasura §3.7).

use crate::hasura::haskell::kind;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// One role's permission of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Permission<T> {
    #[serde(deserialize_with = "role_name")]
    pub role: String,
    pub permission: T,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl<T> Permission<T> {
    /// The permission of `role` in a list.
    pub(crate) fn of<'a>(list: &'a [Self], role: &str) -> Option<&'a T> {
        list.iter()
            .find(|entry| entry.role == role)
            .map(|entry| &entry.permission)
    }
}

/// `"*"` or a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Columns {
    /// Every column there is and will be.
    All,
    List(Vec<String>),
}

impl Columns {
    /// True when `column` is among them.
    pub(crate) fn contains(&self, column: &str) -> bool {
        match self {
            Self::All => true,
            Self::List(columns) => columns.iter().any(|name| name == column),
        }
    }
}

impl Default for Columns {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Serialize for Columns {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("*"),
            Self::List(columns) => columns.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected \"*\" or a list of columns")]
        enum Form {
            Star(String),
            List(Vec<String>),
        }
        match Form::deserialize(deserializer)? {
            Form::Star(star) if star == "*" => Ok(Self::All),
            Form::Star(_) => Err(serde::de::Error::custom(
                "expected \"*\" or a list of columns",
            )),
            Form::List(columns) => Ok(Self::List(columns)),
        }
    }
}

/// `select_permissions[].permission`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SelectPermission {
    #[serde(default)]
    pub columns: Columns,
    /// Readable computed fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub computed_fields: Vec<String>,
    /// Readable rows: a boolean expression; `{}` is all of them.
    #[serde(deserialize_with = "expression")]
    pub filter: Value,
    /// Most rows of one node set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Counting and the like.
    #[serde(default, skip_serializing_if = "is_false")]
    pub allow_aggregations: bool,
    /// Root fields of queries; absent means all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_root_fields: Option<Vec<String>>,
    /// Root fields of subscriptions; absent means all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscription_root_fields: Option<Vec<String>>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `insert_permissions[].permission`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct InsertPermission {
    /// What a new row must satisfy.
    #[serde(deserialize_with = "expression")]
    pub check: Value,
    /// Values the caller cannot choose.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub set: Map<String, Value>,
    /// Columns that may be given; absent means all.
    #[serde(default = "all")]
    pub columns: Columns,
    /// Only for backends (contracts: hasura §2.0).
    #[serde(default, skip_serializing_if = "is_false")]
    pub backend_only: bool,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `update_permissions[].permission`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct UpdatePermission {
    /// Columns that may be changed.
    #[serde(default)]
    pub columns: Columns,
    /// Rows that may be changed.
    #[serde(deserialize_with = "expression")]
    pub filter: Value,
    /// What a changed row must satisfy; null for nothing.
    #[serde(default, deserialize_with = "optional_expression")]
    pub check: Value,
    /// Values the caller cannot choose.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub set: Map<String, Value>,
    /// Only for backends.
    #[serde(default, skip_serializing_if = "is_false")]
    pub backend_only: bool,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `delete_permissions[].permission`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct DeletePermission {
    /// Rows that may be deleted.
    #[serde(deserialize_with = "expression")]
    pub filter: Value,
    /// Only for backends.
    #[serde(default, skip_serializing_if = "is_false")]
    pub backend_only: bool,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A role, which has to have a name.
pub(crate) fn role_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let name = String::deserialize(deserializer)?;
    if name.is_empty() {
        return Err(serde::de::Error::custom("empty string not allowed"));
    }
    Ok(name)
}

/// A role has one permission of a kind.
pub(super) fn one_a_role<T>(kind: &str, list: &[Permission<T>]) -> Result<(), String> {
    let twice = list.iter().enumerate().find(|(index, entry)| {
        let mut earlier = list[..*index].iter();
        earlier.any(|other| other.role == entry.role)
    });
    match twice {
        None => Ok(()),
        Some((_, entry)) => Err(format!(
            "multiple declarations exist for the following {kind} permissions: {}",
            entry.role
        )),
    }
}

/// A boolean expression, refused for its form as the engine refuses it (contracts: hasura §3.7):
/// of what it is about, nothing is known yet.
fn expression<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let value = Value::deserialize(deserializer)?;
    check_form(&value).map_err(serde::de::Error::custom)?;
    Ok(value)
}

fn optional_expression<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let value = Value::deserialize(deserializer)?;
    if !value.is_null() {
        check_form(&value).map_err(serde::de::Error::custom)?;
    }
    Ok(value)
}

fn check_form(value: &Value) -> Result<(), String> {
    let refused = |what: &str, expected: &str, found: &Value| {
        Err(format!(
            "parsing {what} failed, expected {expected}, but encountered {}",
            kind(found)
        ))
    };
    let Some(members) = value.as_object() else {
        return refused("boolean expression", "Object", value);
    };
    for (name, operand) in members {
        match name.trim_start_matches(['_', '$']) {
            "and" | "or" if !name.starts_with(char::is_alphabetic) => match operand {
                Value::Array(parts) => parts.iter().try_for_each(check_form)?,
                other => return refused("[]", "Array", other),
            },
            "not" if !name.starts_with(char::is_alphabetic) => check_form(operand)?,
            _ => {}
        }
    }
    Ok(())
}

fn all() -> Columns {
    Columns::All
}

/// True for a value that an export leaves out.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde calls it with a reference
pub(super) fn is_false(value: &bool) -> bool {
    !*value
}
