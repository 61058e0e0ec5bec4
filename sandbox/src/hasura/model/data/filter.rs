//! The filter of a view: `{"column": {"_op": literal}}` with `_and`, `_or`, `_not`, on one row.
//!
//! A view knows no session and no relationships, so this stays apart from the permission filters
//! of GraphQL execution.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Row, decimal};

/// True when `row` satisfies `rule`. What the rule does not know, it does not satisfy.
pub(super) fn holds(rule: &Value, row: &Row) -> bool {
    let Some(members) = rule.as_object() else {
        return false;
    };
    members.iter().all(|(name, operand)| match name.as_str() {
        "_and" => list(operand).iter().all(|rule| holds(rule, row)),
        "_or" => list(operand).iter().any(|rule| holds(rule, row)),
        "_not" => !holds(operand, row),
        column => {
            let value = row.get(column).unwrap_or(&Value::Null);
            operand.as_object().is_some_and(|operators| {
                operators
                    .iter()
                    .all(|(operator, operand)| compare(value, operator, operand))
            })
        }
    })
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn compare(value: &Value, operator: &str, operand: &Value) -> bool {
    if operator == "_is_null" {
        return operand.as_bool() == Some(value.is_null());
    }
    // As in SQL, null compares with nothing.
    if value.is_null() || operand.is_null() {
        return false;
    }
    match operator {
        "_eq" => decimal::equal(value, operand),
        "_neq" => !decimal::equal(value, operand),
        "_in" => list(operand).iter().any(|one| decimal::equal(one, value)),
        "_nin" => !list(operand).iter().any(|one| decimal::equal(one, value)),
        "_gt" => order(value, operand) == Some(Ordering::Greater),
        "_lt" => order(value, operand) == Some(Ordering::Less),
        "_gte" => order(value, operand).is_some_and(Ordering::is_ge),
        "_lte" => order(value, operand).is_some_and(Ordering::is_le),
        _ => false,
    }
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => decimal::order(left, right),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rules_select_rows() {
        let row = json!({"n": 3, "s": "b", "z": null})
            .as_object()
            .unwrap()
            .clone();
        for (rule, expected) in [
            (json!({}), true),
            (json!({"n": {"_eq": 3}, "s": {"_in": ["a", "b"]}}), true),
            (json!({"n": {"_gt": 3}}), false),
            (json!({"n": {"_gte": 3, "_lt": 4}}), true),
            (json!({"z": {"_is_null": true}}), true),
            (json!({"z": {"_neq": 1}}), false),
            (
                json!({"_or": [{"n": {"_eq": 9}}, {"s": {"_eq": "b"}}]}),
                true,
            ),
            (json!({"_not": {"s": {"_eq": "b"}}}), false),
            (json!({"s": {"_sounds_like": "b"}}), false),
        ] {
            assert_eq!(holds(&rule, &row), expected, "{rule}");
        }
    }
}
