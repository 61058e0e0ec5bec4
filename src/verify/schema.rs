//! The administrator's tables and what the exported metadata says of each, joined once.
//!
//! A schema does not say which tracked table a type belongs to. The description of the type often
//! does; where it does not, the root field that the metadata gives the table tells.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::defaults::{Defaults, OfTable};
use super::model::{Model, RoleTable};
use crate::config::Policy;
use crate::hasura::columns::is_masked;
use crate::hasura::metadata::{self, Export, Metadata};
use crate::hasura::naming::camel;

/// The numbers of a source and of a table in it.
type Place = (usize, usize);

/// The administrator's model with the metadata, and what people decided of both.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    pub model: Arc<Model>,
    pub export: Export,
    pub policy: Option<Policy>,
    /// What databases put where nothing is written, where they were asked.
    pub defaults: Defaults,
    /// By type name.
    places: BTreeMap<String, Result<Place, String>>,
    /// Names that columns with secrets are given in GraphQL, whatever the table.
    renamed: BTreeSet<String>,
}

impl Schema {
    pub(crate) fn new(model: Arc<Model>, export: Export, policy: Option<Policy>) -> Self {
        let tables = model.tables.iter();
        let places = tables
            .map(|table| (table.type_name.clone(), place(table, &export.metadata)))
            .collect();
        let configured = export.metadata.tables().map(|(_, table)| table);
        let renamed = configured
            .flat_map(|table| table.configuration.renamed())
            .filter(|(real, _)| is_masked(real))
            .map(|(_, name)| name.to_owned())
            .collect();
        Self {
            model,
            export,
            policy,
            defaults: Defaults::default(),
            places,
            renamed,
        }
    }

    /// True for a name that GraphQL gives to a column with secrets.
    pub(crate) fn renames_secret(&self, column: &str) -> bool {
        self.renamed.contains(column)
    }

    /// What the metadata says of the table with this type name; an error says why it is unclear.
    pub(crate) fn tracked(&self, type_name: &str) -> Result<&metadata::TrackedTable, String> {
        self.located(type_name).map(|(_, table)| table)
    }

    /// The table behind a relationship, as a condition names that.
    pub(crate) fn behind(&self, table: &RoleTable, relationship: &str) -> Option<&RoleTable> {
        self.model.table(&table.related(relationship)?.target)
    }

    /// The table that the database calls so.
    pub(crate) fn named(&self, name: &metadata::TableName) -> Option<&RoleTable> {
        self.model.tables.iter().find(|table| {
            self.tracked(&table.type_name)
                .is_ok_and(|one| one.table == *name)
        })
    }

    /// What the table with this type name holds where nothing is written; `None` where nobody told.
    pub(crate) fn defaults(&self, type_name: &str) -> Option<&OfTable> {
        let (source, table) = self.located(type_name).ok()?;
        self.defaults.of(&source.name, &table.table)
    }

    fn located(
        &self,
        type_name: &str,
    ) -> Result<(&metadata::Source, &metadata::TrackedTable), String> {
        let none = || "no table of the exported metadata fits it".to_owned();
        let (source, table) = self.places.get(type_name).cloned().ok_or_else(none)??;
        let source = self.export.metadata.sources.get(source);
        source
            .and_then(|source| Some((source, source.tables.get(table)?)))
            .ok_or_else(none)
    }
}

/// Where the metadata speaks of a table of the administrator's; an error says why it is unclear.
fn place(table: &RoleTable, metadata: &Metadata) -> Result<Place, String> {
    let fits_name = |candidate: &metadata::TrackedTable| {
        table.db_name.as_deref().map_or_else(
            || fits_root_field(table, candidate),
            |name| {
                name == candidate.table.qualified()
                    || name == format!("{}.{}", candidate.table.schema, candidate.table.name)
            },
        )
    };
    let sources = metadata.sources.iter().enumerate();
    let all = sources.flat_map(|(at, source)| {
        let tables = source.tables.iter().enumerate();
        tables.map(move |(nth, candidate)| ((at, nth), source, candidate))
    });
    let found: Vec<(Place, &metadata::Source, &metadata::TrackedTable)> =
        all.filter(|(.., candidate)| fits_name(candidate)).collect();
    match found.as_slice() {
        [(place, ..)] => Ok(*place),
        [] => Err("no table of the exported metadata fits it".into()),
        several => {
            // Two sources with a table of one name: the root fields and types tell them apart.
            let exact: Vec<Place> = several
                .iter()
                .filter(|(_, source, candidate)| fits_customized(table, source, candidate))
                .map(|(place, ..)| *place)
                .collect();
            match exact.as_slice() {
                [place] => Ok(*place),
                _ => Err("several tables of the exported metadata fit it".into()),
            }
        }
    }
}

/// True when the list field, or the type of a table without one, has the name that this source
/// and its metadata give it.
fn fits_customized(
    table: &RoleTable,
    source: &metadata::Source,
    candidate: &metadata::TrackedTable,
) -> bool {
    let text = |pointer: &str| {
        source
            .customization
            .as_ref()
            .and_then(|custom| custom.pointer(pointer)?.as_str())
            .unwrap_or_default()
    };
    let own = candidate.configuration.custom_name.as_deref();
    let own = own.map_or_else(|| candidate.table.identifier(), ToOwned::to_owned);
    let same = |name: &str, group: &str, inner: &str| {
        let (prefix, suffix) = (
            text(&format!("/{group}/prefix")),
            text(&format!("/{group}/suffix")),
        );
        let expected = format!("{prefix}{inner}{suffix}");
        name == expected || bare(name) == bare(&expected)
    };
    match &table.list {
        Some(list) => {
            let namespace = text("/root_fields/namespace");
            let inside = list.namespace.first().map_or("", String::as_str);
            let custom = candidate.configuration.root_field("select");
            inside == namespace
                && custom.map_or_else(
                    || same(&list.name, "root_fields", &own),
                    |custom| same(&list.name, "root_fields", custom) || list.name == custom,
                )
        }
        None => same(&table.type_name, "type_names", &own),
    }
}

/// A name without what naming conventions change.
fn bare(name: &str) -> String {
    name.chars()
        .filter(|c| *c != '_')
        .collect::<String>()
        .to_lowercase()
}

/// True when the list field has the name that this metadata gives it without customization.
fn fits_root_field(table: &RoleTable, candidate: &metadata::TrackedTable) -> bool {
    let Some(list) = &table.list else {
        return false;
    };
    let config = &candidate.configuration;
    let expected = config
        .root_field("select")
        .or(config.custom_name.as_deref())
        .map_or_else(|| candidate.table.identifier(), ToOwned::to_owned);
    list.name == expected || list.name == camel(&expected)
}
