//! How the values of two columns of a row compare, as the database says it.

use std::cmp::Ordering;

use serde_json::Value;

use crate::hasura::metadata::Operator;
use crate::verify::rows::number_order;

pub(super) fn compare(left: Option<&Value>, operator: &Operator, right: Option<&Value>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return false;
    };
    if left.is_null() || right.is_null() {
        return false;
    }
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) => number_order(left, right),
        _ => match (left.as_str(), right.as_str()) {
            (Some(left), Some(right)) => Some(left.trim_end().cmp(right.trim_end())),
            _ if left == right => Some(Ordering::Equal),
            _ => None,
        },
    };
    match operator {
        Operator::ColumnEq => order == Some(Ordering::Equal),
        Operator::ColumnNeq => order != Some(Ordering::Equal),
        Operator::ColumnGt => order == Some(Ordering::Greater),
        Operator::ColumnLt => order == Some(Ordering::Less),
        Operator::ColumnGte => order.is_some_and(Ordering::is_ge),
        Operator::ColumnLte => order.is_some_and(Ordering::is_le),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn columns_compare_as_in_sql() {
        assert!(compare(
            Some(&json!("a ")),
            &Operator::ColumnEq,
            Some(&json!("a"))
        ));
        assert!(compare(
            Some(&json!(2)),
            &Operator::ColumnGt,
            Some(&json!(1.5))
        ));
        // Equal ones may be written differently, and unequal ones may be one double.
        for (left, operator, right) in [
            ("0.30", Operator::ColumnEq, "0.3"),
            ("9007199254740993", Operator::ColumnGt, "9007199254740992"),
        ] {
            let [left, right] = [left, right].map(|text| serde_json::from_str(text).ok());
            assert!(compare(left.as_ref(), &operator, right.as_ref()));
        }
        assert!(!compare(
            Some(&json!(null)),
            &Operator::ColumnEq,
            Some(&json!(null))
        ));
    }
}
