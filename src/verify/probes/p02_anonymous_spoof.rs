//! P02: without a token, headers that name a user give nothing of that user's.
//!
//! ## What is tried
//!
//! Each table that a user lists is asked for again without a token, with the user's session
//! variables as headers (`x-hasura-user-id` and the others), with and without `x-hasura-role`. None
//! of the user's own rows may come back. With an admin secret the filters of the role for requests
//! without a token are read as well: one that compares with a session variable is told even where
//! no row came back.
//!
//! ## Why it matters
//!
//! Hasura takes session variables from headers when there is no token. A filter such as `user_id =
//! X-Hasura-User-Id` protects nothing in the role for requests without a token: the caller chooses
//! who to be.
//!
//! ## Example
//!
//! The role `public` has the filter `{"user_id": {"_eq": "X-Hasura-User-Id"}}` on `notes`. This
//! shows the notes of user 7:
//!
//! ```text
//! curl https://api.example.com/v1/graphql -H "x-hasura-user-id: 7" -d '{"query": "{ notes { id } }"}'
//! ```
//!
//! ## How to close it
//!
//! Set `HASURA_GRAPHQL_ADMIN_SECRET`. In the role that `HASURA_GRAPHQL_UNAUTHORIZED_ROLE` names use
//! no `X-Hasura-` variable in any permission, or name no such role at all.

// Where session variables come from without a token: contracts: hasura §2.0.

use serde_json::json;

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::{GraphQlRequest, introspection};
use crate::text::count;
use crate::verify::actor::{Actor, Who};
use crate::verify::asking::{Reception, keys_of, list_request, lists, receive, rows_of, show_keys};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::discovery;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::facts::TableFacts;
use crate::verify::finding::{Details, Meta};
use crate::verify::model::{RoleTable, RootField};
use crate::verify::rows::Key;
use crate::verify::rules::header_filters;

pub(in crate::verify) const META: Meta = Meta {
    id: "P02",
    title: "without a token, headers that name a user give nothing",
    why: "anybody can send x-hasura-user-id; where it is believed, everybody is everybody",
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
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
            // No token, but every session variable of the user as a header.
            let naming = Caller::anonymous().naming(&actor.claims.session);
            for caller in [naming.clone().role(actor.role()), naming] {
                let found = reach(ctx, actor, &caller, (table, view, field), &own).await?;
                let caught = found.is_some();
                findings.extend(found);
                if caught {
                    break;
                }
            }
        }
    }
    findings.extend(headers_decide(ctx, &findings).await?);
    if tried == 0 && findings.is_empty() {
        return Ok(ProbeResult::not_possible(
            "neither user has rows that could come back",
        ));
    }
    Ok(ProbeResult::of(findings))
}

/// The filters of the role for requests without a token that read headers, where no row of these
/// users came back to show it.
async fn headers_decide(ctx: &Context<'_>, live: &[Finding]) -> Result<Vec<Finding>> {
    let Some(metadata) = ctx
        .admin
        .as_ref()
        .and_then(|admin| Some(&admin.export()?.metadata))
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
            findings.push(
                META.by_reading(Severity::Medium)
                    .table(name)
                    .part("filter")
                    .role(&role)
                    .told(Details {
                        summary: format!(
                            "requests without a token get what role {role} gets, and \
                         its filter reads headers that anybody can send; no row \
                         came back to show it"
                        ),
                        request: ctx.show(&caller, &request),
                        evidence: json!({ "permission": filter }),
                        remedy: format!(
                            "let no filter of role {role} use a session variable, or \
                         set no HASURA_GRAPHQL_UNAUTHORIZED_ROLE"
                        ),
                    }),
            );
        }
    }
    Ok(findings)
}

async fn reach(
    ctx: &Context<'_>,
    actor: &Actor,
    caller: &Caller,
    (table, view, field): (&TableFacts, &RoleTable, &RootField),
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
    Ok(Some(
        META.live(Severity::Critical)
            .table(&table.name)
            .part("list")
            .role(actor.role())
            .path(field.path())
            .told(Details {
                summary: format!(
                    "{} of {} came back to a request without a token that only \
                         names them in headers",
                    count(leaked.len(), "row"),
                    actor.label
                ),
                request: ctx.show(caller, &request),
                evidence: json!({
                    "rows": leaked.len(),
                    "such as": show_keys(table, leaked.into_iter().copied(), 5),
                }),
                remedy: "set HASURA_GRAPHQL_ADMIN_SECRET; for the role that \
                         HASURA_GRAPHQL_UNAUTHORIZED_ROLE names, use no X-Hasura- \
                         variable in any permission"
                    .into(),
            }),
    ))
}
