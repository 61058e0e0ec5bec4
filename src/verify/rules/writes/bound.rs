//! Which columns of a table a condition ties to the caller.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::hasura::metadata::{Condition, Operand, Operator, TrackedTable};

/// The columns of a table that a condition compares with the caller, itself or through the
/// object relationships that they make.
pub(crate) fn bound_columns(condition: &Condition, table: &TrackedTable) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    binding(condition, table, &mut found);
    found
}

fn binding(condition: &Condition, table: &TrackedTable, found: &mut BTreeSet<String>) {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => {
            for part in parts {
                binding(part, table, found);
            }
        }
        Condition::Compare(comparison) if condition.mentions_caller() => {
            found.insert(comparison.column.clone());
        }
        Condition::Related { name, .. } if condition.mentions_caller() => {
            found.extend(made_by(name, table).unwrap_or_default());
        }
        Condition::Not(_)
        | Condition::Exists(_)
        | Condition::Compare(_)
        | Condition::Related { .. }
        | Condition::Unreadable(_) => {}
    }
}

/// The columns that make an object relationship; `None` where the table has none of that name.
pub(crate) fn made_by(relationship: &str, table: &TrackedTable) -> Option<Vec<String>> {
    let mut objects = table.object_relationships.iter();
    objects
        .find(|one| one.name == relationship)
        .map(|one| own_columns(&one.using))
}

/// True when a condition leaves the caller no choice of a column, or only that of rows which
/// somebody let them choose: a part of it ties the column to the caller or to a value, or asks for a
/// mark of the row that the column leads to. One that most rows meet, such as those that are not
/// archived, does not. Of several branches, those that are `taken` at will have to do so, each of
/// them.
pub(super) fn limits(
    condition: &Condition,
    column: &str,
    table: &TrackedTable,
    taken: &dyn Fn(&Condition) -> bool,
) -> bool {
    let limits = |part: &Condition| limits(part, column, table, taken);
    match condition {
        Condition::And(parts) => parts.iter().any(limits),
        Condition::Or(parts) => {
            let mut at_will = parts.iter().filter(|part| taken(part)).peekable();
            if at_will.peek().is_none() {
                parts.iter().any(limits)
            } else {
                at_will.all(limits)
            }
        }
        Condition::Exists(exists) => limits(&exists.condition),
        Condition::Compare(comparison) => {
            let compared = matches!(&comparison.operand,
                Operand::Column { name, .. } if name == column);
            (comparison.column == column && !comparison.is_wide()) || compared
        }
        Condition::Related { name, condition } => {
            let makes =
                made_by(name, table).is_some_and(|columns| columns.iter().any(|own| own == column));
            (makes && chooses(condition)) || limits(condition)
        }
        Condition::Not(_) | Condition::Unreadable(_) => false,
    }
}

/// True for a condition that is about the caller, or asks for a value that somebody has to give.
fn chooses(condition: &Condition) -> bool {
    match condition {
        Condition::And(parts) => parts.iter().any(chooses),
        Condition::Or(parts) => !parts.is_empty() && parts.iter().all(chooses),
        Condition::Exists(exists) => chooses(&exists.condition),
        // What is there was not deleted, and what is open was not closed.
        Condition::Compare(comparison) => {
            comparison.operator != Operator::IsNull && !comparison.is_wide()
        }
        Condition::Related { condition, .. } => chooses(condition),
        Condition::Not(_) | Condition::Unreadable(_) => false,
    }
}

/// As [`binding`]; false where what tells whose a row is may be more than columns of the table:
/// other rows, a function.
pub(super) fn told_by(
    condition: &Condition,
    table: &TrackedTable,
    found: &mut BTreeSet<String>,
) -> bool {
    let computed = |name: &str| table.computed_fields.iter().any(|one| one.name == name);
    match condition {
        Condition::And(parts) | Condition::Or(parts) => {
            parts.iter().all(|part| told_by(part, table, found))
        }
        Condition::Unreadable(_) => false,
        part if !part.mentions_caller() => true,
        Condition::Compare(comparison) => {
            let column = !computed(&comparison.column);
            found.extend(column.then(|| comparison.column.clone()));
            column
        }
        Condition::Related { name, .. } => {
            let columns = made_by(name, table).unwrap_or_default();
            let any = !columns.is_empty();
            found.extend(columns);
            any
        }
        Condition::Not(_) | Condition::Exists(_) => false,
    }
}

/// The columns on this side of an object relationship (contracts: hasura §4.4).
pub(crate) fn own_columns(using: &Value) -> Vec<String> {
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
pub(in crate::verify) fn names(value: &Value) -> Vec<String> {
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
