//! P09: from rows that are for a user, relationships lead to nothing else.
//!
//! Ways are walked up to three relationships deep, from rows that the user may see. All ways from
//! one table travel together in one request where there are few enough; one that leads astray is
//! then walked alone, so that its finding shows it and nothing else. What lies behind another's
//! row is another's too, and is not told again.

mod walk;
mod ways;

use std::collections::BTreeSet;

use serde_json::json;

use super::support::{count, show_keys};
use super::{Probe, Running};
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};
use crate::verify::facts::{TableFacts, rows::Key};
use crate::verify::pool;
use walk::Step;
use ways::{Way, Ways};

pub(super) struct Relationships;

impl Probe for Relationships {
    fn id(&self) -> &'static str {
        "P09"
    }

    fn title(&self) -> &'static str {
        "relationships lead only to rows that the user may see"
    }

    fn why(&self) -> &'static str {
        "a table that lists soundly is still read through its neighbours"
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

async fn check(probe: &Relationships, ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let starts: Vec<(Who, &TableFacts)> = Who::BOTH
        .into_iter()
        .flat_map(|who| facts.tables.iter().map(move |table| (who, table)))
        .collect();
    let Ways {
        bundles,
        left_out,
        unseen,
    } = Ways::from(ctx, &starts);
    if bundles.is_empty() {
        return Ok(ProbeResult::not_applicable(
            "the role sees no relationship between tables",
        ));
    }
    let walked = pool::each(bundles, ctx.width, |bundle| {
        walk::bundle(ctx, facts, bundle)
    })
    .await;
    let mut outcome = Walked::default();
    for steps in walked {
        for step in steps? {
            outcome.add(probe, ctx, step);
        }
    }
    Ok(outcome.result(left_out, &unseen))
}

#[derive(Default)]
struct Walked {
    ways: usize,
    rows: usize,
    notes: BTreeSet<String>,
    findings: Vec<Finding>,
    /// Ways that led astray: what lies behind them is not told.
    astray: Vec<(Who, String, Vec<String>)>,
}

impl Walked {
    fn add(&mut self, probe: &Relationships, ctx: &Context<'_>, step: Step<'_>) {
        self.notes.extend(step.note);
        let Some(found) = step.found else {
            return;
        };
        self.ways += 1;
        self.rows += found.rows;
        let way = &step.way;
        let known = self.astray.iter().any(|(who, from, through)| {
            *who == way.who && *from == way.from.type_name && way.through.starts_with(through)
        });
        if found.astray.is_empty() || known {
            return;
        }
        let place = (way.who, way.from.type_name.clone(), way.through.clone());
        self.astray.push(place);
        self.findings.push(finding(
            probe,
            ctx,
            way,
            found.remote,
            &found.astray,
            &found.request,
        ));
    }

    fn result(self, left_out: usize, unseen: &BTreeSet<String>) -> ProbeResult {
        if self.ways == 0 {
            return ProbeResult::not_applicable(
                "no table with relationships has a row of these users to set out from",
            );
        }
        let mut notes: Vec<String> = vec![format!(
            "{} walked to {}",
            count(self.ways, "way"),
            count(self.rows, "row")
        )];
        if left_out > 0 {
            notes.push(format!(
                "{} left out, each made of relationships that others were walked through",
                count(left_out, "longer way")
            ));
        }
        notes.extend(self.notes);
        let mut result = ProbeResult::of(self.findings);
        if !unseen.is_empty() {
            let some: Vec<&str> = unseen.iter().take(5).map(String::as_str).collect();
            result = result.incomplete(format!(
                "{} not walked, such as {}",
                count(unseen.len(), "relationship"),
                some.join(", ")
            ));
        }
        result.notes(notes)
    }
}

fn finding(
    probe: &Relationships,
    ctx: &Context<'_>,
    way: &Way<'_>,
    remote: &TableFacts,
    astray: &[Key],
    request: &GraphQlRequest,
) -> Finding {
    let actor = ctx.actor(way.who);
    let seen = &remote.seen(way.who).rows;
    let listed = astray.iter().all(|key| seen.contains_key(key));
    Finding {
        id: format!("P09:{}:{}", way.show(), actor.role()),
        severity: Severity::High,
        proof: Proof::Live,
        table: Some(remote.name.clone()),
        path: Some(way.show()),
        role: Some(actor.role().to_owned()),
        summary: format!(
            "through {} {} gets {} of others{} the list of {}{}",
            way.show(),
            actor.label,
            count(astray.len(), "row"),
            if listed { ", as" } else { " that" },
            remote.name,
            if listed {
                " already shows (P05)"
            } else {
                " hides"
            }
        ),
        request: ctx.show(&actor.caller(), request),
        evidence: json!({
            "rows": astray.len(),
            "such as": show_keys(remote, astray, 5),
            "list is safe, relationship leaks": !listed,
        }),
        why: probe.why().to_owned(),
        remedy: if listed {
            "close the list (P05): the same filter guards both".into()
        } else {
            "Hasura applies the filter of the table behind a relationship; look for a proxy or an \
             engine that answers by itself, and compare the relationship's mapping with its \
             foreign key"
                .into()
        },
    }
}
