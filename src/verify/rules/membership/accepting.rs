//! Passes that somebody in charge offers, and that whoever they name accepts: an invitation.

use super::Gate;
use crate::hasura::columns::words;
use crate::hasura::metadata::{Condition, Operand, Operator};
use crate::operation::Operation;
use crate::verify::rules::writes::Rule;

/// What a column says, or what stands in it, when whoever a row names agrees to it. One who is
/// approved, verified or active is so by somebody else's word.
const AGREED: [&str; 7] = [
    "accept",
    "accepted",
    "confirmed",
    "joined",
    "going",
    "attending",
    "agreed",
];

impl Gate<'_> {
    /// True for a change by which the caller only takes what they were offered: rows that name them
    /// are made by people who have the right to it, the change is to one of these, what it gives is
    /// an agreement, and nobody else has a say in that, who might have taken it back.
    pub(super) fn accepts(&self, rule: &Rule<'_>, given: &[String]) -> bool {
        let parts = rule.rule.filter.condition.conjuncts().iter();
        let mut own = parts.filter(|part| part.is_callers());
        let is_own = own.any(|part| part.name().is_some_and(|name| self.names_caller(name)));
        let table = self.written_at.config;
        let permissions = Operation::ALL.into_iter().flat_map(|way| {
            let all = table.write_permissions(way).iter();
            all.map(move |one| Rule {
                way,
                rule: &one.permission,
                role: &one.role,
            })
        });
        let others: Vec<Rule<'_>> = permissions
            .filter(|one| (one.way, one.role) != (rule.way, rule.role))
            .collect();
        let makes = |one: &&Rule<'_>| one.way == Operation::Insert;
        is_own
            && self.asked_to_agree(given)
            && others.iter().any(|one| makes(&one))
            && (others.iter().filter(makes)).all(|one| {
                self.offers_own(one) || self.by_right(&one.rule.check.condition, self.written_at)
            })
            && !others
                .iter()
                .any(|one| given.iter().any(|column| one.writable(column)))
    }

    /// True for a permission to insert passes that are to what is the caller's own: they ask
    /// somebody to be their friend.
    fn offers_own(&self, rule: &Rule<'_>) -> bool {
        let which = &self.asked.which;
        !which.is_empty() && which.iter().all(|column| rule.presets_caller_into(column))
    }

    fn names_caller(&self, column: &str) -> bool {
        self.asked.caller.iter().any(|one| one == column)
    }

    /// True when all that is asked of these columns is that somebody agreed.
    fn asked_to_agree(&self, given: &[String]) -> bool {
        let agreed = |text: &str| {
            words(text)
                .iter()
                .any(|word| AGREED.contains(&word.as_str()))
        };
        let mut all = true;
        self.asked.rest.visit(&mut |part| {
            let Condition::Compare(one) = part else {
                return;
            };
            if !given.contains(&one.column) {
                return;
            }
            let by_value = match (&one.operator, &one.operand) {
                (Operator::Eq | Operator::In, Operand::Literal(value)) => {
                    let listed = value
                        .as_array()
                        .map_or(std::slice::from_ref(value), Vec::as_slice);
                    !listed.is_empty() && listed.iter().all(|one| one.as_str().is_some_and(agreed))
                }
                _ => false,
            };
            all &= by_value || agreed(&one.column);
        });
        all
    }
}
