//! All spellings of a condition.

use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::{AND, Comparison, Condition, EXISTS, Exists, NOT, OR};
use crate::hasura::metadata::operator::Operator;
use crate::hasura::metadata::table_name::TableName;

pub(super) fn member(name: &str, value: &Value) -> Condition {
    match newer(name).as_str() {
        AND => Condition::all(list(value)),
        OR => Condition::any(list(value)),
        NOT => Condition::not(Condition::read(value)),
        EXISTS => Condition::Exists(Exists {
            table: value
                .get("_table")
                .and_then(|table| TableName::deserialize(table).ok()),
            condition: Box::new(Condition::read(value.get("_where").unwrap_or(&Value::Null))),
        }),
        _ => field(name, value),
    }
}

/// A list of conditions, or one in place of it.
fn list(value: &Value) -> Vec<Condition> {
    match value {
        Value::Array(items) => items.iter().map(Condition::read).collect(),
        one => vec![Condition::read(one)],
    }
}

pub(super) fn field(name: &str, value: &Value) -> Condition {
    match value {
        Value::Object(members) if is_comparison(members) => {
            Condition::all(members.iter().map(|(operator, operand)| {
                let operator = Operator::read(&newer(operator));
                Condition::Compare(Comparison::read(name, operator, operand))
            }))
        }
        Value::Object(_) => Condition::related(name, Condition::read(value)),
        short => Condition::Compare(Comparison::read(name, Operator::Eq, short)),
    }
}

/// True for operators with their operands. A condition about the row behind a relationship has
/// names in their place, which may begin with `_` as operators do: what is not known as an operator
/// and has operators inside it is a name. (The short form of such a name cannot be told.)
fn is_comparison(members: &Map<String, Value>) -> bool {
    let mut operators = false;
    for (name, operand) in members {
        let plain = newer(name);
        if !plain.starts_with('_') {
            return false;
        }
        let known = Operator::read(&plain).is_known();
        let names = operand.as_object().is_some_and(is_comparison);
        operators |= known || (!names && ![AND, OR, NOT, EXISTS].contains(&plain.as_str()));
    }
    operators
}

/// A name with the newer sign before it: `_eq` for `$eq`.
fn newer(name: &str) -> String {
    name.strip_prefix('$')
        .map_or_else(|| name.to_owned(), |rest| format!("_{rest}"))
}
