//! Which columns of a table a condition ties to the caller.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::hasura::columns::words;
use crate::hasura::metadata::{
    Comparison, Condition, Operand, Operator, Relationship, TrackedTable,
};

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

/// As [`bound_columns`], with those over which a condition looks for the caller among other rows.
pub(crate) fn tied_columns(condition: &Condition, table: &TrackedTable) -> BTreeSet<String> {
    let mut found = bound_columns(condition, table);
    mapping(condition, table, &mut found);
    condition.visit(&mut |part| {
        if let Condition::Exists(exists) = part
            && part.mentions_caller()
        {
            compared(&exists.condition, &mut found);
        }
    });
    found
}

/// The columns by which array relationships that are made by hand lead to the caller.
fn mapping(condition: &Condition, table: &TrackedTable, found: &mut BTreeSet<String>) {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => {
            for part in parts {
                mapping(part, table, found);
            }
        }
        Condition::Related { name, .. } if condition.mentions_caller() => {
            let array = array_of(name, table).into_iter();
            found.extend(array.flat_map(|one| mapped_columns(&one.using)));
        }
        _ => {}
    }
}

/// The columns of the row in question that a look into another table compares.
fn compared(condition: &Condition, found: &mut BTreeSet<String>) {
    condition.visit(&mut |part| {
        if let Condition::Compare(comparison) = part
            && let Operand::Column {
                name,
                of_root: true,
            } = &comparison.operand
        {
            found.insert(name.clone());
        }
    });
}

/// The columns that make an object relationship; `None` where the table has none of that name.
pub(crate) fn made_by(relationship: &str, table: &TrackedTable) -> Option<Vec<String>> {
    let mut objects = table.object_relationships.iter();
    objects
        .find(|one| one.name == relationship)
        .map(|one| own_columns(&one.using))
}

fn array_of<'t>(name: &str, table: &'t TrackedTable) -> Option<&'t Relationship> {
    let mut arrays = table.array_relationships.iter();
    arrays.find(|one| one.name == name)
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
            comparison.operator != Operator::IsNull
                && !comparison.is_wide()
                && !is_ordinary(comparison)
        }
        Condition::Related { condition, .. } => chooses(condition),
        Condition::Not(_) | Condition::Unreadable(_) => false,
    }
}

/// What rows are as long as nobody says otherwise, as the name of a flag or as a state.
const ORDINARY: [&str; 11] = [
    "active",
    "alive",
    "available",
    "current",
    "enabled",
    "live",
    "normal",
    "operational",
    "running",
    "trial",
    "valid",
];

/// True for a comparison that asks whether a row is as most are: in use.
fn is_ordinary(comparison: &Comparison) -> bool {
    is_called(comparison, &|last| ORDINARY.contains(&last))
}

/// True for a comparison that a flag is set, or a state one of some, whose names end so.
fn is_called(comparison: &Comparison, is: &dyn Fn(&str) -> bool) -> bool {
    let Operand::Literal(value) = &comparison.operand else {
        return false;
    };
    let named = |text: &str| words(text).last().is_some_and(|last| is(last));
    match (&comparison.operator, value) {
        (Operator::Eq, Value::Bool(true)) => named(&comparison.column),
        (Operator::Eq, Value::String(state)) => named(state),
        (Operator::In, Value::Array(states)) => {
            let mut all = states.iter();
            !states.is_empty() && all.all(|one| one.as_str().is_some_and(named))
        }
        _ => false,
    }
}

/// What people are who have signed up, beside what rows are.
const USUAL: [&str; 4] = ["confirmed", "onboarded", "registered", "verified"];

/// True for a part of a condition that most rows of users meet: they are in use, verified, not banned.
pub(crate) fn is_usual(part: &Condition) -> bool {
    let Condition::Compare(comparison) = part else {
        return false;
    };
    let usual = |last: &str| ORDINARY.contains(&last) || USUAL.contains(&last);
    is_called(comparison, &usual)
        || matches!(
            (&comparison.operator, &comparison.operand),
            (Operator::Eq, Operand::Literal(Value::Bool(false)))
                | (Operator::IsNull, Operand::Literal(_))
        )
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
            if let Some(array) = array_of(name, table) {
                // Who is behind it changes with the row's own key, which goes along, or with these.
                found.extend(mapped_columns(&array.using));
                return true;
            }
            let columns = made_by(name, table).unwrap_or_default();
            let any = !columns.is_empty();
            found.extend(columns);
            any
        }
        Condition::Not(_) | Condition::Exists(_) => false,
    }
}

/// The columns on this side of a relationship that is made by hand.
fn mapped_columns(using: &Value) -> Vec<String> {
    let mapping = using.pointer("/manual_configuration/column_mapping");
    let mapping = mapping.and_then(Value::as_object).into_iter().flatten();
    mapping.map(|(column, _)| column.clone()).collect()
}

/// The columns on this side of an object relationship (contracts: hasura §4.4).
pub(crate) fn own_columns(using: &Value) -> Vec<String> {
    let mapped = mapped_columns(using);
    if !mapped.is_empty() {
        return mapped;
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
