//! P01, continued: what is open without credentials beside lists: counts, and mutations.
//!
//! Nothing is written to find out. Without a token nothing can bind a change to anybody, for even
//! session variables are the caller's own headers then (contracts: hasura §2.0); that the schema
//! offers it is enough.

use serde_json::{Value, json};

use super::{Anonymous, somebodys};
use crate::error::Result;
use crate::hasura::{GraphQlRequest, introspection};
use crate::operation::Operation;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Proof, Severity};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::model::document::{self, ListQuery, pick};
use crate::verify::model::{Model, RootField, Write};
use crate::verify::probes::Probe as _;
use crate::verify::probes::support::count;

/// Counts a table that has no list without credentials.
pub(super) async fn counted(
    probe: &Anonymous,
    ctx: &Context<'_>,
    facts: &Facts,
    caller: &Caller,
    (type_name, field): (&str, &RootField),
) -> Result<Option<Finding>> {
    let Some(table) = facts.table(type_name).filter(|table| table.owned()) else {
        return Ok(None);
    };
    let request = document::aggregate(field, &ListQuery::default(), "count");
    let answer = ctx.ask(caller, &request).await?;
    let counted = answer
        .data
        .as_ref()
        .and_then(|data| pick(data, &field.namespace, &field.name))
        .and_then(|found| found.pointer("/aggregate/count"))
        .and_then(Value::as_u64)
        .and_then(|counted| usize::try_from(counted).ok())
        .unwrap_or_default();
    let keys = table.all_keys();
    let public = keys.iter().filter(|key| !somebodys(table, key)).count();
    if counted <= public {
        return Ok(None);
    }
    Ok(Some(Finding {
        id: format!("P01:{}:aggregate:anonymous", table.name),
        severity: Severity::High,
        proof: Proof::Live,
        table: Some(table.name.clone()),
        path: Some(field.path()),
        role: None,
        summary: format!(
            "{} counted without credentials, though they belong to users",
            count(counted, "row")
        ),
        request: ctx.show(caller, &request),
        evidence: json!({ "count": counted, "public": public }),
        why: probe.why().to_owned(),
        remedy: "take allow_aggregations, or this table, from the role that \
                     HASURA_GRAPHQL_UNAUTHORIZED_ROLE names"
            .into(),
    }))
}

/// The changes of users' rows that are offered without credentials.
pub(super) fn writable(
    probe: &Anonymous,
    ctx: &Context<'_>,
    facts: &Facts,
    caller: &Caller,
    model: &Model,
) -> (Vec<Finding>, Option<String>) {
    let mut findings: Vec<Finding> = Vec::new();
    let mut inserts = Vec::new();
    for write in &model.writes {
        let Some(table) = written(ctx, facts, write).filter(|table| table.owned()) else {
            continue;
        };
        if write.kind.operation() == Operation::Insert {
            inserts.push(table.name.as_str());
            continue;
        }
        let id = format!(
            "P01:{}:{}:anonymous",
            table.name,
            write.kind.operation().word()
        );
        if findings.iter().all(|known| known.id != id) {
            findings.push(offered(probe, ctx, caller, table, write, id));
        }
    }
    inserts.dedup();
    let note = (!inserts.is_empty()).then(|| {
        format!(
            "rows may be inserted without credentials, as a form on a site does: {}",
            inserts.join(", ")
        )
    });
    (findings, note)
}

fn offered(
    probe: &Anonymous,
    ctx: &Context<'_>,
    caller: &Caller,
    table: &TableFacts,
    write: &Write,
    id: String,
) -> Finding {
    let (verb, name) = (write.kind.operation().word(), &write.name);
    Finding {
        id,
        severity: Severity::High,
        proof: Proof::Static,
        table: Some(table.name.clone()),
        path: Some(name.clone()),
        role: None,
        summary: format!(
            "{name} is offered without credentials, and the rows of {} belong to users",
            table.name
        ),
        request: ctx.show(caller, &GraphQlRequest::new(introspection::QUERY)),
        evidence: json!({ "mutation": name,
            "columns": write.columns.iter().map(|column| &column.name).collect::<Vec<_>>() }),
        why: probe.why().to_owned(),
        remedy: format!(
            "take the {verb} permission from the role that HASURA_GRAPHQL_UNAUTHORIZED_ROLE names"
        ),
    }
}

/// The table of a mutation, whether or not its rows can be read without credentials.
fn written<'f>(ctx: &Context<'_>, facts: &'f Facts, write: &Write) -> Option<&'f TableFacts> {
    facts.tables.iter().find(|table| {
        ctx.widest(&table.type_name)
            .is_some_and(|known| write.is_of(known))
    })
}
