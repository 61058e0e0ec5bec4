//! P04: beside a token, `x-hasura-*` headers change nothing.
//!
//! ## What is tried
//!
//! With one user's token and the other user's session variables as headers, tables are listed of
//! which the two see different rows. Where both see the same, an id is sent that nobody has, and
//! the rows must not go away. Only the token may decide what comes back.
//!
//! ## Why it matters
//!
//! A signed-in user who may name another user in a header reads that user's rows. One account is
//! enough to read all of them.
//!
//! ## Example
//!
//! Ana's token is sent with Ben's id, and Ben's notes come back:
//!
//! ```text
//! curl https://api.example.com/v1/graphql -H "Authorization: Bearer $TOKEN" -H "x-hasura-user-id: ben" -d '{"query": "{ notes { id } }"}'
//! ```
//!
//! ## How to close it
//!
//! Hasura ignores these headers beside a JWT. Look for a proxy that adds the admin secret, which
//! makes Hasura believe them, and for an engine that runs without JWT mode or with a webhook that
//! trusts headers.

use std::collections::BTreeSet;

use serde_json::json;

use super::probe::Probe;
use crate::error::Result;
use crate::text::count;
use crate::verify::actor::{Actor, Who};
use crate::verify::asking::{keys_of, list_request, lists, rows_of, show_keys};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::finding::{Details, Meta};
use crate::verify::model::{RoleTable, RootField};
use crate::verify::rows::Key;

/// Tables to try: the misbehaviour is the engine's, not a table's.
const TABLES: usize = 4;

pub(in crate::verify) const META: Meta = Meta {
    id: "P04",
    title: "beside a token, x-hasura-user-id is ignored",
    why: "a signed-in user who may name another user in a header reads that user's rows",
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let mut findings = Vec::new();
    let mut tried = 0;
    for who in Who::BOTH {
        let (actor, other) = (ctx.actor(who), ctx.actor(who.other()));
        let mut posing = Posing {
            as_whom: other.label.clone(),
            caller: actor.caller().naming(&other.claims.session),
        };
        let mut tables = telling(facts, actor);
        if tables.is_empty() {
            // Both see the same: somebody who does not exist sees none of it.
            tables = bound(facts, actor);
            posing = Posing {
                as_whom: "nobody".to_owned(),
                caller: actor.caller().naming(&nobody(actor)),
            };
        }
        for (table, view, field) in tables.into_iter().take(TABLES) {
            tried += 1;
            findings.extend(reach(ctx, who, &posing, (table, view, field)).await?);
        }
    }
    if tried == 0 {
        return Ok(ProbeResult::not_possible(
            "neither user sees a row that depends on who they are, so a difference could not be \
             seen",
        ));
    }
    Ok(ProbeResult::of(findings))
}

/// A token with somebody else's session variables as headers.
struct Posing {
    as_whom: String,
    caller: Caller,
}

/// The user's variables with an id that nobody has, in the form that ids have here.
fn nobody(actor: &Actor) -> Vec<(String, String)> {
    let id = actor.claims.user_id().unwrap_or_default();
    let invented = if id.parse::<i64>().is_ok() {
        // Fits every integer column, and no sequence gets there.
        "2147483646".to_owned()
    } else {
        uuid::Uuid::new_v4().to_string()
    };
    vec![("x-hasura-user-id".to_owned(), invented)]
}

/// Tables in which the two users see different rows.
fn telling<'a>(
    facts: &'a Facts,
    actor: &'a Actor,
) -> Vec<(&'a TableFacts, &'a RoleTable, &'a RootField)> {
    lists(&actor.model, facts)
        .filter(|(table, _, _)| {
            let [a, b] = Who::BOTH.map(|who| table.seen(who).plainly().collect::<BTreeSet<_>>());
            table.seen(actor.who).error.is_none() && a != b
        })
        .collect()
}

/// Tables in which the user sees rows because of who they are.
fn bound<'a>(
    facts: &'a Facts,
    actor: &'a Actor,
) -> Vec<(&'a TableFacts, &'a RoleTable, &'a RootField)> {
    lists(&actor.model, facts)
        .filter(|(table, _, _)| {
            let seen = table.seen(actor.who);
            seen.error.is_none() && seen.rows.keys().any(|key| table.is_own(actor.who, key))
        })
        .collect()
}

async fn reach(
    ctx: &Context<'_>,
    who: Who,
    posing: &Posing,
    (table, view, field): (&TableFacts, &RoleTable, &RootField),
) -> Result<Option<Finding>> {
    let (actor, other) = (ctx.actor(who), ctx.actor(who.other()));
    let request = list_request(ctx, field, &view.column_names(), &table.key.columns);
    let answer = ctx.ask(&posing.caller, &request).await?;
    // A refusal of the headers would be stricter than Hasura and leaks nothing.
    if answer.data.is_none() {
        return Ok(None);
    }
    let got = keys_of(table, &rows_of(&answer, field));
    let before: BTreeSet<Key> = table.seen(who).plainly().cloned().collect();
    if got == before {
        return Ok(None);
    }
    let gained: Vec<&Key> = got.difference(&before).collect();
    let others: BTreeSet<&Key> = table.seen(who.other()).plainly().collect();
    let leaked = gained.iter().filter(|key| others.contains(**key)).count();
    // Rows may come and go while the run lasts. What was gained counts when it is what the other
    // user sees, and what was lost when nothing of the user's own is left.
    let switched = got.iter().eq(others.iter().copied());
    let lost = !before.is_empty() && !before.iter().any(|key| got.contains(key));
    if leaked == 0 && !switched && !lost {
        return Ok(None);
    }
    Ok(Some(
        META.live(Severity::Critical)
            .table(&table.name)
            .part("list")
            .role(actor.role())
            .path(field.path())
            .told(Details {
                summary: if leaked > 0 {
                    format!(
                        "{}'s token with {}'s id in x-hasura-user-id got {} of {}",
                        actor.label,
                        posing.as_whom,
                        count(leaked, "row"),
                        other.label
                    )
                } else {
                    format!(
                        "{}'s token with the id of {} in x-hasura-user-id was taken for {}",
                        actor.label, posing.as_whom, posing.as_whom
                    )
                },
                request: ctx.show(&posing.caller, &request),
                evidence: json!({
                    "rows with the token alone": before.len(),
                    "rows with the header": got.len(),
                    "gained": show_keys(table, gained.iter().copied(), 5),
                }),
                remedy: "Hasura ignores these headers beside a JWT; look for a \
                         proxy that adds the admin secret, or for an engine without \
                         JWT mode"
                    .into(),
            }),
    ))
}
