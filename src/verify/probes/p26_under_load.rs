//! P26: asked by many users at once, the same question still gets each user's own answer.
//!
//! ## What is tried
//!
//! With `--users N` as many users send the same query at the same time, three times for each table,
//! and every answer must be the one that the same user gets when nobody else asks. A difference
//! counts only when the quiet answer has not changed meanwhile.
//!
//! ## Why it matters
//!
//! What breaks this stands before or beside Hasura: a cache whose key lacks the caller, a proxy
//! that collapses equal requests, a pooled connection that keeps the last caller's settings. None
//! of it shows while one user asks after the other, which is what every other probe does.
//!
//! ## Example
//!
//! A CDN caches `POST /v1/graphql` by its body. Whoever asks second gets the first one's notes.
//!
//! ## How to close it
//!
//! Find what stands between the callers and Hasura (cache, CDN, API gateway, request collapsing)
//! and make the `Authorization` header a part of its key, or take it out of the way of
//! `/v1/graphql`.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use serde_json::json;

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::{list_request, show_keys};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::facts::TableFacts;
use crate::verify::finding::{Details, Meta};
use crate::verify::model::RootField;
use crate::verify::model::document::pick;
use crate::verify::rows::{Key, Row};

/// How often everybody asks at once, for each table.
const ROUNDS: usize = 3;
/// Tables that everybody asks for: those with the most rows of the users' own tell the most.
const TABLES: usize = 10;

pub(in crate::verify) const META: Meta = Meta {
    id: "P26",
    title: "no answer crosses between users who ask at once",
    why: "a cache, proxy or pool that forgets who asked hands one user's rows to another, but only \
         under load",
    on_request: true,
    alone: true,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
/// Somebody in the crowd.
struct Member {
    label: String,
    caller: Caller,
}

/// One table as everybody asks for it.
struct Question<'a> {
    table: &'a TableFacts,
    field: &'a RootField,
    request: GraphQlRequest,
}

/// What one member got: rows by key, or Hasura's words.
type Answer = Result<BTreeSet<Key>, String>;

async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let members = members(ctx);
    if members.len() < 2 {
        return Ok(ProbeResult::not_applicable(
            "--users N has N users ask at once",
        ));
    }
    let questions = questions(ctx).await?;
    if questions.is_empty() {
        return Ok(ProbeResult::not_possible(
            "neither user sees rows of their own that could cross",
        ));
    }
    let mut findings = Vec::new();
    let mut asked = 0;
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    for question in &questions {
        let quiet = quietly(ctx, &members, question).await?;
        for _ in 0..ROUNDS {
            let answers = at_once(ctx, &members, question).await;
            asked += answers.len();
            for (index, answer) in answers.into_iter().enumerate() {
                match answer? {
                    Err(words) => *refused.entry(words).or_default() += 1,
                    Ok(rows) if Ok(&rows) == quiet[index].as_ref() => {}
                    Ok(rows) => {
                        let crossing = Crossing {
                            members: &members,
                            quiet: &quiet,
                            index,
                            rows,
                        };
                        findings.extend(crossing.confirm(ctx, question).await?);
                    }
                }
            }
        }
    }
    let mut notes = vec![format!(
        "{} at once, {asked} answers for {}",
        count(members.len(), "user"),
        count(questions.len(), "table")
    )];
    notes.extend(
        refused
            .iter()
            .map(|(words, times)| format!("{times} of them were refused: {words}")),
    );
    if refused.values().sum::<usize>() == asked {
        return Ok(ProbeResult::not_possible("every answer under load was refused").notes(notes));
    }
    Ok(ProbeResult::of(findings).notes(notes))
}

fn members(ctx: &Context<'_>) -> Vec<Member> {
    let signed_in = Who::BOTH.into_iter().map(|who| {
        let actor = ctx.actor(who);
        Member {
            label: actor.label.clone(),
            caller: actor.caller(),
        }
    });
    let crowd = ctx.crowd.iter().enumerate().map(|(index, person)| Member {
        label: person.label.clone(),
        caller: Caller::bearer(person.token.clone(), &format!("TOKEN_{}", index + 3)),
    });
    if ctx.crowd.is_empty() && !ctx.crowded {
        return Vec::new();
    }
    signed_in.chain(crowd).collect()
}

/// Tables in which somebody has rows of their own, those with the most first.
async fn questions<'a>(ctx: &'a Context<'_>) -> Result<Vec<Question<'a>>> {
    let facts = ctx.facts().await?;
    let mut ranked: Vec<(usize, Question<'a>)> = Vec::new();
    for table in &facts.tables {
        let own: usize = Who::BOTH
            .iter()
            .map(|who| {
                let seen = table.seen(*who);
                seen.rows
                    .keys()
                    .filter(|key| table.is_own(*who, key))
                    .count()
            })
            .sum();
        let field = ctx
            .a
            .model
            .table(&table.type_name)
            .and_then(|view| view.list.as_ref());
        if let (true, Some(field)) = (own > 0, field) {
            let columns: Vec<&str> = table.key.columns.iter().map(String::as_str).collect();
            let request = list_request(ctx, field, &columns, &table.key.columns);
            ranked.push((
                own,
                Question {
                    table,
                    field,
                    request,
                },
            ));
        }
    }
    // Stable: tables with as many rows keep their order.
    ranked.sort_by_key(|(own, _)| std::cmp::Reverse(*own));
    Ok(ranked
        .into_iter()
        .take(TABLES)
        .map(|(_, question)| question)
        .collect())
}

/// One after the other.
async fn quietly(
    ctx: &Context<'_>,
    members: &[Member],
    question: &Question<'_>,
) -> Result<Vec<Answer>> {
    let mut answers = Vec::new();
    for member in members {
        answers.push(ask(ctx, member, question).await?);
    }
    Ok(answers)
}

/// All at the same time, with the same words.
async fn at_once(
    ctx: &Context<'_>,
    members: &[Member],
    question: &Question<'_>,
) -> Vec<Result<Answer>> {
    join_all(members.iter().map(|member| ask(ctx, member, question))).await
}

async fn ask(ctx: &Context<'_>, member: &Member, question: &Question<'_>) -> Result<Answer> {
    // All at once is the point, so the pace of the run does not hold them back.
    let access = &member.caller.access;
    let answer = ctx.client.graphql(access, &question.request).await?;
    if let Some(words) = answer.first_error() {
        return Ok(Err(words));
    }
    let rows = answer
        .data
        .as_ref()
        .and_then(|data| pick(data, &question.field.namespace, &question.field.name))
        .and_then(serde_json::Value::as_array);
    let rows = rows.into_iter().flatten();
    Ok(Ok(rows
        .filter_map(|row| Some(question.table.key.key(row.as_object()? as &Row)))
        .collect()))
}

/// An answer that differs from the quiet one of the same member.
struct Crossing<'a> {
    members: &'a [Member],
    quiet: &'a [Answer],
    index: usize,
    rows: BTreeSet<Key>,
}

impl Crossing<'_> {
    /// A difference counts when the member's quiet answer has not changed meanwhile.
    async fn confirm(&self, ctx: &Context<'_>, question: &Question<'_>) -> Result<Option<Finding>> {
        let member = &self.members[self.index];
        let again = ask(ctx, member, question).await?;
        if again.as_ref() == Ok(&self.rows) {
            return Ok(None);
        }
        let own = again.unwrap_or_default();
        let strange: Vec<&Key> = self.rows.difference(&own).collect();
        let missing = own.difference(&self.rows).count();
        if strange.is_empty() && missing == 0 {
            return Ok(None);
        }
        let source = self
            .quiet
            .iter()
            .enumerate()
            .find(|(index, quiet)| *index != self.index && quiet.as_ref() == Ok(&self.rows))
            .map(|(index, _)| self.members[index].label.as_str());
        let table = question.table;
        let whose = source.map_or_else(String::new, |label| format!(", the answer of {label}"));
        let summary = if strange.is_empty() {
            format!("{} lost {}{whose}", member.label, count(missing, "row"))
        } else {
            format!(
                "{} got {} of others{whose}",
                member.label,
                count(strange.len(), "row")
            )
        };
        Ok(Some(
            META.live(Severity::Critical)
                .table(&table.name)
                .part("list")
                .path(question.field.path())
                .asked_as(ctx.a.role())
                .told(Details {
                    summary,
                    request: self.request(ctx, question),
                    evidence: json!({
                        "users_at_once": self.members.len(),
                        "rows": show_keys(table, strange, 5),
                        "rows_missing": missing,
                    }),
                    remedy:
                        "find what stands between the callers and Hasura (cache, CDN, API gateway, \
                     request collapsing) and make the Authorization header a part of its key, or \
                     take it out of the way of /v1/graphql"
                            .to_owned(),
                }),
        ))
    }

    /// Everybody's request in the background, so that a shell sends them at once too.
    fn request(&self, ctx: &Context<'_>, question: &Question<'_>) -> String {
        let mut lines: Vec<String> = self
            .members
            .iter()
            .take(4)
            .map(|member| format!("{} &", ctx.show(&member.caller, &question.request)))
            .collect();
        lines.push("wait".into());
        lines.join("\n")
    }
}
