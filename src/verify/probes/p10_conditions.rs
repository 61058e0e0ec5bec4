//! P10: conditions through relationships tell nothing about rows of others.
//!
//! A condition such as `{author: {email: {_eq: …}}}` with a value that only rows of others have
//! must find nothing, for the remote table's filter holds inside conditions too (contracts:
//! hasura §3.7). What is found is told only where the user's own list of the remote table denies
//! that there is such a row.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::foreign::{list_where, not_theirs};
use super::support::{count, keys_of, rows_of, show_keys};
use super::{Probe, Running};
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::hasura::columns::is_masked;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};
use crate::verify::facts::rows::{Key, plain};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::model::Column;
use crate::verify::ownership::owners::distinctive;
use crate::verify::pool;

pub(super) struct Conditions;

/// Values to try of a column.
const VALUES: usize = 25;

impl Probe for Conditions {
    fn id(&self) -> &'static str {
        "P10"
    }

    fn title(&self) -> &'static str {
        "conditions through relationships tell nothing about others"
    }

    fn why(&self) -> &'static str {
        "whoever can ask \"is there one with this value?\" learns every value, letter by letter"
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

/// A relationship of a table that a user can filter by, with values that are not for them.
struct Place<'a> {
    who: Who,
    table: &'a TableFacts,
    relationship: &'a str,
    remote: &'a TableFacts,
    /// Conditions on the remote table, each with the column's name.
    conditions: Vec<(&'a str, Value)>,
}

async fn check(probe: &Conditions, ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let mut relationships = 0;
    let mut places = Vec::new();
    for who in Who::BOTH {
        for table in facts.tables.iter().filter(|table| table.seen(who).listed) {
            let Some(view) = ctx.actor(who).model.table(&table.type_name) else {
                continue;
            };
            for relationship in &view.relationships {
                let Some(remote) = facts.table(&relationship.target) else {
                    continue;
                };
                relationships += 1;
                let conditions = conditions(ctx, facts, remote, who);
                if !conditions.is_empty() {
                    places.push(Place {
                        who,
                        table,
                        relationship: &relationship.name,
                        remote,
                        conditions,
                    });
                }
            }
        }
    }
    if relationships == 0 {
        return Ok(ProbeResult::not_applicable(
            "the role sees no relationship between tables",
        ));
    }
    if places.is_empty() {
        return Ok(ProbeResult::not_applicable(
            "no value behind a relationship is known that these users may not see",
        ));
    }
    let tried: usize = places.iter().map(|place| place.conditions.len()).sum();
    let looks = pool::each(places, ctx.width, |place| look(probe, ctx, place)).await;
    let mut findings = Vec::new();
    for look in looks {
        findings.extend(look?);
    }
    let notes = vec![format!(
        "{} with values of others tried",
        count(tried, "condition")
    )];
    Ok(ProbeResult::of(findings).notes(notes))
}

/// Conditions that only rows of others meet.
fn conditions<'a>(
    ctx: &'a Context<'_>,
    facts: &Facts,
    remote: &TableFacts,
    who: Who,
) -> Vec<(&'a str, Value)> {
    let seen = remote.seen(who);
    let Some(view) = ctx.actor(who).model.table(&remote.type_name) else {
        return Vec::new();
    };
    if !seen.listed || seen.error.is_some() {
        return Vec::new();
    }
    // Secrets of others have no place in a report, and what is asked is shown there.
    let mut columns: Vec<&Column> = view
        .columns
        .iter()
        .filter(|column| column.filterable && !is_masked(&column.name))
        .filter(|column| !matches!(column.scalar.as_str(), "json" | "jsonb" | "Boolean"))
        .collect();
    // For the same reason ids come first: one condition that finds something is enough.
    columns.sort_by_key(|column| !identifies(remote, &column.name));
    let mut conditions = Vec::new();
    for column in columns {
        for value in values(facts, remote, who, column) {
            let name = column.name.as_str();
            conditions.push((name, json!({ name: { "_eq": value } })));
            if let (Some(text), "String" | "bpchar" | "citext") =
                (value.as_str(), column.scalar.as_str())
            {
                conditions.push((name, json!({ name: { "_like": pattern(text) } })));
            }
        }
    }
    conditions
}

/// True for a column of the key, and for one that holds owners' ids.
fn identifies(table: &TableFacts, column: &str) -> bool {
    table.key.columns.iter().any(|name| name == column) || holds_owners(table, column)
}

fn holds_owners(table: &TableFacts, column: &str) -> bool {
    table
        .owner_paths
        .iter()
        .any(|path| path.through.is_empty() && path.column == column)
}

/// A pattern that finds a text by its beginning.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim_end().chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('%');
    out
}

/// Values of a column in rows that are not for the user, and in no row that they see.
fn values(facts: &Facts, remote: &TableFacts, who: Who, column: &Column) -> Vec<Value> {
    let name = column.name.as_str();
    let mut known: BTreeSet<String> = remote
        .seen(who)
        .rows
        .values()
        .filter_map(|row| row.get(name).and_then(plain))
        .collect();
    let mut values = Vec::new();
    let mut add = |value: &Value| {
        if let Some(text) = plain(value)
            && values.len() < VALUES
            && known.insert(text)
        {
            values.push(value.clone());
        }
    };
    let others = remote.seen.values().chain(&remote.admin);
    for (key, row) in others.flat_map(|seen| &seen.rows) {
        if let Some(value) = row.get(name)
            && not_theirs(remote, who, key)
        {
            add(value);
        }
    }
    // Ids of other users, from wherever they are known: a column of owners may hold them.
    if holds_owners(remote, name) && matches!(column.scalar.as_str(), "String" | "bpchar" | "uuid")
    {
        let ids = facts.tables.iter().flat_map(|table| table.ids.values());
        for id in ids.flat_map(|ids| &ids.owners).filter(|id| distinctive(id)) {
            add(&json!(id));
        }
    }
    values
}

async fn look(probe: &Conditions, ctx: &Context<'_>, place: Place<'_>) -> Result<Option<Finding>> {
    // All at once first, for in a sound set-up that is the end of it; one at a time where
    // something is found, or where one of them is not taken.
    let all: Vec<&Value> = place.conditions.iter().map(|(_, one)| one).collect();
    if let Some(found) = find(ctx, &place, &json!({ "_or": all })).await?
        && found.keys.is_empty()
    {
        return Ok(None);
    }
    for (column, condition) in &place.conditions {
        let Some(found) = find(ctx, &place, condition).await? else {
            continue;
        };
        if found.keys.is_empty() || !denied(ctx, &place, condition).await? {
            continue;
        }
        return Ok(Some(finding(probe, ctx, &place, column, condition, &found)));
    }
    Ok(None)
}

struct Found {
    keys: BTreeSet<Key>,
    request: GraphQlRequest,
}

/// The user's rows that meet a condition on what is behind the relationship; `None` when the
/// condition is not taken.
async fn find(ctx: &Context<'_>, place: &Place<'_>, condition: &Value) -> Result<Option<Found>> {
    let filter = json!({ place.relationship: condition });
    let Some((request, field)) = list_where(ctx, place.table, place.who, filter) else {
        return Ok(None);
    };
    let answer = ctx.ask(&ctx.actor(place.who).caller(), &request).await?;
    if !answer.errors.is_empty() {
        return Ok(None);
    }
    let keys = keys_of(place.table, &rows_of(&answer, field));
    Ok(Some(Found { keys, request }))
}

/// True when the user's own list of the remote table has no row that meets the condition.
async fn denied(ctx: &Context<'_>, place: &Place<'_>, condition: &Value) -> Result<bool> {
    let Some((request, field)) = list_where(ctx, place.remote, place.who, condition.clone()) else {
        return Ok(false);
    };
    let answer = ctx.ask(&ctx.actor(place.who).caller(), &request).await?;
    Ok(answer.errors.is_empty() && rows_of(&answer, field).is_empty())
}

fn finding(
    probe: &Conditions,
    ctx: &Context<'_>,
    place: &Place<'_>,
    column: &str,
    condition: &Value,
    found: &Found,
) -> Finding {
    let actor = ctx.actor(place.who);
    let way = format!("{}.{}.{column}", place.table.name, place.relationship);
    Finding {
        id: format!("P10:{way}:{}", actor.role()),
        severity: Severity::High,
        proof: Proof::Live,
        table: Some(place.remote.name.clone()),
        path: Some(way),
        role: Some(actor.role().to_owned()),
        summary: format!(
            "a condition on {column} of {} finds {} for {}, whose own list has no row with that \
             value",
            place.remote.name,
            count(found.keys.len(), "row"),
            actor.label
        ),
        request: ctx.show(&actor.caller(), &found.request),
        evidence: json!({
            "condition": { place.relationship: condition },
            "found": show_keys(place.table, &found.keys, 5),
        }),
        why: probe.why().to_owned(),
        remedy: "Hasura applies the remote table's filter inside conditions; look for a proxy or \
                 an engine that filters by itself, and take the relationship from the role until \
                 then"
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_beginnings_and_nothing_else() {
        assert_eq!(pattern("a_b%c\\  "), "a\\_b\\%c\\\\%");
    }
}
