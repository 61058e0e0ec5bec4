//! Session variables that a condition needs.

use std::collections::BTreeSet;

/// Those that a token does not carry, in lower case. Hasura itself adds the role.
pub(crate) fn missing(variables: BTreeSet<String>, carries: impl Fn(&str) -> bool) -> Vec<String> {
    let variables = variables.into_iter();
    variables
        .filter(|name| name != "x-hasura-role" && !carries(name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hasura::metadata::Condition;
    use serde_json::json;

    #[test]
    fn variables_are_found_whatever_their_case() {
        let filter = json!({"_or": [{"a": {"_eq": "X-HASURA-User-Id"}}, {"b": {"_in": "x-hasura-org"}},
            {"c": {"_eq": "x-hasura"}}, {"d": {"_eq": "X-Hasura-Role"}}]});
        let variables = Condition::read(&filter).variables();
        assert_eq!(
            missing(variables, |name| name == "x-hasura-user-id"),
            ["x-hasura-org"]
        );
    }
}
