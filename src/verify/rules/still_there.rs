//! Branches that let in every row that is still there: `deleted_at: {_is_null: true}` beside the
//! owner's condition is as good as no filter.

use serde_json::Value;

use crate::hasura::columns::words;
use crate::hasura::metadata::{Comparison, Condition, Operand, Operator};

/// How columns are called that tell of a row that it is gone, in the languages of
/// [`crate::verify::ownership::publication`].
const GONE: [&str; 16] = [
    "deleted",
    "removed",
    "archived",
    "trashed",
    "discarded",
    "erased",
    "geloescht",
    "gelöscht",
    "archiviert",
    "supprime",
    "supprimé",
    "eliminado",
    "borrado",
    "apagado",
    "excluido",
    "eliminato",
];

/// The branch of a filter that asks for nothing but rows that are still there.
pub(crate) fn branch(filter: &Condition) -> Option<&Condition> {
    match filter {
        Condition::Or(branches) => branches.iter().find_map(branch),
        one => asks_no_more(one).then_some(one),
    }
}

fn asks_no_more(condition: &Condition) -> bool {
    match condition {
        Condition::And(parts) => !parts.is_empty() && parts.iter().all(asks_no_more),
        Condition::Compare(comparison) => is_there(comparison),
        _ => false,
    }
}

fn is_there(comparison: &Comparison) -> bool {
    let Operand::Literal(value) = &comparison.operand else {
        return false;
    };
    // `deleted_by` is nobody's name as long as nobody deleted it.
    let gone = words(&comparison.column);
    gone.iter().any(|word| GONE.contains(&word.as_str()))
        && match comparison.operator {
            Operator::IsNull | Operator::Neq => *value == Value::Bool(true),
            Operator::Eq => *value == Value::Bool(false),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hasura::metadata::Filter;
    use serde_json::json;

    #[test]
    fn what_is_still_there_is_everybodys() {
        let me = json!({"owner_id": {"_eq": "X-Hasura-User-Id"}});
        let there = json!({"deleted_at": {"_is_null": true}});
        for (filter, expected) in [
            (json!({"_or": [me, there]}), true),
            (
                json!({"_or": [me, {"_or": [{"isArchived": {"_eq": false}}]}]}),
                true,
            ),
            (
                json!({"_or": [me, {"_and": [there, {"removed": {"_neq": true}}]}]}),
                true,
            ),
            (json!({"_and": [me, there]}), false),
            // Rows that are gone, and rows that nobody owns, are few.
            (
                json!({"_or": [me, {"deleted_at": {"_is_null": false}}]}),
                false,
            ),
            (json!({"_or": [me, {"archived": {"_eq": true}}]}), false),
            (
                json!({"_or": [me, {"owner_id": {"_is_null": true}}]}),
                false,
            ),
            (
                json!({"_or": [me, {"_and": [there, {"public": {"_eq": true}}]}]}),
                false,
            ),
        ] {
            let filter = Filter::new(filter);
            assert_eq!(branch(&filter.condition).is_some(), expected, "{filter:?}");
        }
    }
}
