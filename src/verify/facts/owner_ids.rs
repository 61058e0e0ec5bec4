//! The ids on the ways from rows to their owners.

use std::collections::BTreeMap;

use super::fetch::{self, CHUNK, widest};
use super::listed::Listed;
use super::stand_ins::StandIns;
use super::table::{Attributed, Ids, StandingFor};
use crate::error::Result;
use crate::verify::actor::Who;
use crate::verify::caller::Caller;
use crate::verify::model::document::{ListQuery, Selection};
use crate::verify::model::{Model, RoleTable};
use crate::verify::ownership::owners::{self, Basis, OwnerPath};
use crate::verify::pool;
use crate::verify::rows::{Key, Row};
use crate::verify::run::Run;

/// The ways to owners in the widest view there is; a guess by name where there is none. Where what
/// stands at their ends stands for users without being their ids, also what that is.
pub(super) fn paths(
    ctx: &Run<'_>,
    facts: &Listed,
    columns: &BTreeMap<String, Vec<(String, Basis)>>,
    stand_ins: &StandIns,
) -> (Vec<OwnerPath>, Option<StandingFor>) {
    let Some((model, table)) = widest(ctx, &facts.type_name) else {
        return (Vec::new(), None);
    };
    let mut paths = owners::paths(table, model, columns);
    if let Some(stated) = super::policy::stated(ctx, facts) {
        paths.retain(|path| path.many);
        paths.splice(0..0, stated);
    }
    // Whom a row is shared with, the administrator reads from permissions (`bound_rows`).
    if ctx.admin.is_some() {
        paths.retain(|path| !path.many);
    }
    let direct = |column: String, basis: Basis| OwnerPath {
        through: Vec::new(),
        column,
        basis,
        many: false,
    };
    let rows: Vec<&Row> = facts.all_rows().collect();
    if paths.iter().all(|path| path.many) {
        let emails = Who::BOTH
            .iter()
            .filter_map(|who| ctx.actor(*who).email.as_deref().map(str::to_lowercase))
            .collect();
        let addressed = owners::addressed(table, &rows, &emails);
        paths.extend(addressed.into_iter().map(|name| direct(name, Basis::Data)));
    }
    let mut standing_for = None;
    if paths.iter().all(|path| path.many) {
        for (name, theirs) in stand_ins.columns(table, &rows) {
            paths.push(direct(name, Basis::StandIn));
            let known: &mut StandingFor = standing_for.get_or_insert_default();
            for (who, values) in theirs {
                known.entry(who).or_default().extend(values);
            }
        }
    }
    if paths.iter().all(|path| path.many) {
        let ids = Who::BOTH
            .iter()
            .flat_map(|who| ctx.actor(*who).ids())
            .collect();
        let guessed = owners::guess(table, &rows, &ids);
        paths.extend(guessed.into_iter().map(|name| direct(name, Basis::Name)));
    }
    (paths, standing_for)
}

/// Reads the ids, with further requests where they lie behind relationships.
pub(super) async fn fetch(ctx: &Run<'_>, facts: &mut Attributed) -> Result<()> {
    if facts.owner_paths.is_empty() {
        return Ok(());
    }
    match &ctx.admin {
        Some(admin) => {
            let caller = Caller::admin(admin.secret.clone());
            let rows = by_keys(ctx, &caller, &admin.model, facts).await?;
            note(facts, &rows);
            note_alike(facts, &rows);
        }
        None => {
            for who in Who::BOTH {
                let rows = as_user(ctx, who, facts).await?;
                note(facts, &rows);
            }
        }
    }
    // What the lists themselves show counts too: an administrator may be unable to find a row
    // again where the key is not the primary one.
    let lists: Vec<(Key, Row)> = facts
        .seen
        .values()
        .chain(&facts.admin)
        .flat_map(|seen| seen.rows.clone())
        .collect();
    note(facts, &lists);
    Ok(())
}

fn note(facts: &mut Attributed, rows: &[(Key, Row)]) {
    for (key, row) in rows {
        let mut ids = Ids::default();
        for path in &facts.owner_paths {
            let found = path.ids(row);
            if path.many {
                ids.sharers.extend(found);
            } else {
                ids.owners.extend(found);
            }
        }
        let known = facts.ids.entry(key.clone()).or_default();
        known.owners.append(&mut ids.owners);
        known.sharers.append(&mut ids.sharers);
    }
}

/// The owners of rows of the administrator's that look alike, one by one.
fn note_alike(facts: &mut Attributed, rows: &[(Key, Row)]) {
    if facts.key.primary {
        return;
    }
    for (key, row) in rows {
        let single = facts.owner_paths.iter().filter(|path| !path.many);
        let owners = single.flat_map(|path| path.ids(row)).collect();
        facts.alike.entry(key.clone()).or_default().push(owners);
    }
    facts.alike.retain(|_, rows| rows.len() > 1);
}

/// Every row that anybody saw, with its owners, as the administrator sees it.
async fn by_keys(
    ctx: &Run<'_>,
    caller: &Caller,
    model: &Model,
    facts: &Attributed,
) -> Result<Vec<(Key, Row)>> {
    let Some((table, field)) = model
        .table(&facts.type_name)
        .and_then(|table| Some((table, table.list.as_ref()?)))
        .filter(|(table, _)| facts.key.filterable(table))
    else {
        return Ok(Vec::new());
    };
    let selection = selection(table, facts, |path| reachable(model, table, path));
    let keys: Vec<&Key> = facts.all_keys().into_iter().collect();
    let chunks = pool::each(keys.chunks(CHUNK), 1, |keys| {
        let query = ListQuery {
            selection: selection.clone(),
            filter: facts.key.filter(keys),
            ..ListQuery::default()
        };
        async move { fetch::run(ctx, caller, field, &facts.key, &query).await }
    })
    .await;
    let mut rows = Vec::new();
    for chunk in chunks {
        let chunk = chunk?;
        rows.extend(chunk.rows);
        rows.extend(chunk.alike);
    }
    Ok(rows)
}

/// What a user sees of the ways to owners.
async fn as_user(ctx: &Run<'_>, who: Who, facts: &Attributed) -> Result<Vec<(Key, Row)>> {
    let actor = ctx.actor(who);
    let deep = facts
        .owner_paths
        .iter()
        .any(|path| !path.through.is_empty());
    let Some((table, field)) = actor
        .model
        .table(&facts.type_name)
        .and_then(|table| Some((table, table.list.as_ref()?)))
        .filter(|_| deep && !facts.seen(who).rows.is_empty())
    else {
        return Ok(Vec::new());
    };
    let query = ListQuery {
        selection: selection(table, facts, |path| reachable(&actor.model, table, path)),
        limit: Some(ctx.sample),
        order_by: facts.key.columns.clone(),
        ..ListQuery::default()
    };
    let seen = fetch::run(ctx, &actor.caller(), field, &facts.key, &query).await?;
    Ok(seen.rows.into_iter().collect())
}

/// True when a role can select the column at the end of the way.
pub(super) fn reachable(model: &Model, table: &RoleTable, path: &OwnerPath) -> bool {
    let end = path.through.iter().try_fold(table, |table, name| {
        let relationship = table.relationships.iter().find(|rel| rel.name == *name)?;
        model.table(&relationship.target)
    });
    end.is_some_and(|table| table.column(&path.column).is_some())
}

fn selection(
    table: &RoleTable,
    facts: &Attributed,
    wanted: impl Fn(&OwnerPath) -> bool,
) -> Selection {
    let mut selection = Selection::columns(
        facts
            .key
            .columns
            .iter()
            .map(String::as_str)
            .filter(|name| table.column(name).is_some()),
    );
    for path in facts.owner_paths.iter().filter(|path| wanted(path)) {
        if path.through.is_empty() && table.column(&path.column).is_none() {
            continue;
        }
        selection.add_path(&path.through, &path.column);
    }
    selection
}
