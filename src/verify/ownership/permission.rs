//! From a table of the model to its metadata, and the reading of its filters.

use super::filter::{self, Names, Reading};
use crate::hasura::metadata::{self, Condition, Metadata};
use crate::hasura::naming::camel;
use crate::verify::actor::Actor;
use crate::verify::model::{Column, Model, RoleTable};

/// The metadata of a table of the administrator's model; an error says why it is unclear.
pub(crate) fn metadata_of<'a>(
    table: &RoleTable,
    metadata: &'a Metadata,
) -> Result<&'a metadata::TrackedTable, String> {
    let fits_name = |candidate: &metadata::TrackedTable| {
        table.db_name.as_deref().map_or_else(
            || fits_root_field(table, candidate),
            |name| {
                name == candidate.table.qualified()
                    || name == format!("{}.{}", candidate.table.schema, candidate.table.name)
            },
        )
    };
    let found: Vec<(&metadata::Source, &metadata::TrackedTable)> = metadata
        .tables()
        .filter(|(_, candidate)| fits_name(candidate))
        .collect();
    match found.as_slice() {
        [(_, one)] => Ok(one),
        [] => Err("no table of the exported metadata fits it".into()),
        several => {
            // Two sources with a table of one name: the root fields and types tell them apart.
            let exact: Vec<&metadata::TrackedTable> = several
                .iter()
                .filter(|(source, candidate)| fits_customized(table, source, candidate))
                .map(|(_, candidate)| *candidate)
                .collect();
            match exact.as_slice() {
                [one] => Ok(one),
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

/// Reads a filter for a user, with the names of the administrator's schema.
pub(crate) fn read_for(
    filter: &Condition,
    table: &RoleTable,
    model: &Model,
    metadata: &Metadata,
    user: &Actor,
) -> Result<Reading, String> {
    let parts = Parts::default();
    read_with(filter, table, model, metadata, user, &parts)
}

/// What is known of the parts of a filter that have no GraphQL form, and whose id to put in.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// By the part; only for the table that the filter is of.
    pub known: Vec<(Condition, Reading)>,
    /// Take unknown parts for open, or for the caller's where they name the caller.
    pub lenient: bool,
    /// In place of the user's own id.
    pub user_id: Option<String>,
}

/// As [`read_for`], with what is known of parts without a GraphQL form.
pub(crate) fn read_with(
    filter: &Condition,
    table: &RoleTable,
    model: &Model,
    metadata: &Metadata,
    user: &Actor,
    parts: &Parts,
) -> Result<Reading, String> {
    let names = TableNames {
        table,
        config: metadata_of(table, metadata).ok(),
        model,
        metadata,
        user,
        parts,
        root: true,
    };
    filter::read(filter, &names)
}

/// The column of a model's table that the database calls `name`.
pub(crate) fn column_of<'a>(
    table: &'a RoleTable,
    config: Option<&metadata::TrackedTable>,
    name: &str,
) -> Option<&'a Column> {
    let custom = config.and_then(|config| config.configuration.column_name(name));
    let camel = camel(name);
    custom
        .into_iter()
        .chain([name, camel.as_str()])
        .find_map(|name| table.column(name))
}

struct TableNames<'a> {
    table: &'a RoleTable,
    config: Option<&'a metadata::TrackedTable>,
    model: &'a Model,
    metadata: &'a Metadata,
    user: &'a Actor,
    parts: &'a Parts,
    root: bool,
}

impl Names for TableNames<'_> {
    fn column(&self, name: &str) -> Option<(String, String)> {
        column_of(self.table, self.config, name)
            .map(|column| (column.name.clone(), column.scalar.clone()))
    }

    fn relationship(&self, name: &str) -> Option<(String, Box<dyn Names + '_>)> {
        let camel = camel(name);
        let relationship = self
            .table
            .relationships
            .iter()
            .find(|rel| rel.name == name || rel.name == camel)?;
        let table = self.model.table(&relationship.target)?;
        let remote = TableNames {
            table,
            config: metadata_of(table, self.metadata).ok(),
            model: self.model,
            metadata: self.metadata,
            user: self.user,
            parts: self.parts,
            root: false,
        };
        Some((relationship.name.clone(), Box::new(remote)))
    }

    fn variable(&self, name: &str) -> Option<String> {
        if let Some(id) = &self.parts.user_id
            && name.eq_ignore_ascii_case("x-hasura-user-id")
        {
            return Some(id.clone());
        }
        self.user.variable(name).map(ToOwned::to_owned)
    }

    fn resolved(&self, part: &Condition) -> Option<Reading> {
        let known = self.parts.known.iter().find(|(known, _)| known == part);
        if let Some((_, reading)) = known.filter(|_| self.root) {
            return Some(reading.clone());
        }
        self.parts.lenient.then(|| {
            if part.mentions_caller() {
                Reading::of_caller(Condition::default())
            } else {
                Reading::open(Condition::default())
            }
        })
    }
}
