//! The lists of both users and of the administrator.

use std::collections::btree_map::Entry;

use serde_json::Value;

use super::listed::{Listed, Seen};
use crate::error::Result;
use crate::verify::actor::Who;
use crate::verify::caller::Caller;
use crate::verify::model::document::{self, ListQuery, Selection, pick};
use crate::verify::model::{Model, RoleTable, RootField};
use crate::verify::ownership::permission;
use crate::verify::pool;
use crate::verify::rows::{KeySpec, Row};
use crate::verify::run::Run;

/// Keys in one condition; more would make documents that a proxy may cut.
pub(super) const CHUNK: usize = 100;

/// A table in the widest view there is, with that view.
pub(super) fn widest<'a>(ctx: &'a Run<'_>, type_name: &str) -> Option<(&'a Model, &'a RoleTable)> {
    let admin = ctx.admin.as_ref().map(|admin| admin.model.as_ref());
    admin
        .into_iter()
        .chain(Who::BOTH.iter().map(|who| ctx.actor(*who).model.as_ref()))
        .find_map(|model| Some((model, model.table(type_name)?)))
}

/// Lists one table as everybody who can.
pub(super) async fn table(ctx: &Run<'_>, type_name: String) -> Result<Listed> {
    let views: Vec<&RoleTable> = Who::BOTH
        .iter()
        .filter_map(|who| ctx.actor(*who).model.table(&type_name))
        .collect();
    let admin_table = ctx
        .admin
        .as_ref()
        .and_then(|admin| admin.model.table(&type_name));
    // Either user's view may be the narrower one; the key has to be visible in both.
    let view = views
        .iter()
        .min_by_key(|table| table.columns.len())
        .copied()
        .filter(|view| !view.columns.is_empty())
        .or(admin_table);
    let mut key = view.map_or_else(KeySpec::default, |view| KeySpec::of(view, admin_table));
    let hidden = key.columns.iter();
    key.renamed = hidden
        .filter(|column| ctx.hides(&type_name, column))
        .cloned()
        .collect();
    let users = Who::BOTH.map(|who| (ctx.actor(who).caller(), &ctx.actor(who).model));
    let admin = ctx.admin.iter();
    let admin = admin.map(|admin| (Caller::admin(admin.secret.clone()), &admin.model));
    let parties: Vec<_> = users.into_iter().chain(admin).collect();
    // One after the other: what mixes up answers to users who ask at once is P26's to find.
    let lists = pool::each(&parties, 1, |(caller, model)| {
        list(ctx, caller, model, &type_name, &key)
    });
    let lists: Result<Vec<Seen>> = lists.await.into_iter().collect();
    let mut lists = lists?.into_iter();
    // The users come before the administrator.
    let seen = Who::BOTH.into_iter().zip(lists.by_ref()).collect();
    let admin = lists.next();
    let name = view.map_or_else(|| type_name.clone(), |table| table.name().to_owned());
    let policy = ctx.policy.as_ref();
    Ok(Listed {
        shared: policy.is_some_and(|policy| policy.is_shared(&name, &type_name)),
        marks: ctx.widest(&type_name).map_or_else(Vec::new, |table| {
            let admin = ctx.admin.as_ref();
            let config = admin.and_then(|admin| admin.tracked(&type_name));
            permission::marks_of(policy, table, config)
        }),
        name,
        type_name,
        key,
        seen,
        admin,
    })
}

/// Lists one table as one party.
async fn list(
    ctx: &Run<'_>,
    caller: &Caller,
    model: &Model,
    type_name: &str,
    key: &KeySpec,
) -> Result<Seen> {
    let Some((table, field)) = model
        .table(type_name)
        .and_then(|table| Some((table, table.list.as_ref()?)))
    else {
        return Ok(Seen::default());
    };
    let query = ListQuery {
        selection: Selection::columns(table.column_names()),
        filter: Value::Null,
        limit: Some(ctx.sample),
        order_by: key.columns.clone(),
    };
    let mut seen = run(ctx, caller, field, key, &query).await?;
    // Rows of which no column of the key may be read are told from one another by nothing.
    if key.columns.is_empty() || key.columns.iter().any(|name| table.column(name).is_none()) {
        seen.rows.clear();
        seen.alike.clear();
        // A list without values shows nobody's rows, and not that there are none.
        seen.listed = !table.columns.is_empty();
    }
    Ok(seen)
}

/// Runs a list query and files the rows under their keys.
pub(super) async fn run(
    ctx: &Run<'_>,
    caller: &Caller,
    field: &RootField,
    key: &KeySpec,
    query: &ListQuery,
) -> Result<Seen> {
    let request = document::list(field, query);
    let answer = ctx.ask(caller, &request).await?;
    let mut seen = Seen {
        listed: true,
        error: answer.first_error(),
        request,
        ..Seen::default()
    };
    let rows = answer
        .data
        .as_ref()
        .and_then(|data| pick(data, &field.namespace, &field.name));
    let rows: Vec<&Row> = rows
        .and_then(Value::as_array)
        .map(|rows| rows.iter().filter_map(Value::as_object).collect())
        .unwrap_or_default();
    let limit = query.limit.map_or(usize::MAX, |limit| {
        usize::try_from(limit).unwrap_or(usize::MAX)
    });
    seen.truncated = rows.len() >= limit;
    seen.unasked = rows.len().saturating_sub(limit);
    // An engine or a proxy that does not heed the limit must not decide how much is kept.
    for row in rows.into_iter().take(limit) {
        let key = key.key(row);
        match seen.rows.entry(key) {
            Entry::Vacant(place) => {
                place.insert(row.clone());
            }
            Entry::Occupied(place) => seen.alike.push((place.key().clone(), row.clone())),
        }
    }
    Ok(seen)
}
