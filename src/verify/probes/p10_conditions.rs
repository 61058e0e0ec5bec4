//! P10: conditions through relationships tell nothing about rows of others.
//!
//! ## What is tried
//!
//! Own rows are filtered by a condition on the table behind a relationship, with values that only
//! rows of others have. Nothing may be found. What is found is told only where the user's own list
//! of the remote table denies that there is a row with that value. Columns that look like secrets
//! are left out, because what is asked stands in the report.
//!
//! ## Why it matters
//!
//! Whoever can ask "is there one with this value?" learns every value, letter by letter, without
//! ever seeing the row.
//!
//! ## Example
//!
//! Ana cannot read the e-mail address of her note's reviewer. If this finds her note, she knows
//! that it begins with `b`:
//!
//! ```text
//! { notes(where: {reviewer: {email: {_like: "b%"}}}) { id } }
//! ```
//!
//! ## How to close it
//!
//! Hasura applies the remote table's filter inside conditions, unless what leads there is a computed
//! field: its function has to return the caller's rows only. Elsewhere look for a proxy or an engine that
//! filters by itself, and take the relationship away from the role until it is found. Where the
//! remote table's own filter is too wide, close that (P05).

// Filters inside conditions: contracts: hasura §3.7.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::foreign::{list_where, not_theirs};
use super::probe::Probe;
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::hasura::naming::camel;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::{keys_of, rows_of, show_keys};
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::facts::TableFacts;
use crate::verify::finding::{Details, Meta};
use crate::verify::model::{Column, Relationship};
use crate::verify::ownership::owners::distinctive;
use crate::verify::pool;
use crate::verify::rows::{Key, plain};

/// Values to try of a column.
const VALUES: usize = 25;

pub(in crate::verify) const META: Meta = Meta {
    id: "P10",
    title: "conditions through relationships tell nothing about others",
    why: "whoever can ask \"is there one with this value?\" learns every value, letter by letter",
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
/// A relationship of a table that a user can filter by, with values that are not for them.
struct RelationshipCase<'a> {
    who: Who,
    table: &'a TableFacts,
    relationship: &'a str,
    /// The function of the database that computes the rows, where there is one.
    computed: bool,
    remote: &'a TableFacts,
    /// Conditions on the remote table, each with the column's name.
    conditions: Vec<(&'a str, Value)>,
}

async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let owners: BTreeSet<&String> = facts.owner_ids().filter(|id| distinctive(id)).collect();
    let mut relationships = 0;
    let mut cases = Vec::new();
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
                let conditions = conditions(ctx, &owners, remote, who);
                if !conditions.is_empty() {
                    cases.push(RelationshipCase {
                        who,
                        table,
                        relationship: &relationship.name,
                        computed: is_computed(ctx, table, relationship),
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
    if cases.is_empty() {
        return Ok(ProbeResult::not_applicable(
            "no value behind a relationship is known that these users may not see",
        ));
    }
    let tried: usize = cases.iter().map(|case| case.conditions.len()).sum();
    let looks = pool::each(cases, ctx.width, |case| look(ctx, case)).await;
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

/// True for a computed field, by its description or, where somebody wrote another, the metadata.
fn is_computed(ctx: &Context<'_>, table: &TableFacts, relationship: &Relationship) -> bool {
    let name = &relationship.name;
    let admin = ctx.admin.as_ref();
    let tracked = admin.and_then(|admin| admin.tracked(&table.type_name));
    relationship.computed
        || tracked.is_some_and(|config| {
            let mut fields = config.computed_fields.iter();
            fields.any(|field| field.name == *name || camel(&field.name) == *name)
        })
}

/// Conditions that only rows of others meet.
fn conditions<'a>(
    ctx: &'a Context<'_>,
    owners: &BTreeSet<&String>,
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
        .filter(|column| column.filterable && !ctx.hides(&remote.type_name, &column.name))
        .filter(|column| !matches!(column.scalar.as_str(), "json" | "jsonb" | "Boolean"))
        .collect();
    // For the same reason ids come first: one condition that finds something is enough.
    columns.sort_by_key(|column| !identifies(remote, &column.name));
    let mut conditions = Vec::new();
    for column in columns {
        for value in values(owners, remote, who, column) {
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
fn values(
    owners: &BTreeSet<&String>,
    remote: &TableFacts,
    who: Who,
    column: &Column,
) -> Vec<Value> {
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
        for id in owners {
            add(&json!(id));
        }
    }
    values
}

async fn look(ctx: &Context<'_>, case: RelationshipCase<'_>) -> Result<Option<Finding>> {
    // All at once first, for in a sound set-up that is the end of it; one at a time where
    // something is found, or where one of them is not taken.
    let all: Vec<&Value> = case.conditions.iter().map(|(_, one)| one).collect();
    if let Some(found) = find(ctx, &case, &json!({ "_or": all })).await?
        && found.keys.is_empty()
    {
        return Ok(None);
    }
    for (column, condition) in &case.conditions {
        let Some(found) = find(ctx, &case, condition).await? else {
            continue;
        };
        if found.keys.is_empty() || !denied(ctx, &case, condition).await? {
            continue;
        }
        return Ok(Some(answered(ctx, &case, column, condition, &found)));
    }
    Ok(None)
}

struct Found {
    keys: BTreeSet<Key>,
    request: GraphQlRequest,
}

/// The user's rows that meet a condition on what is behind the relationship; `None` when the
/// condition is not taken.
async fn find(
    ctx: &Context<'_>,
    case: &RelationshipCase<'_>,
    condition: &Value,
) -> Result<Option<Found>> {
    let filter = json!({ case.relationship: condition });
    let Some((request, field)) = list_where(ctx, case.table, case.who, filter) else {
        return Ok(None);
    };
    let answer = ctx.ask(&ctx.actor(case.who).caller(), &request).await?;
    if !answer.errors.is_empty() {
        return Ok(None);
    }
    let keys = keys_of(case.table, &rows_of(&answer, field));
    Ok(Some(Found { keys, request }))
}

/// True when the user's own list of the remote table has no row that meets the condition.
async fn denied(ctx: &Context<'_>, case: &RelationshipCase<'_>, condition: &Value) -> Result<bool> {
    let Some((request, field)) = list_where(ctx, case.remote, case.who, condition.clone()) else {
        return Ok(false);
    };
    let answer = ctx.ask(&ctx.actor(case.who).caller(), &request).await?;
    Ok(answer.errors.is_empty() && rows_of(&answer, field).is_empty())
}

fn answered(
    ctx: &Context<'_>,
    case: &RelationshipCase<'_>,
    column: &str,
    condition: &Value,
    found: &Found,
) -> Finding {
    let actor = ctx.actor(case.who);
    let way = format!("{}.{}.{column}", case.table.name, case.relationship);
    META.live(Severity::High)
        .way(way)
        .role(actor.role())
        .in_table(&case.remote.name)
        .told(Details {
            summary: format!(
                "a condition on {column} of {} finds {} for {}, whose own \
                         list has no row with that value",
                case.remote.name,
                count(found.keys.len(), "row"),
                actor.label
            ),
            request: ctx.show(&actor.caller(), &found.request),
            evidence: json!({
                "condition": { case.relationship: condition },
                "found": show_keys(case.table, &found.keys, 5),
            }),
            remedy: if case.computed {
                format!(
                    "Hasura does not apply the filter of {} to what the computed field {} returns \
                     inside a condition: let its function return the caller's rows only \
                     (session_argument), or take the computed field out of the metadata",
                    case.remote.name, case.relationship
                )
            } else {
                "Hasura applies the remote table's filter inside conditions; look for a proxy or \
                 an engine that filters by itself, and take the relationship from the role until \
                 then"
                    .into()
            },
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_beginnings_and_nothing_else() {
        assert_eq!(pattern("a_b%c\\  "), "a\\_b\\%c\\\\%");
    }
}
