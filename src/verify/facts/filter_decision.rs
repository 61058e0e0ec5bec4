//! The permission's own word on each row.
//!
//! The filter of the exported metadata is written out for each user and asked as administrator,
//! so the engine's way of applying permissions has no part in the answer. Where a filter cannot
//! be written as a condition, impersonation stands in: the administrator asks as the role with
//! the user's session variables.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::exists_lookup;
use super::fetch::{self, CHUNK};
use super::foreign_keys::Known;
use super::listed::Listed;
use super::table::{Admitted, Attributed};
use crate::error::Result;
use crate::hasura::metadata::{Comparison, Condition, Filter, Operator, condition};
use crate::verify::actor::{Actor, Who};
use crate::verify::caller::Caller;
use crate::verify::model::document::{ListQuery, Selection};
use crate::verify::model::{RoleTable, RootField};
use crate::verify::ownership::filter::Reading;
use crate::verify::ownership::permission::{self, Parts, Unknown};
use crate::verify::ownership::row_verdict::Admission;
use crate::verify::rows::Key;
use crate::verify::run::{Admin, Run};

/// Columns of a table that a user's filter compares with their id, at the top of the filter.
pub(super) fn filtered_columns(ctx: &Run<'_>, facts: &Listed) -> Vec<String> {
    let Some(admin) = &ctx.admin else {
        return Vec::new();
    };
    let mut found = BTreeSet::new();
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        if let Some(Ok(reading)) = reading(admin, Asker::of(actor), facts, &leniently()) {
            let mut ids = actor.ids();
            ids.extend(actor.email.clone());
            columns_equal_to(&reading.full, &ids, &mut found);
        }
    }
    found.into_iter().collect()
}

/// For what only asks which columns a filter compares.
fn leniently() -> Parts {
    Parts {
        unknown: Unknown::Callers,
        ..Parts::default()
    }
}

fn columns_equal_to(condition: &Condition, ids: &[String], found: &mut BTreeSet<String>) {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => parts
            .iter()
            .for_each(|part| columns_equal_to(part, ids, found)),
        Condition::Compare(comparison) if is_one_of(comparison, ids) => {
            found.insert(comparison.column.clone());
        }
        _ => {}
    }
}

/// True for a column that must equal one of these ids.
fn is_one_of(comparison: &Comparison, ids: &[String]) -> bool {
    (comparison.operator == Operator::Eq || comparison.operator.takes_a_pattern())
        && crate::verify::rows::plain(&comparison.operand.print())
            .is_some_and(|id| ids.contains(&id))
}

/// The ways from a row to what its user's filter compares with their id, such as `owner_id` or
/// `org.members.user_id`.
pub(super) fn filtered_ways(ctx: &Run<'_>, who: Who, facts: &Listed) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let actor = ctx.actor(who);
    if let Some(Ok(reading)) = ctx
        .admin
        .as_ref()
        .and_then(|admin| reading(admin, Asker::of(actor), facts, &leniently()))
    {
        ways_equal_to(&reading.full, &actor.ids(), &[], &mut found);
    }
    found
}

fn ways_equal_to(
    condition: &Condition,
    ids: &[String],
    way: &[&str],
    found: &mut BTreeSet<String>,
) {
    let further = |name| -> Vec<&str> { way.iter().copied().chain([name]).collect() };
    match condition {
        Condition::And(parts) | Condition::Or(parts) => parts
            .iter()
            .for_each(|part| ways_equal_to(part, ids, way, found)),
        Condition::Compare(comparison) if is_one_of(comparison, ids) => {
            found.insert(further(comparison.column.as_str()).join("."));
        }
        Condition::Related { name, condition } => {
            ways_equal_to(condition, ids, &further(name.as_str()), found);
        }
        _ => {}
    }
}

/// Takes from what admits rows because of the caller the comparisons of their id at these ways.
fn disown(reading: &mut Reading, ids: &[String], ways: &[String]) {
    let bound = reading.bound.take();
    reading.bound = bound.map(|bound| without(bound, ids, &[], ways));
    reading.exact = false;
    reading.explained = false;
}

/// A condition in which the comparisons with an id at some ways never hold.
fn without(condition: Condition, ids: &[String], way: &[&str], ways: &[String]) -> Condition {
    let further = |name| -> Vec<&str> { way.iter().copied().chain([name]).collect() };
    let each = |parts: Vec<Condition>| {
        let parts = parts.into_iter();
        parts.map(|part| without(part, ids, way, ways))
    };
    match condition {
        Condition::And(parts) => Condition::all(each(parts)),
        Condition::Or(parts) => Condition::any(each(parts)),
        Condition::Compare(comparison)
            if is_one_of(&comparison, ids)
                && ways.contains(&further(comparison.column.as_str()).join(".")) =>
        {
            Condition::Or(Vec::new())
        }
        Condition::Related { name, condition } => {
            let inner = without(*condition, ids, &further(name.as_str()), ways);
            Condition::related(&name, inner)
        }
        other => other,
    }
}

/// Whose filter is read, and whose session variables are put in.
#[derive(Clone, Copy)]
pub(super) struct Asker<'a> {
    pub role: &'a str,
    /// `None` for requests without a token, whose variables are whatever their headers say.
    pub user: Option<&'a Actor>,
}

impl<'a> Asker<'a> {
    fn of(actor: &'a Actor) -> Self {
        Self {
            role: actor.role(),
            user: Some(actor),
        }
    }
}

/// A filter, read; `None` without metadata or without a permission.
pub(super) fn reading(
    admin: &Admin,
    asker: Asker<'_>,
    facts: &Listed,
    parts: &Parts,
) -> Option<Result<Reading, String>> {
    let schema = admin.schema.as_ref()?;
    let table = admin.model.table(&facts.type_name)?;
    let config = match schema.tracked(&facts.type_name) {
        Ok(config) => config,
        Err(reason) => return Some(Err(reason)),
    };
    let filter = schema.export.metadata.select_filter(config, asker.role)?;
    Some(permission::read_with(
        &filter.condition,
        table,
        schema,
        asker.user,
        parts,
    ))
}

/// A user's filter as the metadata has it, for reports.
pub(in crate::verify) fn raw_filter(ctx: &Run<'_>, who: Who, facts: &Listed) -> Option<Filter> {
    filter_of(ctx.admin.as_ref()?, ctx.actor(who).role(), &facts.type_name)
}

pub(super) fn filter_of(admin: &Admin, role: &str, type_name: &str) -> Option<Filter> {
    let config = admin.tracked(type_name)?;
    admin.export()?.metadata.select_filter(config, role)
}

/// A user's filter written out as a condition for the administrator; `None` where that cannot be
/// done.
pub(in crate::verify) fn condition(who: Who, facts: &Admitted) -> Option<Value> {
    Some(facts.readings.get(&who)?.full.print())
}

/// Asks for both users.
pub(super) async fn fetch(
    ctx: &Run<'_>,
    facts: Attributed,
    known: Known<'_>,
) -> Result<(Admitted, Vec<String>)> {
    let mut facts = Admitted::new(facts);
    let mut notes = Vec::new();
    ask(ctx, &mut facts, known, &mut notes).await?;
    for who in Who::BOTH {
        notes.extend(take_as_meant(ctx, who, &mut facts));
    }
    Ok((facts, notes))
}

async fn ask(
    ctx: &Run<'_>,
    facts: &mut Admitted,
    known: Known<'_>,
    notes: &mut Vec<String>,
) -> Result<()> {
    let Some(admin) = &ctx.admin else {
        return Ok(());
    };
    let Some((table, field)) = admin
        .model
        .table(&facts.type_name)
        .and_then(|table| Some((table, table.list.as_ref()?)))
    else {
        return Ok(());
    };
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        let parts = match (&admin.schema, raw_filter(ctx, who, facts)) {
            (Some(schema), Some(filter)) => {
                let lookup = exists_lookup::parts(
                    ctx,
                    admin,
                    schema,
                    Some(actor),
                    facts,
                    &filter.condition,
                    known,
                );
                lookup.await?
            }
            _ => Parts::default(),
        };
        let asker = Asker::of(actor);
        let (known, explained) = match reading(admin, asker, facts, &parts) {
            Some(Ok(mut reading)) => {
                if let Some(ways) = facts.disowned.get(&who) {
                    disown(&mut reading, &actor.ids(), ways);
                }
                let known = if facts.key.filterable(table) {
                    written_out(ctx, admin, facts, field, &reading).await?
                } else {
                    BTreeMap::new()
                };
                let explained = reading.explained;
                facts.readings.insert(who, reading);
                (known, Some(explained))
            }
            Some(Err(reason)) => {
                notes.push(format!(
                    "{}: the filter of role {} was asked by impersonation only ({reason})",
                    facts.name,
                    actor.role()
                ));
                let (known, explained) =
                    by_impersonation(ctx, admin, actor, facts, field, &parts).await?;
                (known, explained)
            }
            None => (BTreeMap::new(), None),
        };
        facts.admission.insert(who, known);
        facts.bound_filter.insert(who, explained);
    }
    Ok(())
}

/// A filter that could not be read as a whole: which rows it admits the engine says, and why, as far
/// as that is known. Whether each is explained, where that is known.
async fn by_impersonation(
    ctx: &Run<'_>,
    admin: &Admin,
    actor: &Actor,
    facts: &Admitted,
    field: &RootField,
    parts: &Parts,
) -> Result<(BTreeMap<Key, Admission>, Option<bool>)> {
    let asker = Asker::of(actor);
    let filterable = admin
        .model
        .table(&facts.type_name)
        .is_some_and(|table| facts.key.filterable(table));
    let taken_for = |unknown| {
        let parts = Parts {
            unknown,
            ..parts.clone()
        };
        reading(admin, asker, facts, &parts).and_then(Result::ok)
    };
    let (sure, at_best) = (taken_for(Unknown::Open), taken_for(Unknown::Callers));
    let explained = match (&sure, &at_best) {
        (Some(sure), _) if sure.explained => Some(true),
        (_, Some(at_best)) if !at_best.explained => Some(false),
        _ => None,
    };
    let shown = impersonated(ctx, admin, actor, facts).await?;
    let known = match (shown, sure, at_best) {
        (Some(shown), Some(sure), Some(at_best)) if filterable => {
            let mut why = approximately(ctx, admin, facts, field, sure).await?;
            let at_best = approximately(ctx, admin, facts, field, at_best).await?;
            for (key, word) in &mut why {
                if *word == Admission::Open && at_best.get(key) == Some(&Admission::Bound) {
                    *word = Admission::Unread;
                }
            }
            within(facts, &shown, &why)
        }
        (Some(shown), ..) => within(facts, &shown, &BTreeMap::new()),
        (None, ..) => BTreeMap::new(),
    };
    Ok((known, explained))
}

/// A role that was given to one user, and is not for everybody, may see what its filter lets
/// through: that counts as shared with them. Without the filter, what the list shows stands for
/// it.
fn take_as_meant(ctx: &Run<'_>, who: Who, facts: &mut Admitted) -> Option<String> {
    let actor = ctx.actor(who);
    if !actor.is_granted() {
        return None;
    }
    let mut known = facts.admission.remove(&who).unwrap_or_default();
    if known.is_empty() {
        let seen = facts.seen(who).rows.keys();
        known.extend(seen.map(|key| (key.clone(), Admission::Open)));
    }
    let me = actor.ids();
    let mut of_others = 0;
    for (key, word) in &mut known {
        if matches!(
            word,
            Admission::Bound | Admission::Published | Admission::Refused
        ) {
            continue;
        }
        *word = Admission::Bound;
        let owners = facts.ids.get(key).map(|ids| &ids.owners);
        of_others +=
            usize::from(owners.is_some_and(|owners| {
                !owners.is_empty() && me.iter().all(|id| !owners.contains(id))
            }));
    }
    facts.admission.insert(who, known);
    let bound = facts.bound_filter.get(&who).copied().flatten();
    facts.bound_filter.insert(who, bound.map(|_| true));
    (of_others > 0).then(|| {
        format!(
            "{}: role {} reaches rows of others; of the two users only {} may assume it, so that \
             counts as meant",
            facts.name,
            actor.role(),
            actor.label
        )
    })
}

/// Rows that the engine shows, with the reason that the filter gives for them as far as it could
/// be read; all others are refused.
fn within(
    facts: &Attributed,
    shown: &BTreeSet<Key>,
    why: &BTreeMap<Key, Admission>,
) -> BTreeMap<Key, Admission> {
    facts
        .all_keys()
        .into_iter()
        .map(|key| {
            let word = if shown.contains(key) {
                why.get(key).copied().unwrap_or(Admission::Unknown)
            } else {
                Admission::Refused
            };
            (key.clone(), word)
        })
        .collect()
}

/// The reasons that a filter gives for rows, whichever it admits.
async fn approximately(
    ctx: &Run<'_>,
    admin: &Admin,
    facts: &Attributed,
    field: &RootField,
    reading: Reading,
) -> Result<BTreeMap<Key, Admission>> {
    let reading = Reading {
        full: Condition::default(),
        ..reading
    };
    written_out(ctx, admin, facts, field, &reading).await
}

pub(super) async fn written_out(
    ctx: &Run<'_>,
    admin: &Admin,
    facts: &Attributed,
    field: &RootField,
    reading: &Reading,
) -> Result<BTreeMap<Key, Admission>> {
    let keys: Vec<&Key> = facts.all_keys().into_iter().collect();
    let everything = reading.full.is_empty();
    let admitted = if everything {
        Some(keys.iter().map(|key| (*key).clone()).collect())
    } else {
        holding(ctx, admin, facts, field, &reading.full, &keys).await?
    };
    let Some(admitted) = admitted else {
        return Ok(BTreeMap::new());
    };
    let bound: BTreeSet<Key> = match &reading.bound {
        _ if reading.exact && reading.bound.as_ref() == Some(&reading.full) => admitted.clone(),
        None => BTreeSet::new(),
        Some(bound) => match holding(ctx, admin, facts, field, bound, &keys).await? {
            Some(bound) => bound,
            None => return Ok(BTreeMap::new()),
        },
    };
    let public: BTreeSet<Key> = match &reading.public {
        None => BTreeSet::new(),
        Some(public) => match holding(ctx, admin, facts, field, public, &keys).await? {
            Some(public) => public,
            None => return Ok(BTreeMap::new()),
        },
    };
    Ok(keys
        .into_iter()
        .map(|key| {
            let word = if !admitted.contains(key) {
                Admission::Refused
            } else if bound.contains(key) {
                Admission::Bound
            } else if public.contains(key) {
                Admission::Published
            } else {
                Admission::Open
            };
            (key.clone(), word)
        })
        .collect())
}

/// Which of the rows a condition holds for; `None` when Hasura does not take the condition.
async fn holding(
    ctx: &Run<'_>,
    admin: &Admin,
    facts: &Attributed,
    field: &RootField,
    condition: &Condition,
    keys: &[&Key],
) -> Result<Option<BTreeSet<Key>>> {
    let caller = Caller::admin(admin.secret.clone());
    let mut holding = BTreeSet::new();
    for chunk in keys.chunks(CHUNK) {
        let query = ListQuery {
            selection: Selection::columns(facts.key.columns.iter().map(String::as_str)),
            filter: condition::all_of([condition.print(), facts.key.filter(chunk)]),
            ..ListQuery::default()
        };
        let seen = fetch::run(ctx, &caller, field, &facts.key, &query).await?;
        if let Some(error) = seen.error {
            ctx.app.ui.trace(
                1,
                format!("{}: the filter could not be asked: {error}", facts.name),
            );
            return Ok(None);
        }
        holding.extend(seen.rows.into_keys());
    }
    Ok(Some(holding))
}

/// The rows that the engine itself shows the role with the user's variables; `None` where they
/// cannot be had.
async fn impersonated(
    ctx: &Run<'_>,
    admin: &Admin,
    actor: &Actor,
    facts: &Attributed,
) -> Result<Option<BTreeSet<Key>>> {
    let Some((_, field)) = list_of(&actor.model.tables, &facts.type_name) else {
        return Ok(None);
    };
    let query = ListQuery {
        selection: Selection::columns(facts.key.columns.iter().map(String::as_str)),
        limit: Some(ctx.sample),
        order_by: facts.key.columns.clone(),
        ..ListQuery::default()
    };
    let caller = actor.impersonated(&admin.secret);
    let seen = fetch::run(ctx, &caller, field, &facts.key, &query).await?;
    let whole = seen.error.is_none() && !seen.truncated;
    Ok(whole.then(|| seen.rows.into_keys().collect()))
}

fn list_of<'a>(tables: &'a [RoleTable], type_name: &str) -> Option<(&'a RoleTable, &'a RootField)> {
    tables
        .iter()
        .find(|table| table.type_name == type_name)
        .and_then(|table| Some((table, table.list.as_ref()?)))
}
