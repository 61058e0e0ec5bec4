//! What a role's permissions to write leave open; [`bound`] reads their conditions, [`passing`] what
//! their checks let pass, [`chosen`] what of them the caller meets at will, [`meeting`] what a row can
//! be made to meet, [`another`] whom a new row may be made to belong to, [`named`] whom they name
//! themselves, [`claims`] whom a claim names for them, and [`raising`] what they let be given to
//! oneself.

mod another;
mod bound;
mod chosen;
mod claims;
mod meeting;
pub(in crate::verify) mod named;
mod passing;
pub(in crate::verify) mod raising;

use std::collections::BTreeSet;

use bound::{limits, told_by};

use super::variables;
use crate::hasura::metadata::condition;
use crate::hasura::metadata::{
    Columns, Condition, Filter, Metadata, TrackedTable, WritePermission,
};
use crate::operation::Operation;

pub(in crate::verify) use bound::names;
pub(crate) use bound::{bound_columns, is_usual, made_by, own_columns, tied_columns};
pub(crate) use chosen::{asked_besides, asks_nothing, without_caller};
pub(crate) use passing::not_false;

/// A permission to write, and the role that it is written for: the role itself, or a parent of
/// an inherited role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule<'a> {
    pub way: Operation,
    pub rule: &'a WritePermission,
    pub role: &'a str,
}

/// A role's permissions to write to a table. An inherited role without one of its own has those
/// of its parents (contracts: hasura §3.7); whether Hasura makes mutations of them where they
/// differ, its schema tells.
pub(crate) fn of_role<'a>(
    metadata: &'a Metadata,
    table: &'a TrackedTable,
    role: &str,
) -> Vec<Rule<'a>> {
    let rules = |operation| {
        let held = metadata.writes(table, role, operation).into_iter();
        held.map(move |permission| Rule {
            way: operation,
            rule: &permission.permission,
            role: &permission.role,
        })
    };
    Operation::ALL.into_iter().flat_map(rules).collect()
}

impl Rule<'_> {
    /// True for a permission that only servers with the admin secret have.
    pub(crate) fn backend_only(&self) -> bool {
        self.rule.backend_only == Some(true)
    }

    /// True when the caller may choose the value of a column, named as in the database.
    pub(crate) fn writable(&self, column: &str) -> bool {
        let listed = match &self.rule.columns {
            Some(columns) => columns.contains(column),
            // Inserts without a list take every column; updates without one take none.
            None => self.way == Operation::Insert,
        };
        listed && self.rule.set.get(column).is_none()
    }

    /// The member of the permission that says which rows, and what it says.
    pub(crate) const fn rows(&self) -> (&'static str, &Filter) {
        self.rule.rows(self.way)
    }

    /// Session variables that the permission needs and a token does not carry: nothing can be
    /// written then.
    pub(crate) fn missing(&self, carries: impl Fn(&str) -> bool) -> Vec<String> {
        let mut needed = condition::preset_variables(&self.rule.set);
        needed.extend(self.rule.check.condition.variables());
        needed.extend(self.rule.filter.condition.variables());
        variables::missing(needed, carries)
    }

    /// Columns that the caller may set, or that are set for them to something else than theirs, and
    /// by which the permission tells whose a row is: to write one of them is to give the row away.
    /// Nothing is said of rows after the change here; that is what `check` is for.
    pub(crate) fn gives_away(&self, table: &TrackedTable) -> Vec<String> {
        if self.way != Operation::Update {
            return Vec::new();
        }
        tied_columns(&self.rule.filter.condition, table)
            .into_iter()
            .filter(|column| self.writable(column) || self.presets_another(column))
            .collect()
    }

    /// True for a column that is set to a value of the permission's own.
    fn presets_another(&self, column: &str) -> bool {
        let preset = self.rule.set.get(column);
        preset.is_some_and(|value| !value.is_null())
            && !self.rule.presets().any(|own| own == column)
    }

    /// True when the caller may choose the value of a column, and nothing in the check limits them,
    /// neither what it says of the column nor of the row that it leads to; or has a branch that does
    /// not and that the caller is sure to meet.
    pub(crate) fn free(&self, column: &str, table: &TrackedTable) -> bool {
        self.free_within(&self.rule.check.condition, column, table)
    }

    /// [`Self::free`], with this in place of the permission's check.
    pub(crate) fn free_within(
        &self,
        check: &Condition,
        column: &str,
        table: &TrackedTable,
    ) -> bool {
        let taken = |branch: &Condition| self.may_take(branch);
        self.writable(column) && !limits(check, column, table, &taken)
    }

    /// True when a column may be null in a row that the check is asked about: the caller leaves it
    /// out or sets it so, or it is so already.
    pub(crate) fn may_leave_null(&self, column: &str) -> bool {
        if let Some(preset) = self.rule.set.get(column) {
            return preset.is_null();
        }
        self.way == Operation::Insert
            || self.writable(column)
            || !passing::leaves_out_null(&self.rule.filter.condition, column)
    }

    /// True for an update whose check only rows of the caller's meet, and that can set none of the
    /// columns by which it tells: a row of another's does not meet it after the update either, so
    /// none is updated, whatever the filter admits. That the check is met by none but the caller's
    /// rows is for the caller of this to know.
    pub(crate) fn changes_no_owner(&self, table: &TrackedTable) -> bool {
        let mut columns = BTreeSet::new();
        self.way == Operation::Update
            && told_by(&self.rule.check.condition, table, &mut columns)
            && self.rule.check.condition.mentions_caller()
            && columns
                .iter()
                .all(|column| !self.writable(column) && self.rule.set.get(column).is_none())
    }

    /// True when every column may be written.
    pub(crate) const fn every_column(&self) -> bool {
        matches!(self.rule.columns, Some(Columns::Star(_)))
    }
}

#[cfg(test)]
mod tests;
