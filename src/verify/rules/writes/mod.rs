//! What a role's permissions to write leave open; [`bound`] reads their conditions.

mod bound;

use std::collections::BTreeSet;

use serde_json::Value;

use bound::{speaks_of, told_by};

use super::variables;
use crate::hasura::metadata::{Columns, Metadata, Permission, Table, WritePermission};
use crate::verify::ownership::filter::mentions_caller;

pub(crate) use bound::bound_columns;
pub(super) use bound::{names, own_columns};

/// A way to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    /// New rows, also through `on_conflict`.
    Insert,
    /// Changes of rows.
    Update,
    /// Deletion of rows.
    Delete,
}

impl Way {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Insert, Self::Update, Self::Delete];

    /// The word in reports.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    /// The member of the permission that says which rows.
    pub(crate) const fn member(self) -> &'static str {
        match self {
            Self::Insert => "check",
            Self::Update | Self::Delete => "filter",
        }
    }

    fn permissions(self, table: &Table) -> &[Permission<WritePermission>] {
        match self {
            Self::Insert => &table.insert_permissions,
            Self::Update => &table.update_permissions,
            Self::Delete => &table.delete_permissions,
        }
    }

    /// The condition that says which rows.
    pub(crate) const fn condition(self, rule: &WritePermission) -> &Value {
        match self {
            Self::Insert => &rule.check,
            Self::Update | Self::Delete => &rule.filter,
        }
    }
}

/// A permission to write, and the role that it is written for: the role itself, or a parent of
/// an inherited role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule<'a> {
    pub way: Way,
    /// What it says.
    pub rule: &'a WritePermission,
    /// Whose it is.
    pub role: &'a str,
}

/// A role's permissions to write to a table. An inherited role without one of its own has those
/// of its parents (contracts: hasura §3.7); whether Hasura makes mutations of them where they
/// differ, its schema tells.
pub(crate) fn of_role<'a>(metadata: &'a Metadata, table: &'a Table, role: &str) -> Vec<Rule<'a>> {
    let mut found = Vec::new();
    for way in Way::ALL {
        let mut seen = BTreeSet::new();
        expand(metadata, table, role, way, &mut seen, &mut found);
    }
    found
}

fn expand<'a>(
    metadata: &'a Metadata,
    table: &'a Table,
    role: &str,
    way: Way,
    seen: &mut BTreeSet<String>,
    found: &mut Vec<Rule<'a>>,
) {
    if !seen.insert(role.to_owned()) {
        return;
    }
    let own = way
        .permissions(table)
        .iter()
        .find(|permission| permission.role == role);
    if let Some(permission) = own {
        found.push(Rule {
            way,
            rule: &permission.permission,
            role: &permission.role,
        });
        return;
    }
    let parents = metadata
        .inherited_roles
        .iter()
        .find(|inherited| inherited.role_name == role);
    for parent in parents.into_iter().flat_map(|role| &role.role_set) {
        expand(metadata, table, parent, way, seen, found);
    }
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
            None => self.way == Way::Insert,
        };
        listed && self.rule.set.get(column).is_none()
    }

    /// Columns that are set to something of the caller's, whatever was sent for them.
    pub(crate) fn presets(&self) -> impl Iterator<Item = &str> {
        self.rule
            .set
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(_, value)| mentions_caller(value))
            .map(|(column, _)| column.as_str())
    }

    /// Session variables that the permission needs and a token does not carry: nothing can be
    /// written then.
    pub(crate) fn missing(&self, carries: impl Fn(&str) -> bool) -> Vec<String> {
        let mut all = Vec::new();
        for part in [&self.rule.check, &self.rule.filter, &self.rule.set] {
            all.extend(variables::missing(part, &carries));
        }
        all.sort();
        all.dedup();
        all
    }

    /// Columns that the caller may set, and by which the permission tells whose a row is: to write
    /// one of them is to give the row away. Nothing is said of rows after the change here; that is
    /// what `check` is for.
    pub(crate) fn gives_away(&self, table: &Table) -> Vec<String> {
        if self.way != Way::Update {
            return Vec::new();
        }
        bound_columns(&self.rule.filter, table)
            .into_iter()
            .filter(|column| self.writable(column))
            .collect()
    }

    /// True when the caller may choose the value of a column, and the check says nothing about
    /// it, neither itself nor through the relationship that it makes.
    pub(crate) fn free(&self, column: &str, table: &Table) -> bool {
        self.writable(column) && !speaks_of(&self.rule.check, column, table)
    }

    /// True for an update whose check only rows of the caller's meet, and that can set none of the
    /// columns by which it tells: a row of another's does not meet it after the update either, so
    /// none is updated, whatever the filter admits. That the check is met by none but the caller's
    /// rows is for the caller of this to know.
    pub(crate) fn changes_no_owner(&self, table: &Table) -> bool {
        let mut columns = BTreeSet::new();
        self.way == Way::Update
            && told_by(&self.rule.check, table, &mut columns)
            && !columns.is_empty()
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
