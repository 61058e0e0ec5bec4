//! Conditions that hold for every row, however long they are.

use serde_json::{Map, Value};

/// Why a filter admits every row; `None` where it may leave one out.
///
/// `never_null` names columns without nulls, such as those of the primary key.
pub(crate) fn why(filter: &Value, never_null: &[String]) -> Option<String> {
    match filter {
        Value::Null => Some("there is no filter".into()),
        Value::Object(members) if members.is_empty() => Some("the filter is empty".into()),
        Value::Object(members) => {
            let mut reasons = members
                .iter()
                .map(|(name, value)| member(name, value, never_null));
            let first = reasons.next()??;
            reasons.all(|reason| reason.is_some()).then_some(first)
        }
        _ => None,
    }
}

fn member(name: &str, value: &Value, never_null: &[String]) -> Option<String> {
    match plain(name).as_str() {
        "_and" => {
            let parts = items(value);
            if parts.is_empty() {
                return Some("an _and of nothing holds".into());
            }
            let mut reasons = parts.iter().map(|part| why(part, never_null));
            let first = reasons.next()??;
            reasons.all(|reason| reason.is_some()).then_some(first)
        }
        "_or" => branches(&items(value), never_null),
        "_not" => holds_never(value).then(|| "it denies what never holds".into()),
        "_exists" => None,
        _ => comparison(name, value, never_null),
    }
}

fn branches(branches: &[&Value], never_null: &[String]) -> Option<String> {
    for branch in branches {
        if let Some(reason) = why(branch, never_null) {
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

/// A comparison that no value fails.
fn comparison(column: &str, value: &Value, never_null: &[String]) -> Option<String> {
    let operators = value.as_object().filter(|members| !members.is_empty())?;
    let solid = never_null.iter().any(|name| name == column);
    let holds = |(operator, operand): (&String, &Value)| match plain(operator).as_str() {
        "_is_null" => solid && operand == &Value::Bool(false),
        "_like" | "_ilike" => solid && operand == "%",
        "_ceq" | "_cgte" | "_clte" => solid && operand == column,
        "_nin" => solid && operand.as_array().is_some_and(Vec::is_empty),
        _ => false,
    };
    operators
        .iter()
        .all(holds)
        .then(|| format!("{column} is never null, so {column} {value} always holds"))
}

/// True for two conditions of which one holds for every row, nulls aside.
fn complementary(one: &Value, other: &Value) -> bool {
    let denies = |a: &Value, b: &Value| {
        only(a).is_some_and(|(name, inner)| plain(name) == "_not" && inner == b)
    };
    if denies(one, other) || denies(other, one) {
        return true;
    }
    let (Some((column, a)), Some((second, b))) = (only(one), only(other)) else {
        return false;
    };
    if column != second {
        return false;
    }
    let (Some((a, x)), Some((b, y))) = (only(a), only(b)) else {
        return false;
    };
    let (a, b) = (plain(a), plain(b));
    if a == "_is_null" && b == "_is_null" {
        return x.is_boolean() && y.is_boolean() && x != y;
    }
    let opposite = [
        ("_eq", "_neq"),
        ("_in", "_nin"),
        ("_gt", "_lte"),
        ("_lt", "_gte"),
        ("_like", "_nlike"),
        ("_ilike", "_nilike"),
    ];
    x == y
        && opposite
            .iter()
            .any(|(p, q)| (a == *p && b == *q) || (a == *q && b == *p))
}

/// True for a condition that no row meets.
fn holds_never(filter: &Value) -> bool {
    let Some(members) = filter.as_object() else {
        return false;
    };
    members
        .iter()
        .any(|(name, value)| match plain(name).as_str() {
            "_or" => items(value).iter().all(|branch| holds_never(branch)),
            "_and" => items(value).iter().any(|part| holds_never(part)),
            "_not" => why(value, &[]).is_some(),
            _ => value
                .get("_in")
                .and_then(Value::as_array)
                .is_some_and(Vec::is_empty),
        })
}

fn only(value: &Value) -> Option<(&String, &Value)> {
    let members: &Map<String, Value> = value.as_object()?;
    let mut members = members.iter();
    let one = members.next()?;
    members.next().is_none().then_some(one)
}

fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

/// The older spelling of an operator, `$eq`, as `_eq`.
pub(in crate::verify::rules) fn plain(operator: &str) -> String {
    operator.replacen('$', "_", 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_admits_everything_is_found_in_any_disguise() {
        let me = json!({"owner_id": {"_eq": "X-Hasura-User-Id"}});
        for filter in [
            json!({}),
            json!({"_and": []}),
            json!({"_or": [me, {}]}),
            json!({"_and": [{"_or": [{}, me]}, {}]}),
            json!({"_or": [me, {"id": {"_is_null": false}}]}),
            json!({"_or": [{"gone": {"_is_null": true}}, {"gone": {"_is_null": false}}]}),
            json!({"_or": [{"public": {"_eq": true}}, {"public": {"_neq": true}}]}),
            json!({"_or": [me, {"_not": me}]}),
            json!({"_not": {"_or": []}}),
            json!({"$or": [me, {"$and": []}]}),
            json!({"id": {"_ceq": "id"}}),
        ] {
            assert!(why(&filter, &["id".into()]).is_some(), "{filter}");
        }
    }

    #[test]
    fn what_may_leave_a_row_out_is_not() {
        for filter in [
            json!({"owner_id": {"_eq": "X-Hasura-User-Id"}}),
            json!({"_or": []}),
            json!({"owner_id": {"_is_null": false}}),
            json!({"_or": [{"a": {"_eq": 1}}, {"a": {"_neq": 2}}]}),
            json!({"_or": [{"a": {"_eq": 1}}, {"b": {"_neq": 1}}]}),
            json!({"id": {"_is_null": false}, "owner_id": {"_eq": "X-Hasura-User-Id"}}),
            json!({"_exists": {"_table": "t", "_where": {}}}),
            json!({"_not": {"owner_id": {"_eq": "X-Hasura-User-Id"}}}),
        ] {
            assert_eq!(why(&filter, &["id".into()]), None, "{filter}");
        }
    }
}
