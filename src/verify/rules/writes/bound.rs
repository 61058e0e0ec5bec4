//! Which columns of a table a condition ties to the caller.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::hasura::metadata::Table;
use crate::verify::ownership::filter::mentions_caller;
use crate::verify::rules::always_true::plain;

/// The columns of a table that a condition compares with the caller, itself or through the
/// object relationships that they make.
pub(crate) fn bound_columns(condition: &Value, table: &Table) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    binding(condition, table, &mut found);
    found
}

fn binding(condition: &Value, table: &Table, found: &mut BTreeSet<String>) {
    let Some(members) = condition.as_object() else {
        return;
    };
    for (name, value) in members {
        match plain(name).as_str() {
            "_and" | "_or" => {
                for item in value.as_array().into_iter().flatten() {
                    binding(item, table, found);
                }
            }
            "_not" | "_exists" => {}
            _ if !mentions_caller(value) => {}
            _ => {
                let relationship = table
                    .object_relationships
                    .iter()
                    .find(|relationship| relationship.name == *name);
                let array = table
                    .array_relationships
                    .iter()
                    .any(|relationship| relationship.name == *name);
                match relationship {
                    Some(relationship) => found.extend(own_columns(&relationship.using)),
                    None if array => {}
                    None => {
                        found.insert(name.clone());
                    }
                }
            }
        }
    }
}

/// True when a condition that not every row meets has a part about a column.
pub(super) fn speaks_of(condition: &Value, column: &str, table: &Table) -> bool {
    match condition {
        Value::Object(members) => members.iter().any(|(name, part)| {
            let same = name == column
                || table.object_relationships.iter().any(|relationship| {
                    relationship.name == *name
                        && own_columns(&relationship.using)
                            .iter()
                            .any(|own| own == column)
                });
            let empty = part.as_object().is_some_and(serde_json::Map::is_empty);
            (same && !empty) || speaks_of(part, column, table)
        }),
        Value::Array(items) => items.iter().any(|item| speaks_of(item, column, table)),
        // Inside `_exists`, by a comparison with the row itself.
        Value::String(text) => text == column,
        _ => false,
    }
}

/// As [`binding`]; false where what tells whose a row is may be more than columns of the table:
/// other rows, a function.
pub(super) fn told_by(condition: &Value, table: &Table, found: &mut BTreeSet<String>) -> bool {
    let Some(members) = condition.as_object() else {
        return false;
    };
    members
        .iter()
        .all(|(name, value)| match plain(name).as_str() {
            "_and" | "_or" => match value {
                Value::Array(items) => items.iter().all(|item| told_by(item, table, found)),
                one => told_by(one, table, found),
            },
            _ if !mentions_caller(value) => true,
            "_not" | "_exists" => false,
            _ if table.computed_fields.iter().any(|one| one.name == *name)
                || table
                    .array_relationships
                    .iter()
                    .any(|one| one.name == *name) =>
            {
                false
            }
            _ => {
                let mut objects = table.object_relationships.iter();
                let columns = objects.find(|one| one.name == *name).map_or_else(
                    || vec![name.clone()],
                    |relationship| own_columns(&relationship.using),
                );
                let any = !columns.is_empty();
                found.extend(columns);
                any
            }
        })
}

/// The columns on this side of an object relationship (contracts: hasura §4.4).
pub(in crate::verify::rules) fn own_columns(using: &Value) -> Vec<String> {
    if let Some(mapping) = using
        .pointer("/manual_configuration/column_mapping")
        .and_then(Value::as_object)
    {
        return mapping.keys().cloned().collect();
    }
    // An object is a table: the key is on the other side.
    using
        .get("foreign_key_constraint_on")
        .map_or_else(Vec::new, names)
}

/// A name, or a list of names.
pub(in crate::verify::rules) fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.clone()],
        Value::Array(names) => names
            .iter()
            .filter_map(Value::as_str)
            .map(ToOwned::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}
