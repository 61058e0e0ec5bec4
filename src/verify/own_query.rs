//! A query of the user's own, checked in the same way: as both users, with the other's headers,
//! and without credentials.
//!
//! The answer is read by what is in it: an object that carries another user's id, and neither it
//! nor anything around it carries the caller's, is another user's.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::actor::Who;
use super::asking::{Reception, receive};
use super::caller::Caller;
use super::context::Context;
use super::evidence::{Finding, ProbeResult, Ran, Severity};
use super::finding::{Details, Meta};
use super::ownership::owners::distinctive;
use super::probes::p01_anonymous::META as P01;
use super::probes::p02_anonymous_spoof::META as P02;
use super::probes::p04_user_id_header::META as P04;
use super::probes::p05_own_rows::META as P05;
use super::probes::p24_positive_control::META as P24;
use super::rows::plain;
use crate::error::{Error, Result};
use crate::hasura::{GraphQlAnswer, GraphQlRequest};

/// Runs the query every way and reports as the probes do.
pub(crate) async fn check(ctx: &Context<'_>, text: &str) -> Result<Vec<Ran>> {
    let request = GraphQlRequest::new(text);
    if !request.reads_only() {
        return Err(Error::usage(
            "the query contains the word mutation, and nothing is ever written here",
            "give a query that only reads",
        ));
    }
    let answers = [
        ctx.ask(&ctx.a.caller(), &request).await?,
        ctx.ask(&ctx.b.caller(), &request).await?,
    ];
    if let Some(words) = answers[0].first_error() {
        let reason = format!("Hasura answers the query with an error: {words}");
        return Ok(vec![ran(P24, OWN_ROWS, ProbeResult::not_possible(reason))]);
    }
    let foreign = foreign_ids(ctx).await?;
    Ok(vec![
        ran(P24, OWN_ROWS, control(ctx, &request, &answers)),
        ran(
            P01,
            "without credentials the query shows nobody's rows",
            anonymous(ctx, &request, &Caller::anonymous(), P01).await?,
        ),
        ran(
            P02,
            "without a token, headers that name a user give the query nothing",
            anonymous(
                ctx,
                &request,
                &Caller::anonymous().naming(&ctx.a.claims.session),
                P02,
            )
            .await?,
        ),
        ran(
            P04,
            "beside a token, x-hasura-user-id changes nothing of what the query shows",
            headers(ctx, &request, &answers).await?,
        ),
        ran(
            P05,
            "the query shows each user own rows and no others",
            rows(ctx, &request, &answers, &foreign),
        ),
    ])
}

/// What the positive control of one query shows.
const OWN_ROWS: &str = "the query shows the first user rows of their own";

/// A result under the id of the probe that it stands for, with a title of its own: one query shows
/// less than the probe.
fn ran(meta: Meta, title: &'static str, result: ProbeResult) -> Ran {
    Meta { title, ..meta }.ran(result, Duration::ZERO)
}

/// Ids of users other than each caller, as far as anybody's rows tell them.
async fn foreign_ids(ctx: &Context<'_>) -> Result<BTreeSet<String>> {
    let facts = ctx.facts().await?;
    let mut ids: BTreeSet<String> = facts
        .owner_ids()
        .filter(|id| distinctive(id))
        .cloned()
        .collect();
    ids.extend(ctx.a.ids());
    ids.extend(ctx.b.ids());
    Ok(ids)
}

fn data(answer: &GraphQlAnswer) -> &Value {
    static NOTHING: Value = Value::Null;
    answer.data.as_ref().unwrap_or(&NOTHING)
}

fn control(
    ctx: &Context<'_>,
    request: &GraphQlRequest,
    answers: &[GraphQlAnswer; 2],
) -> ProbeResult {
    let mine: BTreeSet<String> = ctx.a.ids().into_iter().collect();
    let [a, b] = [data(&answers[0]), data(&answers[1])];
    if contains(a, &mine) || (rows_in(a) > 0 && a != b) {
        return ProbeResult::pass();
    }
    ProbeResult::of(vec![
        P24.live(Severity::High)
            .way("query")
            .asked_as(ctx.a.role())
            .why("a query that shows nothing leaks nothing, and proves nothing")
            .told(Details {
                summary: format!("the query shows {} no row of their own", ctx.a.label),
                request: ctx.show(&ctx.a.caller(), request),
                evidence: json!({ "rows": rows_in(a), "ids of the user": ctx.a.ids() }),
                remedy: "give a query that shows the first user's rows, with the \
                         column that holds their id"
                    .into(),
            }),
    ])
}

async fn anonymous(
    ctx: &Context<'_>,
    request: &GraphQlRequest,
    caller: &Caller,
    meta: Meta,
) -> Result<ProbeResult> {
    let Reception::Taken(answer) = receive(ctx, caller, request).await? else {
        return Ok(ProbeResult::pass());
    };
    let rows = rows_in(data(&answer));
    let ids: BTreeSet<String> = Who::BOTH
        .iter()
        .flat_map(|who| ctx.actor(*who).ids())
        .collect();
    if rows == 0 || !contains(data(&answer), &ids) {
        return Ok(ProbeResult::pass());
    }
    Ok(ProbeResult::of(vec![
        meta.live(Severity::Critical)
            .way("query")
            .why("whoever finds the URL needs nothing else")
            .told(Details {
                summary: "the query shows users' rows to a request without token".into(),
                request: ctx.show(caller, request),
                evidence: json!({ "rows": rows }),
                remedy: "set HASURA_GRAPHQL_ADMIN_SECRET; restrict the role that \
                 HASURA_GRAPHQL_UNAUTHORIZED_ROLE names"
                    .into(),
            }),
    ]))
}

async fn headers(
    ctx: &Context<'_>,
    request: &GraphQlRequest,
    answers: &[GraphQlAnswer; 2],
) -> Result<ProbeResult> {
    let [a, b] = [data(&answers[0]), data(&answers[1])];
    if a == b {
        return Ok(ProbeResult::not_applicable(
            "both users get the same answer",
        ));
    }
    let caller = ctx.a.caller().naming(&ctx.b.claims.session);
    let answer = ctx.ask(&caller, request).await?;
    if data(&answer) != b {
        return Ok(ProbeResult::pass());
    }
    Ok(ProbeResult::of(vec![
        P04.live(Severity::Critical)
            .way("query")
            .asked_as(ctx.a.role())
            .told(Details {
                summary: format!(
                    "with {}'s id in x-hasura-user-id, {}'s token gets {}'s answer",
                    ctx.b.label, ctx.a.label, ctx.b.label
                ),
                request: ctx.show(&caller, request),
                evidence: json!({ "rows": rows_in(data(&answer)) }),
                remedy:
                    "look for a proxy that adds the admin secret, or an engine without JWT mode"
                        .into(),
            }),
    ]))
}

fn rows(
    ctx: &Context<'_>,
    request: &GraphQlRequest,
    answers: &[GraphQlAnswer; 2],
    everybody: &BTreeSet<String>,
) -> ProbeResult {
    let mut findings = Vec::new();
    for (who, answer) in Who::BOTH.into_iter().zip(answers) {
        let actor = ctx.actor(who);
        let mine: BTreeSet<String> = actor.ids().into_iter().collect();
        let foreign: BTreeSet<String> = everybody.difference(&mine).cloned().collect();
        let mut leaked = Vec::new();
        walk(data(answer), &mine, &foreign, false, "$", &mut leaked);
        if leaked.is_empty() {
            continue;
        }
        findings.push(
            P05.live(Severity::High)
                .way("query")
                .asked_as(actor.role())
                .why("the rows carry another user's id and none of the caller's")
                .told(Details {
                    summary: format!("the query shows {} rows of others", actor.label),
                    request: ctx.show(&actor.caller(), request),
                    evidence: json!({
                        "rows": leaked.len(),
                        "at": leaked.iter().take(5).collect::<Vec<_>>(),
                    }),
                    remedy: "run verify-hasura without --query to see which permission \
                         lets them through"
                        .into(),
                }),
        );
    }
    if findings.is_empty() {
        findings.extend(untold(ctx, request, answers, everybody));
    }
    ProbeResult::of(findings)
}

/// That an answer with rows names no user at all, so that they may be anybody's.
fn untold(
    ctx: &Context<'_>,
    request: &GraphQlRequest,
    answers: &[GraphQlAnswer; 2],
    everybody: &BTreeSet<String>,
) -> Option<Finding> {
    let who = Who::BOTH.into_iter().zip(answers).find(|(_, answer)| {
        let data = data(answer);
        rows_in(data) > 0 && !contains(data, everybody)
    });
    let actor = ctx.actor(who?.0);
    let draft = P05.unproven(Severity::Medium).way("query").untried();
    Some(draft.asked_as(actor.role()).told(Details {
        summary: format!(
            "the query shows {} rows, and no id in them says whose these are",
            actor.label
        ),
        request: ctx.show(&actor.caller(), request),
        evidence: json!({ "ids of the user": actor.ids() }),
        remedy: "ask for the column with the owner's id as well".into(),
    }))
}

/// Collects the places of objects that are another user's.
fn walk(
    value: &Value,
    mine: &BTreeSet<String>,
    foreign: &BTreeSet<String>,
    within_mine: bool,
    place: &str,
    leaked: &mut Vec<String>,
) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(
                    item,
                    mine,
                    foreign,
                    within_mine,
                    &format!("{place}[{index}]"),
                    leaked,
                );
            }
        }
        Value::Object(members) => {
            let has = |ids: &BTreeSet<String>| {
                members
                    .values()
                    .filter_map(plain)
                    .any(|text| ids.contains(&text))
            };
            let is_mine = within_mine || has(mine);
            if !is_mine && has(foreign) && !contains(value, mine) {
                leaked.push(place.to_owned());
            }
            for (name, member) in members {
                walk(
                    member,
                    mine,
                    foreign,
                    is_mine,
                    &format!("{place}.{name}"),
                    leaked,
                );
            }
        }
        _ => {}
    }
}

fn contains(value: &Value, ids: &BTreeSet<String>) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| contains(item, ids)),
        Value::Object(members) => members.values().any(|member| contains(member, ids)),
        plain_value => plain(plain_value).is_some_and(|text| ids.contains(&text)),
    }
}

/// Objects inside lists.
fn rows_in(value: &Value) -> usize {
    match value {
        Value::Array(items) => items
            .iter()
            .map(|item| usize::from(item.is_object()) + rows_in(item))
            .sum(),
        Value::Object(members) => members.values().map(rows_in).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_objects_of_others_are_leaks() {
        let set = |ids: &[&str]| {
            ids.iter()
                .map(|id| (*id).to_owned())
                .collect::<BTreeSet<_>>()
        };
        let answer = json!({"notes": [
            {"id": 1, "user_id": "me", "comments": [{"author": "you"}]},
            {"id": 2, "user_id": "you", "comments": []},
            {"id": 3, "owner": null, "note": {"user_id": "me"}, "author": "you"},
        ]});
        let mut leaked = Vec::new();
        walk(
            &answer,
            &set(&["me"]),
            &set(&["you"]),
            false,
            "$",
            &mut leaked,
        );
        assert_eq!(leaked, ["$.notes[1]"]);
    }
}
