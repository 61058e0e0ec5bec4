//! P06: asked for by its key, a row of another user is not there.
//!
//! ## What is tried
//!
//! Keys of rows that belong to others are asked for through the field that takes a primary key
//! (`notes_by_pk`), as both users. The keys come from what the other user and the administrator
//! see. Every answer must be null.
//!
//! ## Why it matters
//!
//! Keys are counted through, guessed and passed around. A list that hides a row is of no use when
//! its key opens it.
//!
//! ## Example
//!
//! Ana does not see note 2 in her list, and gets it by its key:
//!
//! ```text
//! { notes_by_pk(id: 2) { id user_id body } }
//! ```
//!
//! ## How to close it
//!
//! Where the list shows the row too, close the list first (P05): the same filter guards both. Where
//! it does not, Hasura did not answer this field; look for a proxy, a cache or another engine that
//! does.

use std::collections::BTreeSet;

use serde_json::{Value, json};

mod unlisted;

pub(super) use unlisted::candidates;

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::show_keys;
use crate::verify::context::Context;
use crate::verify::evidence::{Cell, Finding, ProbeResult, Severity, Status};
use crate::verify::facts::TableFacts;
use crate::verify::fault::Fault;
use crate::verify::finding::{Details, Meta};
use crate::verify::model::RoleTable;
use crate::verify::model::document::{self, Selection, pick};
use crate::verify::ownership::Standing;
use crate::verify::ownership::row_verdict::Admission;
use crate::verify::pool;
use crate::verify::rows::Key;

/// Keys to try in a table as one user: the misbehaviour is a table's, not a row's.
const KEYS: usize = 20;

pub(in crate::verify) const META: Meta = Meta {
    id: "P06",
    title: "by its key, a row of another user is not found",
    why: "keys are guessed, counted through and passed around; the filter has to hold here too",
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let tables: Vec<&TableFacts> = facts
        .tables
        .iter()
        .filter(|table| {
            Who::BOTH
                .iter()
                .any(|who| keyed(ctx, *who, table).is_some())
        })
        .collect();
    let unlisted = unlisted::tables(ctx, facts).await?;
    if tables.is_empty() && unlisted.is_empty() {
        return Ok(ProbeResult::not_applicable(
            "the role has no field that takes a primary key",
        ));
    }
    let everybodys = tables.iter().all(|table| table.shared || !table.owned());
    let tried = pool::each(tables, ctx.width, |table| try_table(ctx, table)).await;
    let mut findings = Vec::new();
    let mut cells = Vec::new();
    let mut keys = 0;
    let mut gaps = Vec::new();
    for outcome in tried {
        let outcome = outcome?;
        keys += outcome.keys;
        findings.extend(outcome.findings);
        gaps.extend(outcome.gap);
        cells.push(outcome.cell);
    }
    for outcome in unlisted {
        keys += outcome.keys;
        findings.extend(outcome.findings);
        gaps.extend(outcome.gap);
        cells.push(outcome.cell);
    }
    if keys == 0 && everybodys && gaps.is_empty() {
        return Ok(ProbeResult::not_applicable(
            "every row that can be asked for by its key is for everybody",
        )
        .cells(cells));
    }
    if keys == 0 && gaps.is_empty() {
        return Ok(ProbeResult::not_possible(
            "no row is known that these users may not see, so no key could be tried; two users who do \
             not share everything would prove more",
        )
        .cells(cells));
    }
    let untried: Vec<&str> = cells
        .iter()
        .filter(|cell| cell.status == Status::Skip)
        .map(|cell| cell.table.as_str())
        .collect();
    let mut notes = vec![format!("{} tried", count(keys, "key"))];
    if !untried.is_empty() {
        notes.push(format!(
            "no key of another user to try in {}",
            untried.join(", ")
        ));
    }
    let mut result = ProbeResult::of(findings);
    if !gaps.is_empty() {
        result = result.incomplete(gaps.join("; "));
    }
    Ok(result.notes(notes).cells(cells))
}

struct Tried {
    keys: usize,
    findings: Vec<Finding>,
    /// Why keys that were asked for have proven nothing.
    gap: Option<String>,
    cell: Cell,
}

async fn try_table(ctx: &Context<'_>, table: &TableFacts) -> Result<Tried> {
    let mut findings = Vec::new();
    let mut tried = 0;
    let mut error = None;
    for who in Who::BOTH {
        let Some(view) = keyed(ctx, who, table) else {
            continue;
        };
        let keys = foreign_keys(table, who);
        let Some(request) = request(table, view, &keys) else {
            continue;
        };
        let answer = ctx.ask(&ctx.actor(who).caller(), &request).await?;
        if answer.data.is_none() {
            // Where the list goes wrong too, P24 says it of the table.
            if table.seen(who).error.is_none() {
                error = answer.first_error();
            }
            continue;
        }
        tried += keys.len();
        let found = found(answer.data.as_ref(), view, &keys);
        if let Some(finding) = leak(ctx, table, view, who, &found) {
            findings.push(finding);
        }
    }
    let (status, note) = match (findings.is_empty(), &error, tried) {
        (false, _, _) => (Status::Fail, "leaked".to_owned()),
        (true, Some(words), _) => (Status::Warn, words.clone()),
        (true, None, 0) => (Status::Skip, "not tried".to_owned()),
        (true, None, n) => (Status::Pass, format!("{n} hidden")),
    };
    Ok(Tried {
        keys: tried,
        findings,
        gap: error.map(|words| format!("{}: keys could not be asked for: {words}", table.name)),
        cell: Cell {
            table: table.name.clone(),
            way: "by_pk",
            status,
            note,
        },
    })
}

/// The table as a user sees it, when it can be asked by the key that the facts are filed under.
fn keyed<'a>(ctx: &'a Context<'_>, who: Who, table: &TableFacts) -> Option<&'a RoleTable> {
    let view = ctx.actor(who).model.table(&table.type_name)?;
    let key = view.primary_key.as_ref()?;
    let same = table.key.primary
        && key.columns.len() == table.key.columns.len()
        && key
            .columns
            .iter()
            .zip(&table.key.columns)
            .all(|(argument, column)| argument.name == *column);
    (view.by_pk.is_some() && same).then_some(view)
}

/// Keys of rows that are not for this user, those that the list hides first.
pub(super) fn foreign_keys(table: &TableFacts, who: Who) -> Vec<Key> {
    let seen = table.seen(who);
    let hidden_means_foreign = seen.listed && !seen.truncated && seen.error.is_none();
    let foreign = |key: &&Key| match table.admitted(who, key) {
        Admission::Refused => true,
        Admission::Bound => false,
        // The filter admits it: if it is nobody's, a list without it was cut by a limit, which
        // does not bind keys (contracts: hasura §3.7).
        Admission::Open | Admission::Published | Admission::Unread => {
            matches!(table.standing(who, key), Some(Standing::Foreign(_)))
        }
        Admission::Unknown => match table.standing(who, key) {
            Some(Standing::Foreign(_)) => true,
            Some(Standing::Own | Standing::Shared) => false,
            Some(Standing::Public | Standing::Doubtful(_)) | None => {
                hidden_means_foreign && !seen.rows.contains_key(*key)
            }
        },
    };
    let all = table.all_keys();
    let (hidden, shown): (Vec<&Key>, Vec<&Key>) = all
        .into_iter()
        .filter(foreign)
        .partition(|key| !seen.rows.contains_key(*key));
    hidden
        .into_iter()
        .chain(shown)
        .take(KEYS)
        .cloned()
        .collect()
}

fn request(table: &TableFacts, view: &RoleTable, keys: &[Key]) -> Option<GraphQlRequest> {
    if keys.is_empty() {
        return None;
    }
    let values: Vec<Vec<Value>> = keys.iter().map(|key| key.values.clone()).collect();
    let mut columns: Vec<&str> = table.key.columns.iter().map(String::as_str).collect();
    for path in table
        .owner_paths
        .iter()
        .filter(|path| path.through.is_empty())
    {
        if view.column(&path.column).is_some() && !columns.contains(&path.column.as_str()) {
            columns.push(&path.column);
        }
    }
    document::by_pk(view, &values, &Selection::columns(columns))
}

/// The keys that found a row.
fn found(data: Option<&Value>, view: &RoleTable, keys: &[Key]) -> Vec<Key> {
    let (Some(data), Some(field)) = (data, &view.by_pk) else {
        return Vec::new();
    };
    keys.iter()
        .enumerate()
        .filter(|(index, _)| {
            pick(data, &field.namespace, &format!("k{index}")).is_some_and(|row| !row.is_null())
        })
        .map(|(_, key)| key.clone())
        .collect()
}

fn leak(
    ctx: &Context<'_>,
    table: &TableFacts,
    view: &RoleTable,
    who: Who,
    found: &[Key],
) -> Option<Finding> {
    let actor = ctx.actor(who);
    let field = view.by_pk.as_ref()?;
    // One key is enough to show it.
    let request = request(table, view, &found[..found.len().min(1)])?;
    let listed: BTreeSet<&Key> = table.seen(who).rows.keys().collect();
    let also_listed = found.iter().all(|key| listed.contains(key));
    Some(
        META.live(Severity::High)
            .table(&table.name)
            .part("by_pk")
            .role(actor.role())
            .path(field.path())
            .fault(Fault::of_rows(table, who, found))
            .told(Details {
                summary: format!(
                    "{} gets {} of others by key{}",
                    actor.label,
                    count(found.len(), "row"),
                    if also_listed {
                        ", as the list already shows (P05)"
                    } else {
                        " that the list hides"
                    }
                ),
                request: ctx.show(&actor.caller(), &request),
                evidence: json!({
                    "rows": found.len(),
                    "such as": show_keys(table, found, 5),
                }),
                remedy: if also_listed {
                    "close the list (P05): the same filter guards both".into()
                } else {
                    "Hasura applies the permission's filter to keys too; look \
                         for a proxy or an engine that answers this field by itself"
                        .into()
                },
            }),
    )
}
