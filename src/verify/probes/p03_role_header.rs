//! P03: `x-hasura-role` gives no role that the token does not allow.
//!
//! ## What is tried
//!
//! With each user's token the schema is asked for with `x-hasura-role` set to `admin`, to roles of
//! the metadata that the token does not allow, and to a role that nobody defined. All of them must
//! be refused. A token that allows `admin` is a finding of its own.
//!
//! ## Why it matters
//!
//! A user who may choose their role chooses the widest one. Role `admin` has no filters at all.
//!
//! ## Example
//!
//! A gateway adds the admin secret to every request, so this gets the administrator's schema:
//!
//! ```text
//! curl https://api.example.com/v1/graphql -H "Authorization: Bearer $TOKEN" -H "x-hasura-role: admin" -d …
//! ```
//!
//! ## How to close it
//!
//! Hasura refuses such a role by itself. Look for a proxy that rewrites `x-hasura-role` or adds the
//! admin secret. Leave `admin` out of `x-hasura-allowed-roles` where the auth API makes the claims.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::{GraphQlAnswer, GraphQlRequest};
use crate::verify::actor::{Actor, Who};
use crate::verify::asking::{Reception, receive};
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::finding::{Details, Meta};
use crate::verify::other_roles;

/// Names the root fields that a role has: the same for the same role.
const ROOTS: &str =
    "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }";

pub(in crate::verify) const META: Meta = Meta {
    id: "P03",
    title: "x-hasura-role gives no role that the token does not allow",
    why: "a user who may choose their role chooses admin",
    uses_rows: false,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
/// Begins the name of a role that nobody defined.
const INVENTED: &str = "st-hasura-";

async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let mut findings = Vec::new();
    let mut notes = Vec::new();
    let request = GraphQlRequest::new(ROOTS);
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        if actor
            .claims
            .allowed_roles
            .iter()
            .any(|role| role == "admin")
        {
            findings.push(admin_allowed(ctx, actor, &request));
        }
        let own = match receive(ctx, &actor.caller(), &request).await? {
            Reception::Taken(answer) => roots(&answer),
            // The schema was refused, not the token: any schema that comes is another role's.
            Reception::Refused(_) if actor.model.derived => BTreeSet::new(),
            Reception::Refused(words) => {
                return Ok(ProbeResult::not_possible(format!(
                    "{}'s own token is refused: {words}",
                    actor.label
                )));
            }
        };
        for role in foreign_roles(ctx, actor) {
            let caller = actor.caller().role(&role);
            let Reception::Taken(answer) = receive(ctx, &caller, &request).await? else {
                continue;
            };
            let got = roots(&answer);
            if got == own {
                notes.push(format!(
                    "x-hasura-role: {role} is ignored rather than refused"
                ));
                continue;
            }
            findings.push(
                META.live(Severity::Critical)
                    .part(actor.role())
                    // The invented role has another name in each run.
                    .part(if role.starts_with(INVENTED) {
                        "any-role"
                    } else {
                        &role
                    })
                    .asked_as(&role)
                    .told(Details {
                        summary: format!(
                            "{}'s token, {}, got role {role} by asking for it",
                            actor.label,
                            allowed(actor)
                        ),
                        request: ctx.show(&caller, &request),
                        evidence: json!({
                            "root fields of the token's role": own.len(),
                            "root fields that came back": got.len(),
                            "such as": got.difference(&own).take(10).collect::<Vec<_>>(),
                        }),
                        remedy:
                            "Hasura itself refuses such a role; look for a proxy that rewrites \
                         x-hasura-role or adds the admin secret"
                                .into(),
                    }),
            );
        }
        // The second user has the same role and would repeat the first one's findings.
        if ctx.a.claims.allowed_roles == ctx.b.claims.allowed_roles {
            break;
        }
    }
    let result = ProbeResult::of(findings).notes(notes);
    Ok(match other_roles::unknown(ctx) {
        Some(reason) => result.incomplete(reason),
        None => result,
    })
}

fn allowed(actor: &Actor) -> String {
    if actor.roles_unknown.is_some() {
        return "whose roles are not known".into();
    }
    format!("which allows {}", actor.claims.allowed_roles.join(", "))
}

/// Roles to ask for that the token does not allow: admin, those of the metadata, an invented one.
fn foreign_roles(ctx: &Context<'_>, actor: &Actor) -> Vec<String> {
    let known = ctx
        .admin
        .as_ref()
        .and_then(|admin| admin.export())
        .map(|export| export.metadata.roles())
        .unwrap_or_default();
    let invented = format!("{INVENTED}{}", uuid::Uuid::new_v4().simple());
    let mut roles = vec!["admin".to_owned(), invented];
    roles.extend(known.into_iter().take(10));
    roles.retain(|role| !actor.claims.allowed_roles.contains(role));
    roles.dedup();
    roles
}

fn roots(answer: &GraphQlAnswer) -> BTreeSet<String> {
    let names = |root: &str| {
        answer
            .data
            .as_ref()
            .and_then(|data| data.pointer(&format!("/__schema/{root}/fields")))
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|field| Some(format!("{root}.{}", field.get("name")?.as_str()?)))
            .collect::<Vec<_>>()
    };
    names("queryType")
        .into_iter()
        .chain(names("mutationType"))
        .collect()
}

fn admin_allowed(ctx: &Context<'_>, actor: &Actor, request: &GraphQlRequest) -> Finding {
    META.live(Severity::Critical)
        .part(actor.role())
        .part("allowed-admin")
        .asked_as("admin")
        .why("such a token is as good as the admin secret, metadata and SQL included")
        .told(Details {
            summary: format!("the token of {} allows role admin", actor.label),
            request: ctx.show(&actor.caller().role("admin"), request),
            evidence: json!({ "x-hasura-allowed-roles": actor.claims.allowed_roles }),
            remedy: "leave admin out of x-hasura-allowed-roles where the auth API makes the claims"
                .into(),
        })
}
