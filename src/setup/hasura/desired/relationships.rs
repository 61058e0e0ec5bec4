//! Relationships that foreign keys suggest, as the console would create and name them
//! (contracts: hasura §4.5).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::names;
use crate::config::NamingConvention;
use crate::hasura::metadata::{Source, TableName};
use crate::hasura::naming;
use crate::setup::hasura::catalog::{Catalog, DbTable, ForeignKey};

/// Whether it leads to one row or to several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Object,
    Array,
}

impl Kind {
    /// The word in commands and JSON.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
        }
    }
}

/// A relationship that should be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DesiredRelationship {
    /// The table that has the field.
    pub from: TableName,
    /// The table that it leads to.
    pub to: TableName,
    /// One row or several.
    pub kind: Kind,
    pub name: String,
    /// `using` of the command.
    pub using: Value,
    pub constraint: String,
    /// Own columns and those over there.
    pub mapping: BTreeSet<(String, String)>,
    /// It is in the metadata already, under this name.
    pub exists: bool,
    /// The name that the console would give, where it is taken or none.
    pub instead_of: Option<String>,
}

/// Those between these tables, in the order of the foreign keys.
pub(super) fn of(
    between: &[TableName],
    catalog: &Catalog,
    source: &Source,
    graphql_names: bool,
) -> Vec<DesiredRelationship> {
    let existing = existing(catalog, source);
    let mut desired = Vec::new();
    for table in between.iter().filter_map(|name| catalog.table(name)) {
        for key in &table.foreign_keys {
            if !between.contains(&key.table) {
                continue;
            }
            desired.push(forth(table, key));
            desired.push(back(table, key));
        }
    }
    for desired in &mut desired {
        let known = existing.iter().find(|known| {
            known.from == desired.from
                && known.kind == desired.kind
                && known.to == desired.to
                && known.mapping == desired.mapping
        });
        if let Some(known) = known {
            desired.name.clone_from(&known.name);
            desired.exists = true;
        }
    }
    let camel = naming_convention(source).map_or(graphql_names, NamingConvention::is_graphql);
    give_names(&mut desired, catalog, source, camel);
    desired
}

fn naming_convention(source: &Source) -> Option<&str> {
    source
        .customization
        .as_ref()?
        .get("naming_convention")?
        .as_str()
}

fn forth(table: &DbTable, key: &ForeignKey) -> DesiredRelationship {
    let on = match key.columns.as_slice() {
        [one] => json!(one),
        several => json!(several),
    };
    DesiredRelationship {
        from: table.name.clone(),
        to: key.table.clone(),
        kind: Kind::Object,
        name: String::new(),
        using: json!({ "foreign_key_constraint_on": on }),
        constraint: key.constraint.clone(),
        mapping: key
            .columns
            .iter()
            .cloned()
            .zip(key.references.iter().cloned())
            .collect(),
        exists: false,
        instead_of: None,
    }
}

/// One row where the key's columns are a unique constraint; a primary key does not count.
fn back(table: &DbTable, key: &ForeignKey) -> DesiredRelationship {
    let mut on = json!({ "table": table.name });
    match key.columns.as_slice() {
        [one] => on["column"] = json!(one),
        several => on["columns"] = json!(several),
    }
    DesiredRelationship {
        from: key.table.clone(),
        to: table.name.clone(),
        kind: if table.is_unique(&key.columns) {
            Kind::Object
        } else {
            Kind::Array
        },
        name: String::new(),
        using: json!({ "foreign_key_constraint_on": on }),
        constraint: key.constraint.clone(),
        mapping: key
            .references
            .iter()
            .cloned()
            .zip(key.columns.iter().cloned())
            .collect(),
        exists: false,
        instead_of: None,
    }
}

/// Gives each the console's name, or one that is free and valid.
fn give_names(
    desired: &mut [DesiredRelationship],
    catalog: &Catalog,
    source: &Source,
    camel: bool,
) {
    let mut taken: BTreeMap<TableName, BTreeSet<String>> = BTreeMap::new();
    for table in &catalog.tables {
        let names = table.columns.iter().map(|column| column.name.clone());
        taken.entry(table.name.clone()).or_default().extend(names);
    }
    for table in &source.tables {
        let names = taken.entry(table.table.clone()).or_default();
        let relationships = table
            .object_relationships
            .iter()
            .chain(&table.array_relationships);
        names.extend(relationships.map(|one| one.name.clone()));
        names.extend(table.computed_fields.iter().map(|one| one.name.clone()));
        let config = &table.configuration;
        names.extend(config.renamed().map(|(_, name)| name.to_owned()));
    }
    for desired in desired.iter_mut().filter(|desired| !desired.exists) {
        let style = |name: &str| {
            let name = names::graphql(name);
            if camel { naming::camel(&name) } else { name }
        };
        let target = match desired.kind {
            Kind::Object => names::singular(&desired.to.name),
            Kind::Array => names::plural(&desired.to.name),
        };
        let plain = format!("{}_{target}", desired.from.name).replace('.', "_");
        let first = style(&plain);
        let names = taken.entry(desired.from.clone()).or_default();
        let name = if names.contains(&first) {
            let key: Vec<&str> = match &desired.using["foreign_key_constraint_on"] {
                Value::String(one) => vec![one],
                Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
                _ => desired
                    .mapping
                    .iter()
                    .map(|(_, own)| own.as_str())
                    .collect(),
            };
            let longer = style(&format!("{plain}_by_{}", key.join("_")));
            names::free(&longer, |name| names.contains(name))
        } else {
            first
        };
        desired.instead_of = (name != plain && !(camel && name == style(&plain))).then_some(plain);
        names.insert(name.clone());
        desired.name = name;
    }
}

/// A relationship of the metadata, as far as it is understood.
struct Known {
    from: TableName,
    to: TableName,
    kind: Kind,
    name: String,
    mapping: BTreeSet<(String, String)>,
}

fn existing(catalog: &Catalog, source: &Source) -> Vec<Known> {
    let mut found = Vec::new();
    for table in &source.tables {
        let objects = table
            .object_relationships
            .iter()
            .map(|one| (Kind::Object, one));
        let arrays = table
            .array_relationships
            .iter()
            .map(|one| (Kind::Array, one));
        for (kind, one) in objects.chain(arrays) {
            if let Some((to, mapping)) = resolve(catalog, &table.table, &one.using) {
                found.push(Known {
                    from: table.table.clone(),
                    to,
                    kind,
                    name: one.name.clone(),
                    mapping,
                });
            }
        }
    }
    found
}

/// Where a relationship leads, and through which columns.
fn resolve(
    catalog: &Catalog,
    from: &TableName,
    using: &Value,
) -> Option<(TableName, BTreeSet<(String, String)>)> {
    if let Some(manual) = using.get("manual_configuration") {
        let to = serde_json::from_value(manual.get("remote_table")?.clone()).ok()?;
        let mapping = manual.get("column_mapping")?.as_object()?;
        let pairs = mapping
            .iter()
            .filter_map(|(own, theirs)| Some((own.clone(), theirs.as_str()?.to_owned())));
        return Some((to, pairs.collect()));
    }
    let on = using.get("foreign_key_constraint_on")?;
    let Some(remote) = on.get("table") else {
        let columns = texts(on)?;
        let key = key_on(catalog.table(from)?, &columns, None)?;
        let pairs = key.columns.iter().cloned().zip(key.references.clone());
        return Some((key.table.clone(), pairs.collect()));
    };
    let to: TableName = serde_json::from_value(remote.clone()).ok()?;
    let columns = texts(on.get("columns").or_else(|| on.get("column"))?)?;
    let key = key_on(catalog.table(&to)?, &columns, Some(from))?;
    let pairs = key.references.iter().cloned().zip(key.columns.clone());
    Some((to, pairs.collect()))
}

fn key_on<'a>(
    table: &'a DbTable,
    columns: &[String],
    to: Option<&TableName>,
) -> Option<&'a ForeignKey> {
    table.foreign_keys.iter().find(|key| {
        key.columns.len() == columns.len()
            && key.columns.iter().all(|column| columns.contains(column))
            && to.is_none_or(|to| key.table == *to)
    })
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(several) => several
            .iter()
            .map(|one| one.as_str().map(ToOwned::to_owned))
            .collect(),
        _ => None,
    }
}
