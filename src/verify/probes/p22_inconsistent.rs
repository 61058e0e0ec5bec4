//! P22: Hasura has made its schema of all of its metadata.
//!
//! ## What is tried
//!
//! With an admin secret Hasura is asked which objects of the metadata are inconsistent; without
//! one, `/healthz` says whether there are any.
//!
//! ## Why it matters
//!
//! What is inconsistent is left out of the schema. A role lacks what it should have, and gets it,
//! rules and all, on the day when the database is mended. Nothing of that was looked at in this
//! run.
//!
//! ## Example
//!
//! A column was renamed in the database, so the permission that names it was dropped from the
//! schema. When the column comes back, so does the permission.
//!
//! The embedded sandbox adds what it does not serve at all, such as actions and native queries:
//! what rows they would lead to is unproven.
//!
//! ## How to close it
//!
//! Mend the metadata or the database, reload the metadata, and run this
//! again.

// Inconsistent objects: contracts: hasura §4.4.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::Access;
use crate::verify::actor::{ADMIN, Who};
use crate::verify::caller::{Caller, quoted};
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::fault::Fault;
use crate::verify::finding::{Details, Draft, Meta};
use crate::verify::run::Admin;

pub(in crate::verify) const META: Meta = Meta {
    id: "P22",
    title: "no part of the metadata is inconsistent",
    why: "what Hasura leaves out today it may offer tomorrow, and nobody has looked at it",
    essential: false,
    uses_rows: false,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let Some(admin) = &ctx.admin else {
        return by_health(ctx).await;
    };
    let command = json!({ "type": "get_inconsistent_metadata", "args": {} });
    let access = Access::admin(admin.secret.clone());
    let path = "/v1/metadata";
    let (status, answer) = ctx.client.command(&access, path, &command, true).await?;
    let Some(objects) = answer
        .get("inconsistent_objects")
        .and_then(Value::as_array)
        .filter(|_| status == 200)
    else {
        return Ok(ProbeResult::not_possible(format!(
            "Hasura does not say what is inconsistent (status {status})"
        )));
    };
    let request = Caller::admin(admin.secret.clone()).show_body(
        &ctx.client.url(path),
        ctx.client.token_location(),
        &command,
    );
    let roles: BTreeSet<&str> = Who::BOTH.iter().map(|who| ctx.actor(*who).role()).collect();
    let gone: BTreeSet<String> = objects
        .iter()
        .filter(|object| object.get("type") == Some(&json!("table")))
        .filter_map(table_of)
        .collect();
    let mut findings: Vec<Finding> = objects
        .iter()
        .map(|object| left_out(admin, &roles, &gone, object, &request))
        .collect();
    findings.extend(not_served(&answer, &request));
    Ok(ProbeResult::of(findings))
}

/// What the embedded sandbox says that it leaves out, in a member that no engine has: a way to
/// rows that an engine would offer, and that nobody can have looked at here.
fn not_served(answer: &Value, request: &str) -> Vec<Finding> {
    let all = answer.get("not_served").and_then(Value::as_array);
    let hidden = all
        .into_iter()
        .flatten()
        .filter(|one| one.get("hides_rows") == Some(&json!(true)));
    hidden
        .map(|one| {
            let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
            let name = format!("{} {}", text("type"), text("name"));
            META.unproven(Severity::Medium).part(&name).told(Details {
                summary: format!("the sandbox does not serve {name}: {}", text("reason")),
                request: request.to_owned(),
                evidence: one.clone(),
                remedy: "run this against a real engine with the same metadata, which offers it"
                    .into(),
            })
        })
        .collect()
}

/// What anybody may know of it: that something is inconsistent.
async fn by_health(ctx: &Context<'_>) -> Result<ProbeResult> {
    let (_, text) = ctx.client.healthz(false).await?;
    if text == "OK" {
        return Ok(ProbeResult::pass().notes(vec!["as /healthz says".into()]));
    }
    if !text.contains("inconsistent") {
        return Ok(ProbeResult::not_possible(
            "without the admin secret only /healthz could tell, and it does not",
        ));
    }
    Ok(ProbeResult::of(vec![
        META.live(Severity::Medium)
            .part("healthz")
            .path("/healthz")
            .told(Details {
                summary: "part of the metadata is inconsistent".into(),
                request: format!("curl -sS {}", quoted(ctx.client.url("/healthz").as_str())),
                evidence: json!({ "healthz": text }),
                remedy: "give the admin secret to see what; mend the metadata or the database"
                    .into(),
            }),
    ]))
}

fn left_out(
    admin: &Admin,
    roles: &BTreeSet<&str>,
    gone: &BTreeSet<String>,
    object: &Value,
    request: &str,
) -> Finding {
    let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
    let (kind, name, reason) = (text("type"), text("name"), text("reason"));
    let definition = object.get("definition").unwrap_or(&Value::Null);
    let role = definition.get("role").and_then(Value::as_str);
    let table = table_of(object);
    let concerns = concerns(admin, roles, role, table.as_deref());
    let needless = role == Some(ADMIN) && kind.ends_with("_permission");
    let of_a_table = table.as_ref().filter(|table| gone.contains(*table));
    let fault = match (needless, of_a_table) {
        (true, _) => Some(Fault::Named(format!("{} role {ADMIN}", META.id))),
        (false, Some(table)) => Some(Fault::Named(format!("{} table {table}", META.id))),
        (false, None) => None,
    };
    META.live(
        // Elsewhere nothing of these users' is missing.
        if concerns {
            Severity::Medium
        } else {
            Severity::Info
        },
    )
    .part(if name.is_empty() { kind } else { name })
    .fault(fault)
    .given(table, Draft::in_table)
    .given(role, Draft::asked_as)
    .told(Details {
        summary: format!("Hasura left out {name}: {reason}"),
        request: request.to_owned(),
        evidence: object.clone(),
        remedy: if needless {
            "take the permissions of role admin out of the metadata: it sees everything without"
        } else {
            "mend the metadata or the database, reload the metadata, and run this again"
        }
        .into(),
    })
}

/// True for an object that the users' roles would have something of.
fn concerns(
    admin: &Admin,
    roles: &BTreeSet<&str>,
    role: Option<&str>,
    table: Option<&str>,
) -> bool {
    let parents = |role: &str| {
        admin.export().is_some_and(|export| {
            export.metadata.inherited_roles.iter().any(|inherited| {
                roles.contains(inherited.role_name.as_str())
                    && inherited.role_set.iter().any(|parent| parent == role)
            })
        })
    };
    if let Some(role) = role {
        return roles.contains(role) || parents(role);
    }
    let (Some(table), Some(export)) = (table, admin.export()) else {
        // A source or something larger: everybody's.
        return true;
    };
    export
        .metadata
        .tables()
        .filter(|(_, known)| known.table.qualified() == table)
        .flat_map(|(_, known)| &known.select_permissions)
        .any(|permission| roles.contains(permission.role.as_str()) || parents(&permission.role))
}

/// The table that an object is, or is about.
fn table_of(object: &Value) -> Option<String> {
    let definition = object.get("definition")?;
    let is_table = object.get("type") == Some(&json!("table"));
    let table = definition.get("table");
    table
        .or_else(|| is_table.then_some(definition))
        .and_then(table_name)
}

fn table_name(value: &Value) -> Option<String> {
    if let Some(name) = value.as_str() {
        return Some(name.to_owned());
    }
    let name = value.get("name")?.as_str()?;
    match value.get("schema").and_then(Value::as_str) {
        Some("public") | None => Some(name.to_owned()),
        Some(schema) => Some(format!("{schema}.{name}")),
    }
}
