//! P01: nobody reaches anybody's rows without credentials.
//!
//! ## What is tried
//!
//! The schema is asked for without any credentials, and once more with `x-hasura-role: admin`.
//! Where Hasura answers, every way that it offers is tried: lists, functions, rows by their key,
//! counts, tables behind a relationship that have no field of their own, and subscriptions. What
//! comes is compared with the rows that belong to users, by whatever columns came; where nothing
//! can be compared, the run has proven nothing. Mutations that are offered are told and never
//! sent. Where Hasura itself says that it has no admin secret, that alone is the finding:
//! every request is the administrator's then.
//!
//! ## Why it matters
//!
//! Whoever finds the URL needs nothing else: no account, no token. Search engines and scanners find
//! such URLs within days.
//!
//! ## Example
//!
//! `HASURA_GRAPHQL_UNAUTHORIZED_ROLE` is `public`, and `public` may select from `notes` without a
//! filter, so this answers with everybody's notes:
//!
//! ```text
//! curl https://api.example.com/v1/graphql -d '{"query": "{ notes { id user_id } }"}'
//! ```
//!
//! ## How to close it
//!
//! Set `HASURA_GRAPHQL_ADMIN_SECRET`. Take tables whose rows belong to users away from the role
//! that `HASURA_GRAPHQL_UNAUTHORIZED_ROLE` names, aggregates and mutations included. Tables that
//! are public on purpose can be called so in the policy (`shared`); rows that their users publish need
//! no word there where the filter itself asks for the mark (`published`, `board.is_public`).

// Without a token even session variables are the caller's own headers: contracts: hasura §2.0.

use serde_json::json;

mod counts;
mod keys;
mod queries;
mod subscriptions;
mod writable;

use std::collections::BTreeSet;

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::{GraphQlRequest, HasuraError, introspection};
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::{Reception, list_request, receive};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::discovery;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::finding::{Details, Meta};
use crate::verify::model::Model;
use crate::verify::ownership::Standing;
use crate::verify::rows::{Key, Row};

pub(in crate::verify) const META: Meta = Meta {
    id: "P01",
    title: "without credentials nobody's rows are reached",
    why: "whoever finds the URL needs nothing else to read what answers here",
    alone: true,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));

async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let mut reached = Reached::default();
    for caller in [Caller::anonymous(), Caller::anonymous().role("admin")] {
        let request = GraphQlRequest::new(introspection::QUERY);
        let answer = match receive(ctx, &caller, &request).await? {
            Reception::Refused(words) => {
                if reached.notes.is_empty() {
                    reached.notes.push(format!("refused: {words}"));
                }
                continue;
            }
            Reception::Taken(answer) => answer,
        };
        let schema = answer
            .data
            .as_ref()
            .and_then(|data| introspection::read(data).ok());
        // Introspection may be off for this role; what users reach is tried then, and what they
        // may write says nothing of others.
        let model = schema.as_ref().map_or_else(
            || Model {
                writes: Vec::new(),
                ..ctx.a.model.as_ref().clone()
            },
            discovery::model,
        );
        if model.nothing && model.writes.is_empty() && !model.reaches_rows() {
            reached
                .notes
                .push("a role for requests without token answers, and has no permission".into());
            continue;
        }
        if let Some(finding) = no_admin_secret(ctx, &caller, &model).await? {
            reached.findings.push(finding);
            break;
        }
        let facts = ctx.facts().await?;
        let way = Way {
            ctx,
            facts,
            caller: &caller,
            model: &model,
        };
        way.queries(&mut reached).await?;
        way.subscriptions(&mut reached).await?;
        let offered = writable::offered_to(ctx, facts, &caller, &model);
        reached.findings.extend(offered.findings);
        reached.notes.extend(offered.note);
        reached.untold.extend(offered.untold);
        // Both callers see the same where nothing looks at the role.
        if !reached.findings.is_empty() {
            break;
        }
    }
    Ok(reached.result())
}

/// What came without credentials.
#[derive(Default)]
struct Reached {
    findings: Vec<Finding>,
    notes: Vec<String>,
    /// What came and could not be told, or could not be tried.
    untold: Vec<String>,
}

impl Reached {
    /// A way that went wrong, which proves nothing of it.
    fn failed(&mut self, path: &str, words: &str) {
        self.untold.push(format!(
            "{path} could not be read without credentials: {words}"
        ));
    }

    fn result(mut self) -> ProbeResult {
        // Both callers see the same where nothing looks at the role.
        for list in [&mut self.notes, &mut self.untold] {
            let mut seen = BTreeSet::new();
            list.retain(|line| seen.insert(line.clone()));
        }
        let result = ProbeResult::of(self.findings).notes(self.notes);
        if self.untold.is_empty() {
            return result;
        }
        result.incomplete(self.untold.join("; "))
    }
}

/// One caller without credentials, with what the schema offers them.
struct Way<'a> {
    ctx: &'a Context<'a>,
    facts: &'a Facts,
    caller: &'a Caller,
    model: &'a Model,
}

/// Hasura's own word that it has no admin secret: it gives its configuration to anybody, and says
/// so in it (contracts: hasura §4.2).
async fn no_admin_secret(
    ctx: &Context<'_>,
    caller: &Caller,
    model: &Model,
) -> Result<Option<Finding>> {
    let config = match ctx.client.config(&caller.access).await {
        Ok(config) => config,
        Err(error) => {
            error.downcast::<HasuraError>()?;
            return Ok(None);
        }
    };
    if config.get("is_admin_secret_set") != Some(&json!(false)) {
        return Ok(None);
    }
    ctx.found_open();
    let facts = ctx.facts().await?;
    let names: Vec<&str> = model.listed().map(|(table, _)| table.name()).collect();
    let request = ctx.a.model.listed().next().map_or_else(
        || GraphQlRequest::new("{ __typename }"),
        |(table, field)| list_request(ctx, field, &table.column_names(), &[]),
    );
    let owned = facts.tables.iter().filter(|table| table.owned()).count();
    Ok(Some(
        META.live(Severity::Critical)
            .part("engine:no-admin-secret")
            .why(
                "without an admin secret tokens are not even looked at, and \
                         metadata and SQL are open too",
            )
            .told(Details {
                summary: format!(
                    "Hasura runs without an admin secret: every request is the \
                         administrator's, and {} lie open",
                    count(names.len(), "table")
                ),
                request: ctx.show(caller, &request),
                evidence: json!({
                    "is_admin_secret_set": false,
                    "tables": names,
                    "mutations": model.mutations.len(),
                    "tables with users' rows": owned,
                }),
                remedy: "set HASURA_GRAPHQL_ADMIN_SECRET and restart Hasura".into(),
            }),
    ))
}

/// True for a row that is not public by design.
fn somebodys(table: &TableFacts, key: &Key, row: Option<&Row>) -> bool {
    if table.shared || table.open_to_strangers(key, row) {
        return false;
    }
    if table.owned() {
        return true;
    }
    Who::BOTH.iter().any(|who| {
        matches!(
            table.standing(*who, key),
            Some(Standing::Own | Standing::Shared | Standing::Foreign(_))
        ) || (table.seen(*who).rows.contains_key(key) && table.is_own(*who, key))
    })
}
