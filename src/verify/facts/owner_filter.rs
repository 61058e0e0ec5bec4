//! The filter that would bind a table's rows to their owner, for remedies: written in the names of
//! the metadata, and only when what was seen says that it would do.
//!
//! A way to an owner is no such filter by itself. It may end at an e-mail address, or at a key that
//! looks like a user's id and is not, and `X-Hasura-User-Id` is neither.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::fetch::widest;
use super::{Facts, TableFacts};
use crate::hasura::columns::named_like_an_owner;
use crate::hasura::metadata::{Columns, TrackedTable};
use crate::hasura::naming::camel;
use crate::verify::actor::{Actor, Who};
use crate::verify::model::{Model, RoleTable};
use crate::verify::ownership::{Basis, OwnerPath, permission};
use crate::verify::rows::plain;
use crate::verify::run::Run;

/// A filter to write into a permission.
pub(in crate::verify) struct OwnerFilter {
    pub(in crate::verify) filter: Value,
    /// Other ways that lead to users, of which one may be meant instead.
    pub(in crate::verify) others: Vec<String>,
}

/// The filter of a table's owner; `None` where none is sure to do.
pub(in crate::verify) fn owner_filter(
    ctx: &Run<'_>,
    facts: &Facts,
    table: &TableFacts,
) -> Option<OwnerFilter> {
    let (model, view) = widest(ctx, &table.type_name)?;
    let look = Look { ctx, facts, model };
    let mut paths: Vec<&OwnerPath> = table
        .owner_paths
        .iter()
        .filter(|path| !path.many && look.holds_the_callers_id(view, path))
        .collect();
    paths.sort_by_key(|path| rank(path));
    let Some((first, rest)) = paths.split_first() else {
        return Some(OwnerFilter {
            filter: table.bound.as_ref()?.filter.clone()?,
            others: Vec::new(),
        });
    };
    // What the policy or a filter names, and what is nearer, is not in doubt.
    let near = rest
        .iter()
        .filter(|path| path.through.len() == first.through.len() && path.basis == first.basis);
    Some(OwnerFilter {
        filter: look.written(view, first)?,
        others: near.map(|path| path.show()).collect(),
    })
}

/// The surest first.
fn rank(path: &OwnerPath) -> (bool, usize, Basis, bool) {
    (
        path.basis != Basis::Policy,
        path.through.len(),
        path.basis,
        !named_like_an_owner(&path.column),
    )
}

struct Look<'a> {
    ctx: &'a Run<'a>,
    facts: &'a Facts,
    model: &'a Model,
}

impl<'a> Look<'a> {
    /// The tables on a way, its own first.
    fn tables(&self, view: &'a RoleTable, path: &OwnerPath) -> Option<Vec<&'a RoleTable>> {
        let mut tables = vec![view];
        for name in &path.through {
            let at = tables.last()?;
            let relationship = at.relationships.iter().find(|one| one.name == *name)?;
            tables.push(self.model.table(&relationship.target)?);
        }
        Some(tables)
    }

    /// True for a column in which the claim of one of the users stands, or, in a table of which
    /// neither has a row, ids that stand beside theirs elsewhere.
    fn holds_the_callers_id(&self, view: &'a RoleTable, path: &OwnerPath) -> bool {
        let Some(end) = self
            .tables(view, path)
            .and_then(|tables| tables.last().copied())
        else {
            return false;
        };
        if end.column(&path.column).is_none() {
            return false;
        }
        let Some(facts) = self.facts.table(&end.type_name) else {
            return path.basis < Basis::Name;
        };
        let values = values(facts, &path.column);
        let actors = || Who::BOTH.into_iter().map(|who| self.ctx.actor(who));
        let claims: BTreeSet<&str> = actors()
            .filter_map(|actor| actor.claims.user_id())
            .collect();
        let theirs = |id: &String| claims.contains(id.as_str());
        if values.iter().any(theirs) {
            return true;
        }
        let other_ids = actors().flat_map(Actor::ids).any(|id| values.contains(&id));
        !other_ids && !values.is_empty() && values.is_subset(&self.beside(theirs))
    }

    /// What stands in columns in which ids of the users stand too.
    fn beside(&self, theirs: impl Fn(&String) -> bool) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for facts in &self.facts.tables {
            let columns: BTreeSet<&String> = facts.all_rows().flat_map(|row| row.keys()).collect();
            for column in columns {
                let values = values(facts, column);
                if values.iter().any(&theirs) {
                    all.extend(values);
                }
            }
        }
        all
    }

    /// The filter in the names of the metadata; in those of GraphQL without it.
    fn written(&self, view: &'a RoleTable, path: &OwnerPath) -> Option<Value> {
        let tables = self.tables(view, path)?;
        let end = tables.last()?;
        let column = match self.tracked(end) {
            Some(config) => column_name(end, config, &path.column)?,
            None => path.column.clone(),
        };
        let mut filter = json!({ column: { "_eq": "X-Hasura-User-Id" } });
        for (table, name) in tables.iter().zip(&path.through).rev() {
            let name = match self.tracked(table) {
                Some(config) => relationship_name(config, name)?,
                None => name.clone(),
            };
            filter = json!({ name: filter });
        }
        Some(filter)
    }

    fn tracked(&self, table: &RoleTable) -> Option<&TrackedTable> {
        self.ctx.admin.as_ref()?.tracked(&table.type_name)
    }
}

/// What stands in a column of the rows that anybody saw.
fn values(facts: &TableFacts, column: &str) -> BTreeSet<String> {
    facts
        .all_rows()
        .filter_map(|row| row.get(column).and_then(plain))
        .collect()
}

/// What the database calls a column. Metadata names columns only where somebody chose them, and a
/// naming convention may stand between.
fn column_name(table: &RoleTable, config: &TrackedTable, shown: &str) -> Option<String> {
    let renamed = config.configuration.renamed().map(|(real, _)| real);
    let listed = config.select_permissions.iter();
    let listed = listed.filter_map(|one| match &one.permission.columns {
        Columns::List(names) => Some(names.iter().map(String::as_str)),
        Columns::Star(_) => None,
    });
    renamed
        .chain(listed.flatten())
        .chain([shown])
        .find(|name| {
            permission::column_of(table, Some(config), name).is_some_and(|one| one.name == shown)
        })
        .map(ToOwned::to_owned)
}

/// What the metadata calls a relationship.
fn relationship_name(config: &TrackedTable, shown: &str) -> Option<String> {
    let objects = config.object_relationships.iter();
    let mut all = objects.chain(&config.array_relationships);
    let found = all.find(|one| one.name == shown || camel(&one.name) == shown);
    found.map(|one| one.name.clone())
}
