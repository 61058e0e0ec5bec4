//! All ways from all tables, and what they led to.

use std::collections::BTreeSet;

use serde_json::json;

use super::META;
use super::walk::{self, Step};
use super::ways::{AccessPath, AccessPaths};
use crate::error::Result;
use crate::hasura::{GraphQlRequest, introspection};
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::show_keys;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::fault::Fault;
use crate::verify::finding::Details;
use crate::verify::pool;
use crate::verify::rows::Key;

pub(super) async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let starts: Vec<(Who, &TableFacts)> = Who::BOTH
        .into_iter()
        .flat_map(|who| facts.tables.iter().map(move |table| (who, table)))
        .collect();
    let AccessPaths {
        bundles,
        left_out,
        unseen,
    } = AccessPaths::from(ctx, &starts);
    let mut beyond = beyond(ctx);
    beyond.extend(unlisted(ctx, facts));
    if bundles.is_empty() && beyond.is_empty() {
        return Ok(ProbeResult::not_applicable(
            "the role sees no relationship between tables",
        ));
    }
    let walked = pool::each(bundles, ctx.width, |bundle| {
        walk::bundle(ctx, facts, bundle)
    })
    .await;
    let mut outcome = Walked {
        findings: beyond,
        ..Walked::default()
    };
    for steps in walked {
        for step in steps? {
            outcome.add(ctx, step);
        }
    }
    Ok(outcome.result(left_out, &unseen))
}

/// Tables behind what no list leads to: nothing sets out from there.
fn beyond(ctx: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        findings.extend(actor.model.beyond_lists().into_iter().map(|table| {
            META.unproven(Severity::Medium)
                .table(table.name())
                .role(actor.role())
                .untried()
                .told(Details {
                    summary: format!(
                        "{} stands behind tables that no list shows, and was not reached",
                        table.name()
                    ),
                    request: ctx.show(&actor.caller(), &GraphQlRequest::new(introspection::QUERY)),
                    evidence: json!({ "columns": table.column_names() }),
                    remedy:
                        "give the role a list of a table that leads there for as long as it is \
                             looked at, or take the permission away"
                            .into(),
                })
        }));
    }
    findings
}

/// Tables that nothing but relationships lead to, where no administrator says what is in them: to
/// see no row there proves nothing, and rows that come have no list to be held against.
fn unlisted(ctx: &Context<'_>, facts: &Facts) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for who in Who::BOTH.into_iter().filter(|_| ctx.admin.is_none()) {
        let actor = ctx.actor(who);
        let behind = |name: &str| {
            let mut ways = actor
                .model
                .tables
                .iter()
                .flat_map(|from| &from.relationships);
            ways.any(|way| way.target == name)
        };
        let tables = actor.model.tables.iter();
        let unknown = tables.filter(|table| {
            !table.has_a_root()
                && facts.table(&table.type_name).is_none()
                && behind(&table.type_name)
        });
        for table in unknown {
            let draft = META
                .unproven(Severity::Medium)
                .table(table.name())
                .role(actor.role())
                .untried();
            if findings.iter().any(|finding| finding.id == draft.id()) {
                continue;
            }
            findings.push(draft.told(Details {
                summary: format!(
                    "{} is reached through relationships only, and nothing tells whose its rows are",
                    table.name()
                ),
                request: ctx.show(&actor.caller(), &GraphQlRequest::new(introspection::QUERY)),
                evidence: json!({ "columns": table.column_names() }),
                remedy: "give the admin secret, and the permission itself will tell; what cannot \
                         be told can be accepted in the policy by its id"
                    .into(),
            }));
        }
    }
    findings
}

#[derive(Default)]
struct Walked {
    ways: usize,
    rows: usize,
    notes: BTreeSet<String>,
    findings: Vec<Finding>,
    /// Access paths that led astray: what lies behind them is not told.
    astray: Vec<(Who, String, Vec<String>)>,
}

impl Walked {
    fn add(&mut self, ctx: &Context<'_>, step: Step<'_>) {
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
        self.findings.push(astray(
            ctx,
            way,
            found.remote,
            &found.astray,
            &found.request,
        ));
    }

    fn result(self, left_out: usize, unseen: &BTreeSet<String>) -> ProbeResult {
        if self.ways == 0 && self.findings.is_empty() {
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

fn astray(
    ctx: &Context<'_>,
    way: &AccessPath<'_>,
    remote: &TableFacts,
    astray: &[Key],
    request: &GraphQlRequest,
) -> Finding {
    let actor = ctx.actor(way.who);
    let seen = &remote.seen(way.who).rows;
    let listed = astray.iter().all(|key| seen.contains_key(key));
    META.live(Severity::High)
        .way(way.show())
        .role(actor.role())
        .in_table(&remote.name)
        .fault(Fault::of_rows(remote, way.who, astray))
        .told(Details {
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
            remedy: if listed {
                "close the list (P05): the same filter guards both".into()
            } else {
                "Hasura applies the filter of the table behind a \
                         relationship; look for a proxy or an engine that answers \
                         by itself, and compare the relationship's mapping with its \
                         foreign key"
                    .into()
            },
        })
}
