//! Session variables that a condition needs.

use std::collections::BTreeSet;

use serde_json::Value;

/// The variables in a condition or in presets, in lower case.
pub(crate) fn of(condition: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(condition, &mut found);
    found
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if is_variable(text) => {
            found.insert(text.to_lowercase());
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => members.values().for_each(|member| collect(member, found)),
        _ => {}
    }
}

fn is_variable(text: &str) -> bool {
    text.get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case("x-hasura-"))
}

/// Those that a token does not carry. Hasura itself adds the role.
pub(crate) fn missing(condition: &Value, carries: impl Fn(&str) -> bool) -> Vec<String> {
    of(condition)
        .into_iter()
        .filter(|name| name != "x-hasura-role" && !carries(name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn variables_are_found_whatever_their_case() {
        let filter = json!({"_or": [{"a": {"_eq": "X-HASURA-User-Id"}}, {"b": {"_in": ["x-hasura-org"]}},
            {"c": {"_eq": "x-hasura"}}, {"d": {"_eq": "X-Hasura-Role"}}]});
        assert_eq!(
            missing(&filter, |name| name == "x-hasura-user-id"),
            ["x-hasura-org"]
        );
    }
}
