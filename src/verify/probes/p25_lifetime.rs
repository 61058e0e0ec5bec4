//! P25: tokens end, and soon; who made them is told.

use serde_json::json;

use super::{Probe, Running, control_query};
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};

pub(super) struct Lifetime;

/// A token cannot be called back, so a day is long; SuperTokens makes them for an hour.
const LONG: f64 = 24.0 * 3600.0;

impl Probe for Lifetime {
    fn id(&self) -> &'static str {
        "P25"
    }

    fn title(&self) -> &'static str {
        "tokens expire within a day"
    }

    fn why(&self) -> &'static str {
        "Hasura asks nobody whether a session still stands: a stolen token works until it expires"
    }

    fn essential(&self) -> bool {
        false
    }

    fn uses_rows(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(async move { Ok(check(self, ctx)) })
    }
}

fn check(probe: &Lifetime, ctx: &Context<'_>) -> ProbeResult {
    let mut findings = Vec::new();
    let mut notes = Vec::new();
    for who in Who::BOTH {
        let token = &ctx.actor(who).decoded;
        match (token.exp(), token.iat()) {
            (None, _) => findings.push(finding(
                probe,
                ctx,
                who,
                "exp",
                "the token never expires".into(),
                "give tokens an exp: Hasura takes one without for valid for ever",
            )),
            (Some(exp), Some(iat)) if exp - iat > LONG => findings.push(finding(
                probe,
                ctx,
                who,
                "lifetime",
                format!("the token is valid for {:.0} hours", (exp - iat) / 3600.0),
                "lower access_token_validity in the SuperTokens core's configuration",
            )),
            (Some(exp), Some(iat)) => {
                notes.push(format!("tokens live for {:.0} minutes", (exp - iat) / 60.0));
            }
            (Some(_), None) => notes.push("tokens do not say when they were issued".into()),
        }
        notes.push(match token.iss() {
            Some(iss) => format!("tokens name their issuer, {iss}"),
            None => "tokens name no issuer, so Hasura cannot be told to insist on one".into(),
        });
    }
    notes.sort();
    notes.dedup();
    ProbeResult::of(findings).notes(notes)
}

fn finding(
    probe: &Lifetime,
    ctx: &Context<'_>,
    who: Who,
    what: &str,
    summary: String,
    remedy: &str,
) -> Finding {
    let actor = ctx.actor(who);
    Finding {
        id: format!("P25:{what}"),
        severity: Severity::Medium,
        proof: Proof::Live,
        table: None,
        path: None,
        role: Some(actor.role().to_owned()),
        summary,
        request: ctx.show(&actor.caller(), &control_query(ctx)),
        evidence: json!({
            "iat": actor.decoded.iat(),
            "exp": actor.decoded.exp(),
            "iss": actor.decoded.iss(),
        }),
        why: probe.why().to_owned(),
        remedy: remedy.to_owned(),
    }
}
