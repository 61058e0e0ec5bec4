//! Marks that the policy states: values of columns by which a row is public, whatever its columns
//! are called.

use std::borrow::Cow;

use serde_json::Value;

use super::{Word, only_match};
use crate::config::policy::{Held, Mark};
use crate::hasura::metadata::{Comparison, Condition, Operand, Operator};
use crate::verify::rows::{Row, plain};

/// Whether a row has one of a table's marks. Roles that inherit from others are shown null in place
/// of values that they may not read, so that a null is one only where the administrator sees it:
/// without `nulls`, a column that shows one is not seen.
pub(crate) fn word<'r>(marks: &'r [Mark], row: &Row, nulls: bool) -> Word<'r> {
    let mut word = Word::No;
    for mark in marks {
        match has(mark, row, nulls) {
            Word::Public => return Word::Public,
            Word::No => {}
            perhaps @ Word::Perhaps(_) => word = perhaps,
        }
    }
    word
}

fn has<'r>(mark: &'r Mark, row: &Row, nulls: bool) -> Word<'r> {
    let mut word = Word::Public;
    for (column, held) in mark {
        match row.get(column) {
            None => word = Word::Perhaps(column),
            Some(Value::Null) if !nulls => word = Word::Perhaps(column),
            Some(value) if holds(held, value) => {}
            Some(_) => return Word::No,
        }
    }
    word
}

fn holds(held: &Held, value: &Value) -> bool {
    match held {
        Held::OneOf(values) => values.iter().any(|one| is_same(one, value)),
        Held::Something => !value.is_null(),
    }
}

/// Numbers that a column holds may come as text.
fn is_same(one: &Value, other: &Value) -> bool {
    one == other || plain(one).is_some_and(|one| plain(other).as_ref() == Some(&one))
}

/// True when every row that meets a condition has one of the marks. `never_null` tells columns
/// that hold no null.
pub(super) fn are_asked(
    marks: &[Mark],
    condition: &Condition,
    never_null: &dyn Fn(&str) -> bool,
) -> bool {
    if marks.is_empty() {
        return false;
    }
    if let Condition::Or(branches) = values(condition, never_null).as_ref() {
        let mut all = branches.iter();
        if !branches.is_empty() && all.all(|branch| are_asked(marks, branch, never_null)) {
            return true;
        }
    }
    marks.iter().any(|mark| {
        let mut columns = mark.iter();
        columns.all(|(column, held)| asks(condition, column, held, never_null))
    })
}

/// True when every row that meets a condition holds this.
fn asks(
    condition: &Condition,
    column: &str,
    held: &Held,
    never_null: &dyn Fn(&str) -> bool,
) -> bool {
    match values(condition, never_null).as_ref() {
        Condition::And(parts) => {
            let is_something = |part: &Condition, name: &str| {
                matches!(part, Condition::Compare(one) if one.column == name
                    && compares(one, &Held::Something))
            };
            let never_null =
                |name: &str| never_null(name) || parts.iter().any(|part| is_something(part, name));
            parts
                .iter()
                .any(|part| asks(part, column, held, &never_null))
        }
        Condition::Or(branches) => {
            let mut all = branches.iter();
            !branches.is_empty() && all.all(|branch| asks(branch, column, held, never_null))
        }
        Condition::Compare(one) => one.column == column && compares(one, held),
        _ => false,
    }
}

/// A comparison with each value that it leaves, where those are few.
fn values<'c>(condition: &'c Condition, never_null: &dyn Fn(&str) -> bool) -> Cow<'c, Condition> {
    let Condition::Compare(Comparison {
        column,
        operator,
        operand: Operand::Literal(operand),
    }) = condition
    else {
        return Cow::Borrowed(condition);
    };
    let equal = |value: &Value| Condition::compare(column, Operator::Eq, value.clone());
    match (operator, operand) {
        (Operator::In, Value::Array(items)) => Cow::Owned(Condition::any(items.iter().map(equal))),
        // Hasura takes null for a value that differs.
        (Operator::Neq, Value::Bool(value)) => {
            let null = Condition::compare(column, Operator::IsNull, true.into());
            let nulls = (!never_null(column)).then_some(null);
            let branches = [equal(&(!value).into())].into_iter().chain(nulls);
            Cow::Owned(Condition::any(branches))
        }
        _ => Cow::Borrowed(condition),
    }
}

fn compares(comparison: &Comparison, held: &Held) -> bool {
    let Operand::Literal(operand) = &comparison.operand else {
        return false;
    };
    match (held, &comparison.operator) {
        (Held::OneOf(values), Operator::Eq) => values.iter().any(|one| is_same(one, operand)),
        (Held::OneOf(values), Operator::IsNull) => {
            *operand == Value::Bool(true) && values.contains(&Value::Null)
        }
        (
            Held::OneOf(values),
            operator @ (Operator::Like | Operator::Similar | Operator::Regex),
        ) => operand
            .as_str()
            .and_then(|text| only_match(operator, text))
            .is_some_and(|word| values.iter().any(|one| one.as_str() == Some(word))),
        (Held::Something, Operator::IsNull) => *operand == Value::Bool(false),
        // Whatever is compared with a value and not found to differ is one.
        (Held::Something, operator) => {
            operator.orders()
                || operator.takes_a_pattern()
                || matches!(operator, Operator::Eq | Operator::In)
        }
        (Held::OneOf(_), _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn mark(columns: &[(&str, Held)]) -> Mark {
        let columns = columns.iter().cloned();
        columns
            .map(|(name, held)| (name.to_owned(), held))
            .collect()
    }

    fn one(value: Value) -> Held {
        Held::OneOf(vec![value])
    }

    fn marks() -> Vec<Mark> {
        vec![
            mark(&[("kind", one(json!("system"))), ("live", one(json!(true)))]),
            mark(&[("hidden", one(json!(false)))]),
            mark(&[("owner", one(Value::Null))]),
            mark(&[("who", Held::OneOf(vec![json!("all"), json!("members")]))]),
            mark(&[("level", one(json!(0)))]),
            mark(&[("approved", Held::Something)]),
        ]
    }

    #[test]
    fn a_filter_asks_for_a_mark_where_no_other_row_meets_it() {
        let never_null = |name: &str| name == "hidden";
        for (condition, expected) in [
            (
                json!({"kind": {"_eq": "system"}, "live": {"_eq": true}}),
                true,
            ),
            (json!({"kind": "system", "live": true, "owner": "u"}), true),
            (
                json!({"_and": [{"live": {"_neq": false}, "_or": [
                {"kind": {"_eq": "system"}}, {"kind": {"_in": ["system"]}}]},
                {"live": {"_is_null": false}}]}),
                true,
            ),
            (
                json!({"_or": [{"hidden": {"_eq": false}}, {"owner": {"_is_null": true}}]}),
                true,
            ),
            (json!({"hidden": {"_neq": true}}), true),
            (json!({"_not": {"hidden": {"_eq": true}}}), true),
            (json!({"owner": {"_eq": null}}), true),
            (json!({"who": {"_in": ["members", "all"]}}), true),
            (json!({"who": {"_like": "members"}}), true),
            (json!({"who": {"_regex": "^all$"}}), true),
            (json!({"level": {"_eq": "0"}}), true),
            (json!({"approved": {"_is_null": false}}), true),
            (json!({"approved": {"_lte": "now()"}}), true),
            (json!({"kind": {"_eq": "system"}}), false),
            (
                json!({"live": {"_neq": false}, "kind": {"_eq": "system"}}),
                false,
            ),
            (
                json!({"kind": {"_neq": "user"}, "live": {"_eq": true}}),
                false,
            ),
            (
                json!({"_or": [{"kind": {"_eq": "system"}}, {"live": {"_eq": true}}]}),
                false,
            ),
            (
                json!({"_or": [{"hidden": {"_eq": false}}, {"owner": {"_eq": "u"}}]}),
                false,
            ),
            (json!({"hidden": {"_eq": true}}), false),
            (json!({"hidden": {"_is_null": true}}), false),
            (json!({"owner": {"_is_null": false}}), false),
            (json!({"owner": {"_neq": "u"}}), false),
            (json!({"who": {"_in": ["members", "me"]}}), false),
            (json!({"who": {"_nin": ["me"]}}), false),
            (json!({"who": {"_like": "members%"}}), false),
            (json!({"who": {"_ilike": "members"}}), false),
            (json!({"level": {"_gte": 0}}), false),
            (json!({"approved": {"_neq": "x"}}), false),
            (json!({"folder": {"hidden": {"_eq": false}}}), false),
            (json!({}), false),
            (json!({"_or": []}), false),
        ] {
            let read = Condition::read(&condition);
            assert_eq!(
                are_asked(&marks(), &read, &never_null),
                expected,
                "{condition}"
            );
        }
        let neq = Condition::read(&json!({"hidden": {"_neq": true}}));
        assert!(!are_asked(&marks(), &neq, &|_| false));
        let nulls = [marks(), vec![mark(&[("hidden", one(Value::Null))])]].concat();
        assert!(are_asked(&nulls, &neq, &|_| false));
    }

    #[test]
    fn a_row_is_public_by_what_is_seen_of_it() {
        let says = |row: Value, nulls: bool| {
            let marks = marks();
            match word(&marks, row.as_object().unwrap(), nulls) {
                Word::Public => "public".to_owned(),
                Word::No => "no".to_owned(),
                Word::Perhaps(column) => column.to_owned(),
            }
        };
        let all = |changes: Value| {
            let mut row = json!({"kind": "user", "live": true, "hidden": true, "owner": "u",
                "who": "me", "level": 1, "approved": null});
            let changes = changes.as_object().unwrap().clone();
            row.as_object_mut().unwrap().extend(changes);
            row
        };
        assert_eq!(says(all(json!({})), true), "no");
        assert_eq!(says(all(json!({"kind": "system"})), true), "public");
        assert_eq!(says(all(json!({"level": "0"})), true), "public");
        assert_eq!(says(all(json!({"owner": null})), true), "public");
        assert_eq!(
            says(all(json!({"approved": "x", "owner": null})), false),
            "public"
        );
        assert_eq!(
            says(
                all(json!({"approved": "", "owner": null, "level": 0})),
                true
            ),
            "public"
        );
        let few = json!({"hidden": true, "owner": null, "who": "me", "level": 1, "live": false,
            "approved": "x"});
        assert_eq!(says(few, false), "public");
        let few = json!({"hidden": true, "owner": null, "who": "me", "level": 1, "live": false});
        assert_eq!(says(few.clone(), false), "approved");
        let mut few = few;
        few["approved"] = json!(null);
        assert_eq!(says(few, false), "approved");
    }
}
