//! Mutations of a role of which no metadata tells whom they are bound to.

use std::collections::BTreeSet;

use serde_json::json;

use super::META;
use crate::hasura::GraphQlRequest;
use crate::operation::Operation;
use crate::verify::actor::{Actor, Who};
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::finding::{Details, Draft};
use crate::verify::model::Model;
use crate::verify::policy::views;
use crate::verify::write_trials::Held;

/// What is offered to either user and was not tried.
pub(super) fn findings(ctx: &Context<'_>, held: &Held) -> Vec<Finding> {
    let mut findings = Vec::new();
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        let role = actor.role();
        let (writes, fields) = offered(&actor.model);
        for (table, ways) in &writes {
            for way in ways {
                if held.contains(&(table.clone(), *way, role.to_owned())) {
                    continue;
                }
                let draft = META.unproven(Severity::Medium).table(table).way(way.word());
                let may = format!("{} rows of {table}", way.word());
                findings.push(told(ctx, actor, draft, &may));
            }
        }
        for field in &fields {
            let draft = META.unproven(Severity::Medium).way(field).part("mutation");
            findings.push(told(ctx, actor, draft, &format!("call {field}")));
        }
    }
    findings
}

/// By table, as findings name it, the ways to write to it; and the mutations of no table.
fn offered(model: &Model) -> (Vec<(String, BTreeSet<Operation>)>, Vec<String>) {
    let (writes, other) = views::mutations(model);
    let named = writes.into_iter().map(|(name, ways)| {
        let known = model.tables.iter().find(|table| table.type_name == name);
        (known.map_or(name, |table| table.name().to_owned()), ways)
    });
    (named.collect(), other.into_iter().cloned().collect())
}

fn told(ctx: &Context<'_>, actor: &Actor, draft: Draft, may: &str) -> Finding {
    let role = actor.role();
    let (why, remedy) = match &ctx.admin {
        None => (
            "without the admin secret nobody reads what the permission asks of a row",
            "give the admin secret, so that the permission can be read",
        ),
        Some(_) => (
            "the metadata, which says what the permission asks of a row, could not be read",
            "let /v1/metadata answer the administrator",
        ),
    };
    let request = GraphQlRequest::new("{ __schema { mutationType { fields { name } } } }");
    draft.role(role).untried().told(Details {
        summary: format!(
            "role {role} may {may}, and nothing shows that only the caller's can be: {why}"
        ),
        request: ctx.show(&actor.caller(), &request),
        evidence: json!({ "mutations of the role": actor.model.mutations }),
        remedy: format!(
            "{remedy}, or try it with --active on rows of throw-away users; what cannot be tried \
             can be accepted in the policy by its id"
        ),
    })
}
