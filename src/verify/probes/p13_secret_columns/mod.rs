//! P13: columns that hold secrets are offered to no user, neither to read nor to filter or order
//! by (contracts: hasura §6.3).
//!
//! Names alone decide, so elsewhere than in `SuperTokens`' own tables only those names count that
//! mean nothing else, and they are a warning there.

mod tables;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::support::rows_of;
use super::{Probe, Running};
use crate::error::Result;
use crate::hasura::columns::{self, Secrecy};
use crate::hasura::{GraphQlRequest, metadata};
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};
use crate::verify::model::Table;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::ownership::permission;

pub(super) struct SecretColumns;

impl Probe for SecretColumns {
    fn id(&self) -> &'static str {
        "P13"
    }

    fn title(&self) -> &'static str {
        "columns with secrets are offered to no user"
    }

    fn why(&self) -> &'static str {
        "a hash or token that can be read, or only compared with, is one that can be used or broken"
    }

    fn uses_rows(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

async fn check(probe: &SecretColumns, ctx: &Context<'_>) -> Result<ProbeResult> {
    let mut findings = Vec::new();
    let mut notes = BTreeSet::new();
    let metadata = ctx
        .admin
        .as_ref()
        .and_then(|admin| Some(&admin.export.as_ref()?.metadata));
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        for table in &actor.model.tables {
            let config = metadata.and_then(|all| permission::metadata_of(table, all).ok());
            let readable = actor.model.derived.then(|| readable(table));
            let offered = readable
                .as_ref()
                .or_else(|| actor.model.offers.get(&table.type_name));
            for (column, places) in offered.into_iter().flatten() {
                let real = config.and_then(|config| real_name(config, column));
                let name = real.as_deref().unwrap_or(column);
                let Some(severity) = severity(table.name(), name) else {
                    continue;
                };
                let offer = Offer {
                    table,
                    column,
                    real: real.as_deref(),
                    places,
                    severity,
                };
                findings.push(offer.finding(probe, ctx, who).await?);
            }
        }
        if let Some(metadata) = metadata {
            let more = tables::suspicions(probe, ctx, who, metadata, &findings, &mut notes);
            findings.extend(more);
        }
    }
    if metadata.is_none() {
        notes.insert("without the metadata a secret column under another name is not seen".into());
    }
    Ok(ProbeResult::of(findings).notes(notes.into_iter().collect()))
}

/// The columns of a table whose schema was not shown.
fn readable(table: &Table) -> BTreeMap<String, Vec<String>> {
    let names = table.columns.iter().map(|column| column.name.clone());
    names
        .map(|name| (name, vec![table.type_name.clone()]))
        .collect()
}

/// The database's name of a column that the metadata gives another.
fn real_name(config: &metadata::Table, column: &str) -> Option<String> {
    let config = &config.configuration;
    let renamed = config
        .column_config
        .iter()
        .filter_map(|(real, config)| Some((real, config.custom_name.as_ref()?)));
    renamed
        .chain(&config.custom_column_names)
        .find(|(_, custom)| *custom == column)
        .map(|(real, _)| real.clone())
}

/// True for a column that holds a secret, by the names of its table and its own.
pub(super) fn is_secret(table: &str, column: &str) -> bool {
    severity(table, column).is_some()
}

/// How bad it is to offer a column; `None` for one that looks harmless.
fn severity(table: &str, column: &str) -> Option<Severity> {
    columns::secrecy(table, column).map(|secrecy| match secrecy {
        Secrecy::Certain => Severity::High,
        Secrecy::ByName => Severity::Medium,
    })
}

/// A column with a secret, as a role is offered it.
struct Offer<'a> {
    table: &'a Table,
    column: &'a str,
    /// The database's name, where it is another.
    real: Option<&'a str>,
    places: &'a [String],
    severity: Severity,
}

impl Offer<'_> {
    /// Tries to read it: a value is counted, never shown.
    async fn finding(&self, probe: &SecretColumns, ctx: &Context<'_>, who: Who) -> Result<Finding> {
        let (actor, column) = (ctx.actor(who), self.column);
        let mut evidence = json!({ "offered in": self.places });
        if let Some(real) = self.real {
            evidence["column in the database"] = json!(real);
        }
        let list = self
            .table
            .list
            .as_ref()
            .filter(|_| self.table.column(column).is_some());
        let request = if let Some(field) = list {
            let query = ListQuery {
                selection: Selection::columns([column]),
                limit: Some(1),
                ..ListQuery::default()
            };
            let request = document::list(field, &query);
            let answer = ctx.ask(&actor.caller(), &request).await?;
            let rows = rows_of(&answer, field);
            evidence["values read"] = json!(
                rows.iter()
                    .filter(|row| row.get(column).is_some_and(|value| !value.is_null()))
                    .count()
            );
            request
        } else {
            let name = self.places.first().unwrap_or(&self.table.type_name);
            GraphQlRequest::new(
                "query($name: String!) { __type(name: $name) { fields { name } inputFields { \
                 name } enumValues { name } } }",
            )
            .variables(json!({ "name": name }))
        };
        let shown = self
            .real
            .map_or_else(String::new, |real| format!(" (in the database {real})"));
        let name = self.real.unwrap_or(column);
        Ok(Finding {
            id: format!("P13:{}:{column}:{}", self.table.name(), actor.role()),
            severity: self.severity,
            proof: Proof::Live,
            table: Some(self.table.name().to_owned()),
            path: Some(column.to_owned()),
            role: Some(actor.role().to_owned()),
            summary: format!(
                "role {} is offered {column}{shown}, by its name a secret",
                actor.role()
            ),
            request: ctx.show(&actor.caller(), &request),
            evidence,
            why: probe.why().to_owned(),
            remedy: format!("take {name} from the columns of the role's permissions on this table"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_more_in_supertokens_tables() {
        for (table, column, expected) in [
            ("emailpassword_users", "password_hash", Some(Severity::High)),
            (
                "st_emailpassword_users",
                "passwordHash",
                Some(Severity::High),
            ),
            (
                "auth.session_info",
                "refresh_token_hash_2",
                Some(Severity::High),
            ),
            ("key_value", "value", Some(Severity::High)),
            ("members", "password_hash", Some(Severity::Medium)),
            ("countries", "code", None),
            ("orders", "state", None),
            ("notes", "value", None),
            ("emailpassword_users", "email", None),
            ("session_info", "session_handle", None),
        ] {
            assert_eq!(severity(table, column), expected, "{table} {column}");
        }
    }
}
