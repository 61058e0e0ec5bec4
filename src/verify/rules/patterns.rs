//! Claims that are compared as patterns, in which some signs stand for others.

use std::collections::BTreeSet;

use crate::hasura::metadata::{Condition, Operand};

/// The comparisons of a condition that take a session variable of the caller for a pattern, as a
/// report shows them.
pub(crate) fn of(condition: &Condition) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    condition.visit(&mut |part| {
        if let Condition::Compare(comparison) = part
            && comparison.operator.takes_a_pattern()
            && matches!(&comparison.operand, Operand::Session(variable) if !variable.is_role())
        {
            found.insert(part.to_string());
        }
    });
    found
}

/// Why they matter.
pub(crate) const WHY: &str =
    "a claim with a sign that stands for others names more rows than those of its user";

/// What is said of them.
pub(crate) fn summary(role: &str, member: &str, found: &BTreeSet<String>) -> String {
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    format!(
        "the {member} of role {role} takes a claim for a pattern ({}): j_doe@… fits jxdoe@… as well",
        found.join(", ")
    )
}

/// What to do about them.
pub(crate) const REMEDY: &str = "compare with _eq, on values of one spelling (a column in lower case, an id); in a pattern the \
     signs _ and %, in a regular expression . and others, stand for any sign, and a regular \
     expression is met by any part of a value";

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_claims_are_patterns_that_somebody_else_chose() {
        let found = |filter| of(&Condition::read(&filter)).len();
        assert_eq!(found(json!({"mail": {"_ilike": "X-Hasura-Email"}})), 1);
        assert_eq!(
            found(
                json!({"_or": [{"team": {"path": {"_regex": "x-hasura-path"}}}, {"a": {"_similar": "x-hasura-b"}}]})
            ),
            2
        );
        for filter in [
            json!({"mail": {"_eq": "X-Hasura-Email"}}),
            json!({"title": {"_ilike": "%public%"}}),
            json!({"role": {"_like": "X-Hasura-Role"}}),
            json!({"mail": {"_nlike": "X-Hasura-Email"}}),
        ] {
            assert_eq!(found(filter), 0);
        }
    }
}
