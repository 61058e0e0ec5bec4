//! Tables that nobody lists and that can be asked for by key: the keys are those that other rows
//! name.
//!
//! An application gives such a field to a role that holds the keys already, from a link or from a
//! foreign key. Whether a row that comes is its caller's, its own columns have to tell.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::META;
use crate::error::Result;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::{keyed, show_keys};
use crate::verify::context::Context;
use crate::verify::evidence::{Cell, Finding, Severity, Status};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::finding::Details;
use crate::verify::model::RoleTable;
use crate::verify::model::document::{self, Selection};
use crate::verify::ownership::Standing;
use crate::verify::rows::{Key, Row};

/// Keys to try in a table as one user.
const KEYS: usize = 50;

/// What came of one table.
pub(super) struct Outcome {
    pub(super) keys: usize,
    pub(super) findings: Vec<Finding>,
    /// Why the run has proven nothing of it.
    pub(super) gap: Option<String>,
    pub(super) cell: Cell,
}

/// Tries all of them.
pub(super) async fn tables(ctx: &Context<'_>, facts: &Facts) -> Result<Vec<Outcome>> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for who in Who::BOTH {
        let keyed = ctx.actor(who).model.tables.iter();
        let unknown = keyed
            .filter(|view| view.by_pk.is_some() && facts.table(&view.type_name).is_none())
            .map(|view| view.type_name.as_str());
        names.extend(unknown);
    }
    let mut outcomes = Vec::new();
    for name in names {
        outcomes.push(table(ctx, facts, name).await?);
    }
    Ok(outcomes)
}

async fn table(ctx: &Context<'_>, facts: &Facts, name: &str) -> Result<Outcome> {
    let mut came: BTreeMap<Who, Vec<Row>> = BTreeMap::new();
    let mut tried = 0;
    let mut shown = name;
    for who in Who::BOTH {
        let Some(view) = ctx.actor(who).model.table(name) else {
            continue;
        };
        shown = view.name();
        if view.by_pk.is_none() {
            continue;
        }
        let keys = candidates(facts, view);
        tried += keys.len();
        let found = keyed(ctx, &ctx.actor(who).caller(), view, &keys).await?;
        came.entry(who).or_default().extend(found.rows);
    }
    let cell = |status, note: &str| Cell {
        table: shown.to_owned(),
        way: "by_pk",
        status,
        note: note.to_owned(),
    };
    let outcome = |findings: Vec<Finding>, gap: Option<String>| {
        let (status, note) = match (&gap, findings.is_empty()) {
            (_, false) => (Status::Fail, "leaked"),
            (Some(_), true) => (Status::Warn, "unclear"),
            (None, true) => (Status::Pass, "own"),
        };
        Outcome {
            keys: tried,
            findings,
            gap,
            cell: cell(status, note),
        }
    };
    if came.values().all(Vec::is_empty) {
        let gap = format!(
            "{shown}: rows can be asked for by key, no list shows them, and none of {} at hand \
             found one",
            count(tried, "key")
        );
        return Ok(outcome(Vec::new(), Some(gap)));
    }
    let seen = BTreeMap::from([(name.to_owned(), came)]);
    let facts = Facts::of_seen(ctx, seen).await?;
    let Some(table) = facts.table(name) else {
        return Ok(outcome(Vec::new(), None));
    };
    let findings: Vec<Finding> = Who::BOTH
        .into_iter()
        .filter_map(|who| leak(ctx, table, who))
        .collect();
    let clear = |who: Who| {
        let mut visible = table.visible(who);
        visible.all(|(_, standing)| matches!(standing, Standing::Own | Standing::Shared))
    };
    let told = table.shared || Who::BOTH.into_iter().all(clear);
    let gap = (findings.is_empty() && !told).then(|| {
        format!("{shown}: rows came by keys that other rows name, and nothing says whose they are")
    });
    Ok(outcome(findings, gap))
}

/// Values in rows that either user sees and that could be keys of the table, the other's above all:
/// those of columns named after it first.
pub(in crate::verify::probes) fn candidates(facts: &Facts, view: &RoleTable) -> Vec<Key> {
    let Some([argument]) = view.primary_key.as_ref().map(|key| key.columns.as_slice()) else {
        return Vec::new();
    };
    let scalar = argument.type_sdl.trim_end_matches('!');
    let stem: String = view.name().chars().take(4).collect();
    let mut named = BTreeSet::new();
    let mut others = BTreeSet::new();
    for table in &facts.tables {
        let known = facts_columns(table, scalar);
        for (column, value) in known {
            let key = Key::new(vec![value]);
            if column.contains(&stem) {
                named.insert(key);
            } else {
                others.insert(key);
            }
        }
    }
    named
        .iter()
        .chain(others.difference(&named))
        .take(KEYS)
        .cloned()
        .collect()
}

/// The values that are known of a table, of the kind that a scalar takes.
fn facts_columns<'f>(
    table: &'f TableFacts,
    scalar: &str,
) -> impl Iterator<Item = (&'f str, Value)> {
    let fits = match scalar {
        "Int" | "int4" | "int8" | "bigint" | "smallint" | "int2" | "integer" => Value::is_number,
        _ => Value::is_string,
    };
    table
        .all_rows()
        .flatten()
        .filter(move |(_, value)| fits(value))
        .map(|(column, value)| (column.as_str(), value.clone()))
}

fn leak(ctx: &Context<'_>, table: &TableFacts, who: Who) -> Option<Finding> {
    let actor = ctx.actor(who);
    let view = actor.model.table(&table.type_name)?;
    let field = view.by_pk.as_ref()?;
    let foreign: Vec<&Key> = table
        .visible(who)
        .filter(|(_, standing)| matches!(standing, Standing::Foreign(_)))
        .map(|(key, _)| key)
        .collect();
    let first = foreign.first()?;
    let selection = Selection::columns(table.key.columns.iter().map(String::as_str));
    let request = document::by_pk(view, std::slice::from_ref(&first.values), &selection)
        .filter(|_| table.key.primary);
    let request = request.map_or_else(String::new, |request| ctx.show(&actor.caller(), &request));
    Some(
        META.live(Severity::High)
            .table(&table.name)
            .part("by_pk")
            .role(actor.role())
            .path(field.path())
            .told(Details {
                summary: format!(
                    "{} gets {} of others by keys that other rows name",
                    actor.label,
                    count(foreign.len(), "row")
                ),
                request,
                evidence: json!({
                    "rows": foreign.len(),
                    "such as": show_keys(table, foreign, 5),
                }),
                remedy: "give the role's select permission a filter on the owner: it guards keys \
                         too"
                .into(),
            }),
    )
}
