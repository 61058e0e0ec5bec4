//! P09: from rows that are for a user, relationships lead to nothing else.
//!
//! Ways are walked breadth first, three deep, from rows that the user may see. Where one leads
//! astray it is told and not walked on: what lies behind another's row is another's too.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::foreign::{foreign, theirs};
use super::support::{count, keys_of, rows_of, show_keys};
use super::{Probe, Running};
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};
use crate::verify::facts::{Facts, TableFacts, rows::Key, rows::Row};
use crate::verify::model::Table;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::pool;

pub(super) struct Relationships;

/// Relationships one after the other.
const DEPTH: usize = 3;

/// Rows to set out from: the misbehaviour is a relationship's, not a row's.
const ROWS: usize = 20;

/// Ways in all; a schema with more is walked in part, and that is said.
const WAYS: usize = 400;

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

/// A way from a table through relationships.
#[derive(Clone)]
struct Way<'a> {
    who: Who,
    from: &'a TableFacts,
    through: Vec<String>,
    end: &'a Table,
}

impl Way<'_> {
    fn show(&self) -> String {
        format!("{}.{}", self.from.name, self.through.join("."))
    }
}

async fn check(probe: &Relationships, ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let mut ways = first(ctx, facts);
    if ways.is_empty() {
        return Ok(ProbeResult::not_applicable(
            "the role sees no relationship between tables",
        ));
    }
    let mut walked = Walked::default();
    for depth in 1..=DEPTH {
        let room = WAYS.saturating_sub(walked.ways);
        walked.left_out += ways.len().saturating_sub(room);
        ways.truncate(room);
        let steps = pool::each(ways, ctx.width, |way| step(probe, ctx, facts, way)).await;
        ways = Vec::new();
        for outcome in steps {
            let outcome = outcome?;
            walked.add(&outcome);
            if depth < DEPTH && outcome.finding.is_none() && outcome.rows > 0 {
                ways.extend(further(ctx, &outcome.way));
            }
            walked.findings.extend(outcome.finding);
        }
    }
    Ok(walked.result())
}

#[derive(Default)]
struct Walked {
    ways: usize,
    rows: usize,
    left_out: usize,
    notes: BTreeSet<String>,
    findings: Vec<Finding>,
    set_out: bool,
}

impl Walked {
    fn add(&mut self, step: &Step<'_>) {
        self.ways += usize::from(step.set_out);
        self.rows += step.rows;
        self.set_out |= step.set_out;
        self.notes.extend(step.note.clone());
    }

    fn result(self) -> ProbeResult {
        if !self.set_out {
            return ProbeResult::not_applicable(
                "no table with relationships has a row of these users to set out from",
            );
        }
        let mut notes: Vec<String> = vec![format!(
            "{} walked to {}",
            count(self.ways, "way"),
            count(self.rows, "row")
        )];
        notes.extend(self.notes);
        let result = ProbeResult::of(self.findings);
        if self.left_out > 0 && result.findings.is_empty() {
            return ProbeResult::not_possible(format!(
                "{} more than the {WAYS} that were walked",
                count(self.left_out, "way")
            ))
            .notes(notes);
        }
        result.notes(notes)
    }
}

fn first<'a>(ctx: &'a Context<'_>, facts: &'a Facts) -> Vec<Way<'a>> {
    let mut ways = Vec::new();
    for who in Who::BOTH {
        for from in &facts.tables {
            let Some(end) = ctx.actor(who).model.table(&from.type_name) else {
                continue;
            };
            let start = Way {
                who,
                from,
                through: Vec::new(),
                end,
            };
            ways.extend(further(ctx, &start));
        }
    }
    ways
}

/// The ways that are one relationship longer.
fn further<'a>(ctx: &'a Context<'_>, way: &Way<'a>) -> Vec<Way<'a>> {
    let model = &ctx.actor(way.who).model;
    way.end
        .relationships
        .iter()
        .filter_map(|relationship| {
            let mut through = way.through.clone();
            through.push(relationship.name.clone());
            Some(Way {
                through,
                end: model.table(&relationship.target)?,
                ..way.clone()
            })
        })
        .collect()
}

struct Step<'a> {
    way: Way<'a>,
    /// True when there was a row to set out from.
    set_out: bool,
    rows: usize,
    note: Option<String>,
    finding: Option<Finding>,
}

async fn step<'a>(
    probe: &Relationships,
    ctx: &Context<'_>,
    facts: &Facts,
    way: Way<'a>,
) -> Result<Step<'a>> {
    let mut step = Step {
        set_out: false,
        rows: 0,
        note: None,
        finding: None,
        way,
    };
    let way = &step.way;
    let Some(remote) = facts.table(&way.end.type_name) else {
        step.note = Some(format!(
            "{} is reached through relationships only, and nothing tells whose its rows are",
            way.end.name()
        ));
        return Ok(step);
    };
    let Some((request, field)) = request(ctx, way, remote) else {
        return Ok(step);
    };
    let answer = ctx.ask(&ctx.actor(way.who).caller(), &request).await?;
    if let Some(words) = answer.first_error() {
        step.note = Some(format!("{}: {words}", way.show()));
        return Ok(step);
    }
    let mut rows = Vec::new();
    for row in rows_of(&answer, field) {
        reached(row, &way.through, &mut rows);
    }
    let keys = keys_of(remote, &rows);
    step.set_out = true;
    step.rows = keys.len();
    let astray = foreign(ctx, remote, way.who, keys).await?;
    if !astray.is_empty() {
        step.finding = Some(finding(probe, ctx, way, remote, &astray, &request));
    }
    Ok(step)
}

/// Asks for the keys at the end of a way, from rows that are for the user; `None` when there are
/// none, or no way to ask for just those.
fn request<'a>(
    ctx: &'a Context<'_>,
    way: &Way<'_>,
    remote: &TableFacts,
) -> Option<(GraphQlRequest, &'a crate::verify::model::RootField)> {
    let view = ctx.actor(way.who).model.table(&way.from.type_name)?;
    let field = view.list.as_ref()?;
    let seen = way.from.seen(way.who);
    let keys: Vec<&Key> = seen
        .rows
        .keys()
        .filter(|key| theirs(way.from, way.who, key))
        .take(ROWS)
        .collect();
    if keys.is_empty() || remote.key.columns.is_empty() {
        return None;
    }
    let filter = if way.from.key.filterable(view) && field.args.filter.is_some() {
        way.from.key.filter(&keys)
    } else if keys.len() == seen.rows.len() {
        Value::Null
    } else {
        return None;
    };
    let mut selection = Selection::columns(way.from.key.columns.iter().map(String::as_str));
    for column in &remote.key.columns {
        selection.add_path(&way.through, column);
    }
    let query = ListQuery {
        selection,
        filter,
        limit: Some(ctx.sample),
        order_by: way.from.key.columns.clone(),
    };
    Some((document::list(field, &query), field))
}

/// The rows at the end of a way.
fn reached<'r>(row: &'r Row, through: &[String], rows: &mut Vec<&'r Row>) {
    let Some((next, rest)) = through.split_first() else {
        rows.push(row);
        return;
    };
    match row.get(next) {
        Some(Value::Object(one)) => reached(one, rest, rows),
        Some(Value::Array(many)) => {
            for one in many.iter().filter_map(Value::as_object) {
                reached(one, rest, rows);
            }
        }
        _ => {}
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
            "from rows of their own {} gets {} of others in {}{}",
            actor.label,
            count(astray.len(), "row"),
            remote.name,
            if listed {
                ", as its list already shows (P05)"
            } else {
                " that its list hides"
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_reached_through_lists_and_nulls() {
        let row = json!({"id": 1, "gone": null, "notes": [
            {"owner": {"id": 2}}, {"owner": null}, {"owner": {"id": 3}}]});
        let ids = |through: &[&str]| {
            let through: Vec<String> = through.iter().map(|name| (*name).to_owned()).collect();
            let mut rows = Vec::new();
            reached(row.as_object().unwrap(), &through, &mut rows);
            rows.iter()
                .filter_map(|row| row.get("id")?.as_u64())
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(&["notes", "owner"]), [2, 3]);
        assert_eq!(ids(&["gone", "owner"]), Vec::<u64>::new());
        assert_eq!(ids(&[]), [1]);
    }
}
