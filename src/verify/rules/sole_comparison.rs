//! Filters that are one comparison with the caller and nothing else.

use crate::hasura::metadata::{Comparison, Condition, Operand, Operator};

/// The column that a filter compares with a session variable for equality, when that is all that
/// the filter does.
pub(crate) fn column(filter: &Condition) -> Option<&str> {
    match filter {
        Condition::Compare(Comparison {
            column,
            operator: Operator::Eq,
            operand: Operand::Session(_),
        }) => Some(column),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hasura::metadata::condition::all_of;
    use serde_json::json;

    #[test]
    fn one_comparison_is_told_from_more() {
        let me = "X-Hasura-User-Id";
        for (filter, expected) in [
            (json!({"id": {"_eq": me}}), Some("id")),
            (all_of([json!({"id": {"$eq": me}}), json!({})]), Some("id")),
            (json!({"_or": {"id": me}}), Some("id")),
            (json!({"id": {"_eq": me}, "open": {"_eq": true}}), None),
            (
                json!({"_or": [{"id": {"_eq": me}}, {"open": {"_eq": true}}]}),
                None,
            ),
            (json!({"open": {"_eq": true}}), None),
            (json!({"owner": {"id": {"_eq": me}}}), None),
            (json!({"id": {"_neq": me}}), None),
            (json!({}), None),
        ] {
            let condition = Condition::read(&filter);
            assert_eq!(column(&condition), expected, "{filter}");
        }
    }
}
