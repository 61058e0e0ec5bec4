//! P05, continued: functions that return rows of a table are one more way to list it, and so are
//! the nodes of their aggregates.
//!
//! The engine applies the table's filter to what a function returns. A function that wants to be
//! told something is called with what the policy says and with what can be made up; one that
//! returns nothing then, to the administrator neither, has not been tried. Functions that write are
//! mutations unless somebody has exposed them as queries, and the metadata tells of that. What is
//! offered and leads to no table cannot be tried at all.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::META;
use super::arguments;
use crate::error::Result;
use crate::hasura::{GraphQlAnswer, GraphQlRequest};
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::{keys_of, show_keys};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Cell, Finding, ProbeResult, Severity, Status};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::fault::Fault;
use crate::verify::finding::Details;
use crate::verify::model::Function;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::pool;
use crate::verify::probes::foreign::foreign;
use crate::verify::rows::{Key, Row};
use crate::verify::run::Admin;

/// Adds what functions show to the result about lists.
pub(super) async fn add(
    ctx: &Context<'_>,
    facts: &Facts,
    lists: ProbeResult,
) -> Result<ProbeResult> {
    let mut places = Vec::new();
    let mut untried = Untried::default();
    for who in Who::BOTH {
        untried.strangers(ctx, who);
        for function in &ctx.actor(who).model.functions {
            let path = function.field.path();
            if writes(ctx, function) {
                untried.add(
                    who,
                    path,
                    "the metadata exposes a function as a query that may write",
                );
                continue;
            }
            match facts.table(&function.target) {
                Some(table) => places.push((who, function, table)),
                None => untried.add(who, path, "nothing tells whose its rows are"),
            }
        }
    }
    let looks = pool::each(places, ctx.width, |(who, function, table)| {
        look(ctx, who, function, table)
    })
    .await;
    let mut findings = Vec::new();
    let mut notes = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    let mut tried = Vec::new();
    for look in looks {
        let look = look?;
        notes.extend(look.note);
        match cells
            .iter_mut()
            .find(|known| known.table == look.cell.table)
        {
            Some(known) if look.finding.is_some() => *known = look.cell,
            Some(_) => {}
            None => cells.push(look.cell),
        }
        findings.extend(look.finding);
        match look.untried {
            Some(why) => untried.add(look.who, look.path, &why),
            None => tried.push(look.path),
        }
    }
    // What one of the two was shown was tried.
    for path in &tried {
        untried.remove(path);
    }
    notes.dedup();
    findings.extend(untried.told(ctx));
    Ok(joined(lists, findings, notes, cells))
}

/// What was not tried, with who would have and the reason.
#[derive(Default)]
struct Untried(BTreeMap<String, (Who, String)>);

impl Untried {
    fn add(&mut self, who: Who, path: String, why: &str) {
        self.0.entry(path).or_insert_with(|| (who, why.to_owned()));
    }

    fn remove(&mut self, path: &str) {
        self.0.remove(path);
    }

    /// Each as something that nobody looked at.
    fn told(&self, ctx: &Context<'_>) -> Vec<Finding> {
        let ask = GraphQlRequest::new("{ __schema { queryType { fields { name description } } } }");
        let tell = |(path, (who, why)): (&String, &(Who, String))| {
            let actor = ctx.actor(*who);
            let draft = META.unproven(Severity::Medium).way(path).part("function");
            draft.role(actor.role()).untried().told(Details {
                summary: format!(
                    "role {} is offered {path}, and nothing shows whose rows it gives: {why}",
                    actor.role()
                ),
                request: ctx.show(&actor.caller(), &ask),
                evidence: json!({ "not tried": path, "because": why }),
                remedy: "say in the policy what to call it with ([verify.arguments]), or that the \
                         role is meant to have it (fields of [verify.roles]); what cannot be tried \
                         can be accepted there by its id"
                    .into(),
            })
        };
        self.0.iter().map(tell).collect()
    }

    /// Adds what leads to no table, unless people said that the role is meant to have it.
    fn strangers(&mut self, ctx: &Context<'_>, who: Who) {
        let actor = ctx.actor(who);
        let plan = ctx.policy.as_ref().map(|policy| &policy.roles);
        let meant = plan.and_then(|roles| Some(&roles.get(actor.role())?.fields));
        for name in &actor.model.others {
            if meant.is_none_or(|fields| !fields.contains(name)) {
                let why = format!(
                    "nothing here can ask it (an action, a remote schema, a native query, a \
                     computed field with arguments); if role {0} is meant to have it, name it \
                     among the fields of [verify.roles.{0}]",
                    actor.role()
                );
                self.add(who, name.clone(), &why);
            }
        }
    }
}

fn joined(
    lists: ProbeResult,
    findings: Vec<Finding>,
    notes: Vec<String>,
    cells: Vec<Cell>,
) -> ProbeResult {
    let (mut told, mut all, mut shown) = (lists.notes, lists.findings, lists.cells);
    all.extend(findings);
    told.extend(notes);
    shown.extend(cells);
    let mut result = ProbeResult::of(all);
    if let Some(reason) = lists.reason {
        result = result.incomplete(reason);
    }
    result.notes(told).cells(shown)
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
                .and_then(Value::as_str);
            custom.is_some_and(|custom| called.contains(&plain(custom)))
                || called.contains(&plain(&one.function.name))
        })
}

/// What calling a function came to.
struct Look {
    who: Who,
    path: String,
    finding: Option<Finding>,
    note: Option<String>,
    cell: Cell,
    /// Why nothing was tried by calling it, where that is so.
    untried: Option<String>,
}

async fn look(
    ctx: &Context<'_>,
    who: Who,
    function: &Function,
    table: &TableFacts,
) -> Result<Look> {
    let actor = ctx.actor(who);
    let path = function.field.path();
    let query = ListQuery {
        selection: Selection::columns(table.key.columns.iter().map(String::as_str)),
        limit: Some(ctx.sample),
        order_by: table.key.columns.clone(),
        ..ListQuery::default()
    };
    let (mut seen, mut error) = (0, None);
    let mut answered = Vec::new();
    for given in arguments::of(ctx, who, function, table) {
        let request = document::function(function, &query, given.clone());
        let answer = ctx.ask(&actor.caller(), &request).await?;
        if let Some(words) = answer.first_error() {
            error.get_or_insert(words);
            continue;
        }
        let rows = returned(&answer, function);
        seen = seen.max(rows.len());
        let astray = foreign(ctx, table, who, keys_of(table, &rows)).await?;
        if !astray.is_empty() {
            let finding = leak(ctx, who, function, table, (&request, &astray));
            return Ok(Look {
                who,
                path,
                finding: Some(finding),
                note: None,
                cell: cell(table, Status::Fail, "leaked".into()),
                untried: None,
            });
        }
        answered.push(given);
    }
    let untried = match error {
        Some(words) if answered.is_empty() => Some(format!("Hasura says \"{words}\"")),
        _ if seen > 0 || function.field.args.inputs.is_none() => None,
        _ => unseen(ctx, function, &query, answered).await?,
    };
    let rows = count(seen, "row");
    Ok(Look {
        who,
        note: Some(match &untried {
            Some(why) => format!("{path} was not tried as {}: {why}", actor.label),
            None => format!("{path}: {rows} looked at as {}", actor.label),
        }),
        cell: match &untried {
            Some(_) => cell(table, Status::Skip, "not tried".into()),
            None => cell(table, Status::Pass, rows),
        },
        path,
        finding: None,
        untried,
    })
}

fn cell(table: &TableFacts, status: Status, note: String) -> Cell {
    Cell {
        table: table.name.clone(),
        way: "function",
        status,
        note,
    }
}

/// Why nothing is proved by a function that showed no rows; `None` where the administrator is
/// shown some for the same arguments, so that the user was kept from them.
async fn unseen(
    ctx: &Context<'_>,
    function: &Function,
    query: &ListQuery,
    answered: Vec<Value>,
) -> Result<Option<String>> {
    let offers = |admin: &&Admin| {
        let mut known = admin.model.functions.iter();
        known.any(|one| one.field.path() == function.field.path())
    };
    if let Some(admin) = ctx.admin.as_ref().filter(offers) {
        let caller = Caller::admin(admin.secret.clone());
        for given in answered {
            let request = document::function(function, query, given);
            let answer = ctx.ask(&caller, &request).await?;
            if !returned(&answer, function).is_empty() {
                return Ok(None);
            }
        }
    }
    Ok(Some(
        "it returned no rows for any arguments that could be made up; name some under \
         [verify.arguments] in the policy"
            .into(),
    ))
}

/// The rows that a function returned.
fn returned<'a>(answer: &'a GraphQlAnswer, function: &Function) -> Vec<&'a Row> {
    let field = &function.field;
    let data = answer.data.as_ref();
    let found = data.and_then(|data| document::pick(data, &field.namespace, &field.name));
    let found = match found {
        Some(found) if function.aggregate => found.get("nodes"),
        found => found,
    };
    match found {
        Some(Value::Array(rows)) => rows.iter().filter_map(Value::as_object).collect(),
        Some(Value::Object(row)) => vec![row],
        _ => Vec::new(),
    }
}

fn leak(
    ctx: &Context<'_>,
    who: Who,
    function: &Function,
    table: &TableFacts,
    (request, astray): (&GraphQlRequest, &[Key]),
) -> Finding {
    let actor = ctx.actor(who);
    let path = function.field.path();
    let listed = astray
        .iter()
        .all(|key| table.seen(who).rows.contains_key(key));
    META.live(Severity::High)
        .table(&table.name)
        .part("function")
        .way(&path)
        .role(actor.role())
        .fault(Fault::of_rows(table, who, astray))
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
            request: ctx.show(&actor.caller(), request),
            evidence: json!({
                "rows": astray.len(),
                "such as": show_keys(table, astray, 5),
                "list is safe, function leaks": !listed,
            }),
            remedy:
                "the filter of the role's select permission on the returned table guards functions \
                 too: close it there; where the list is safe, look for a proxy or an engine that \
                 answers by itself, and untrack the function until then"
                    .into(),
        })
}
