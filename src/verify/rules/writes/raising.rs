//! Rows of others in which who may change them gives themselves what deletions believe: assignees
//! who say who the janitor is.

use std::collections::BTreeSet;

use super::another::{is_makers, names};
use super::bound::made_by;
use super::{Rule, bound_columns};
use crate::hasura::metadata::{Condition, Filter, TrackedTable};
use crate::operation::Operation;

impl Rule<'_> {
    /// The columns by which who may change a row of another's lets themselves delete it too: the
    /// filter of deletions believes them, and they may be set to anything. `None` where there are
    /// none, and where who changes rows may delete them anyway or has made them.
    pub(crate) fn raises(
        &self,
        selects: &[&Filter],
        rules: &[Rule<'_>],
        table: &TrackedTable,
    ) -> Option<Vec<String>> {
        if self.way != Operation::Update {
            return None;
        }
        let changed = &self.rule.filter.condition;
        let by = bound_columns(changed, table);
        if by.is_empty() || by.iter().all(|column| is_makers(column, rules)) {
            return None;
        }
        let mut all: BTreeSet<String> = selects
            .iter()
            .flat_map(|filter| bound_columns(&filter.condition, table))
            .collect();
        let deletions = rules.iter().filter(|rule| rule.way == Operation::Delete);
        let mut deletions = deletions.filter(|rule| !rule.backend_only());
        deletions.find_map(|deletion| {
            let deleted = &deletion.rule.filter.condition;
            let believed = bound_columns(deleted, table);
            let columns: Vec<String> = believed
                .iter()
                .filter(|column| names(deleted, column) && self.free(column, table))
                .cloned()
                .collect();
            all.extend(believed.iter().cloned());
            // Somebody else has to be there whose row it is.
            let others = all
                .iter()
                .any(|column| !by.contains(column) && !columns.contains(column));
            let raises = !columns.is_empty() && others && !entitles(changed, deleted, table);
            raises.then_some(columns)
        })
    }
}

/// True where whoever meets a condition because of who they are meets the other one for the same
/// reason.
fn entitles(condition: &Condition, other: &Condition, table: &TrackedTable) -> bool {
    let entitles = |part: &Condition| entitles(part, other, table);
    let believed = bound_columns(other, table);
    let same = match other {
        Condition::Or(branches) => branches.contains(condition),
        other => other == condition,
    };
    same || match condition {
        Condition::And(parts) => parts.iter().any(entitles),
        Condition::Or(parts) => parts.iter().all(entitles),
        Condition::Compare(comparison) => {
            condition.mentions_caller() && believed.contains(&comparison.column)
        }
        Condition::Related { name, .. } if condition.mentions_caller() => made_by(name, table)
            .is_some_and(|columns| columns.iter().any(|column| believed.contains(column))),
        Condition::Related { .. }
        | Condition::Not(_)
        | Condition::Exists(_)
        | Condition::Unreadable(_) => false,
    }
}

/// What is said of it.
pub(crate) fn summary(role: &str, columns: &str) -> String {
    format!(
        "role {role} may let themselves delete rows of others: who may change them sets {columns}, \
         and the filter of deletions believes it"
    )
}

/// What to do about it.
pub(crate) fn remedy(columns: &str) -> String {
    format!(
        "take {columns} from the columns of the role's update permission, or compare in its filter \
         what the filter of the delete permission compares"
    )
}
