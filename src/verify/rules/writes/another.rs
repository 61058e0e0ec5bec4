//! Rows that their maker puts into another's name.

use std::collections::BTreeSet;

use super::{Rule, bound_columns};
use crate::hasura::columns::{are_peers, named_like_an_owner};
use crate::hasura::metadata::{Comparison, Condition, Filter, Operand, TrackedTable};
use crate::operation::Operation;

/// The columns that say whose a row is, and that the caller may choose.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Choosable {
    pub columns: Vec<String>,
    /// True when one of them holds the owner's id itself. One that leads to an owner makes the row
    /// part of what is theirs, which may be meant: a comment, an order to a shop.
    pub direct: bool,
}

impl Rule<'_> {
    /// What of the columns by which the role's `selects`, the filters of what it reads, tell whose
    /// a row is can be chosen by whoever writes it; `None` where nothing can. `rules` are all that
    /// the role may write to the table by.
    pub(crate) fn in_anothers_name(
        &self,
        selects: &[&Filter],
        rules: &[Rule<'_>],
        table: &TrackedTable,
    ) -> Option<Choosable> {
        let owners: BTreeSet<String> = selects
            .iter()
            .flat_map(|filter| bound_columns(&filter.condition, table))
            .collect();
        let columns = self.takes_over(&owners, selects, rules);
        if !columns.is_empty() {
            return Some(Choosable {
                columns,
                direct: true,
            });
        }
        let check = &self.rule.check.condition;
        let mut bound = bound_columns(check, table);
        bound.retain(|column| !self.free(column, table));
        // Within what is theirs a caller may name whom they like: members of their own room.
        let inside_own = bound.iter().any(|column| !names(check, column));
        bound.extend(self.rule.presets().map(ToOwned::to_owned));
        if self.way == Operation::Update {
            bound.extend(bound_columns(&self.rule.filter.condition, table));
        }
        if self.way == Operation::Delete
            || !owners.is_disjoint(&bound)
            || (self.way == Operation::Insert && inside_own)
            || self.is_among_peers(&owners, rules, table)
        {
            return None;
        }
        let columns: Vec<String> = owners
            .into_iter()
            .filter(|column| self.free(column, table))
            .collect();
        let direct = columns.iter().any(|column| {
            let mut filters = selects.iter();
            filters.any(|filter| names(&filter.condition, column))
        });
        (!columns.is_empty()).then_some(Choosable { columns, direct })
    }

    /// The columns of makers that an update sets to the caller in rows that are shared with them: a
    /// branch of its filter, such as membership, lets them at a row whose maker is somebody else,
    /// and the check asks for no more than that one branch holds. Where they are in charge of it,
    /// by a grade, that may be meant.
    fn takes_over(
        &self,
        owners: &BTreeSet<String>,
        selects: &[&Filter],
        rules: &[Rule<'_>],
    ) -> Vec<String> {
        let filter = &self.rule.filter.condition;
        let branches = match filter {
            Condition::Or(branches) => branches.as_slice(),
            one => std::slice::from_ref(one),
        };
        let shares = |branch: &&Condition| {
            let makers = owners
                .iter()
                .any(|name| names(branch, name) && is_makers(name, rules));
            branch.mentions_caller() && !makers && !is_graded(branch)
        };
        if self.way != Operation::Update || !branches.iter().any(|one| shares(&one)) {
            return Vec::new();
        }
        let taken = owners.iter().filter(|column| {
            let mut filters = selects.iter();
            is_makers(column, rules)
                && self.writable(column)
                && filters.any(|filter| names(&filter.condition, column))
                && may_be_callers(&self.rule.check.condition, column)
        });
        taken.cloned().collect()
    }

    /// True where each row that passes the check names the caller in one of several columns that
    /// mean the same, as the two sides of a chat do: the row is the caller's, and nobody is passed
    /// off as who made it. Where a permission tells the columns apart, they do not mean the same.
    fn is_among_peers(
        &self,
        owners: &BTreeSet<String>,
        rules: &[Rule<'_>],
        table: &TrackedTable,
    ) -> bool {
        let Some(peers) = holding_caller(&self.rule.check.condition, owners) else {
            return false;
        };
        let told_apart = |rule: &Rule<'_>| {
            let bound = bound_columns(&rule.rule.filter.condition, table);
            !bound.is_disjoint(&peers) && !peers.is_subset(&bound)
        };
        peers.len() > 1 && are_peers(&peers) && !rules.iter().any(told_apart)
    }
}

/// True for a column that names who made a row, by the preset of an insertion or by its name.
pub(super) fn is_makers(column: &str, rules: &[Rule<'_>]) -> bool {
    let mut inserts = rules.iter().filter(|rule| rule.way == Operation::Insert);
    named_like_an_owner(column)
        || inserts.any(|rule| rule.rule.presets().any(|preset| preset == column))
}

/// True for a condition that asks for a grade beside the caller: a role, a word.
fn is_graded(condition: &Condition) -> bool {
    let mut graded = false;
    condition.visit(&mut |part| {
        if let Condition::Compare(Comparison {
            operand: Operand::Literal(value),
            ..
        }) = part
        {
            graded |= value.is_string() || value.is_array();
        }
    });
    graded
}

/// True unless a condition keeps the caller's own id out of a column.
fn may_be_callers(condition: &Condition, column: &str) -> bool {
    let may = |part: &Condition| may_be_callers(part, column);
    match condition {
        Condition::And(parts) => parts.iter().all(may),
        Condition::Or(parts) => parts.iter().any(may),
        Condition::Not(inner) => !names(inner, column),
        Condition::Compare(comparison) if comparison.column == *column => condition.is_callers(),
        _ => true,
    }
}

/// The columns of which each row that meets a condition has the caller in one; `None` where a row
/// may meet it that has them in none of `owners`.
fn holding_caller(condition: &Condition, owners: &BTreeSet<String>) -> Option<BTreeSet<String>> {
    match condition {
        Condition::And(parts) => parts.iter().find_map(|part| holding_caller(part, owners)),
        Condition::Or(parts) => {
            let all: Option<Vec<_>> = parts
                .iter()
                .map(|part| holding_caller(part, owners))
                .collect();
            all.map(|columns| columns.into_iter().flatten().collect())
        }
        Condition::Compare(comparison)
            if condition.is_callers() && owners.contains(&comparison.column) =>
        {
            Some(BTreeSet::from([comparison.column.clone()]))
        }
        Condition::Compare(_)
        | Condition::Not(_)
        | Condition::Related { .. }
        | Condition::Exists(_)
        | Condition::Unreadable(_) => None,
    }
}

/// True when a condition compares the column itself with something.
pub(super) fn names(condition: &Condition, column: &str) -> bool {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => {
            parts.iter().any(|part| names(part, column))
        }
        Condition::Not(inner) => names(inner, column),
        Condition::Exists(exists) => names(&exists.condition, column),
        Condition::Compare(comparison) => comparison.column == column,
        Condition::Related { .. } | Condition::Unreadable(_) => false,
    }
}
