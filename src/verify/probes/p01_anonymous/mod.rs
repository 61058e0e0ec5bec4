//! P01: nobody reaches anybody's rows without credentials.

mod unlisted;

use serde_json::{Value, json};

use super::support::{Reception, count, keys_of, list_request, receive, rows_of, show_keys};
use super::{Probe, Running};
use crate::error::Result;
use crate::hasura::{GraphQlRequest, HasuraError, introspection};
use crate::verify::actor::Who;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::discovery;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};
use crate::verify::facts::{Facts, TableFacts, rows::Key};
use crate::verify::model::{Model, RootField, Table};
use crate::verify::ownership::Standing;

pub(super) struct Anonymous;

impl Probe for Anonymous {
    fn id(&self) -> &'static str {
        "P01"
    }

    fn title(&self) -> &'static str {
        "without credentials nobody's rows are reached"
    }

    fn why(&self) -> &'static str {
        "whoever finds the URL needs nothing else to read what answers here"
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

async fn check(probe: &Anonymous, ctx: &Context<'_>) -> Result<ProbeResult> {
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
                    let seen = reach(probe, ctx, facts, &caller, table, field).await?;
                    findings.extend(seen.finding);
                    // Both callers see the same where nothing looks at the role.
                    notes.extend(seen.note.filter(|note| !notes.contains(note)));
                }
                let unlisted = model.tables.iter().filter(|table| table.list.is_none());
                for (table, field) in unlisted.filter_map(|t| Some((t, t.aggregate.as_ref()?))) {
                    let place = (table.type_name.as_str(), field);
                    let found = unlisted::counted(probe, ctx, facts, &caller, place).await?;
                    findings.extend(found);
                }
                // What users may write says nothing of others.
                if own_schema {
                    let (open, note) = unlisted::writable(probe, ctx, facts, &caller, &model);
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
    Ok(Some(Finding {
        id: "P01:engine:no-admin-secret".into(),
        severity: Severity::Critical,
        proof: Proof::Live,
        table: None,
        path: None,
        role: None,
        summary: format!(
            "Hasura runs without an admin secret: every request is the administrator's, and {} \
             lie open",
            count(names.len(), "table")
        ),
        request: ctx.show(caller, &request),
        evidence: json!({
            "is_admin_secret_set": false,
            "tables": names,
            "mutations": model.mutations.len(),
            "tables with users' rows": facts.tables.iter().filter(|table| table.owned()).count(),
        }),
        why:
            "without an admin secret tokens are not even looked at, and metadata and SQL are open \
              too"
            .into(),
        remedy: "set HASURA_GRAPHQL_ADMIN_SECRET and restart Hasura".into(),
    }))
}

#[derive(Default)]
struct Reached {
    finding: Option<Finding>,
    note: Option<String>,
}

/// Lists one table without credentials.
async fn reach(
    probe: &Anonymous,
    ctx: &Context<'_>,
    facts: &Facts,
    caller: &Caller,
    table: &Table,
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
        finding: Some(Finding {
            id: format!("P01:{}:list:anonymous", table.name()),
            severity: Severity::Critical,
            proof: Proof::Live,
            table: Some(table.name().to_owned()),
            path: Some(field.path()),
            role: None,
            summary: format!(
                "{} that belong to users can be read without credentials",
                count(owned.len(), "row")
            ),
            request: ctx.show(caller, &request),
            evidence,
            why: probe.why().to_owned(),
            remedy: "set HASURA_GRAPHQL_ADMIN_SECRET, and take this table from the role that \
                     HASURA_GRAPHQL_UNAUTHORIZED_ROLE names"
                .into(),
        }),
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
