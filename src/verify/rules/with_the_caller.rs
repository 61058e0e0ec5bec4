//! What a filter compares with the caller.

use crate::hasura::metadata::{Comparison, Condition, Operand, Operator};

/// The column that a filter compares with a session variable for equality, when that is all that
/// the filter does.
pub(crate) fn alone(filter: &Condition) -> Option<&str> {
    match filter {
        Condition::Compare(Comparison {
            column,
            operator: Operator::Eq,
            operand: Operand::Session(_),
        }) => Some(column),
        _ => None,
    }
}

/// A comparison with a session variable for equality.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Way<'f> {
    /// Relationships on the way.
    pub through: Vec<&'f str>,
    /// The column at its end, by the database's name.
    pub column: &'f str,
    pub variable: &'f str,
}

/// The comparisons that every row has to meet, whatever else the filter asks.
pub(crate) fn required(filter: &Condition) -> Vec<Way<'_>> {
    let mut found = Vec::new();
    collect(filter, &[], &mut found);
    found
}

fn collect<'f>(filter: &'f Condition, through: &[&'f str], found: &mut Vec<Way<'f>>) {
    for part in filter.conjuncts() {
        match part {
            Condition::Compare(Comparison {
                column,
                operator: Operator::Eq,
                operand: Operand::Session(variable),
            }) => found.push(Way {
                through: through.to_vec(),
                column,
                variable: variable.as_str(),
            }),
            Condition::Related { name, condition } => {
                let through: Vec<&str> = through.iter().copied().chain([name.as_str()]).collect();
                collect(condition, &through, found);
            }
            _ => {}
        }
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
            assert_eq!(alone(&condition), expected, "{filter}");
        }
    }

    #[test]
    fn what_every_row_has_to_meet_is_told_with_its_way() {
        let me = "X-Hasura-User-Id";
        let filter = json!({
            "open": {"_eq": true},
            "page": {"book": {"owner": {"_eq": me}}},
            "_or": [{"a": {"_eq": me}}, {"b": {"_eq": me}}],
        });
        let condition = Condition::read(&filter);
        let way = Way {
            through: vec!["page", "book"],
            column: "owner",
            variable: me,
        };
        assert_eq!(required(&condition), [way]);
    }
}
