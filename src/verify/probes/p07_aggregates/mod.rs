//! P07: aggregates are made of the rows that the user may see, and of no others.
//!
//! Three looks: the rows under `nodes`, the count, and the smallest and largest values. A
//! permission's limit cuts lists short and leaves counts alone (contracts: hasura §3.7), so a
//! count above the list is held against the permission itself, or against the list asked for what
//! it has not shown yet.

mod related;

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::foreign::{count_in, foreign, list_where};
use super::support::{count, keys_of, rows_of, show_keys};
use super::{Probe, Running};
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::hasura::columns::is_masked;
use crate::secret::MASK;
use crate::verify::actor::Who;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Cell, Finding, ProbeResult, Proof, Severity, Status};
use crate::verify::facts::{TableFacts, condition, rows::Key, rows::Row};
use crate::verify::model::document::{self, ListQuery, Selection, pick};
use crate::verify::model::{RootField, Table};
use crate::verify::pool;

pub(super) struct Aggregates;

/// Times to ask a list for what it has not shown yet.
const PAGES: usize = 20;

impl Probe for Aggregates {
    fn id(&self) -> &'static str {
        "P07"
    }

    fn title(&self) -> &'static str {
        "aggregates are made of the rows that the user may see"
    }

    fn why(&self) -> &'static str {
        "counts and extremes tell of rows that no list shows"
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

/// A table with its aggregate field as one user sees it.
pub(super) struct Place<'a> {
    pub(super) who: Who,
    pub(super) table: &'a TableFacts,
    pub(super) view: &'a Table,
    pub(super) field: &'a RootField,
}

async fn check(probe: &Aggregates, ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let mut places = Vec::new();
    let mut outside = BTreeSet::new();
    for who in Who::BOTH {
        for view in &ctx.actor(who).model.tables {
            let Some(field) = &view.aggregate else {
                continue;
            };
            match facts.table(&view.type_name) {
                Some(table) => places.push(Place {
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
    let through = related::look(probe, ctx, facts).await?;
    if places.is_empty() && outside.is_empty() && through.ways == 0 && through.open.is_empty() {
        return Ok(ProbeResult::not_applicable("the role has no aggregates"));
    }
    let looks = pool::each(places, ctx.width, |place| look(probe, ctx, place)).await;
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

async fn look(probe: &Aggregates, ctx: &Context<'_>, place: Place<'_>) -> Result<Look> {
    let mut findings = Vec::new();
    let mut open = None;
    let nodes = nodes(probe, ctx, &place).await?;
    let extremes = extremes(probe, ctx, &place).await?;
    let counted = counted(ctx, &place).await?;
    let note = match &counted {
        Counted::Agrees(n) => format!("count {n}"),
        Counted::Limited { count, .. } => format!("count {count} beyond a limit"),
        Counted::Leaks { .. } => "leaked".into(),
        Counted::Unknown(reason) | Counted::Refused(reason) => reason.clone(),
    };
    match counted {
        // A limit that aggregates pass by is P08's to tell.
        Counted::Agrees(_) | Counted::Refused(_) | Counted::Limited { .. } => {}
        Counted::Leaks { count, allowed } => {
            findings.push(leak(
                probe,
                ctx,
                &place,
                "count",
                &format!("counts {count}, and may see {allowed}"),
                json!({ "count": count, "rows that the user may see": allowed }),
                &count_request(place.field, Value::Null),
            ));
        }
        Counted::Unknown(reason) => open = Some(format!("{}: {reason}", place.table.name)),
    }
    findings.extend(nodes);
    findings.extend(extremes);
    let status = match ProbeResult::of(findings.clone()).status {
        Status::Pass if open.is_some() => Status::Skip,
        status => status,
    };
    Ok(Look {
        cell: Cell {
            table: place.table.name.clone(),
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

/// How a count stands to the rows.
pub(super) enum Counted {
    Agrees(u64),
    /// The list is cut short by a limit and would show the rest when asked for it.
    Limited {
        count: u64,
        shown: u64,
    },
    Leaks {
        count: u64,
        allowed: u64,
    },
    Unknown(String),
    /// Hasura says an error in place of a count, and so gives nothing away.
    Refused(String),
}

pub(super) fn count_request(field: &RootField, filter: Value) -> GraphQlRequest {
    let query = ListQuery {
        filter,
        ..ListQuery::default()
    };
    document::aggregate(field, &query, "count")
}

pub(super) async fn counted(ctx: &Context<'_>, place: &Place<'_>) -> Result<Counted> {
    let caller = ctx.actor(place.who).caller();
    let request = count_request(place.field, Value::Null);
    let mut last = None;
    // Rows may come and go in between: what is told has been seen twice.
    for _ in 0..2 {
        let answer = ctx.ask(&caller, &request).await?;
        let Some(count) = count_in(&answer, place.field) else {
            let words = answer.first_error().unwrap_or_else(|| "no count".into());
            return Ok(Counted::Refused(words));
        };
        let counted = match by_permission(ctx, place).await? {
            Some(allowed) if count > allowed => Counted::Leaks { count, allowed },
            Some(_) => match listed(ctx, place).await? {
                Some(shown) if shown < count => Counted::Limited { count, shown },
                _ => Counted::Agrees(count),
            },
            None => by_list(ctx, place, count).await?,
        };
        match counted {
            Counted::Leaks { .. } | Counted::Limited { .. } => last = Some(counted),
            Counted::Agrees(_) | Counted::Unknown(_) | Counted::Refused(_) => return Ok(counted),
        }
    }
    Ok(last.unwrap_or_else(|| Counted::Unknown("not counted".into())))
}

/// How many rows the list has by now; `None` where the sample or an error cuts it short.
///
/// The facts file rows under keys, and tell two rows that look alike from nothing.
async fn listed(ctx: &Context<'_>, place: &Place<'_>) -> Result<Option<u64>> {
    let seen = place.table.seen(place.who);
    let Some(field) = place
        .view
        .list
        .as_ref()
        .filter(|_| seen.listed && !seen.truncated && seen.error.is_none())
    else {
        return Ok(None);
    };
    let answer = ctx
        .ask(&ctx.actor(place.who).caller(), &seen.request)
        .await?;
    Ok(u64::try_from(rows_of(&answer, field).len()).ok())
}

/// How many rows the permission's filter admits, counted by the administrator.
async fn by_permission(ctx: &Context<'_>, place: &Place<'_>) -> Result<Option<u64>> {
    let Some(admin) = &ctx.admin else {
        return Ok(None);
    };
    let field = admin
        .model
        .table(&place.table.type_name)
        .and_then(|table| table.aggregate.as_ref());
    let (Some(field), Some(filter)) = (field, condition(place.who, place.table)) else {
        return Ok(None);
    };
    let caller = Caller::admin(admin.secret.clone());
    let answer = ctx.ask(&caller, &count_request(field, filter)).await?;
    Ok(count_in(&answer, field))
}

/// Asks the list for what it has not shown yet, until it has no more.
async fn by_list(ctx: &Context<'_>, place: &Place<'_>, count: u64) -> Result<Counted> {
    let caller = ctx.actor(place.who).caller();
    let seen = place.table.seen(place.who);
    let shown = listed(ctx, place).await?;
    if shown.is_some_and(|shown| shown >= count) {
        return Ok(Counted::Agrees(count));
    }
    if !place.table.key.primary {
        return Ok(Counted::Unknown(
            "the count is above the list, whose rows cannot be told apart".into(),
        ));
    }
    let mut known: BTreeSet<Key> = seen.rows.keys().cloned().collect();
    for _ in 0..PAGES {
        let keys: Vec<&Key> = known.iter().collect();
        let rest = if keys.is_empty() {
            json!({})
        } else {
            json!({ "_not": place.table.key.filter(&keys) })
        };
        let Some((request, field)) = list_where(ctx, place.table, place.who, rest) else {
            return Ok(Counted::Unknown(
                "the count is above the list, which cannot be asked for the rest".into(),
            ));
        };
        let answer = ctx.ask(&caller, &request).await?;
        if let Some(words) = answer.first_error() {
            return Ok(Counted::Unknown(words));
        }
        let more = keys_of(place.table, &rows_of(&answer, field));
        let before = known.len();
        known.extend(more);
        let total = u64::try_from(known.len()).unwrap_or(u64::MAX);
        if total >= count {
            return Ok(match shown {
                Some(shown) => Counted::Limited { count, shown },
                None => Counted::Agrees(count),
            });
        }
        if known.len() == before {
            return Ok(Counted::Leaks {
                count,
                allowed: total,
            });
        }
    }
    Ok(Counted::Unknown(format!(
        "its count of {count} is too far above the list to be followed"
    )))
}

/// The rows under `nodes`.
async fn nodes(
    probe: &Aggregates,
    ctx: &Context<'_>,
    place: &Place<'_>,
) -> Result<Option<Finding>> {
    let query = ListQuery {
        selection: Selection::columns(place.table.key.columns.iter().map(String::as_str)),
        filter: Value::Null,
        limit: Some(ctx.sample),
        order_by: place.table.key.columns.clone(),
    };
    let request = document::aggregate(place.field, &query, "");
    let answer = ctx.ask(&ctx.actor(place.who).caller(), &request).await?;
    let rows: Vec<&Row> = answer
        .data
        .as_ref()
        .and_then(|data| pick(data, &place.field.namespace, &place.field.name))
        .and_then(|found| found.get("nodes"))
        .and_then(Value::as_array)
        .map(|rows| rows.iter().filter_map(Value::as_object).collect())
        .unwrap_or_default();
    let keys = keys_of(place.table, &rows);
    let foreign = foreign(ctx, place.table, place.who, keys).await?;
    if foreign.is_empty() {
        return Ok(None);
    }
    Ok(Some(leak(
        probe,
        ctx,
        place,
        "nodes",
        &format!("gets {} of others", count(foreign.len(), "row")),
        json!({
            "rows": foreign.len(),
            "such as": show_keys(place.table, &foreign, 5),
        }),
        &request,
    )))
}

/// The smallest and largest keys and owners: each has to be that of a row which the list has.
async fn extremes(
    probe: &Aggregates,
    ctx: &Context<'_>,
    place: &Place<'_>,
) -> Result<Option<Finding>> {
    let caller = ctx.actor(place.who).caller();
    for column in place.view.columns.iter().filter(|column| {
        column.filterable && !matches!(column.scalar.as_str(), "json" | "jsonb" | "Boolean")
    }) {
        let name = column.name.as_str();
        let wanted = format!("min {{ {name} }} max {{ {name} }}");
        let request = document::aggregate(place.field, &ListQuery::default(), &wanted);
        let answer = ctx.ask(&caller, &request).await?;
        // Not every column has extremes: Hasura says so, and there is nothing to leak then.
        let Some(found) = answer
            .data
            .as_ref()
            .and_then(|data| pick(data, &place.field.namespace, &place.field.name))
        else {
            continue;
        };
        for end in ["min", "max"] {
            let Some(value) = found
                .pointer(&format!("/aggregate/{end}/{name}"))
                .filter(|value| !value.is_null())
            else {
                continue;
            };
            if known(place, name, value) {
                continue;
            }
            let filter = json!({ name: { "_eq": value } });
            let Some((list, field)) = list_where(ctx, place.table, place.who, filter) else {
                continue;
            };
            let answer = ctx.ask(&caller, &list).await?;
            if !answer.errors.is_empty() || !rows_of(&answer, field).is_empty() {
                continue;
            }
            return Ok(Some(leak(
                probe,
                ctx,
                place,
                end,
                &format!("gets the {end} of {name}, which no row in the list has"),
                json!({ end: { name: shown(name, value) } }),
                &request,
            )));
        }
    }
    Ok(None)
}

/// A value as a report shows it.
fn shown<'v>(column: &str, value: &'v Value) -> Cow<'v, Value> {
    if is_masked(column) {
        Cow::Owned(MASK.into())
    } else {
        Cow::Borrowed(value)
    }
}

fn known(place: &Place<'_>, column: &str, value: &Value) -> bool {
    place
        .table
        .seen(place.who)
        .rows
        .values()
        .any(|row| row.get(column) == Some(value))
}

fn leak(
    probe: &Aggregates,
    ctx: &Context<'_>,
    place: &Place<'_>,
    what: &str,
    does: &str,
    evidence: Value,
    request: &GraphQlRequest,
) -> Finding {
    let actor = ctx.actor(place.who);
    Finding {
        id: format!("P07:{}:{what}:{}", place.table.name, actor.role()),
        severity: Severity::High,
        proof: Proof::Live,
        table: Some(place.table.name.clone()),
        path: Some(place.field.path()),
        role: Some(actor.role().to_owned()),
        summary: format!("{} {does}", actor.label),
        request: ctx.show(&actor.caller(), request),
        evidence,
        why: probe.why().to_owned(),
        remedy: "where the list leaks too, close that first (P05): one filter guards both; else \
                 look for a proxy or an engine that answers this field by itself, and set \
                 allow_aggregations to false until then"
            .into(),
    }
}
