//! P20: errors of the database tell users nothing of its insides.
//!
//! A value that no row can have is compared with a column until the database complains; what the
//! answer carries beside the message is then the administrator's business.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Probe, Running};
use crate::error::Result;
use crate::hasura::{GraphQlAnswer, GraphQlRequest};
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};
use crate::verify::model::document::{self, ListQuery, Selection};

pub(super) struct Internals;

impl Probe for Internals {
    fn id(&self) -> &'static str {
        "P20"
    }

    fn title(&self) -> &'static str {
        "errors tell users nothing of the database's insides"
    }

    fn why(&self) -> &'static str {
        "statements name tables, columns and filters that the role's schema hides"
    }

    fn essential(&self) -> bool {
        false
    }

    fn uses_rows(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

async fn check(probe: &Internals, ctx: &Context<'_>) -> Result<ProbeResult> {
    let caller = ctx.a.caller();
    let mut complained = false;
    for request in requests(ctx) {
        let answer = ctx.ask(&caller, &request).await?;
        if let Some(internal) = internal(&answer) {
            return Ok(ProbeResult::of(vec![finding(
                probe, ctx, &request, internal,
            )]));
        }
        complained |= answer.errors.iter().any(|error| {
            matches!(
                error.code.as_deref(),
                Some("data-exception" | "postgres-error" | "unexpected")
            )
        });
        if complained {
            break;
        }
    }
    if complained {
        return Ok(ProbeResult::pass());
    }
    Ok(ProbeResult::not_possible(
        "no request made the database complain, so there was nothing to tell",
    ))
}

/// Conditions at which a database stumbles, one for each kind of column: a text that is no uuid,
/// no time and no number, and a pattern that is none.
fn requests(ctx: &Context<'_>) -> Vec<GraphQlRequest> {
    let mut kinds = BTreeSet::new();
    let mut requests = Vec::new();
    for (table, field) in ctx.a.model.listed() {
        for column in table.columns.iter().filter(|column| column.filterable) {
            let operator = match column.scalar.as_str() {
                "uuid" | "timestamptz" | "timestamp" | "date" | "time" | "timetz" | "numeric"
                | "bigint" => "_eq",
                "String" | "bpchar" | "citext" => "_regex",
                _ => continue,
            };
            if !kinds.insert(column.scalar.as_str()) {
                continue;
            }
            let query = ListQuery {
                selection: Selection::columns([column.name.as_str()]),
                filter: json!({ column.name.as_str(): { operator: "[st-hasura" } }),
                limit: Some(1),
                ..ListQuery::default()
            };
            requests.push(document::list(field, &query));
        }
    }
    requests
}

/// What an answer carries of the database's insides (contracts: hasura §3.4).
fn internal(answer: &GraphQlAnswer) -> Option<&Value> {
    answer.errors.iter().find_map(|error| {
        error
            .raw
            .pointer("/extensions/internal")
            .filter(|internal| !internal.is_null())
    })
}

fn finding(
    probe: &Internals,
    ctx: &Context<'_>,
    request: &GraphQlRequest,
    internal: &Value,
) -> Finding {
    Finding {
        id: format!("P20:{}", ctx.a.role()),
        severity: Severity::Medium,
        proof: Proof::Live,
        table: None,
        path: None,
        role: Some(ctx.a.role().to_owned()),
        summary: "errors carry the database's own words and the statement".into(),
        request: ctx.show(&ctx.a.caller(), request),
        evidence: json!({
            "members of extensions.internal": internal
                .as_object()
                .map(|members| members.keys().collect::<Vec<_>>()),
        }),
        why: probe.why().to_owned(),
        remedy: "set HASURA_GRAPHQL_DEV_MODE to false, and HASURA_GRAPHQL_ADMIN_INTERNAL_ERRORS \
                 where the administrator still wants them; on a machine of your own this is as \
                 it should be"
            .into(),
    }
}
