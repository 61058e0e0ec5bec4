//! P14: what a role may write is bound to whoever writes.
//!
//! Nothing is ever written here: the permissions in the metadata are read. Whether a rule is
//! bound to the caller is decided as for lists, and only tables whose rows have owners count.

use serde_json::{Value, json};

use super::{Probe, Running};
use crate::error::Result;
use crate::verify::actor::{Actor, Who};
use crate::verify::context::{Admin, Context};
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};
use crate::verify::facts::TableFacts;
use crate::verify::ownership::filter::mentions_caller;
use crate::verify::ownership::permission;

pub(super) struct Mutations;

/// The three ways to write, and the rules of a permission that bind each.
const WAYS: [(&str, &str, &str); 3] = [
    ("insert", "insert_permissions", "check"),
    ("update", "update_permissions", "filter"),
    ("delete", "delete_permissions", "filter"),
];

impl Probe for Mutations {
    fn id(&self) -> &'static str {
        "P14"
    }

    fn title(&self) -> &'static str {
        "what a role may write is bound to whoever writes"
    }

    fn why(&self) -> &'static str {
        "who may write another's rows need not read them to do harm"
    }

    fn essential(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

async fn check(probe: &Mutations, ctx: &Context<'_>) -> Result<ProbeResult> {
    let mut offered: Vec<&str> = Who::BOTH
        .iter()
        .flat_map(|who| &ctx.actor(*who).model.mutations)
        .map(String::as_str)
        .collect();
    offered.sort_unstable();
    offered.dedup();
    if offered.is_empty() {
        return Ok(ProbeResult::pass().notes(vec!["the role has no mutations".into()]));
    }
    let mut notes = vec![format!("the role has mutations: {}", offered.join(", "))];
    let Some((admin, document)) = ctx.admin.as_ref().and_then(|admin| {
        let raw = &admin.export.as_ref()?.raw;
        Some((admin, raw.get("metadata").unwrap_or(raw)))
    }) else {
        return Ok(ProbeResult::not_possible(
            "nothing is written here, and without the metadata nothing tells what binds the \
             role's mutations; an admin secret would let them be read",
        )
        .notes(notes));
    };
    let facts = ctx.facts().await?;
    let mut findings = Vec::new();
    for table in &facts.tables {
        let Some(rules) = rules_of(admin, document, table) else {
            continue;
        };
        for who in Who::BOTH {
            let actor = ctx.actor(who);
            for (way, list, member) in WAYS {
                let Some(rule) = permission_of(rules, list, actor.role()) else {
                    continue;
                };
                let condition = rule.get(member).unwrap_or(&Value::Null);
                // A preset makes an inserted row the caller's; an update takes another's over.
                let preset = way == "insert" && presets_caller(rule);
                if preset || bound(admin, actor, table, condition) {
                    notes.push(format!("{way} on {} is bound to the caller", table.name));
                } else if table.owned() {
                    findings.push(finding(
                        probe,
                        ctx,
                        actor,
                        table,
                        (way, member),
                        (condition, severity(way, rule, condition, table)),
                    ));
                } else {
                    notes.push(format!(
                        "{way} on {} is open to role {}; its rows have no owners",
                        table.name,
                        actor.role()
                    ));
                }
            }
        }
    }
    notes.sort();
    notes.dedup();
    Ok(ProbeResult::of(findings).notes(notes))
}

/// The metadata of a table as it was exported.
fn rules_of<'a>(admin: &Admin, document: &'a Value, table: &TableFacts) -> Option<&'a Value> {
    let metadata = &admin.export.as_ref()?.metadata;
    let wanted = permission::metadata_of(admin.model.table(&table.type_name)?, metadata).ok()?;
    // The typed reading keeps the order of the document.
    let (source, position) = metadata
        .sources
        .iter()
        .enumerate()
        .find_map(|(s, source)| {
            let t = source
                .tables
                .iter()
                .position(|one| std::ptr::eq(one, wanted))?;
            Some((s, t))
        })?;
    document.pointer(&format!("/sources/{source}/tables/{position}"))
}

fn permission_of<'a>(table: &'a Value, list: &str, role: &str) -> Option<&'a Value> {
    table
        .get(list)?
        .as_array()?
        .iter()
        .find(|entry| entry.get("role").and_then(Value::as_str) == Some(role))?
        .get("permission")
        // Those are for servers that hold the admin secret.
        .filter(|rule| rule.get("backend_only") != Some(&Value::Bool(true)))
}

/// True when a condition holds only because of the caller.
fn bound(admin: &Admin, actor: &Actor, table: &TableFacts, condition: &Value) -> bool {
    let Some(export) = &admin.export else {
        return false;
    };
    let reading = admin
        .model
        .table(&table.type_name)
        .map(|view| permission::read_for(condition, view, &admin.model, &export.metadata, actor));
    match reading {
        Some(Ok(reading)) => reading.exact,
        // What cannot be written as a condition is taken at its word.
        Some(Err(_)) | None => mentions_caller(condition),
    }
}

/// True when a column is set to something of the caller's, whatever was sent for it.
fn presets_caller(rule: &Value) -> bool {
    rule.get("set").is_some_and(mentions_caller)
}

/// A rule with one open branch may mean it, and so may one for inserts that leave out the owner.
fn severity(way: &str, rule: &Value, condition: &Value, table: &TableFacts) -> Severity {
    let mut owners = table
        .owner_paths
        .iter()
        .filter(|path| path.through.is_empty())
        .peekable();
    let writable = |column: &str| match rule.get("columns") {
        Some(Value::Array(columns)) => columns.iter().any(|one| one == column),
        _ => true,
    };
    let leaves_out_owner =
        way == "insert" && owners.peek().is_some() && !owners.any(|path| writable(&path.column));
    if mentions_caller(condition) || leaves_out_owner {
        Severity::Medium
    } else {
        Severity::High
    }
}

fn finding(
    probe: &Mutations,
    ctx: &Context<'_>,
    actor: &Actor,
    table: &TableFacts,
    (way, member): (&str, &str),
    (condition, severity): (&Value, Severity),
) -> Finding {
    let command = json!({ "type": "export_metadata", "version": 2, "args": {} });
    let request = ctx.admin.as_ref().map_or_else(String::new, |admin| {
        crate::verify::caller::Caller::admin(admin.secret.clone())
            .show_body(&ctx.client.url("/v1/metadata"), &command)
    });
    Finding {
        id: format!("P14:{}:{way}:{}", table.name, actor.role()),
        severity,
        proof: Proof::Static,
        table: Some(table.name.clone()),
        path: Some(way.to_owned()),
        role: Some(actor.role().to_owned()),
        summary: format!(
            "role {} may {way} rows whoever they belong to: the permission's {member} holds without \
             the caller",
            actor.role()
        ),
        request,
        evidence: json!({ member: condition }),
        why: probe.why().to_owned(),
        remedy: format!(
            "compare the owner with X-Hasura-User-Id in the {member} of the role's {way} \
             permission{}",
            if way == "insert" {
                ", or preset the owner's column with it"
            } else {
                ""
            }
        ),
    }
}
