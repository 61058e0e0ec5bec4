//! What an inherited role may write (contracts: hasura §3.7).

use super::metadata::{
    Columns, DeletePermission, InsertPermission, Metadata, Permission, UpdatePermission,
};

/// What becomes of the permissions of one kind for one table and role.
#[derive(Debug)]
pub(crate) enum Written<'a, T> {
    Nothing,
    May(&'a T),
    /// The parents have permissions that differ, so that none is inherited.
    Disputed,
}

/// Two permissions that allow the same.
pub(crate) trait Agrees {
    /// `columns` are those of the table.
    fn agrees(&self, other: &Self, columns: &[&str]) -> bool;
}

/// The permission of a role in one of a table's lists: its own, or the one that all of its
/// parents agree on that have one.
pub(crate) fn written<'a, T: Agrees>(
    metadata: &Metadata,
    list: &'a [Permission<T>],
    role: &str,
    columns: &[&str],
) -> Written<'a, T> {
    look(metadata, list, role, columns, &mut Vec::new())
}

fn look<'a, 'm, T: Agrees>(
    metadata: &'m Metadata,
    list: &'a [Permission<T>],
    role: &'m str,
    columns: &[&str],
    path: &mut Vec<&'m str>,
) -> Written<'a, T> {
    if let Some(own) = Permission::of(list, role) {
        return Written::May(own);
    }
    let parents = metadata.inherited(role).unwrap_or_default();
    if path.contains(&role) {
        return Written::Nothing;
    }
    path.push(role);
    let mut outcome = Written::Nothing;
    for parent in parents {
        outcome = match (outcome, look(metadata, list, parent, columns, path)) {
            (Written::Nothing, Written::May(one)) => Written::May(one),
            (Written::May(known), Written::May(one)) if !known.agrees(one, columns) => {
                Written::Disputed
            }
            // What a parent could not inherit it just has not.
            (outcome, _) => outcome,
        };
    }
    path.pop();
    outcome
}

impl Agrees for InsertPermission {
    fn agrees(&self, other: &Self, columns: &[&str]) -> bool {
        self.check == other.check
            && self.set == other.set
            && self.backend_only == other.backend_only
            && same(&self.columns, &other.columns, columns)
    }
}

impl Agrees for UpdatePermission {
    fn agrees(&self, other: &Self, columns: &[&str]) -> bool {
        self.filter == other.filter
            && self.check == other.check
            && self.set == other.set
            && self.backend_only == other.backend_only
            && same(&self.columns, &other.columns, columns)
    }
}

impl Agrees for DeletePermission {
    fn agrees(&self, other: &Self, _: &[&str]) -> bool {
        self.filter == other.filter && self.backend_only == other.backend_only
    }
}

fn same(one: &Columns, other: &Columns, columns: &[&str]) -> bool {
    columns
        .iter()
        .all(|column| one.contains(column) == other.contains(column))
}
