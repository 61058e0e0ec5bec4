//! Whether rows of a table have owners, also of one that no user can list.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::hasura::columns::named_like_an_owner;
use crate::hasura::naming::camel;
use crate::verify::actor::Who;
use crate::verify::asking::rows_of;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::facts::Facts;
use crate::verify::model::RoleTable;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::ownership::Basis;
use crate::verify::ownership::owners::distinctive;
use crate::verify::ownership::permission::column_of;
use crate::verify::rows::plain;
use crate::verify::rules::bindings;
use crate::verify::rules::writes::own_columns;
use crate::verify::run::Admin;

/// Whether rows have owners.
pub(super) enum Owned {
    /// They do; the columns of the table itself that name them.
    Yes(Vec<String>),
    /// They may; why that is thought, with the columns.
    Perhaps(String, Vec<String>),
    /// Permissions bind them to users over rows of other tables, as these words say; the columns by
    /// which they do, none of which names anybody.
    Bound(String, Vec<String>),
    /// They do not.
    No,
}

impl Owned {
    /// The columns of the table itself that name owners.
    pub(super) fn columns(&self) -> &[String] {
        match self {
            Self::Yes(columns) | Self::Perhaps(_, columns) => columns,
            Self::Bound(..) | Self::No => &[],
        }
    }

    /// The columns of the table itself that tell whose a row is.
    pub(super) fn telling(&self) -> &[String] {
        match self {
            Self::Bound(_, ties) => ties,
            named => named.columns(),
        }
    }
}

pub(super) async fn of(ctx: &Context<'_>, admin: &Admin, table: &RoleTable) -> Result<Owned> {
    let facts = ctx.facts().await?;
    let mut rows = 0;
    if let Some(known) = facts.table(&table.type_name) {
        let single = known.owner_paths.iter().filter(|path| !path.many);
        let columns: Vec<String> = single
            .clone()
            .filter(|path| path.through.is_empty())
            .map(|path| path.column.clone())
            .collect();
        if single.clone().any(|path| path.basis != Basis::Name) {
            return Ok(Owned::Yes(columns));
        }
        if let [first, ..] = columns.as_slice() {
            let why = format!("{first}, by its name only");
            return Ok(Owned::Perhaps(why, columns));
        }
        if let Some(tied) = known.tied() {
            return Ok(Owned::Bound(tied.by.clone(), tied.ties.clone()));
        }
        rows = known.all_keys().len();
    } else if let Some(field) = &table.list {
        let mut ids: BTreeSet<String> = facts.owner_ids().cloned().collect();
        ids.extend(Who::BOTH.iter().flat_map(|who| ctx.actor(*who).ids()));
        let query = ListQuery {
            selection: Selection::columns(table.column_names()),
            limit: Some(ctx.sample),
            ..ListQuery::default()
        };
        let caller = Caller::admin(admin.secret.clone());
        let answer = ctx.ask(&caller, &document::list(field, &query)).await?;
        let found = rows_of(&answer, field);
        let columns: Vec<String> = table
            .column_names()
            .into_iter()
            .filter(|name| {
                found
                    .iter()
                    .filter_map(|row| row.get(*name).and_then(plain))
                    .any(|id| distinctive(&id) && ids.contains(&id))
            })
            .map(ToOwned::to_owned)
            .collect();
        if !columns.is_empty() {
            return Ok(Owned::Yes(columns));
        }
        rows = found.len();
    }
    if let Some(bound) = bound(admin, table).or_else(|| below(facts, admin, table)) {
        return Ok(bound);
    }
    // Without rows nothing but a name tells, and that only speaks for itself.
    let named: Vec<String> = table
        .column_names()
        .into_iter()
        .filter(|name| named_like_an_owner(name))
        .map(ToOwned::to_owned)
        .collect();
    Ok(match named.first() {
        Some(first) if rows == 0 => {
            Owned::Perhaps(format!("{first}, by its name: there are no rows"), named)
        }
        _ => Owned::No,
    })
}

/// By the permissions alone, for tables of which no rows were asked.
fn bound(admin: &Admin, table: &RoleTable) -> Option<Owned> {
    let schema = admin.schema.as_ref()?;
    let bindings = bindings::of(table, schema);
    let by = bindings.first()?.by.clone();
    Some(Owned::Bound(by, bindings::ties(&bindings, table, schema)))
}

/// By the rows that those of a table hang off, where permissions bind these.
fn below(facts: &Facts, admin: &Admin, table: &RoleTable) -> Option<Owned> {
    let tracked = admin.tracked(&table.type_name)?;
    table.object_relationships().find_map(|one| {
        let above = facts.table(&one.target)?;
        let by = &above.tied()?.by;
        let mut objects = tracked.object_relationships.iter();
        let made = objects.find(|made| made.name == one.name || camel(&made.name) == one.name)?;
        let ties = own_columns(&made.using).into_iter();
        let ties =
            ties.filter_map(|name| Some(column_of(table, Some(tracked), &name)?.name.clone()));
        let by = format!("the row of {} behind {}, by {by}", above.name, one.name);
        Some(Owned::Bound(by, ties.collect()))
    })
}
