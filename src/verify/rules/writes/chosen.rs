//! What of a check its caller meets by choosing what to write: a branch that asks for
//! `status = draft` keeps nobody back who may set `status`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::bound::made_by;
use super::{Rule, bound_columns};
use crate::hasura::metadata::{Comparison, Condition, Operand, Operator, TrackedTable};

impl Rule<'_> {
    /// What is left of a condition on the written row where the caller chooses the values that meet
    /// it. What the permission's check says of the columns that tell whose a row is stays: to leave
    /// a row without an owner is to say whose it is. `may_be_null` tells which columns the database
    /// lets be null, and `met` are parts that some row behind a relationship meets that the caller
    /// may point to.
    pub(crate) fn chosen(
        &self,
        condition: &Condition,
        table: &TrackedTable,
        may_be_null: &dyn Fn(&str) -> bool,
        met: &[Condition],
    ) -> Condition {
        let owners = bound_columns(&self.rule.check.condition, table);
        self.left(condition, &owners, may_be_null, met)
    }

    /// True for a relationship of the table that leads where the caller wants it to.
    pub(crate) fn may_point(&self, relationship: &str, table: &TrackedTable) -> bool {
        made_by(relationship, table).is_some_and(|columns| {
            !columns.is_empty() && columns.iter().all(|column| self.writable(column))
        })
    }

    fn left(
        &self,
        condition: &Condition,
        owners: &BTreeSet<String>,
        may_be_null: &dyn Fn(&str) -> bool,
        met: &[Condition],
    ) -> Condition {
        let left = |part: &Condition| self.left(part, owners, may_be_null, met);
        match condition {
            Condition::And(parts) => Condition::all(parts.iter().map(left)),
            Condition::Or(parts) => Condition::any(parts.iter().map(left)),
            Condition::Not(inner) => match inner.as_ref() {
                Condition::Compare(comparison)
                    if self.may_set(comparison) && !owners.contains(&comparison.column) =>
                {
                    Condition::default()
                }
                _ => condition.clone(),
            },
            Condition::Compare(comparison)
                if !owners.contains(&comparison.column)
                    && self.may_meet(comparison, may_be_null) =>
            {
                Condition::default()
            }
            Condition::Related { .. } if met.contains(condition) => Condition::default(),
            Condition::Compare(_)
            | Condition::Related { .. }
            | Condition::Exists(_)
            | Condition::Unreadable(_) => condition.clone(),
        }
    }

    /// True for a comparison with something that is not the caller's, and that a row meets as soon
    /// as the caller wants it to.
    fn may_meet(&self, comparison: &Comparison, may_be_null: &dyn Fn(&str) -> bool) -> bool {
        let Comparison {
            column,
            operator,
            operand,
        } = comparison;
        let preset = self.rule.set.get(column);
        match (operator, operand) {
            (Operator::Eq, Operand::Literal(value)) if preset.is_some() => preset == Some(value),
            (Operator::In, Operand::Literal(Value::Array(items))) if items.is_empty() => false,
            (Operator::IsNull, Operand::Literal(Value::Bool(true))) => {
                self.writable(column) && may_be_null(column)
            }
            _ => self.may_set(comparison),
        }
    }

    fn may_set(&self, comparison: &Comparison) -> bool {
        match &comparison.operand {
            Operand::Session(_) => false,
            Operand::Literal(_) => self.writable(&comparison.column),
            Operand::Column { name, .. } => {
                self.writable(&comparison.column) || self.writable(name)
            }
        }
    }

    /// True for a branch of a check that the caller is sure to meet with a row of their choice: it
    /// asks for nothing but values of columns that are theirs to write, their own id among them.
    pub(super) fn may_take(&self, branch: &Condition) -> bool {
        match branch {
            Condition::And(parts) => parts.iter().all(|part| self.may_take(part)),
            Condition::Or(parts) => parts.iter().any(|part| self.may_take(part)),
            Condition::Compare(Comparison {
                column,
                operator: Operator::Eq,
                operand: Operand::Session(_),
            }) => {
                let preset = self.rule.set.get(column);
                self.writable(column) || preset.is_some_and(Value::is_string)
            }
            Condition::Compare(comparison) => self.may_meet(comparison, &|_| true),
            Condition::Not(_)
            | Condition::Related { .. }
            | Condition::Exists(_)
            | Condition::Unreadable(_) => false,
        }
    }
}

/// What is left of a condition for rows that do not meet it because of the caller.
pub(crate) fn without_caller(condition: &Condition) -> Condition {
    match condition {
        Condition::And(parts) => Condition::all(parts.iter().map(without_caller)),
        Condition::Or(parts) => Condition::any(parts.iter().map(without_caller)),
        part if part.mentions_caller() => Condition::Or(Vec::new()),
        part => part.clone(),
    }
}

/// True for a condition that every row meets, since one of its branches asks for nothing.
pub(crate) fn asks_nothing(condition: &Condition) -> bool {
    match condition {
        Condition::And(parts) => parts.iter().all(asks_nothing),
        Condition::Or(parts) => parts.iter().any(asks_nothing),
        _ => false,
    }
}

/// The columns and relationships of which a condition asks something that is not the caller's.
pub(crate) fn asked_besides(condition: &Condition) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut parts = vec![condition];
    while let Some(part) = parts.pop() {
        match part {
            Condition::And(inner) | Condition::Or(inner) => parts.extend(inner),
            Condition::Not(inner) => parts.push(inner),
            part if !part.mentions_caller() => {
                found.extend(part.name().map(ToOwned::to_owned));
            }
            _ => {}
        }
    }
    found
}
