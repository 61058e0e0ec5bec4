//! Rows that permissions bind to users over rows of other tables, where no column names anybody.
//!
//! The administrator is asked which rows meet for a user what some permission says of whoever is
//! theirs ([`bindings`]), as for the user's own filter. A row that does not meet it is another's, by
//! whatever other permission it is shown or written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::bonds::BoundRows;
use super::exists_lookup;
use super::filter_decision::written_out;
use super::foreign_keys::{self, Known};
use super::table::Attributed;
use crate::error::Result;
use crate::verify::actor::{Actor, Who};
use crate::verify::model::RoleTable;
use crate::verify::ownership::permission::{self, column_of};
use crate::verify::ownership::row_verdict::{Admission, Bond};
use crate::verify::rows::Key;
use crate::verify::rules::bindings::{self, Binding};
use crate::verify::rules::variables;
use crate::verify::run::{Admin, Run};
use crate::verify::schema::Schema;

/// Puts in what permissions bind the rows of a table to.
pub(super) async fn find(ctx: &Run<'_>, facts: &mut Attributed, known: Known<'_>) -> Result<()> {
    if facts.names_owners() {
        return Ok(());
    }
    let Some((admin, schema, table)) = ctx.admin.as_ref().and_then(|admin| {
        let table = admin.model.table(&facts.type_name)?;
        Some((admin, admin.schema.as_ref()?, table))
    }) else {
        return Ok(());
    };
    let bindings = bindings::of(table, schema);
    let Some(first) = bindings.first() else {
        return Ok(());
    };
    let mut found = BoundRows {
        by: first.by.clone(),
        ties: named(table, schema, bindings::ties(&bindings, table, schema)),
        filter: filter(&bindings),
        theirs: BTreeMap::new(),
        unsure: BTreeSet::new(),
    };
    for who in Who::BOTH {
        for binding in &bindings {
            let look = Look {
                ctx,
                admin,
                schema,
                table,
                actor: ctx.actor(who),
            };
            match look.theirs(facts, binding, known).await? {
                Some(keys) => found.theirs.entry(who).or_default().extend(keys),
                None => {
                    found.unsure.insert(who);
                }
            }
        }
    }
    facts.bound = Some(found);
    Ok(())
}

/// What to write into a permission to say the same.
fn filter(bindings: &[Binding]) -> Option<Value> {
    let mut all = bindings.iter();
    let written = all.find(|one| one.as_written).or(bindings.first());
    written.map(|one| one.condition.print())
}

fn named(table: &RoleTable, schema: &Schema, columns: Vec<String>) -> Vec<String> {
    let config = schema.tracked(&table.type_name).ok();
    let columns = columns.into_iter();
    columns
        .filter_map(|name| Some(column_of(table, config, &name)?.name.clone()))
        .collect()
}

struct Look<'a> {
    ctx: &'a Run<'a>,
    admin: &'a Admin,
    schema: &'a Schema,
    table: &'a RoleTable,
    actor: &'a Actor,
}

impl Look<'_> {
    /// The rows that a permission binds to the user; `None` where that cannot be asked.
    async fn theirs(
        &self,
        facts: &Attributed,
        binding: &Binding,
        known: Known<'_>,
    ) -> Result<Option<Vec<Key>>> {
        let condition = &binding.condition;
        let carries = |name: &str| self.actor.variable(name).is_some();
        if !variables::missing(condition.variables(), carries).is_empty() {
            return Ok(Some(Vec::new()));
        }
        let (ctx, admin, schema, user) = (self.ctx, self.admin, self.schema, Some(self.actor));
        let field = self.table.list.as_ref();
        let Some(field) = field.filter(|_| facts.key.filterable(self.table)) else {
            return Ok(None);
        };
        let parts = exists_lookup::parts(ctx, admin, schema, user, facts, condition, known).await?;
        let Ok(reading) = permission::read_with(condition, self.table, schema, user, &parts) else {
            return Ok(None);
        };
        let words = written_out(ctx, admin, facts, field, &reading).await?;
        if words.is_empty() && !facts.all_keys().is_empty() {
            return Ok(None);
        }
        let theirs = words.into_iter();
        let theirs = theirs.filter(|(_, word)| *word == Admission::Bound);
        Ok(Some(theirs.map(|(key, _)| key).collect()))
    }
}

/// What a table below one with such rows has of it, given the rows above each of its own: who
/// changes a row there changes what belongs to another.
pub(super) fn below(
    ctx: &Run<'_>,
    from: &Attributed,
    to: &Attributed,
    (way, rows): (&str, &BTreeMap<Key, Key>),
    (_, keys): Known<'_>,
) -> Option<BoundRows> {
    let above = to.bound.as_ref().or(to.below.as_ref())?;
    let admin = ctx.admin.as_ref()?;
    let schema = admin.schema.as_ref()?;
    let table = admin.model.table(&from.type_name)?;
    let there = admin.model.table(&to.type_name)?;
    let references = foreign_keys::between(schema, keys, table, there);
    let columns = references.into_iter().flatten().map(|(ours, _)| ours);
    let theirs = Who::BOTH.map(|who| {
        let theirs = rows.iter();
        let theirs = theirs.filter(|(_, at)| above.bond(who, at) == Bond::Theirs);
        (who, theirs.map(|(key, _)| key.clone()).collect())
    });
    Some(BoundRows {
        by: format!("{way}, by {}", above.by),
        ties: named(table, schema, columns.collect()),
        filter: None,
        theirs: theirs.into_iter().collect(),
        unsure: above.unsure.clone(),
    })
}
