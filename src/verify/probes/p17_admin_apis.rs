//! P17: a user's token opens none of the administrator's interfaces.
//!
//! Only requests that read: the metadata, `select 1`, the configuration.

use serde_json::{Value, json};

use super::{Probe, Running};
use crate::error::Result;
use crate::hasura::HasuraError;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};

pub(super) struct AdminApis;

impl Probe for AdminApis {
    fn id(&self) -> &'static str {
        "P17"
    }

    fn title(&self) -> &'static str {
        "a user's token opens no interface of the administrator's"
    }

    fn why(&self) -> &'static str {
        "who can read metadata knows every rule, and who can write it makes the rules"
    }

    fn uses_rows(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

/// What came of one try.
enum Tried {
    Refused,
    /// Nothing of Hasura's is there.
    Absent,
    Open(Value),
}

async fn check(probe: &AdminApis, ctx: &Context<'_>) -> Result<ProbeResult> {
    let commands = [
        (
            "/v1/metadata",
            json!({ "type": "export_metadata", "version": 2, "args": {} }),
        ),
        (
            "/v2/query",
            json!({ "type": "run_sql", "args": { "sql": "select 1", "read_only": true } }),
        ),
    ];
    let mut findings = Vec::new();
    let mut notes = Vec::new();
    for who in Who::BOTH {
        for (path, body) in &commands {
            match command(ctx, who, path, body).await? {
                Tried::Refused => {}
                Tried::Absent => notes.push(format!("{path} is not there")),
                Tried::Open(evidence) => {
                    let caller = ctx.actor(who).caller();
                    let request = caller.show_body(&ctx.client.url(path), body);
                    findings.push(finding(probe, ctx, who, path, request, evidence));
                }
            }
        }
        let path = "/v1alpha1/config";
        match config(ctx, who).await? {
            Tried::Refused => {}
            Tried::Absent => notes.push(format!("{path} is not there")),
            Tried::Open(evidence) => {
                let request = ctx.actor(who).caller().show_get(&ctx.client.url(path));
                findings.push(finding(probe, ctx, who, path, request, evidence));
            }
        }
    }
    notes.sort();
    notes.dedup();
    Ok(ProbeResult::of(findings).notes(notes))
}

async fn command(ctx: &Context<'_>, who: Who, path: &'static str, body: &Value) -> Result<Tried> {
    let access = ctx.actor(who).access();
    let (status, answer) = match ctx.client.command(&access, path, body, true).await {
        Ok(answer) => answer,
        // Not JSON, or no such API: nothing of Hasura's is open there.
        Err(error) => {
            error.downcast::<HasuraError>()?;
            return Ok(Tried::Absent);
        }
    };
    if status == 404 {
        return Ok(Tried::Absent);
    }
    let code = answer.get("code").and_then(Value::as_str);
    let refused = matches!(
        code,
        Some("access-denied" | "invalid-jwt" | "invalid-headers" | "not-found")
    ) || matches!(status, 401 | 403);
    // Any other error comes from behind the door: the command was taken and looked at.
    if refused {
        return Ok(Tried::Refused);
    }
    if status != 200 && code.is_none() {
        return Ok(Tried::Absent);
    }
    Ok(Tried::Open(json!({
        "status": status,
        "code": code,
        "members": answer.as_object().map(|body| body.keys().collect::<Vec<_>>()),
    })))
}

async fn config(ctx: &Context<'_>, who: Who) -> Result<Tried> {
    match ctx.client.config(&ctx.actor(who).access()).await {
        Ok(config) if config.get("is_jwt_set").is_some() || config.get("version").is_some() => {
            let members = config
                .as_object()
                .map(|members| members.keys().collect::<Vec<_>>());
            Ok(Tried::Open(json!({ "members": members })))
        }
        Ok(_) => Ok(Tried::Absent),
        Err(error) => match error.downcast()? {
            HasuraError::Refused { status, .. } if status != 404 => Ok(Tried::Refused),
            _ => Ok(Tried::Absent),
        },
    }
}

fn finding(
    probe: &AdminApis,
    ctx: &Context<'_>,
    who: Who,
    path: &str,
    request: String,
    evidence: Value,
) -> Finding {
    let actor = ctx.actor(who);
    Finding {
        id: format!("P17:{path}:{}", actor.role()),
        proof: Proof::Live,
        severity: if path == "/v1alpha1/config" {
            Severity::High
        } else {
            Severity::Critical
        },
        table: None,
        path: Some(path.to_owned()),
        role: Some(actor.role().to_owned()),
        summary: format!("{path} answers to a user's token"),
        request,
        evidence,
        why: probe.why().to_owned(),
        remedy: "set HASURA_GRAPHQL_ADMIN_SECRET, keep admin out of x-hasura-allowed-roles, and \
                 look for a proxy that adds the secret by itself"
            .into(),
    }
}
