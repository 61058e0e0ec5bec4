//! What validation leaves behind, and the rules about null that it goes by.

use std::collections::HashSet;

use serde_json::{Map, Value};

/// One selected field, ready to be resolved.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    /// Name in the answer: the alias, if there is one.
    pub(crate) key: String,
    /// Name in the schema.
    pub(crate) name: String,
    /// Arguments with variables replaced; absent ones are absent.
    pub(crate) args: Map<String, Value>,
    /// Name of the type that the field returns, without list and non-null.
    pub(crate) type_name: String,
    /// What was selected below it; empty for a leaf.
    pub(crate) selection: Vec<Field>,
    /// Where it stands, as a JSON path.
    pub(crate) path: String,
}

/// Which inputs refuse an explicit null although their type is nullable (Hasura tells "absent"
/// from "null" so that a forgotten variable does not widen a filter).
#[derive(Debug, Default)]
pub(crate) struct NullRules {
    /// Input object types none of whose fields takes null.
    pub(crate) types: HashSet<String>,
    /// Single fields of input object types: the columns that cannot be null.
    pub(crate) fields: HashSet<(String, String)>,
}

impl NullRules {
    /// True if field `field` of input object `type_name` refuses null.
    pub(crate) fn refuses(&self, type_name: &str, field: &str) -> bool {
        self.types.contains(type_name)
            || self
                .fields
                .contains(&(type_name.to_owned(), field.to_owned()))
    }
}
