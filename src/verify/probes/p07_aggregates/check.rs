//! Every table with aggregates: the rows under `nodes`, the count, and the smallest and largest
//! values.

use std::collections::BTreeSet;

use futures_util::try_join;
use serde_json::{Value, json};

use super::META;
use super::counted::{Counted, count_request, counted, shown_rightly};
use super::extremes::{ends, extreme_groups, extremes_of};
use super::related::{self, Seen};
use crate::error::Result;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::{keys_of, rows_of, show_keys, show_value};
use crate::verify::context::Context;
use crate::verify::evidence::{Cell, Finding, ProbeResult, Severity, Status};
use crate::verify::fault::Fault;
use crate::verify::finding::Details;
use crate::verify::model::document::{self, ListQuery, Selection, pick};
use crate::verify::ownership::Standing;
use crate::verify::ownership::row_verdict::Admission;
use crate::verify::pool;
use crate::verify::probes::foreign::{count_in, foreign, list_where};
use crate::verify::probes::table_case::TableCase;
use crate::verify::rows::{Key, Row};

pub(super) async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let mut cases = Vec::new();
    let mut outside = BTreeSet::new();
    for who in Who::BOTH {
        for view in &ctx.actor(who).model.tables {
            let Some(field) = &view.aggregate else {
                continue;
            };
            match facts.table(&view.type_name) {
                Some(table) => cases.push(TableCase {
                    who,
                    table,
                    view,
                    field,
                }),
                None => {
                    outside.insert(view.name().to_owned());
                }
            }
        }
    }
    let through = related::look(ctx, facts).await?;
    if cases.is_empty() && outside.is_empty() && through.ways == 0 && through.open.is_empty() {
        return Ok(ProbeResult::not_applicable("the role has no aggregates"));
    }
    let looks = pool::each(cases, ctx.width, |case| look(ctx, case)).await;
    let mut findings = through.findings;
    let mut cells: Vec<Cell> = Vec::new();
    let mut open = through.open;
    for look in looks {
        let look = look?;
        findings.extend(look.findings);
        open.extend(look.open);
        match cells.iter_mut().find(|cell| cell.table == look.cell.table) {
            Some(cell) if cell.status == Status::Pass => *cell = look.cell,
            Some(_) => {}
            None => cells.push(look.cell),
        }
    }
    open.extend(
        outside
            .into_iter()
            .map(|name| format!("{name} has aggregates and no list to hold them against")),
    );
    let mut result = ProbeResult::of(findings);
    if !open.is_empty() {
        result = result.incomplete(open.join("; "));
    }
    Ok(result.cells(cells))
}

struct Look {
    findings: Vec<Finding>,
    /// What could not be told.
    open: Option<String>,
    cell: Cell,
}

async fn look(ctx: &Context<'_>, case: TableCase<'_>) -> Result<Look> {
    let mut findings = Vec::new();
    let mut open = None;
    let (nodes, (extremes, along)) = try_join!(nodes(ctx, &case), extremes(ctx, &case))?;
    let counted = match along.filter(|count| *count <= shown_rightly(case.table, case.who)) {
        Some(count) => Counted::Agrees(count),
        None => counted(ctx, &case).await?,
    };
    let note = match &counted {
        Counted::Agrees(n) => format!("count {n}"),
        Counted::Limited { count, .. } => format!("count {count} beyond a limit"),
        Counted::Leaks { .. } => "leaked".into(),
        Counted::Unknown(reason) | Counted::Refused(reason) => reason.clone(),
    };
    match counted {
        Counted::Agrees(count) if !others_admitted(&case).is_empty() => {
            let others = others_admitted(&case);
            let seen = Seen {
                does: format!("counts {count}, and {} of them are of others", others.len()),
                evidence: json!({
                    "count": count,
                    "such as": show_keys(case.table, others.iter().copied(), 5),
                }),
                request: count_request(case.field, Value::Null),
                fault: Some(Fault::of_permission(case.table, case.who, [])),
            };
            findings.push(leak(ctx, &case, "count", seen));
        }
        // A limit that aggregates pass by is P08's to tell.
        Counted::Agrees(_) | Counted::Refused(_) | Counted::Limited { .. } => {}
        Counted::Leaks { count, allowed } => {
            findings.push(leak(
                ctx,
                &case,
                "count",
                Seen {
                    does: format!("counts {count}, and may see {allowed}"),
                    evidence: json!({ "count": count, "rows that the user may see": allowed }),
                    request: count_request(case.field, Value::Null),
                    fault: None,
                },
            ));
        }
        Counted::Unknown(reason) => open = Some(format!("{}: {reason}", case.table.name)),
    }
    findings.extend(nodes);
    findings.extend(extremes);
    let status = match ProbeResult::of(findings.clone()).status {
        Status::Pass if open.is_some() => Status::Skip,
        status => status,
    };
    Ok(Look {
        cell: Cell {
            table: case.table.name.clone(),
            way: "aggregate",
            status,
            note: if status == Status::Fail {
                "leaked".into()
            } else {
                note
            },
        },
        findings,
        open,
    })
}

/// Rows of others that the permission admits, in a table of which no list shows any value: where
/// one does, P05 tells.
fn others_admitted<'t>(case: &TableCase<'t>) -> Vec<&'t Key> {
    let listed = case.view.list.is_some() && !case.view.columns.is_empty();
    let keys = case.table.all_keys().into_iter().filter(|_| !listed);
    keys.filter(|key| {
        case.table.admitted(case.who, key) == Admission::Open
            && matches!(
                case.table.standing(case.who, key),
                Some(Standing::Foreign(_))
            )
    })
    .collect()
}

/// The rows under `nodes`.
async fn nodes(ctx: &Context<'_>, case: &TableCase<'_>) -> Result<Option<Finding>> {
    let query = ListQuery {
        selection: Selection::columns(case.table.key.columns.iter().map(String::as_str)),
        filter: Value::Null,
        limit: Some(ctx.sample),
        order_by: case.table.key.columns.clone(),
    };
    let request = document::aggregate(case.field, &query, "");
    let answer = ctx.ask(&ctx.actor(case.who).caller(), &request).await?;
    let rows: Vec<&Row> = answer
        .data
        .as_ref()
        .and_then(|data| pick(data, &case.field.namespace, &case.field.name))
        .and_then(|found| found.get("nodes"))
        .and_then(Value::as_array)
        .map(|rows| rows.iter().filter_map(Value::as_object).collect())
        .unwrap_or_default();
    let keys = keys_of(case.table, &rows);
    let foreign = foreign(ctx, case.table, case.who, keys).await?;
    if foreign.is_empty() {
        return Ok(None);
    }
    Ok(Some(leak(
        ctx,
        case,
        "nodes",
        Seen {
            does: format!("gets {} of others", count(foreign.len(), "row")),
            evidence: json!({
                "rows": foreign.len(),
                "such as": show_keys(case.table, &foreign, 5),
            }),
            request,
            fault: Fault::of_rows(case.table, case.who, &foreign),
        },
    )))
}

/// The smallest and largest values of every column: each has to be that of a row which the list
/// has. The count that came along with them is the second.
async fn extremes(
    ctx: &Context<'_>,
    case: &TableCase<'_>,
) -> Result<(Option<Finding>, Option<u64>)> {
    let caller = ctx.actor(case.who).caller();
    let mut count = None;
    for group in extreme_groups(case.view, |column| column.filterable) {
        let ask = async |columns: &[&str]| {
            let names = columns.join(" ");
            let wanted = format!("count min {{ {names} }} max {{ {names} }}");
            let request = document::aggregate(case.field, &ListQuery::default(), &wanted);
            ctx.ask(&caller, &request).await
        };
        for answer in extremes_of(group, ask).await? {
            count = count_in(&answer, case.field).or(count);
            let found = answer
                .data
                .as_ref()
                .and_then(|data| pick(data, &case.field.namespace, &case.field.name))
                .and_then(|found| found.get("aggregate"));
            for (end, name, value) in found.into_iter().flat_map(ends) {
                if known(case, name, value) {
                    continue;
                }
                let filter = json!({ name: { "_eq": value } });
                let Some((list, field)) = list_where(ctx, case.table, case.who, filter) else {
                    continue;
                };
                let answer = ctx.ask(&caller, &list).await?;
                if answer.errors.is_empty() && rows_of(&answer, field).is_empty() {
                    return Ok((Some(beyond(ctx, case, (end, name, value))), count));
                }
            }
        }
    }
    Ok((None, count))
}

/// A value that an aggregate shows and no row in the list has.
fn beyond(
    ctx: &Context<'_>,
    case: &TableCase<'_>,
    (end, name, value): (&'static str, &str, &Value),
) -> Finding {
    let wanted = format!("{end} {{ {name} }}");
    let seen = Seen {
        does: format!("gets the {end} of {name}, which no row in the list has"),
        evidence: json!({ end: { name: show_value(ctx, case.table, name, value) } }),
        request: document::aggregate(case.field, &ListQuery::default(), &wanted),
        fault: None,
    };
    leak(ctx, case, end, seen)
}

fn known(case: &TableCase<'_>, column: &str, value: &Value) -> bool {
    case.table
        .seen(case.who)
        .rows
        .values()
        .any(|row| row.get(column) == Some(value))
}

fn leak(ctx: &Context<'_>, case: &TableCase<'_>, what: &str, seen: Seen) -> Finding {
    let actor = case.actor(ctx);
    let draft = case.finding(ctx, META, Severity::High, what);
    draft.fault(seen.fault).told(Details {
        summary: format!("{} {}", actor.label, seen.does),
        request: ctx.show(&actor.caller(), &seen.request),
        evidence: seen.evidence,
        remedy: "where the list leaks too, close that first (P05): one filter guards both; else \
                 look for a proxy or an engine that answers this field by itself, and set \
                 allow_aggregations to false until then"
            .into(),
    })
}
