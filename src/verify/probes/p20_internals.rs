//! P20: errors of the database tell users nothing of its insides.
//!
//! ## What is tried
//!
//! Conditions compare columns with values that no row can have, such as a text that is no UUID,
//! until the database complains. The answer may carry the message and nothing beside it.
//!
//! ## Why it matters
//!
//! The statement that comes along in development mode names tables, columns and filters that the
//! role's schema hides.
//!
//! ## Example
//!
//! `HASURA_GRAPHQL_DEV_MODE` is on, and an error brings the whole SQL statement with it in
//! `extensions.internal`.
//!
//! ## How to close it
//!
//! Set `HASURA_GRAPHQL_DEV_MODE` to false, and `HASURA_GRAPHQL_ADMIN_INTERNAL_ERRORS` to true where
//! the administrator still wants the details. On a developer's own machine it is as it should be.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::{GraphQlAnswer, GraphQlRequest};
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::finding::{Details, Meta};
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::unanswered;

pub(in crate::verify) const META: Meta = Meta {
    id: "P20",
    title: "errors tell users nothing of the database's insides",
    why: "statements name tables, columns and filters that the role's schema hides",
    essential: false,
    uses_rows: false,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| {
    // It asks for errors.
    Box::pin(unanswered::expected(check(ctx)))
});
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let caller = ctx.a.caller();
    let mut complained = false;
    for request in requests(ctx) {
        let answer = ctx.ask(&caller, &request).await?;
        if let Some(internal) = internal(&answer) {
            return Ok(ProbeResult::of(vec![told(ctx, &request, internal)]));
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
/// no time and no number, and a pattern that cannot be compiled.
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

fn told(ctx: &Context<'_>, request: &GraphQlRequest, internal: &Value) -> Finding {
    META.live(Severity::Medium)
        .role(ctx.a.role())
        .told(Details {
            summary: "errors carry the database's own words and the statement".into(),
            request: ctx.show(&ctx.a.caller(), request),
            evidence: json!({
                "members of extensions.internal": internal
                    .as_object()
                    .map(|members| members.keys().collect::<Vec<_>>()),
            }),
            remedy:
                "set HASURA_GRAPHQL_DEV_MODE to false, and HASURA_GRAPHQL_ADMIN_INTERNAL_ERRORS \
                 where the administrator still wants them; on a machine of your own this is as \
                 it should be"
                    .into(),
        })
}
