//! P25: tokens end, and soon; who made them is told.
//!
//! ## What is tried
//!
//! The times in both users' tokens are read: a token must have an end (`exp`), and live no longer
//! than a day. Who issued it is told in a note.
//!
//! ## Why it matters
//!
//! Hasura asks nobody whether a session still stands. A stolen token works until it expires,
//! whoever signs out.
//!
//! ## Example
//!
//! `access_token_validity` was raised to a month, so that a token from a lost laptop opens
//! everything until then.
//!
//! ## How to close it
//!
//! Lower `access_token_validity` in the configuration of the SuperTokens core; an hour is what it
//! comes with. Give every token an `exp`: Hasura takes one without for valid for ever.

use serde_json::json;

use super::probe::Probe;
use crate::verify::actor::{Actor, Who};
use crate::verify::context::Context;
use crate::verify::evidence::{ProbeResult, Severity};
use crate::verify::finding::{Details, Meta};
use crate::verify::tamper;

/// A token cannot be called back, so a day is long; SuperTokens makes them for an hour.
const LONG: f64 = 24.0 * 3600.0;

pub(in crate::verify) const META: Meta = Meta {
    id: "P25",
    title: "tokens expire within a day",
    why: "Hasura asks nobody whether a session still stands: a stolen token works until it expires",
    essential: false,
    uses_rows: false,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(async move { Ok(check(ctx)) }));

/// What a token says, as shell lines: `exp` and `iat` are in it.
fn payload(actor: &Actor) -> String {
    let lines = [format!(
        "printf %s \"${}\" | cut -d. -f2 | unb64",
        actor.who.variable()
    )];
    tamper::shell_lines(&lines).join("\n")
}

fn check(ctx: &Context<'_>) -> ProbeResult {
    let mut findings = Vec::new();
    let mut notes = Vec::new();
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        let token = &actor.decoded;
        let fault = match (token.exp(), token.iat()) {
            (None, _) => Some((
                "exp",
                "the token never expires".to_owned(),
                "give tokens an exp: Hasura takes one without for valid for ever",
            )),
            (Some(exp), Some(iat)) if exp - iat > LONG => Some((
                "lifetime",
                format!("the token is valid for {:.0} hours", (exp - iat) / 3600.0),
                "lower access_token_validity in the SuperTokens core's configuration",
            )),
            (Some(exp), Some(iat)) => {
                notes.push(format!("tokens live for {:.0} minutes", (exp - iat) / 60.0));
                None
            }
            (Some(_), None) => {
                notes.push("tokens do not say when they were issued".into());
                None
            }
        };
        findings.extend(fault.map(|(part, summary, remedy)| {
            let draft = META.live(Severity::Medium).part(part);
            draft.asked_as(actor.role()).told(Details {
                summary,
                request: payload(actor),
                evidence: json!({
                    "iat": token.iat(),
                    "exp": token.exp(),
                    "iss": token.iss(),
                }),
                remedy: remedy.into(),
            })
        }));
        notes.push(match token.iss() {
            Some(iss) => format!("tokens name their issuer, {iss}"),
            None => "tokens name no issuer, so Hasura cannot be told to insist on one".into(),
        });
    }
    notes.sort();
    notes.dedup();
    ProbeResult::of(findings).notes(notes)
}
