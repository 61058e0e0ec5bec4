//! What a sample leaves out, and the part of it that can still be looked at.
//!
//! A permission's limit and the sample cut a list short, and what comes after is read by asking for
//! it. So rows that are not the user's own are asked for directly, however many are theirs: by the
//! ways to owners that the user can filter by, else by the keys of rows that the administrator
//! sees.

use serde_json::{Value, json};

use super::fetch::{self, CHUNK};
use super::owner_ids::reachable;
use super::table::Attributed;
use crate::error::Result;
use crate::hasura::metadata::condition;
use crate::verify::actor::Who;
use crate::verify::caller::Caller;
use crate::verify::model::document::{self, ListQuery, Selection, pick};
use crate::verify::model::{Column, RoleTable};
use crate::verify::ownership::{Basis, OwnerPath};
use crate::verify::rows::Key;
use crate::verify::run::Run;

/// Counts a table that was cut off, and looks beyond the end of users' lists.
pub(super) async fn fetch(ctx: &Run<'_>, facts: &mut Attributed) -> Result<()> {
    count(ctx, facts).await?;
    if facts.owned() && !facts.shared {
        for who in Who::BOTH {
            if may_end_early(ctx, who, facts) {
                others(ctx, who, facts).await?;
            }
        }
    }
    Ok(())
}

/// As many rows as the sample has room for may be all there are.
async fn count(ctx: &Run<'_>, facts: &mut Attributed) -> Result<()> {
    let (Some(admin), Some(seen)) = (&ctx.admin, &facts.admin) else {
        return Ok(());
    };
    let rows = u64::try_from(seen.rows.len()).unwrap_or(u64::MAX);
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
    let whole = facts.total.is_some_and(|total| total <= rows);
    if let Some(seen) = facts.admin.as_mut().filter(|_| whole) {
        seen.truncated = false;
    }
    Ok(())
}

/// Adds the rows that a user sees and that no column says are theirs.
async fn others(ctx: &Run<'_>, who: Who, facts: &mut Attributed) -> Result<()> {
    let actor = ctx.actor(who);
    let Some((table, field)) = actor
        .model
        .table(&facts.type_name)
        .and_then(|table| Some((table, table.list.as_ref()?)))
        .filter(|(_, field)| field.args.filter.is_some())
    else {
        return Ok(());
    };
    let by_owner = not_theirs(ctx, who, facts, table);
    let whole = by_owner.is_some();
    let Some(filter) = by_owner.or_else(|| unseen(who, facts, table)) else {
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
        for (key, row) in found.rows {
            if !seen.rows.contains_key(&key) {
                seen.later.insert(key.clone());
            }
            seen.rows.insert(key, row);
        }
        seen.beyond = whole && !found.truncated;
    }
    Ok(())
}

/// True unless the metadata says that nothing but the sample could have cut the list, and it did
/// not.
fn may_end_early(ctx: &Run<'_>, who: Who, facts: &Attributed) -> bool {
    let seen = facts.seen(who);
    if !seen.listed || seen.error.is_some() {
        return false;
    }
    let limited = ctx.admin.as_ref().and_then(|admin| {
        let table = admin.tracked(&facts.type_name)?;
        // Whichever role: an inherited one has the limits of its parents.
        Some(
            table
                .select_permissions
                .iter()
                .any(|entry| entry.permission.limit.is_some()),
        )
    });
    seen.truncated || limited.unwrap_or(!seen.rows.is_empty())
}

/// A condition that no row of the user's own meets; `None` where a way to owners is closed to them.
fn not_theirs(ctx: &Run<'_>, who: Who, facts: &Attributed, view: &RoleTable) -> Option<Value> {
    let actor = ctx.actor(who);
    let ids = actor.ids();
    let paths = facts
        .owner_paths
        .iter()
        .filter(|path| !path.many && path.basis != Basis::Name);
    let parts: Option<Vec<Value>> = paths
        .map(|path| {
            let filterable =
                |column: &Column| column.filterable && !column.scalar.starts_with("json");
            let askable = reachable(&actor.model, view, path)
                && (!path.through.is_empty() || view.column(&path.column).is_some_and(filterable));
            askable.then(|| not_in(path, &ids))
        })
        .collect();
    parts
        .filter(|parts| !parts.is_empty())
        .map(condition::all_of)
}

/// A condition for rows that the administrator sees and the user's list does not have.
fn unseen(who: Who, facts: &Attributed, view: &RoleTable) -> Option<Value> {
    let seen = facts.seen(who);
    let keys: Vec<&Key> = facts
        .admin
        .as_ref()?
        .rows
        .keys()
        .filter(|key| !seen.rows.contains_key(key))
        .take(CHUNK)
        .collect();
    (!keys.is_empty() && facts.key.filterable(view)).then(|| facts.key.filter(&keys))
}

fn not_in(path: &OwnerPath, ids: &[String]) -> Value {
    let column = path.column.as_str();
    if path.through.is_empty() {
        // In SQL null is not *not in* either.
        let other = json!({ column: { "_nin": ids } });
        return condition::one_of([other, json!({ column: { "_is_null": true } })]);
    }
    let inner = json!({ column: { "_in": ids } });
    let way = path.through.iter().rev();
    condition::none_of(&way.fold(inner, |inner, name| json!({ name.as_str(): inner })))
}
