//! What is tracked, for every role alike: tables with their columns and relationships, resolved
//! against the database. Built once per version of the metadata.
//!
//! What does not fit the database is left out, as Hasura leaves out inconsistent objects.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::names::{Names, Stem, is_name};
use crate::Naming;
use crate::hasura::model::TableName;
use crate::hasura::model::data::{ColumnType, DataFunction, DataTable, Database, Key, Writes};
use crate::hasura::model::metadata::{ForeignKeyOn, Metadata, Source, Table, Using};
use crate::hasura::model::relationship;

/// Index of a table in [`Catalog::tables`].
pub(crate) type TableId = usize;

/// All tracked tables of all sources.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    /// In the order of the metadata.
    pub(crate) tables: Vec<Tracked>,
    /// Tracked functions that return rows of tracked tables.
    pub(crate) functions: Vec<TrackedFunction>,
    by_name: HashMap<(String, TableName), TableId>,
}

#[derive(Debug)]
pub(crate) struct Tracked {
    pub(crate) meta: Table,
    pub(crate) source: String,
    /// Position of source and table in the [`Database`].
    pub(crate) position: (usize, usize),
    /// Naming rules of the source.
    pub(crate) names: Names,
    /// Stems of its names.
    pub(crate) stem: Stem,
    /// All columns, also those without a name in GraphQL.
    pub(crate) columns: Vec<TrackedColumn>,
    /// Relationships to tracked tables of the same source.
    pub(crate) relationships: Vec<Link>,
    /// Computed fields.
    pub(crate) computed: Vec<Computed>,
    /// Indexes of the primary key's columns; empty without a key or when one has no name.
    pub(crate) primary_key: Vec<usize>,
    /// Unique constraints with the primary key first.
    pub(crate) constraints: Vec<Key>,
    /// Comment of the database.
    pub(crate) comment: Option<String>,
    /// What the database lets be done to the rows.
    pub(crate) writes: Writes,
}

#[derive(Debug)]
pub(crate) struct TrackedFunction {
    /// Name of the root field.
    pub(crate) field: String,
    /// Name of the root field with the aggregates of what it returns.
    pub(crate) aggregate: String,
    /// Name in the database, as descriptions have it.
    pub(crate) name: String,
    /// The table whose rows it returns.
    pub(crate) table: TableId,
    /// What is to be given: not the session, which Hasura gives.
    pub(crate) arguments: Vec<Argument>,
}

/// An argument of a function.
#[derive(Debug)]
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) kind: ColumnType,
    /// It may be left out.
    pub(crate) has_default: bool,
}

impl Argument {
    fn read(text: &str) -> Self {
        let mut words = text.split_whitespace();
        let name = words.next().unwrap_or_default().to_owned();
        let rest: Vec<&str> = words.collect();
        let kind = rest.iter().find(|word| **word != "default");
        Self {
            name,
            kind: kind.map_or(ColumnType::Text, |kind| ColumnType::parse(kind)),
            has_default: rest.contains(&"default"),
        }
    }
}

/// A computed field.
#[derive(Debug)]
pub(crate) struct Computed {
    /// Name in metadata and GraphQL.
    pub(crate) name: String,
    /// When it is true; `None` where nothing is known of its function.
    pub(crate) holds: Option<Value>,
}

/// A column of a tracked table.
#[derive(Debug, Clone)]
pub(crate) struct TrackedColumn {
    /// Name in the database.
    pub(crate) name: String,
    /// Name in GraphQL; empty when the column cannot have one.
    pub(crate) field: String,
    pub(crate) kind: ColumnType,
    pub(crate) nullable: bool,
    /// Description from the metadata, or the database.
    pub(crate) comment: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Link {
    /// Name in metadata and GraphQL.
    pub(crate) name: String,
    /// Many rows rather than one.
    pub(crate) array: bool,
    pub(crate) target: TableId,
    /// Own column → column of the other table.
    pub(crate) mapping: Vec<(String, String)>,
    /// An object relationship that always finds a row: its foreign key is not null.
    pub(crate) always: bool,
    /// Description from the metadata.
    pub(crate) comment: Option<String>,
}

impl TrackedColumn {
    /// True when GraphQL can name it.
    pub(crate) fn is_exposed(&self) -> bool {
        !self.field.is_empty()
    }
}

impl Catalog {
    /// Resolves the metadata against the database.
    pub(crate) fn build(metadata: &Metadata, database: &Database, naming: Naming) -> Self {
        let mut catalog = Self::default();
        for source in &metadata.sources {
            let names = Names::of(source, naming);
            let Some(at) = database
                .sources
                .iter()
                .position(|data| data.name == source.name)
            else {
                continue;
            };
            let positions: HashMap<&TableName, usize> = database.sources[at]
                .tables
                .iter()
                .enumerate()
                .map(|(i, t)| (&t.table, i))
                .collect();
            for meta in &source.tables {
                let Some(position) = positions.get(&meta.table) else {
                    continue;
                };
                let data = &database.sources[at].tables[*position];
                let stem = names.stem(meta);
                if !is_name(&stem.field) {
                    continue;
                }
                let key = (source.name.clone(), meta.table.clone());
                catalog.by_name.insert(key, catalog.tables.len());
                let mut tracked = tracked(meta, data, &source.name, (at, *position), &names);
                tracked.computed = computed(meta, &database.sources[at].functions);
                catalog.tables.push(tracked);
            }
        }
        catalog.list_values(database);
        for source in &metadata.sources {
            catalog.add_functions(source, database);
        }
        for id in 0..catalog.tables.len() {
            let links = catalog.links(id, database);
            catalog.tables[id].relationships = links;
        }
        catalog
    }

    /// The functions that queries offer; those exposed as mutations are not among them.
    fn add_functions(&mut self, source: &Source, database: &Database) {
        let known = database.sources.iter().find(|one| one.name == source.name);
        let known = known.map_or(&[][..], |known| &known.functions);
        for entry in &source.functions {
            let Ok(name) = serde_json::from_value::<TableName>(entry["function"].clone()) else {
                continue;
            };
            let exposed = entry.pointer("/configuration/exposed_as");
            let data = known
                .iter()
                .find(|one| one.name == name.name && one.schema == name.schema)
                .filter(|_| exposed.is_none_or(|how| how == "query"));
            let Some((data, table)) = data
                .and_then(|data| Some((data, self.find(&source.name, data.returns.as_ref()?)?)))
            else {
                continue;
            };
            let custom = entry
                .pointer("/configuration/custom_root_fields/function")
                .or_else(|| entry.pointer("/configuration/custom_name"));
            let session = entry.pointer("/configuration/session_argument");
            let arguments = data.arguments.iter().map(|text| Argument::read(text));
            let arguments = arguments
                .filter(|argument| session.is_none_or(|session| *session != argument.name))
                .collect();
            let names = &self.tables[table].names;
            let field = custom
                .and_then(Value::as_str)
                .map_or_else(|| names.word(&name.identifier()), ToOwned::to_owned);
            let aggregate = entry
                .pointer("/configuration/custom_root_fields/function_aggregate")
                .and_then(Value::as_str)
                .map_or_else(|| names.relationship_aggregate(&field), ToOwned::to_owned);
            if is_name(&field) {
                self.functions.push(TrackedFunction {
                    field,
                    aggregate,
                    name: name.to_string(),
                    table,
                    arguments,
                });
            }
        }
    }

    /// A tracked table by source and name.
    pub(crate) fn find(&self, source: &str, table: &TableName) -> Option<TableId> {
        self.by_name
            .get(&(source.to_owned(), table.clone()))
            .copied()
    }

    fn links(&self, id: TableId, database: &Database) -> Vec<Link> {
        let table = &self.tables[id];
        let source = &database.sources[table.position.0];
        let mut taken: HashSet<&str> = table.columns.iter().map(|c| c.field.as_str()).collect();
        let objects = table.meta.object_relationships.iter().map(|r| (r, false));
        let arrays = table.meta.array_relationships.iter().map(|r| (r, true));
        let mut links = Vec::new();
        for (entry, array) in objects.chain(arrays) {
            let Ok(target) = relationship::resolve(source, &table.meta.table, &entry.using) else {
                continue;
            };
            let Some(target_id) = self.find(&table.source, &target.table) else {
                continue;
            };
            if !is_name(&entry.name) || !taken.insert(&entry.name) {
                continue;
            }
            links.push(Link {
                name: entry.name.clone(),
                array,
                target: target_id,
                always: !array && never_null(table, &entry.using),
                mapping: target.mapping,
                comment: entry.comment.clone(),
            });
        }
        links
    }
}

impl Tracked {
    /// A column by its name in the database.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// A column by its name in GraphQL.
    pub(crate) fn column_by_field(&self, field: &str) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| column.is_exposed() && column.field == field)
    }

    /// A relationship by name.
    pub(crate) fn link(&self, name: &str) -> Option<&Link> {
        self.relationships.iter().find(|link| link.name == name)
    }

    /// The relationship whose aggregate field has this name.
    pub(crate) fn link_by_aggregate(&self, field: &str) -> Option<&Link> {
        self.relationships
            .iter()
            .find(|link| link.array && self.names.relationship_aggregate(&link.name) == field)
    }
}

fn tracked(
    meta: &Table,
    data: &DataTable,
    source: &str,
    position: (usize, usize),
    names: &Names,
) -> Tracked {
    let mut columns: Vec<TrackedColumn> = Vec::new();
    for column in &data.columns {
        let field = names.column(meta, &column.name);
        let free = is_name(&field) && columns.iter().all(|known| known.field != field);
        let field = if free { field } else { String::new() };
        let config = meta
            .configuration
            .as_ref()
            .and_then(|c| c.column_config.get(&column.name));
        columns.push(TrackedColumn {
            name: column.name.clone(),
            field,
            kind: column.kind.clone(),
            nullable: column.nullable && !data.primary_key.contains(&column.name),
            comment: config
                .and_then(|config| config.comment.clone())
                .or_else(|| column.comment.clone()),
        });
    }
    let key: Option<Vec<usize>> = data
        .primary_key
        .iter()
        .map(|name| {
            columns
                .iter()
                .position(|c| c.name == *name && c.is_exposed())
        })
        .collect();
    Tracked {
        meta: meta.clone(),
        source: source.to_owned(),
        position,
        names: names.clone(),
        stem: names.stem(meta),
        columns,
        relationships: Vec::new(),
        computed: Vec::new(),
        primary_key: key.unwrap_or_default(),
        constraints: data.keys().collect(),
        comment: data.comment.clone(),
        writes: data.writes,
    }
}

fn computed(meta: &Table, functions: &[DataFunction]) -> Vec<Computed> {
    let entries = meta.computed_fields.iter().filter_map(|entry| {
        let name = entry.get("name")?.as_str().filter(|name| is_name(name))?;
        let function = entry.pointer("/definition/function")?;
        let function: TableName = serde_json::from_value(function.clone()).ok()?;
        let known = functions
            .iter()
            .find(|one| one.name == function.name && one.schema == function.schema);
        Some(Computed {
            name: name.to_owned(),
            holds: known.and_then(|known| known.holds.clone()),
        })
    });
    entries.collect()
}

/// True for a foreign key of this table none of whose columns can be null.
fn never_null(table: &Tracked, using: &Using) -> bool {
    let Using::ForeignKeyConstraintOn(on) = using else {
        return false;
    };
    if !matches!(on, ForeignKeyOn::Column(_) | ForeignKeyOn::Columns(_)) {
        return false;
    }
    on.columns().iter().all(|name| {
        table
            .column(name)
            .is_some_and(|index| !table.columns[index].nullable)
    })
}
