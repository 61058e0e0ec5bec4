//! Which rows pass a check: those of which it is not false. Hasura asks
//! `coalesce(bool_and(check), true)`, so a comparison with null lets its row pass
//! (contracts: hasura §3.7).

use serde_json::Value;

use crate::hasura::metadata::{Comparison, Condition, Operand, Operator};

/// The condition that holds for the rows of which a check is not false. `may_be_null` tells which
/// columns of the table can be null in a row that is checked.
pub(crate) fn not_false(check: &Condition, may_be_null: &dyn Fn(&str) -> bool) -> Condition {
    match check {
        Condition::And(parts) => {
            let held: Vec<&str> = parts.iter().filter_map(asks_for_a_value).collect();
            let inside = |name: &str| !held.contains(&name) && may_be_null(name);
            Condition::all(parts.iter().map(|part| not_false(part, &inside)))
        }
        Condition::Or(parts) => {
            Condition::any(parts.iter().map(|part| not_false(part, may_be_null)))
        }
        Condition::Compare(comparison) => beside_null(check, comparison, may_be_null),
        Condition::Not(inner) => match inner.as_ref() {
            Condition::Compare(comparison) => beside_null(check, comparison, may_be_null),
            _ => check.clone(),
        },
        // Whether there is such a row is true or false.
        Condition::Related { .. } | Condition::Exists(_) | Condition::Unreadable(_) => {
            check.clone()
        }
    }
}

/// A part of a check, or one of the columns that it compares is null.
fn beside_null(
    part: &Condition,
    comparison: &Comparison,
    may_be_null: &dyn Fn(&str) -> bool,
) -> Condition {
    if asks_about_null(comparison) {
        return part.clone();
    }
    let other = match &comparison.operand {
        Operand::Column { name, .. } => Some(name.as_str()),
        Operand::Session(_) | Operand::Literal(_) => None,
    };
    let columns = [Some(comparison.column.as_str()), other];
    let nulls = columns
        .into_iter()
        .flatten()
        .filter(|name| may_be_null(name))
        .map(|name| Condition::compare(name, Operator::IsNull, Value::Bool(true)));
    Condition::any(std::iter::once(part.clone()).chain(nulls))
}

/// True for a comparison that is true or false of null, never null itself.
fn asks_about_null(comparison: &Comparison) -> bool {
    match (&comparison.operator, &comparison.operand) {
        (Operator::IsNull, _) | (Operator::Eq | Operator::Neq, Operand::Literal(Value::Null)) => {
            true
        }
        (Operator::In | Operator::Nin, Operand::Literal(Value::Array(items))) => items.is_empty(),
        _ => false,
    }
}

/// The column of which a part says that it is not null.
fn asks_for_a_value(part: &Condition) -> Option<&str> {
    let Condition::Compare(comparison) = part else {
        return None;
    };
    let asks = match (&comparison.operator, &comparison.operand) {
        (Operator::IsNull, Operand::Literal(is)) => *is == Value::Bool(false),
        (Operator::Neq, Operand::Literal(value)) => value.is_null(),
        _ => false,
    };
    asks.then_some(comparison.column.as_str())
}

/// True when no row in which a column is null meets a condition, because of a part that all rows
/// have to meet.
pub(super) fn leaves_out_null(filter: &Condition, column: &str) -> bool {
    filter.conjuncts().iter().any(|part| match part {
        Condition::Compare(comparison) if comparison.column == column => {
            asks_for_a_value(part).is_some() || !asks_about_null(comparison)
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What passes where every column but `id` may be null.
    fn passing(check: &Value) -> Value {
        not_false(&Condition::read(check), &|name| name != "id").print()
    }

    #[test]
    fn a_comparison_with_null_passes() {
        let me = json!({"_eq": "X-Hasura-User-Id"});
        let none = |name: &str| json!({ name: {"_is_null": true} });
        assert_eq!(
            passing(&json!({"owner": me})),
            json!({"_or": [{"owner": me}, none("owner")]})
        );
        assert_eq!(passing(&json!({"id": me})), json!({"id": me}));
        assert_eq!(
            passing(&json!({"_or": [{"owner": me}, {"id": me}]})),
            json!({"_or": [{"_or": [{"owner": me}, none("owner")]}, {"id": me}]})
        );
        assert_eq!(
            passing(&json!({"a": {"_ceq": "b"}})),
            json!({"_or": [{"a": {"_ceq": "b"}}, none("a"), none("b")]})
        );
        let contains = json!({"_not": {"tags": {"_contains": "x"}}});
        assert_eq!(passing(&contains), json!({"_or": [contains, none("tags")]}));
        assert_eq!(
            passing(&json!({"_not": {"owner": {"_neq": "X-Hasura-User-Id"}}})),
            json!({"_or": [{"owner": me}, none("owner")]})
        );
    }

    #[test]
    fn what_is_never_null_is_taken_at_its_word() {
        let me = json!({"_eq": "X-Hasura-User-Id"});
        for check in [
            json!({}),
            json!({"team": {"owner": me}}),
            json!({"owner": {"_is_null": true}}),
            json!({"_and": [{"owner": me}, {"owner": {"_is_null": false}}]}),
            json!({"_and": [{"_or": [{"owner": me}, {"id": me}]}, {"owner": {"_is_null": false}}]}),
        ] {
            assert_eq!(passing(&check), check, "{check}");
        }
        // As the engine reads them, these ask whether there is a value.
        let null = json!({"owner": {"_eq": null}});
        assert_eq!(passing(&null), json!({"owner": {"_is_null": true}}));
        let valued = json!({"_and": [{"owner": me}, {"owner": {"_neq": null}}]});
        assert!(!passing(&valued).to_string().contains("_or"));
        let denied = json!({"owner": me, "_not": {"owner": {"_is_null": true}}});
        assert!(!passing(&denied).to_string().contains("_or"));
    }
}
