//! P02: without a token, headers that name a user give nothing of that user's.
//!
//! For requests without a token Hasura takes session variables from the headers, so any filter of
//! the unauthorized role that uses one is the caller's to choose (contracts: hasura §2.0).

use serde_json::json;

use super::support::{Reception, count, keys_of, list_request, lists, receive, rows_of, show_keys};
use super::{Probe, Running};
use crate::error::Result;
use crate::hasura::{GraphQlRequest, introspection};
use crate::verify::actor::{Actor, Who};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::discovery;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};
use crate::verify::facts::{TableFacts, rows::Key};
use crate::verify::model::{RootField, Table};
use crate::verify::rules::header_filters;

pub(super) struct AnonymousSpoof;

impl Probe for AnonymousSpoof {
    fn id(&self) -> &'static str {
        "P02"
    }

    fn title(&self) -> &'static str {
        "without a token, headers that name a user give nothing"
    }

    fn why(&self) -> &'static str {
        "anybody can send x-hasura-user-id; where it is believed, everybody is everybody"
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

async fn check(probe: &AnonymousSpoof, ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let mut findings = Vec::new();
    let mut tried = 0;
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        for (table, view, field) in lists(&actor.model, facts) {
            let own: Vec<&Key> = table
                .seen(who)
                .rows
                .keys()
                .filter(|key| table.is_own(who, key) && !table.declared_public(key))
                .collect();
            if own.is_empty() {
                continue;
            }
            tried += 1;
            for caller in [spoof(actor).role(actor.role()), spoof(actor)] {
                let found = reach(probe, ctx, actor, &caller, (table, view, field), &own).await?;
                let caught = found.is_some();
                findings.extend(found);
                if caught {
                    break;
                }
            }
        }
    }
    findings.extend(headers_decide(probe, ctx, &findings).await?);
    if tried == 0 && findings.is_empty() {
        return Ok(ProbeResult::not_possible(
            "neither user has rows that could come back",
        ));
    }
    Ok(ProbeResult::of(findings))
}

/// The filters of the role for requests without a token that read headers, where no row of these
/// users came back to show it.
async fn headers_decide(
    probe: &AnonymousSpoof,
    ctx: &Context<'_>,
    live: &[Finding],
) -> Result<Vec<Finding>> {
    let Some(metadata) = ctx
        .admin
        .as_ref()
        .and_then(|admin| Some(&admin.export.as_ref()?.metadata))
    else {
        return Ok(Vec::new());
    };
    let request = GraphQlRequest::new(introspection::QUERY);
    let caller = Caller::anonymous();
    let Reception::Taken(answer) = receive(ctx, &caller, &request).await? else {
        return Ok(Vec::new());
    };
    let Some(schema) = answer
        .data
        .as_ref()
        .and_then(|data| introspection::read(data).ok())
    else {
        return Ok(Vec::new());
    };
    let model = discovery::model(&schema);
    let tables = model
        .tables
        .iter()
        .map(|table| table.name().to_owned())
        .collect();
    let mut findings = Vec::new();
    for role in header_filters::roles_reading(metadata, &tables) {
        for (table, filter) in header_filters::of_role(metadata, &role) {
            let name = table.table.qualified();
            if live
                .iter()
                .any(|finding| finding.table.as_ref() == Some(&name))
            {
                continue;
            }
            let field = model
                .listed()
                .find_map(|(listed, field)| (listed.name() == name).then_some((listed, field)));
            let request = field.map_or_else(
                || GraphQlRequest::new("{ __typename }"),
                |(listed, field)| list_request(ctx, field, &listed.column_names(), &[]),
            );
            findings.push(Finding {
                id: format!("P02:{name}:filter:{role}"),
                severity: Severity::Medium,
                proof: Proof::Static,
                table: Some(name),
                path: None,
                role: Some(role.clone()),
                summary: format!(
                    "requests without a token get what role {role} gets, and its filter reads \
                     headers that anybody can send; no row came back to show it"
                ),
                request: ctx.show(&caller, &request),
                evidence: json!({ "permission": filter }),
                why: probe.why().to_owned(),
                remedy: format!(
                    "let no filter of role {role} use a session variable, or set no \
                     HASURA_GRAPHQL_UNAUTHORIZED_ROLE"
                ),
            });
        }
    }
    Ok(findings)
}

/// No token, but every session variable of the user as a header.
fn spoof(actor: &Actor) -> Caller {
    actor
        .claims
        .session
        .iter()
        .fold(Caller::anonymous(), |caller, (name, value)| {
            caller.header(name, value)
        })
}

async fn reach(
    probe: &AnonymousSpoof,
    ctx: &Context<'_>,
    actor: &Actor,
    caller: &Caller,
    (table, view, field): (&TableFacts, &Table, &RootField),
    own: &[&Key],
) -> Result<Option<Finding>> {
    let mut request = list_request(ctx, field, &view.column_names(), &table.key.columns);
    let Reception::Taken(mut answer) = receive(ctx, caller, &request).await? else {
        return Ok(None);
    };
    if answer.data.is_none() {
        // The role without a token may see fewer columns; the key tells rows apart.
        let key: Vec<&str> = table.key.columns.iter().map(String::as_str).collect();
        request = list_request(ctx, field, &key, &table.key.columns);
        let Reception::Taken(again) = receive(ctx, caller, &request).await? else {
            return Ok(None);
        };
        answer = again;
    }
    let seen = keys_of(table, &rows_of(&answer, field));
    let leaked: Vec<&&Key> = own.iter().filter(|key| seen.contains(**key)).collect();
    if leaked.is_empty() {
        return Ok(None);
    }
    Ok(Some(Finding {
        id: format!("P02:{}:list:{}", table.name, actor.role()),
        severity: Severity::Critical,
        proof: Proof::Live,
        table: Some(table.name.clone()),
        path: Some(field.path()),
        role: Some(actor.role().to_owned()),
        summary: format!(
            "{} of {} came back to a request without a token that only names them in headers",
            count(leaked.len(), "row"),
            actor.label
        ),
        request: ctx.show(caller, &request),
        evidence: json!({
            "rows": leaked.len(),
            "such as": show_keys(table, leaked.into_iter().copied(), 5),
        }),
        why: probe.why().to_owned(),
        remedy:
            "set HASURA_GRAPHQL_ADMIN_SECRET; for the role that HASURA_GRAPHQL_UNAUTHORIZED_ROLE \
                 names, use no X-Hasura- variable in any permission"
                .into(),
    }))
}
