//! What a sample leaves out, and the part of it that can be looked at all the same.
//!
//! A list that is cut off shows no leak beyond its end. Where the owner is a column that the user
//! can filter by, the rows that are not theirs are asked for directly, however many are theirs.

use serde_json::{Value, json};

use super::fetch;
use super::owned::reachable;
use super::table::TableFacts;
use crate::error::Result;
use crate::verify::actor::Who;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::model::Table;
use crate::verify::model::document::{self, ListQuery, Selection, pick};

/// Counts a table that was cut off, and looks beyond the end of users' lists.
pub(super) async fn fetch(ctx: &Context<'_>, mut facts: TableFacts) -> Result<TableFacts> {
    count(ctx, &mut facts).await?;
    if facts.owned() && !facts.shared {
        for who in Who::BOTH {
            if facts.seen(who).truncated {
                others(ctx, who, &mut facts).await?;
            }
        }
    }
    Ok(facts)
}

/// As many rows as the sample has room for may be all there are.
async fn count(ctx: &Context<'_>, facts: &mut TableFacts) -> Result<()> {
    let (Some(admin), Some(seen)) = (&ctx.admin, &mut facts.admin) else {
        return Ok(());
    };
    let Some(field) = admin
        .model
        .table(&facts.type_name)
        .and_then(|table| table.aggregate.as_ref())
        .filter(|_| seen.truncated)
    else {
        return Ok(());
    };
    let request = document::aggregate(field, &ListQuery::default(), "count");
    let answer = ctx
        .ask(&Caller::admin(admin.secret.clone()), &request)
        .await?;
    facts.total = answer
        .data
        .as_ref()
        .and_then(|data| pick(data, &field.namespace, &field.name))
        .and_then(|found| found.pointer("/aggregate/count"))
        .and_then(Value::as_u64);
    let rows = u64::try_from(seen.rows.len()).unwrap_or(u64::MAX);
    if facts.total.is_some_and(|total| total <= rows) {
        seen.truncated = false;
    }
    Ok(())
}

/// Adds the rows that a user sees and that no column says are theirs.
async fn others(ctx: &Context<'_>, who: Who, facts: &mut TableFacts) -> Result<()> {
    let actor = ctx.actor(who);
    let Some((table, field)) = actor
        .model
        .table(&facts.type_name)
        .and_then(|table| Some((table, table.list.as_ref()?)))
        .filter(|(_, field)| field.args.filter.is_some())
    else {
        return Ok(());
    };
    let Some(filter) = not_theirs(table, facts, &actor.ids()) else {
        return Ok(());
    };
    // Whose these are has to be read along: later looks end with the sample.
    let mut selection = Selection::columns(table.column_names());
    for path in facts
        .owner_paths
        .iter()
        .filter(|path| !path.through.is_empty())
    {
        if reachable(&actor.model, table, path) {
            selection.add_path(&path.through, &path.column);
        }
    }
    let query = ListQuery {
        selection,
        filter,
        limit: Some(ctx.sample),
        order_by: facts.key.columns.clone(),
    };
    let found = fetch::run(ctx, &actor.caller(), field, &facts.key, &query).await?;
    if let Some(seen) = facts.seen.get_mut(&who).filter(|_| found.error.is_none()) {
        seen.rows.extend(found.rows);
        seen.beyond = !found.truncated;
    }
    Ok(())
}

/// No column that names an owner has one of these ids.
fn not_theirs(table: &Table, facts: &TableFacts, ids: &[String]) -> Option<Value> {
    let conditions: Vec<Value> = facts
        .owner_paths
        .iter()
        .filter(|path| !path.many && path.through.is_empty())
        .filter(|path| {
            let column = table.column(&path.column);
            column.is_some_and(|column| column.filterable)
        })
        .map(|path| {
            let column = path.column.as_str();
            json!({ "_or": [{ column: { "_nin": ids } }, { column: { "_is_null": true } }] })
        })
        .collect();
    (!conditions.is_empty()).then(|| json!({ "_and": conditions }))
}
