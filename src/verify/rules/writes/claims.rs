//! Owners whom a claim names in the caller's place: the owner of a team, a manager, an organisation.
//! What such a claim says, the token writes down.

use super::Rule;
use super::bound::made_by;
use crate::hasura::metadata::{
    Comparison, Condition, Filter, Operand, Operator, TrackedTable, Variable,
};
use crate::operation::Operation;

impl Rule<'_> {
    /// The claims that say in the caller's place whose a written row is, in its presets or in its
    /// check, where `selects` compare the column with the caller's id and none compares it with the
    /// claim: whoever has a claim in common with the row may read it then. None where another column
    /// says that the row is the caller's.
    pub(crate) fn claims(
        &self,
        says_whose: &dyn Fn(&str) -> bool,
        selects: &[&Filter],
        table: &TrackedTable,
    ) -> Vec<Variable> {
        let mut tied = Vec::new();
        for (column, value) in self.rule.set.as_object().into_iter().flatten() {
            let variable = value.as_str().and_then(Variable::read);
            tied.extend(variable.map(|variable| (column.as_str(), variable)));
        }
        let check = &self.rule.check.condition;
        let of_caller = |column: &str, variable: &Variable| {
            variable.is_user_id() && says_whose(column) && self.sets(column)
        };
        let own = tied
            .iter()
            .any(|(name, variable)| of_caller(name, variable))
            || holds(check, &|column, variable| {
                of_caller(column, variable) && self.rule.set.get(column).is_none()
            });
        if own || self.way == Operation::Delete {
            return Vec::new();
        }
        ties(check, &mut |column, variable| {
            if self.writable(column) {
                tied.push((column, variable.clone()));
            }
        });
        let mut read: Vec<&Condition> = selects.iter().map(|one| &one.condition).collect();
        let by_id = |column: &str| {
            let mut all = read.iter();
            all.any(|one| compares(one, column, table, &|name| name == "x-hasura-user-id"))
        };
        tied.retain(|(column, _)| says_whose(column) && by_id(column));
        // What an update finds may be theirs by its own filter already.
        if self.way == Operation::Update {
            read.push(&self.rule.filter.condition);
        }
        tied.retain(|(column, variable)| {
            let claim = variable.as_str().to_lowercase();
            let mut all = read.iter();
            !variable.is_role()
                && !variable.is_user_id()
                && !all.any(|one| compares(one, column, table, &|name| name == claim))
        });
        tied.into_iter().map(|(_, variable)| variable).collect()
    }
}

/// Each column that a condition says to equal a session variable, in whichever branch.
fn ties<'c>(condition: &'c Condition, found: &mut dyn FnMut(&'c str, &'c Variable)) {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => {
            for part in parts {
                ties(part, found);
            }
        }
        part => {
            if let Some((column, variable)) = tie(part) {
                found(column, variable);
            }
        }
    }
}

/// True for a condition of which every branch has such a tie.
fn holds(condition: &Condition, is_one: &dyn Fn(&str, &Variable) -> bool) -> bool {
    match condition {
        Condition::And(parts) => parts.iter().any(|part| holds(part, is_one)),
        Condition::Or(parts) => !parts.is_empty() && parts.iter().all(|part| holds(part, is_one)),
        part => tie(part).is_some_and(|(column, variable)| is_one(column, variable)),
    }
}

fn tie(part: &Condition) -> Option<(&str, &Variable)> {
    match part {
        Condition::Compare(Comparison {
            column,
            operator: Operator::Eq,
            operand: Operand::Session(variable),
        }) => Some((column, variable)),
        _ => None,
    }
}

/// True for a condition that compares a column, itself or through a relationship that it makes, with
/// such a session variable, named in lower case.
fn compares(
    condition: &Condition,
    column: &str,
    table: &TrackedTable,
    is_one: &dyn Fn(&str) -> bool,
) -> bool {
    let any = |condition: &Condition| condition.variables().iter().any(|name| is_one(name));
    match condition {
        Condition::And(parts) | Condition::Or(parts) => parts
            .iter()
            .any(|part| compares(part, column, table, is_one)),
        Condition::Compare(comparison) => comparison.column == column && any(condition),
        Condition::Related { name, .. } => {
            let makes = made_by(name, table);
            makes.is_some_and(|made| made.iter().any(|one| one == column)) && any(condition)
        }
        Condition::Not(_) | Condition::Exists(_) | Condition::Unreadable(_) => false,
    }
}
