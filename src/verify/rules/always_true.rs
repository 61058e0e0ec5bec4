//! Conditions that hold for every row, however long they are.

use serde_json::{Value, json};

use crate::hasura::metadata::{Comparison, Condition, Filter, Operand, Operator};

/// Why a filter admits every row; `None` where it may leave one out.
///
/// `never_null` names columns without nulls, such as those of the primary key.
pub(crate) fn why(filter: &Filter, never_null: &[String]) -> Option<String> {
    if filter.is_absent() {
        return Some("there is no filter".into());
    }
    holds(&filter.condition, never_null)
}

/// The same of a condition.
pub(crate) fn holds(condition: &Condition, never_null: &[String]) -> Option<String> {
    match condition {
        Condition::And(parts) if parts.is_empty() => Some("the filter is empty".into()),
        Condition::And(parts) => {
            let mut reasons = parts.iter().map(|part| holds(part, never_null));
            let first = reasons.next()??;
            reasons.all(|reason| reason.is_some()).then_some(first)
        }
        Condition::Or(branches) => one_holds(branches, never_null),
        Condition::Not(inner) => holds_never(inner).then(|| "it denies what never holds".into()),
        Condition::Compare(comparison) => no_value_fails(comparison, never_null).then(|| {
            let (column, operator) = (&comparison.column, comparison.operator.word());
            let compared = json!({ operator: comparison.operand.print() });
            if never_null.contains(column) {
                format!("{column} is never null, so {column} {compared} always holds")
            } else {
                format!("{column} {compared} always holds")
            }
        }),
        Condition::Exists(_) | Condition::Related { .. } | Condition::Unreadable(_) => None,
    }
}

fn one_holds(branches: &[Condition], never_null: &[String]) -> Option<String> {
    for branch in branches {
        if let Some(reason) = holds(branch, never_null) {
            return Some(format!("a branch of _or always holds: {reason}"));
        }
    }
    for (index, one) in branches.iter().enumerate() {
        for other in &branches[index + 1..] {
            if complementary(one, other) {
                return Some(format!("of {one} and {other} one always holds"));
            }
        }
    }
    None
}

/// A comparison that no value fails: for nulls, only that with an empty list is one.
fn no_value_fails(comparison: &Comparison, never_null: &[String]) -> bool {
    let Comparison {
        column,
        operator,
        operand,
    } = comparison;
    let empty_list = matches!((operator, operand),
        (Operator::Nin, Operand::Literal(Value::Array(items))) if items.is_empty());
    empty_list
        || never_null.contains(column)
            && match (operator, operand) {
                (Operator::IsNull, Operand::Literal(value)) => *value == Value::Bool(false),
                (Operator::Like | Operator::Ilike, Operand::Literal(value)) => value == "%",
                (
                    Operator::ColumnEq | Operator::ColumnGte | Operator::ColumnLte,
                    Operand::Column {
                        name,
                        of_root: false,
                    },
                ) => name == column,
                _ => false,
            }
}

/// True for two conditions of which one holds for every row, nulls aside.
fn complementary(one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        (Condition::Not(denied), other) if **denied == *other => true,
        (one, Condition::Not(denied)) if **denied == *one => true,
        (Condition::Compare(a), Condition::Compare(b)) if a.column == b.column => {
            if a.operator == Operator::IsNull && b.operator == Operator::IsNull {
                let flag = |one: &Comparison| one.operand.print().as_bool();
                let (a, b) = (flag(a), flag(b));
                return a.is_some() && b.is_some() && a != b;
            }
            a.operator.opposite().as_ref() == Some(&b.operator) && a.operand == b.operand
        }
        _ => false,
    }
}

/// True for a condition that no row meets.
fn holds_never(condition: &Condition) -> bool {
    match condition {
        Condition::Or(branches) => branches.iter().all(holds_never),
        Condition::And(parts) => parts.iter().any(holds_never),
        Condition::Not(inner) => holds(inner, &[]).is_some(),
        Condition::Compare(Comparison {
            operator: Operator::In,
            operand: Operand::Literal(Value::Array(items)),
            ..
        }) => items.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hasura::metadata::condition::{EXISTS, all_of};

    #[test]
    fn what_admits_everything_is_found_in_any_disguise() {
        let me = json!({"owner_id": {"_eq": "X-Hasura-User-Id"}});
        for filter in [
            json!({}),
            all_of([]),
            json!({"_or": [me, {}]}),
            all_of([json!({"_or": [{}, me]}), json!({})]),
            json!({"_or": [me, {"id": {"_is_null": false}}]}),
            json!({"_or": [{"gone": {"_is_null": true}}, {"gone": {"_is_null": false}}]}),
            json!({"_or": [{"public": {"_eq": true}}, {"public": {"_neq": true}}]}),
            json!({"_or": [me, {"_not": me}]}),
            json!({"_not": {"_or": []}}),
            json!({"$or": [me, {"$or": {}}]}),
            json!({"id": {"_ceq": "id"}}),
            json!({"$not": {"id": {"$in": []}}}),
            json!({"owner_id": {"_nin": []}}),
            json!({"_or": [{"gone": null}, {"gone": {"_neq": null}}]}),
        ] {
            let found = why(&Filter::new(filter.clone()), &["id".into()]);
            assert!(found.is_some(), "{filter}");
        }
    }

    #[test]
    fn what_may_leave_a_row_out_is_not() {
        for filter in [
            json!({"owner_id": {"_eq": "X-Hasura-User-Id"}}),
            json!({"_or": []}),
            json!({"id": {"_fits": 1}}),
            json!({"owner_id": {"_is_null": false}}),
            json!({"_or": [{"a": {"_eq": 1}}, {"a": {"_neq": 2}}]}),
            json!({"_or": [{"a": {"_eq": 1}}, {"b": {"_neq": 1}}]}),
            json!({"id": {"_is_null": false}, "owner_id": {"_eq": "X-Hasura-User-Id"}}),
            json!({ EXISTS: {"_table": "t", "_where": {}} }),
            json!({"_not": {"owner_id": {"_eq": "X-Hasura-User-Id"}}}),
        ] {
            let found = why(&Filter::new(filter.clone()), &["id".into()]);
            assert_eq!(found, None, "{filter}");
        }
    }
}
