//! Filters in one spelling, so that they can be compared.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The conditions that must all hold, each in one spelling.
pub(super) fn conditions(filter: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(filter, &mut found);
    found
}

fn collect(filter: &Value, found: &mut BTreeSet<String>) {
    let Some(members) = filter.as_object() else {
        if !filter.is_null() {
            found.insert(normal(filter).to_string());
        }
        return;
    };
    for (name, value) in members {
        match (name.as_str(), value) {
            ("_and", Value::Array(parts)) => parts.iter().for_each(|part| collect(part, found)),
            // Several operators on one column are several conditions. What begins otherwise is a
            // relationship, and its conditions are about one row together.
            (_, Value::Object(operators))
                if !name.starts_with('_') && operators.keys().all(|key| key.starts_with('_')) =>
            {
                for (operator, operand) in operators {
                    let one = Map::from_iter([(operator.clone(), normal(operand))]);
                    let one = Map::from_iter([(name.clone(), Value::Object(one))]);
                    found.insert(Value::Object(one).to_string());
                }
            }
            _ => {
                let one = Map::from_iter([(name.clone(), normal(value))]);
                found.insert(Value::Object(one).to_string());
            }
        }
    }
}

/// Members and alternatives in order, session variables in lower case.
fn normal(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut sorted: Vec<(String, Value)> = members
                .iter()
                .map(|(name, value)| (name.clone(), in_order(name, normal(value))))
                .collect();
            sorted.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(sorted.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(normal).collect()),
        Value::String(text) if text.to_ascii_lowercase().starts_with("x-hasura-") => {
            Value::String(text.to_ascii_lowercase())
        }
        other => other.clone(),
    }
}

fn in_order(name: &str, value: Value) -> Value {
    match value {
        Value::Array(mut items) if matches!(name, "_or" | "_and" | "_in" | "_nin") => {
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        other => other,
    }
}
