//! Conditions for requests, whose `where` speaks the language of permissions.

use serde_json::{Value, json};

use super::{AND, NOT, OR};

/// A condition for a request: all of several.
pub(crate) fn all_of(parts: impl IntoIterator<Item = Value>) -> Value {
    json!({ AND: parts.into_iter().collect::<Vec<_>>() })
}

/// A condition for a request: one of several.
pub(crate) fn one_of(parts: impl IntoIterator<Item = Value>) -> Value {
    json!({ OR: parts.into_iter().collect::<Vec<_>>() })
}

/// A condition for a request: not this one.
pub(crate) fn none_of(condition: &Value) -> Value {
    json!({ NOT: condition })
}

/// True for a word that joins conditions, in a condition for a request.
pub(crate) fn joins(word: &str) -> bool {
    [AND, OR, NOT].contains(&word)
}

/// True for the members of an input type that holds conditions.
pub(crate) fn is_condition_type(has: impl Fn(&str) -> bool) -> bool {
    has(AND) && has(OR)
}
