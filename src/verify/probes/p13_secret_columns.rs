//! P13: columns that hold secrets are offered to no user, neither to read nor to filter or order
//! by.
//!
//! ## What is tried
//!
//! The schema of each user's role is searched for columns that hold secrets: password hashes,
//! session and reset tokens, keys. Names decide. In the tables of SuperTokens' core the names are
//! known for certain; in other tables only names count that mean nothing else, and they are a
//! warning. Where such a column can be read, one value is asked for and counted, and never shown.
//! With an admin secret the metadata is read too: tables of the core that should not be tracked,
//! and permissions for every column that there will ever be.
//!
//! ## Why it matters
//!
//! A hash or token that can be read can be used or broken. One that can only be filtered or ordered
//! by can be found out letter by letter.
//!
//! ## Example
//!
//! `emailpassword_users` is tracked, and role `user` may select all of its columns:
//!
//! ```text
//! { emailpassword_users { email password_hash } }
//! ```
//!
//! ## How to close it
//!
//! Take the column from the columns of the role's permissions, those of insert and update included.
//! Untrack tables that only SuperTokens' core needs. List the columns that a role needs in place of
//! `*`.

// Which columns of the core hold secrets: contracts: hasura §6.3.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::hasura::columns::{self, Secrecy};
use crate::hasura::metadata::{self, Metadata};
use crate::verify::actor::Who;
use crate::verify::asking::rows_of;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::finding::{Details, Draft, Meta};
use crate::verify::model::RoleTable;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::rules::{every_column, never_track};

pub(in crate::verify) const META: Meta = Meta {
    id: "P13",
    title: "columns with secrets are offered to no user",
    why: "a hash or token that can be read, or only compared with, is one that can be used or broken",
    uses_rows: false,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let mut findings = Vec::new();
    let mut notes = BTreeSet::new();
    let metadata = ctx
        .admin
        .as_ref()
        .and_then(|admin| Some(&admin.export()?.metadata));
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        for table in &actor.model.tables {
            let config = ctx
                .admin
                .as_ref()
                .and_then(|admin| admin.tracked(&table.type_name));
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
                findings.push(offer.read(ctx, who).await?);
            }
        }
        if let Some(metadata) = metadata {
            let more = suspicions(ctx, who, metadata, &findings, &mut notes);
            findings.extend(more);
        }
    }
    if metadata.is_none() {
        notes.insert("without the metadata a secret column under another name is not seen".into());
    }
    Ok(ProbeResult::of(findings).notes(notes.into_iter().collect()))
}

/// The columns of a table whose schema was not shown.
fn readable(table: &RoleTable) -> BTreeMap<String, Vec<String>> {
    let names = table.columns.iter().map(|column| column.name.clone());
    names
        .map(|name| (name, vec![table.type_name.clone()]))
        .collect()
}

/// The database's name of a column that the metadata gives another.
fn real_name(config: &metadata::TrackedTable, column: &str) -> Option<String> {
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
    table: &'a RoleTable,
    column: &'a str,
    /// The database's name, where it is another.
    real: Option<&'a str>,
    places: &'a [String],
    severity: Severity,
}

impl Offer<'_> {
    /// Tries to read it: a value is counted, never shown.
    async fn read(&self, ctx: &Context<'_>, who: Who) -> Result<Finding> {
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
        Ok(META
            .live(self.severity)
            .table(self.table.name())
            .way(column)
            .role(actor.role())
            .told(Details {
                summary: format!(
                    "role {} is offered {column}{shown}, by its name a secret",
                    actor.role()
                ),
                request: ctx.show(&actor.caller(), &request),
                evidence,
                remedy: format!(
                    "take {name} from the columns of the role's permissions on this table"
                ),
            }))
    }
}

/// What the metadata says of whole tables: those that should not be tracked, and permissions for
/// every column there will ever be.
fn suspicions(
    ctx: &Context<'_>,
    who: Who,
    metadata: &Metadata,
    live: &[Finding],
    notes: &mut BTreeSet<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let role = ctx.actor(who).role();
    let admin = ctx.admin.as_ref();
    let export = admin.map_or_else(String::new, |admin| ctx.show_export(admin));
    let all = || metadata.tables().map(|(_, table)| table);
    let supertokens = never_track::among(all().map(|table| table.table.name.as_str()));
    for table in all().filter(|table| never_track::is_one(&table.table.name, supertokens)) {
        let name = table.table.qualified();
        if metadata.selects(table, role).is_empty() {
            notes.insert(format!(
                "{name} is tracked; no user reaches it, and one careless permission would change \
                 that: untrack it"
            ));
            continue;
        }
        let (draft, evidence) = of_table(ctx, who, table, "tracked");
        findings.push(draft.told(Details {
            summary: format!(
                "role {role} has a permission on a table that only SuperTokens' core needs"
            ),
            request: export.clone(),
            evidence,
            remedy: "untrack the table, or drop the role's permission on it".into(),
        }));
    }
    for table in every_column::tables(metadata, role) {
        let name = table.table.qualified();
        if live
            .iter()
            .any(|finding| finding.table.as_ref() == Some(&name))
        {
            continue;
        }
        if columns::has_some(&table.table.name) {
            let (draft, evidence) = of_table(ctx, who, table, "every-column");
            findings.push(draft.told(Details {
                summary: format!(
                    "role {role} may read every column, also those that a later version of \
                     SuperTokens adds"
                ),
                request: export.clone(),
                evidence,
                remedy: "list the columns that the role needs in place of \"*\"".into(),
            }));
        } else {
            notes.insert(format!(
                "{name}: role {role} may read every column, also those to come (columns: \"*\")"
            ));
        }
    }
    findings
}

/// Begins a finding about a table of the metadata, and what the role may read of it.
fn of_table(
    ctx: &Context<'_>,
    who: Who,
    table: &metadata::TrackedTable,
    path: &str,
) -> (Draft, Value) {
    let role = ctx.actor(who).role();
    let columns = table
        .select_permission(role)
        .map(|permission| match &permission.columns {
            metadata::Columns::Star(star) => json!(star),
            metadata::Columns::List(columns) => json!(columns),
        });
    let draft = META
        .by_reading(Severity::Medium)
        .table(table.table.qualified())
        .way(path)
        .role(role);
    (draft, json!({ "columns": columns }))
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
