//! P13: columns that hold secrets are offered to no user, neither to read nor to filter or order
//! by.
//!
//! ## What is tried
//!
//! The schema of each user's role is searched for columns that hold secrets: passwords and their
//! hashes, session and reset tokens, keys, codes. Names decide, in GraphQL and in the database. In
//! the tables of SuperTokens' core they are known for certain, and are not to be written either; in
//! other tables only names count that mean nothing else. Where such a column can be read, one value
//! is asked for and counted, and never shown. Whatever its name, a column is looked at for values
//! that are secrets by their shape: hashes of passwords, private keys, tokens, keys of well known
//! services. With an admin secret the metadata is read too: tables of the core that should not be
//! tracked, and permissions for every column that there will ever be.
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

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::hasura::columns::{self, Secrecy, shapes};
use crate::hasura::metadata::{self, Metadata};
use crate::verify::actor::Who;
use crate::verify::asking::rows_of;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::facts::Seen;
use crate::verify::finding::{Details, Draft, Meta};
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::model::{Column, Model, Offered, RoleTable};
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
    let facts = ctx.facts().await?;
    let mut findings = Vec::new();
    let mut notes = BTreeSet::new();
    let metadata = ctx
        .admin
        .as_ref()
        .and_then(|admin| Some(&admin.export()?.metadata));
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        for table in &actor.model.tables {
            let seen = facts.table(&table.type_name).map(|facts| facts.seen(who));
            for offer in offers(ctx, &actor.model, table, seen) {
                findings.push(offer.read(ctx, who).await?);
            }
        }
        if let Some(metadata) = metadata {
            let more = suspicions(ctx, who, metadata, &findings, &mut notes);
            findings.extend(more);
        }
    }
    if metadata.is_none() {
        notes.insert(
            "without the metadata a secret column under another name is known by its values alone"
                .into(),
        );
    }
    Ok(ProbeResult::of(findings).notes(notes.into_iter().collect()))
}

/// The columns with secrets that a role is offered of a table.
fn offers<'a>(
    ctx: &Context<'_>,
    model: &'a Model,
    table: &'a RoleTable,
    seen: Option<&Seen>,
) -> Vec<Offer<'a>> {
    let admin = ctx.admin.as_ref();
    let config = admin.and_then(|admin| admin.tracked(&table.type_name));
    let offered = if model.derived {
        Cow::Owned(readable(table))
    } else {
        model
            .offers
            .get(&table.type_name)
            .map_or_else(Cow::default, Cow::Borrowed)
    };
    let offer = |(column, offered): (&String, &Offered)| {
        let real = config
            .and_then(|config| config.configuration.real_name(column))
            .map(ToOwned::to_owned);
        let names = real.iter().chain([column]);
        let secrecy = names
            .filter_map(|name| columns::secrecy(table.name(), name, offered.kind.as_deref()))
            .min();
        let values = Values::of(column, seen);
        let mut places = offered.read.clone();
        // What SuperTokens' core keeps secret is nobody's to set either.
        if secrecy == Some(Secrecy::Certain) {
            places.extend_from_slice(&offered.written);
        }
        let severity = judged(secrecy, &values).filter(|_| !places.is_empty())?;
        Some(Offer {
            table,
            column: column.clone(),
            real,
            places,
            severity,
            values,
            named: secrecy.is_some(),
        })
    };
    offered.iter().filter_map(offer).collect()
}

/// The columns of a table whose schema was not shown.
fn readable(table: &RoleTable) -> BTreeMap<String, Offered> {
    let offered = |column: &Column| Offered {
        read: vec![table.type_name.clone()],
        written: Vec::new(),
        kind: Some(column.scalar.clone()),
    };
    let columns = table.columns.iter();
    columns
        .map(|column| (column.name.clone(), offered(column)))
        .collect()
}

/// True for a column that holds a secret, by the names of its table and its own.
pub(super) fn is_secret(table: &str, column: &str) -> bool {
    matches!(
        columns::secrecy(table, column, None),
        Some(Secrecy::Certain | Secrecy::ByName)
    )
}

/// How bad it is to offer a column; `None` for one that looks harmless.
fn judged(secrecy: Option<Secrecy>, values: &Values) -> Option<Severity> {
    match secrecy {
        Some(Secrecy::Certain | Secrecy::ByName) => Some(Severity::High),
        _ if values.secret > 0 && values.secret * 2 >= values.all => Some(Severity::High),
        _ if values.secret > 0 => Some(Severity::Medium),
        Some(Secrecy::Perhaps) => (values.opaque > 0).then_some(Severity::Medium),
        None => None,
    }
}

/// What a user's rows say about a column.
#[derive(Clone, Copy, Debug, Default)]
struct Values {
    /// Rows with a value.
    all: usize,
    /// Values that are secrets by their shape.
    secret: usize,
    /// Values that nobody chose as a word.
    opaque: usize,
}

impl Values {
    fn of(column: &str, seen: Option<&Seen>) -> Self {
        let mut found = Self::default();
        let rows = seen.into_iter().flat_map(|seen| seen.rows.values());
        for value in rows.filter_map(|row| row.get(column)) {
            if value.is_null() {
                continue;
            }
            found.all += 1;
            found.secret += usize::from(shapes::holds_secret(value));
            found.opaque += usize::from(value.as_str().is_some_and(shapes::is_opaque));
        }
        found
    }
}

/// A column with a secret, as a role is offered it.
struct Offer<'a> {
    table: &'a RoleTable,
    column: String,
    /// The database's name, where it is another.
    real: Option<String>,
    places: Vec<String>,
    severity: Severity,
    values: Values,
    /// By its name it holds a secret.
    named: bool,
}

impl Offer<'_> {
    /// Tries to read it: a value is counted, never shown.
    async fn read(&self, ctx: &Context<'_>, who: Who) -> Result<Finding> {
        let (actor, column) = (ctx.actor(who), self.column.as_str());
        let mut evidence = json!({ "offered in": self.places });
        if let Some(real) = &self.real {
            evidence["column in the database"] = json!(real);
        }
        if self.values.secret > 0 {
            evidence["values that look like secrets"] = json!(self.values.secret);
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
            .as_ref()
            .map_or_else(String::new, |real| format!(" (in the database {real})"));
        let why = match (self.named, self.severity) {
            (true, Severity::Medium) => "by its name perhaps a secret",
            (true, _) => "by its name a secret",
            (false, _) => "by its values a secret",
        };
        let name = self.real.as_deref().unwrap_or(column);
        Ok(META
            .live(self.severity)
            .table(self.table.name())
            .way(column)
            .role(actor.role())
            .told(Details {
                summary: format!("role {} is offered {column}{shown}, {why}", actor.role()),
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
