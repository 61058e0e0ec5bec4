//! P17: a user's token opens none of the administrator's interfaces.
//!
//! ## What is tried
//!
//! With each user's token three requests are sent that only read: the export of the metadata,
//! `select 1` through the interface for SQL, and the engine's configuration. All must be refused,
//! or not be there.
//!
//! ## Why it matters
//!
//! Who can read the metadata knows every rule, and who can write it makes the rules. Who can run
//! SQL has the database.
//!
//! ## Example
//!
//! A gateway adds the admin secret to everything below `/v1`:
//!
//! ```text
//! curl https://api.example.com/v1/metadata -H "Authorization: Bearer $TOKEN" -d '{"type": "export_metadata", "version": 2, "args": {}}'
//! ```
//!
//! ## How to close it
//!
//! Set `HASURA_GRAPHQL_ADMIN_SECRET`, keep `admin` out of `x-hasura-allowed-roles`, and look for a
//! proxy that adds the secret by itself. Interfaces that nobody needs from outside can be switched
//! off with `HASURA_GRAPHQL_ENABLED_APIS`.

use serde_json::{Value, json};

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::HasuraError;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::finding::{Details, Meta};

pub(in crate::verify) const META: Meta = Meta {
    id: "P17",
    title: "a user's token opens no interface of the administrator's",
    why: "who can read metadata knows every rule, and who can write it makes the rules",
    uses_rows: false,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
/// What came of one try.
enum Tried {
    Refused,
    /// Nothing of Hasura's is there.
    Absent,
    Open(Value),
}

async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
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
                    let request =
                        caller.show_body(&ctx.client.url(path), ctx.client.token_location(), body);
                    findings.push(open(ctx, who, path, request, evidence));
                }
            }
        }
        let path = "/v1alpha1/config";
        match config(ctx, who).await? {
            Tried::Refused => {}
            Tried::Absent => notes.push(format!("{path} is not there")),
            Tried::Open(evidence) => {
                let request = ctx
                    .actor(who)
                    .caller()
                    .show_get(&ctx.client.url(path), ctx.client.token_location());
                findings.push(open(ctx, who, path, request, evidence));
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

/// An interface that answered a user.
fn open(ctx: &Context<'_>, who: Who, path: &str, request: String, evidence: Value) -> Finding {
    let actor = ctx.actor(who);
    META.live(if path == "/v1alpha1/config" {
        Severity::High
    } else {
        Severity::Critical
    })
    .way(path)
    .role(actor.role())
    .told(Details {
        summary: format!("{path} answers to a user's token"),
        request,
        evidence,
        remedy: "set HASURA_GRAPHQL_ADMIN_SECRET, keep admin out of x-hasura-allowed-roles, and \
                 look for a proxy that adds the secret by itself"
            .into(),
    })
}
