//! P05, continued: functions that return rows of a table are one more way to list it.
//!
//! The engine applies the table's filter to what a function returns. Only functions that can be
//! called without arguments are; those that write are mutations unless somebody has exposed them
//! as queries, and the metadata tells of that.

use serde_json::json;

use super::META;
use crate::error::Result;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::{keys_of, rows_of, show_keys};
use crate::verify::context::Context;
use crate::verify::evidence::{Cell, Finding, ProbeResult, Severity, Status};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::fault::Fault;
use crate::verify::finding::Details;
use crate::verify::model::Function;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::pool;
use crate::verify::probes::foreign::foreign;

/// Adds what functions show to the result about lists.
pub(super) async fn add(
    ctx: &Context<'_>,
    facts: &Facts,
    lists: ProbeResult,
) -> Result<ProbeResult> {
    let mut places = Vec::new();
    let mut notes = Vec::new();
    for who in Who::BOTH {
        for function in &ctx.actor(who).model.functions {
            let path = function.field.path();
            if writes(ctx, function) {
                notes.push(format!(
                    "{path}: not called, because the metadata exposes a function as a query that \
                     may write"
                ));
                continue;
            }
            match facts.table(&function.target) {
                Some(table) => places.push((who, function, table)),
                None => notes.push(format!("{path}: nothing tells whose its rows are")),
            }
        }
    }
    let looks = pool::each(places, ctx.width, |(who, function, table)| {
        look(ctx, who, function, table)
    })
    .await;
    let mut findings = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    for look in looks {
        let (finding, note, cell) = look?;
        notes.extend(note);
        match cells.iter_mut().find(|known| known.table == cell.table) {
            Some(known) if finding.is_some() => *known = cell,
            Some(_) => {}
            None => cells.push(cell),
        }
        findings.extend(finding);
    }
    notes.dedup();
    Ok(joined(lists, findings, notes, cells))
}

fn joined(
    mut lists: ProbeResult,
    findings: Vec<Finding>,
    notes: Vec<String>,
    cells: Vec<Cell>,
) -> ProbeResult {
    lists.notes.extend(notes);
    lists.cells.extend(cells);
    if findings.is_empty() {
        return lists;
    }
    lists.findings.extend(findings);
    let judged = ProbeResult::of(lists.findings);
    ProbeResult {
        reason: lists.reason,
        ..judged
    }
    .notes(lists.notes)
    .cells(lists.cells)
}

/// True when the metadata exposes the function as a query against its nature.
fn writes(ctx: &Context<'_>, function: &Function) -> bool {
    let Some(export) = ctx.admin.as_ref().and_then(|admin| admin.export()) else {
        return false;
    };
    // A prefix, a schema or a convention may stand around the name; not calling is harmless.
    let plain = |text: &str| text.replace('_', "").to_lowercase();
    let called = plain(&function.field.name);
    let tracked = export.metadata.sources.iter().flat_map(|s| &s.functions);
    tracked
        .filter(|one| one.configuration.get("exposed_as") == Some(&json!("query")))
        .any(|one| {
            let custom = one
                .configuration
                .pointer("/custom_root_fields/function")
                .or_else(|| one.configuration.get("custom_name"))
                .and_then(serde_json::Value::as_str);
            custom.is_some_and(|custom| called.contains(&plain(custom)))
                || called.contains(&plain(&one.function.name))
        })
}

async fn look(
    ctx: &Context<'_>,
    who: Who,
    function: &Function,
    table: &TableFacts,
) -> Result<(Option<Finding>, Option<String>, Cell)> {
    let actor = ctx.actor(who);
    let path = function.field.path();
    let query = ListQuery {
        selection: Selection::columns(table.key.columns.iter().map(String::as_str)),
        limit: Some(ctx.sample),
        order_by: table.key.columns.clone(),
        ..ListQuery::default()
    };
    let request = document::list(&function.field, &query);
    let answer = ctx.ask(&actor.caller(), &request).await?;
    let cell = |status, note: String| Cell {
        table: table.name.clone(),
        way: "function",
        status,
        note,
    };
    if let Some(words) = answer.first_error() {
        let note = format!("{path}: {words}");
        return Ok((None, Some(note), cell(Status::Skip, "refused".into())));
    }
    let rows = rows_of(&answer, &function.field);
    let keys = keys_of(table, &rows);
    let astray = foreign(ctx, table, who, keys).await?;
    if astray.is_empty() {
        let note = format!(
            "{path}: {} looked at as {}",
            count(rows.len(), "row"),
            actor.label
        );
        return Ok((
            None,
            Some(note),
            cell(Status::Pass, count(rows.len(), "row")),
        ));
    }
    let listed = astray
        .iter()
        .all(|key| table.seen(who).rows.contains_key(key));
    let finding = META
        .live(Severity::High)
        .table(&table.name)
        .part("function")
        .way(&path)
        .role(actor.role())
        .fault(Fault::of_rows(table, who, &astray))
        .why("the row belongs to another user, and calling a function shows it")
        .told(Details {
            summary: format!(
                "{} gets {} of others from the function {path}{}",
                actor.label,
                count(astray.len(), "row"),
                if listed {
                    ", as the list already shows"
                } else {
                    ""
                }
            ),
            request: ctx.show(&actor.caller(), &request),
            evidence: json!({
                "rows": astray.len(),
                "such as": show_keys(table, &astray, 5),
                "list is safe, function leaks": !listed,
            }),
            remedy:
                "the filter of the role's select permission on the returned table guards functions \
                 too: close it there; where the list is safe, look for a proxy or an engine that \
                 answers by itself, and untrack the function until then"
                    .into(),
        });
    Ok((Some(finding), None, cell(Status::Fail, "leaked".into())))
}
