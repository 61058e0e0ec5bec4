//! What a report, which is passed around, keeps to itself: values of columns that are or may be
//! secret, values that look like secrets, and of anybody's other values all that is not needed to
//! recognise them.

use serde_json::{Map, Value};

use crate::hasura::GraphQlRequest;
use crate::hasura::columns::shapes;
use crate::secret::MASK;

/// A key is shown whole up to here: a UUID is.
const KEY: usize = 36;

/// Any other text is shown whole up to here.
const TEXT: usize = 12;

/// A value of a row's key as a report shows it.
pub(crate) fn key(value: &Value) -> Value {
    shortened(value, KEY)
}

/// Any other value of a row.
pub(crate) fn other(value: &Value) -> Value {
    shortened(value, TEXT)
}

fn shortened(value: &Value, most: usize) -> Value {
    match value {
        Value::String(text) if shapes::is_secret(text) => MASK.into(),
        Value::String(text) => recognisable(text, most).into(),
        // Documents have no end, and nobody knows what is in them.
        Value::Array(_) | Value::Object(_) => MASK.into(),
        plain => plain.clone(),
    }
}

/// The beginning of a text that is long; of an address so much that its owner knows it.
fn recognisable(text: &str, most: usize) -> String {
    let begin = |text: &str, count: usize| text.chars().take(count).collect::<String>();
    match text.split_once('@') {
        Some((name, domain)) if domain.contains('.') && !text.contains(char::is_whitespace) => {
            format!("{}…@{domain}", begin(name, 2))
        }
        _ if text.chars().count() > most => format!("{}…", begin(text, most * 2 / 3)),
        _ => text.to_owned(),
    }
}

/// A request as a report shows it: without the values of columns that `hides` names.
pub(crate) fn request(request: &GraphQlRequest, hides: &dyn Fn(&str) -> bool) -> GraphQlRequest {
    let mut shown = request.clone();
    if let Value::Object(variables) = &request.variables {
        shown.variables = members(variables, hides, true);
    }
    shown
}

/// Whatever a finding gives as evidence. Its probe has shown values of rows as they may be shown;
/// a condition of somebody's may compare a secret all the same.
pub(crate) fn evidence(value: &Value, hides: &dyn Fn(&str) -> bool) -> Value {
    match value {
        Value::Object(all) => members(all, hides, false),
        Value::Array(items) => items.iter().map(|item| evidence(item, hides)).collect(),
        Value::String(text) if shapes::is_secret(text) => MASK.into(),
        plain => plain.clone(),
    }
}

/// Members by name: columns, or variables that end with a column's name. `plainly` where a value
/// may stand right below a name.
fn members(all: &Map<String, Value>, hides: &dyn Fn(&str) -> bool, plainly: bool) -> Value {
    let shown = all.iter().map(|(name, value)| {
        let compared = is_comparison(value);
        let hidden = (plainly || compared) && hides(without_number(name));
        let shown = match value {
            _ if hidden && (compared || !is_condition(value)) => blank(value),
            Value::Object(inner) => members(inner, hides, plainly),
            Value::Array(items) => items
                .iter()
                .map(|item| match item {
                    Value::Object(inner) => members(inner, hides, plainly),
                    other => evidence(other, hides),
                })
                .collect(),
            other => evidence(other, hides),
        };
        (name.clone(), shown)
    });
    Value::Object(shown.collect())
}

/// `k0_id` is the variable for the column `id` of the first key.
fn without_number(name: &str) -> &str {
    name.strip_prefix('k')
        .and_then(|rest| rest.split_once('_'))
        .filter(|(number, _)| number.parse::<usize>().is_ok())
        .map_or(name, |(_, column)| column)
}

/// True for `{"_eq": …}`.
fn is_comparison(value: &Value) -> bool {
    let members = value.as_object();
    members
        .is_some_and(|all| !all.is_empty() && all.keys().all(|name| name.starts_with(['_', '$'])))
}

/// True for what stands below a relationship in a condition: comparisons are further down.
fn is_condition(value: &Value) -> bool {
    match value {
        Value::Object(all) => all
            .values()
            .any(|one| is_comparison(one) || is_condition(one)),
        Value::Array(items) => items.iter().any(is_condition),
        _ => false,
    }
}

/// The same without values. Session variables and the words for an order are none.
fn blank(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let word = text.to_ascii_lowercase();
            if word.starts_with("x-hasura-") || word.starts_with("asc") || word.starts_with("desc")
            {
                value.clone()
            } else {
                MASK.into()
            }
        }
        Value::Number(_) => MASK.into(),
        Value::Array(items) => items.iter().map(blank).collect(),
        Value::Object(all) => {
            let blanked = all.iter().map(|(name, value)| (name.clone(), blank(value)));
            Value::Object(blanked.collect())
        }
        plain => plain.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hasura::columns::is_masked;
    use serde_json::json;

    #[test]
    fn requests_hold_no_value_of_a_secret_column() {
        let variables = json!({
            "k0_token": "t", "k0_id": 7, "limit": 5,
            "where": {"_or": [
                {"apiKey": {"_in": ["a", "b"]}},
                {"tokens": {"id": {"_eq": 5}}},
                {"access_token": {"_eq": "X-Hasura-Token"}},
                {"title": {"_eq": "sk_live_4eC39HqLyjWDarjtT1zdp7dc"}},
            ]},
            "order_by": [{"token": "asc"}],
        });
        let asked = GraphQlRequest::new("query").variables(variables);
        assert_eq!(
            request(&asked, &is_masked).variables,
            json!({
                "k0_token": MASK, "k0_id": 7, "limit": 5,
                "where": {"_or": [
                    {"apiKey": {"_in": [MASK, MASK]}},
                    {"tokens": {"id": {"_eq": 5}}},
                    {"access_token": {"_eq": "X-Hasura-Token"}},
                    {"title": {"_eq": MASK}},
                ]},
                "order_by": [{"token": "asc"}],
            })
        );
    }

    #[test]
    fn evidence_holds_no_secret_of_a_filter() {
        let shown = json!({"rows": 2, "code": "access-denied", "permission": {
            "token": {"_eq": "t"}, "note": {"id": {"_eq": 1}}}});
        assert_eq!(
            evidence(&shown, &is_masked),
            json!({"rows": 2, "code": "access-denied", "permission": {
                "token": {"_eq": MASK}, "note": {"id": {"_eq": 1}}}})
        );
    }

    #[test]
    fn values_are_shown_as_far_as_they_are_recognised_by() {
        let id = "3f2a91c4-7d0e-4c8e-9d2f-0a1b2c3d4e5f";
        assert_eq!(key(&json!(id)), json!(id));
        assert_eq!(key(&json!(7)), json!(7));
        assert_eq!(other(&json!("rent")), json!("rent"));
        assert_eq!(
            other(&json!("appointment at the dentist's")),
            json!("appointm…")
        );
        assert_eq!(other(&json!("benjamin@shop.test")), json!("be…@shop.test"));
        assert_eq!(other(&json!({"a": 1})), json!(MASK));
        assert_eq!(
            key(&json!("$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9")),
            json!(MASK)
        );
    }
}
