//! Rights that are no passes: to be in charge of a row, or to be the one that it is about.

use super::Gate;
use super::walk::{At, behind, named};
use crate::hasura::metadata::{Comparison, Condition, Exists, Operand, Operator};
use crate::verify::rules::writes::{Rule, made_by};

impl Gate<'_> {
    /// True when a condition holds for a reason of the caller's that is no pass: it is not enough
    /// that one names them.
    pub(super) fn by_right(&self, condition: &Condition, at: At<'_>) -> bool {
        let is_pass = self.is_pass(at);
        let beyond = |condition: &Condition, next: Option<At<'_>>| {
            next.is_some_and(|next| {
                let graded = self.is_pass(next)
                    && condition.mentions_caller()
                    && self.asked.is_in(condition, self.pass, false);
                graded || self.by_right(condition, next)
            })
        };
        match condition {
            Condition::And(parts) => parts.iter().any(|part| self.by_right(part, at)),
            Condition::Or(parts) => {
                !parts.is_empty() && parts.iter().all(|part| self.by_right(part, at))
            }
            Condition::Compare(comparison) => {
                condition.mentions_caller()
                    && comparison.operator.can_bind()
                    && !(is_pass && self.asked.caller.contains(&comparison.column))
            }
            // The caller's own id, looked up where it leads to.
            Condition::Related { name, .. } if is_pass && self.leads_to_caller(name) => false,
            Condition::Related { name, condition } => {
                beyond(condition, behind(self.schema, name, at))
            }
            Condition::Exists(Exists { table, condition }) => {
                let next = table.as_ref().and_then(|name| named(self.schema, name));
                beyond(condition, next)
            }
            Condition::Not(_) | Condition::Unreadable(_) => false,
        }
    }

    fn is_pass(&self, at: At<'_>) -> bool {
        let mut all = [self.pass, self.written_at.config].into_iter();
        all.any(|one| std::ptr::eq(at.config, one))
    }

    /// True when a rule never lets a pass of the caller's own be written.
    pub(super) fn leaves_caller_out(&self, rule: &Rule<'_>) -> bool {
        let parts = rule.rule.filter.condition.conjuncts().iter();
        let mut others = parts.filter_map(|part| match part {
            Condition::Compare(Comparison {
                column,
                operator: Operator::Neq,
                operand: Operand::Session(variable),
            }) if variable.is_user_id() => Some(column),
            _ => None,
        });
        others.any(|column| {
            let presets = &rule.rule.set;
            self.asked.caller.contains(column)
                && !rule.writable(column)
                && presets.get(column).is_none()
        })
    }

    /// True for a relationship of the passes that is made by the columns that name the caller.
    fn leads_to_caller(&self, relationship: &str) -> bool {
        made_by(relationship, self.written_at.config).is_some_and(|columns| {
            let caller = &self.asked.caller;
            !columns.is_empty() && columns.iter().all(|column| caller.contains(column))
        })
    }

    /// True when the rows that a filter lets change open no rows but those that name the caller
    /// themselves, as a patient's grants open the patient's records.
    pub(super) fn opens_own(&self, filter: &Condition) -> bool {
        let own = filter.conjuncts().iter().filter(|part| part.is_callers());
        own.filter_map(Condition::name)
            .any(|name| self.asked.which.iter().any(|one| one == name))
    }
}
