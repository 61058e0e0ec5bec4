//! Which rows here the rows of another table speak of, where a look does not ask them for it.

use std::collections::BTreeSet;

use super::Look;
use crate::hasura::columns;
use crate::hasura::metadata::{Condition, Operand};
use crate::verify::facts::called_after::{called, ends_with};
use crate::verify::facts::foreign_keys;
use crate::verify::model::RoleTable;
use crate::verify::rules::bindings;
use crate::verify::rules::writes::bound_columns;

/// How rows that are looked for speak of rows here.
pub(super) enum Reference {
    /// They do not, or they are asked for it.
    None,
    /// They do, by these pairs of columns, and are not asked for it.
    LeftOut(Vec<(String, String)>),
    /// They may, and nothing says how.
    Unsure,
}

impl Look<'_> {
    /// The reference by which rows that are looked for speak of rows here, where they are looked
    /// for without it, or by a part of it: a share of any document, a membership of any room, or of
    /// any organisation where the rows here are an organisation's. What only says who the caller
    /// is, a row of their own in a table of users, is none.
    pub(super) fn left_out(
        &self,
        target: &RoleTable,
        links: &[(&str, &str)],
        rest: &Condition,
    ) -> Reference {
        let Some(callers) = self.callers(target, rest) else {
            return Reference::None;
        };
        let asked = |(theirs, ours): &(String, String)| links.contains(&(theirs, ours));
        let (whole, partly): (Vec<_>, Vec<_>) = self
            .references(target, &callers)
            .into_iter()
            .partition(|pairs| pairs.iter().all(asked));
        let about_it = |pairs: &&Vec<(String, String)>| links.is_empty() || pairs.iter().any(asked);
        if !whole.is_empty() {
            return Reference::None;
        }
        if let Some(key) = partly.iter().find(about_it) {
            let fields = self.fields(target, key);
            return fields.map_or(Reference::Unsure, Reference::LeftOut);
        }
        if links.is_empty() {
            // A claim that is asked of a column of the same name means the same here.
            let mut same = claimed(rest).into_iter();
            let same = same.find_map(|name| self.fields(target, &[(&name, &name)]));
            if let Some(fields) = same {
                return Reference::LeftOut(fields);
            }
            if self.is_called_alike(target, &callers) {
                return Reference::Unsure;
            }
        }
        Reference::None
    }

    /// The columns of a table that look for the caller; `None` where they find the row that is the
    /// caller's alone.
    pub(super) fn callers(&self, target: &RoleTable, rest: &Condition) -> Option<BTreeSet<String>> {
        let config = self.schema.tracked(&target.type_name).ok()?;
        let mut callers = bound_columns(rest, config);
        for column in claimed(rest) {
            callers.remove(&column);
        }
        let of_the_caller = target.primary_key.as_ref().is_some_and(|key| {
            let mut columns = key.columns.iter();
            columns.all(|column| callers.contains(&column.name))
        });
        (!of_the_caller).then_some(callers)
    }

    /// The ways in which rows of another table speak of rows here, but by who the caller is: they
    /// refer to them, or to what these refer to as well. Pairs of their columns and ours, by the
    /// database's names.
    pub(super) fn references(
        &self,
        target: &RoleTable,
        callers: &BTreeSet<String>,
    ) -> Vec<Vec<(String, String)>> {
        let between = |from, to| foreign_keys::between(self.schema, self.keys, from, to);
        let by_caller =
            |pairs: &[(String, String)]| pairs.iter().any(|(name, _)| callers.contains(name));
        let direct = between(target, self.table);
        // What rows of both are: an organisation's, and not in a language or of a user who gave
        // something. Users themselves are who the caller is looked for among.
        let parents = self.schema.model.tables.iter().filter(|parent| {
            let other =
                parent.type_name != self.table.type_name && parent.type_name != target.type_name;
            other && {
                let keys = between(target, parent);
                !keys.iter().any(|pairs| by_caller(pairs))
                    && (self.is_somebodys(parent)
                        || keys.iter().any(|pairs| is_keyed(target, pairs)))
            }
        });
        let by_parent = parents.flat_map(|parent| {
            let (theirs, ours) = (between(target, parent), between(self.table, parent));
            theirs.into_iter().flat_map(move |theirs| {
                let ours = ours.clone().into_iter();
                ours.filter_map(move |ours| joined(&theirs, &ours))
                    .collect::<Vec<_>>()
            })
        });
        let all = direct.into_iter().chain(by_parent);
        all.filter(|pairs| !pairs.is_empty() && !by_caller(pairs))
            .collect()
    }

    /// True for a table of which some permission asks who calls.
    fn is_somebodys(&self, table: &RoleTable) -> bool {
        let tracked = self.schema.tracked(&table.type_name);
        tracked.is_ok_and(|tracked| {
            bindings::conditions(tracked).any(|one| bindings::asks_who_calls(one.condition))
        })
    }

    /// True where a column of another table may refer to a row here, or to the same as a column here,
    /// by its name: nothing says so, and nothing says that it does not.
    fn is_called_alike(&self, target: &RoleTable, callers: &BTreeSet<String>) -> bool {
        let table = columns::words(self.table.name());
        let tables = self.schema.model.tables.iter();
        let keys =
            tables.flat_map(|one| foreign_keys::between(self.schema, self.keys, target, one));
        let known: BTreeSet<String> = keys.flatten().map(|(column, _)| column).collect();
        target.columns.iter().any(|column| {
            let (name, means) = (&column.name, called(&column.name));
            columns::names_ids(name)
                && !means.is_empty()
                && !callers.contains(name)
                && !known.contains(name)
                && (self.table.column(name).is_some() || ends_with(&table, &means))
        })
    }
}

/// The columns that are compared with another claim than the user's id, such as the tenant's: these
/// say which of the caller's rows is looked for.
fn claimed(rest: &Condition) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    rest.visit(&mut |part| {
        if let Condition::Compare(one) = part
            && matches!(&one.operand, Operand::Session(name) if !name.is_user_id())
        {
            found.insert(one.column.clone());
        }
    });
    found
}

/// True where a reference is a part of the key, as that of a membership is.
fn is_keyed(target: &RoleTable, pairs: &[(String, String)]) -> bool {
    let key = target.primary_key.iter().flat_map(|key| &key.columns);
    let mut key = key.map(|column| &column.name);
    key.any(|name| pairs.iter().any(|(own, _)| own == name))
}

/// Pairs of columns that refer to the same rows of a third table.
fn joined(theirs: &[(String, String)], ours: &[(String, String)]) -> Option<Vec<(String, String)>> {
    let pairs = theirs.iter().map(|(column, of_parent)| {
        let mut ours = ours.iter();
        let (own, _) = ours.find(|(_, same)| same == of_parent)?;
        Some((column.clone(), own.clone()))
    });
    pairs.collect()
}
