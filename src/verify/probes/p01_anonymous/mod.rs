//! P01: nobody reaches anybody's rows without credentials.
//!
//! ## What is tried
//!
//! The schema is asked for without any credentials, and once more with `x-hasura-role: admin`.
//! Where Hasura answers, every table that it offers is listed, or counted where it has no list, and
//! the rows are compared with those that belong to users. Mutations that are offered are told and
//! never sent. Where Hasura itself says that it has no admin secret, that alone is the finding:
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
//! are public on purpose can be called so in the policy (`shared`).

// Without a token even session variables are the caller's own headers: contracts: hasura §2.0.

use serde_json::{Value, json};

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::{GraphQlRequest, HasuraError, introspection};
use crate::operation::Operation;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::{Reception, keys_of, list_request, receive, rows_of, show_keys};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::discovery;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::finding::{Details, Meta};
use crate::verify::model::document::{self, ListQuery, pick};
use crate::verify::model::{Model, RoleTable, RootField, Write};
use crate::verify::ownership::Standing;
use crate::verify::rows::Key;

pub(in crate::verify) const META: Meta = Meta {
    id: "P01",
    title: "without credentials nobody's rows are reached",
    why: "whoever finds the URL needs nothing else to read what answers here",
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let plain = Caller::anonymous();
    let as_admin = Caller::anonymous().role("admin");
    let mut notes = Vec::new();
    let mut findings = Vec::new();
    for caller in [plain, as_admin] {
        let request = GraphQlRequest::new(introspection::QUERY);
        match receive(ctx, &caller, &request).await? {
            Reception::Refused(words) => {
                if notes.is_empty() {
                    notes.push(format!("refused: {words}"));
                }
            }
            Reception::Taken(answer) => {
                let schema = answer
                    .data
                    .as_ref()
                    .and_then(|data| introspection::read(data).ok());
                let own_schema = schema.is_some();
                // Introspection may be off for this role; what users list is tried then.
                let model = schema.map_or_else(
                    || ctx.a.model.as_ref().clone(),
                    |schema| discovery::model(&schema),
                );
                if model.nothing && model.writes.is_empty() && !model.reaches_rows() {
                    notes.push(
                        "a role for requests without token answers, and has no permission".into(),
                    );
                    continue;
                }
                if let Some(finding) = no_admin_secret(ctx, &caller, &model).await? {
                    findings.push(finding);
                    break;
                }
                let facts = ctx.facts().await?;
                for (table, field) in model.listed() {
                    let seen = reach(ctx, facts, &caller, table, field).await?;
                    findings.extend(seen.finding);
                    // Both callers see the same where nothing looks at the role.
                    notes.extend(seen.note.filter(|note| !notes.contains(note)));
                }
                let unlisted = model.tables.iter().filter(|table| table.list.is_none());
                for (table, field) in unlisted.filter_map(|t| Some((t, t.aggregate.as_ref()?))) {
                    let found = counted(ctx, facts, &caller, table, field).await?;
                    findings.extend(found);
                }
                // What users may write says nothing of others.
                if own_schema {
                    let (open, note) = writable(ctx, facts, &caller, &model);
                    findings.extend(open);
                    notes.extend(note.filter(|note| !notes.contains(note)));
                }
            }
        }
        // Both callers see the same where nothing looks at the role.
        if !findings.is_empty() {
            break;
        }
    }
    Ok(ProbeResult::of(findings).notes(notes))
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

#[derive(Default)]
struct Reached {
    finding: Option<Finding>,
    note: Option<String>,
}

/// Lists one table without credentials.
async fn reach(
    ctx: &Context<'_>,
    facts: &Facts,
    caller: &Caller,
    table: &RoleTable,
    field: &RootField,
) -> Result<Reached> {
    let known = facts.table(&table.type_name);
    let columns = table.column_names();
    let order = known.map_or_else(Vec::new, |known| known.key.columns.clone());
    let request = list_request(ctx, field, &columns, &order);
    let answer = ctx.ask(caller, &request).await?;
    let rows = rows_of(&answer, field);
    if rows.is_empty() {
        return Ok(Reached::default());
    }
    let Some(known) = known else {
        return Ok(Reached {
            note: Some(format!(
                "{}: {} without credentials, from a table that the users' roles do not list",
                table.name(),
                count(rows.len(), "row")
            )),
            ..Reached::default()
        });
    };
    let keys = keys_of(known, &rows);
    let owned: Vec<&Key> = keys.iter().filter(|key| somebodys(known, key)).collect();
    if owned.is_empty() {
        return Ok(Reached {
            note: Some(format!(
                "{}: {} without credentials, none with an owner",
                table.name(),
                count(rows.len(), "row")
            )),
            ..Reached::default()
        });
    }
    let evidence: Value = json!({
        "rows": rows.len(),
        "rows with an owner": owned.len(),
        "such as": show_keys(known, owned.iter().copied(), 5),
    });
    Ok(Reached {
        finding: Some(
            META.live(Severity::Critical)
                .table(table.name())
                .part("list:anonymous")
                .path(field.path())
                .told(Details {
                    summary: format!(
                        "{} that belong to users can be read without credentials",
                        count(owned.len(), "row")
                    ),
                    request: ctx.show(caller, &request),
                    evidence,
                    remedy:
                        "set HASURA_GRAPHQL_ADMIN_SECRET, and take this table from the role that \
                     HASURA_GRAPHQL_UNAUTHORIZED_ROLE names"
                            .into(),
                }),
        ),
        note: None,
    })
}

/// True for a row that is not public by design.
fn somebodys(table: &TableFacts, key: &Key) -> bool {
    if table.declared_public(key) {
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

/// Counts a table that has no list without credentials.
async fn counted(
    ctx: &Context<'_>,
    facts: &Facts,
    caller: &Caller,
    view: &RoleTable,
    field: &RootField,
) -> Result<Option<Finding>> {
    let Some(table) = facts.table(&view.type_name).filter(|table| table.owned()) else {
        return Ok(None);
    };
    let request = document::aggregate(field, &ListQuery::default(), "count");
    let answer = ctx.ask(caller, &request).await?;
    let counted = answer
        .data
        .as_ref()
        .and_then(|data| pick(data, &field.namespace, &field.name))
        .and_then(|found| found.pointer("/aggregate/count"))
        .and_then(Value::as_u64)
        .and_then(|counted| usize::try_from(counted).ok())
        .unwrap_or_default();
    let keys = table.all_keys();
    let public = keys.iter().filter(|key| !somebodys(table, key)).count();
    if counted <= public {
        return Ok(None);
    }
    Ok(Some(
        META.live(Severity::High)
            .table(&table.name)
            .part("aggregate:anonymous")
            .path(field.path())
            .told(Details {
                summary: format!(
                    "{} counted without credentials, though they belong to users",
                    count(counted, "row")
                ),
                request: ctx.show(caller, &request),
                evidence: json!({ "count": counted, "public": public }),
                remedy: "take allow_aggregations, or this table, from the role that \
                     HASURA_GRAPHQL_UNAUTHORIZED_ROLE names"
                    .into(),
            }),
    ))
}

/// The changes of users' rows that are offered without credentials.
fn writable(
    ctx: &Context<'_>,
    facts: &Facts,
    caller: &Caller,
    model: &Model,
) -> (Vec<Finding>, Option<String>) {
    let mut findings: Vec<Finding> = Vec::new();
    let mut inserts = Vec::new();
    for write in &model.writes {
        let Some(table) = written(ctx, facts, write).filter(|table| table.owned()) else {
            continue;
        };
        if write.kind.operation() == Operation::Insert {
            inserts.push(table.name.as_str());
            continue;
        }
        let found = offered(ctx, caller, table, write);
        if findings.iter().all(|known| known.id != found.id) {
            findings.push(found);
        }
    }
    inserts.dedup();
    let note = (!inserts.is_empty()).then(|| {
        format!(
            "rows may be inserted without credentials, as a form on a site does: {}",
            inserts.join(", ")
        )
    });
    (findings, note)
}

fn offered(ctx: &Context<'_>, caller: &Caller, table: &TableFacts, write: &Write) -> Finding {
    let (verb, name) = (write.kind.operation().word(), &write.name);
    META.by_reading(Severity::High)
        .table(&table.name)
        .part(verb)
        .part("anonymous")
        .path(name)
        .told(Details {
            summary: format!(
                "{name} is offered without credentials, and the rows of {} \
                         belong to users",
                table.name
            ),
            request: ctx.show(caller, &GraphQlRequest::new(introspection::QUERY)),
            evidence: json!({ "mutation": name,
            "columns": write.columns.iter().map(|column| &column.name).collect::<Vec<_>>() }),
            remedy: format!(
                "take the {verb} permission from the role that \
                         HASURA_GRAPHQL_UNAUTHORIZED_ROLE names"
            ),
        })
}

/// The table of a mutation, whether or not its rows can be read without credentials.
fn written<'f>(ctx: &Context<'_>, facts: &'f Facts, write: &Write) -> Option<&'f TableFacts> {
    facts.tables.iter().find(|table| {
        ctx.widest(&table.type_name)
            .is_some_and(|known| write.is_of(known))
    })
}
