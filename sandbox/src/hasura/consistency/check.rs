//! Every object of the metadata against the database.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::model::TableName;
use super::super::model::data::{ColumnType, DataFunction, DataSource, DataTable, Database};
use super::super::model::metadata::{Metadata, Relationship, Source, Table};
use super::super::model::relationship;
use super::inconsistency::{Inconsistency, Object};
use super::{inherited, permissions};

/// Splits metadata into its consistent part and the list of everything else.
pub(crate) fn check(metadata: &Metadata, database: &Database) -> (Metadata, Vec<Inconsistency>) {
    let mut consistent = metadata.clone();
    let mut found = Vec::new();
    consistent.sources.retain(|source| {
        let reason = if source.kind != "postgres" {
            format!("the sandbox knows no backend of kind \"{}\"", source.kind)
        } else if database.source(&source.name).is_none() {
            format!("connection to source \"{}\" failed", source.name)
        } else {
            return true;
        };
        found.push(Inconsistency {
            kind: "source",
            name: format!("source {}", source.name),
            object: Object::Written(json!(source.name)),
            place: None,
            subject: source.name.clone(),
            reason,
        });
        false
    });
    for source in &mut consistent.sources {
        if let Some(data) = database.source(&source.name) {
            tables(source, data, &mut found);
            relationships(source, data, &mut found);
            permissions::check(source, data, &mut found);
            functions(source, data, &mut found);
        }
    }
    inherited::check(&mut consistent, database, &mut found);
    (consistent, found)
}

/// A function has to have the argument that takes the session. Of functions that the data does
/// not describe nothing is known.
fn functions(source: &mut Source, data: &DataSource, found: &mut Vec<Inconsistency>) {
    let place = source.name.clone();
    source.functions.retain(|entry| {
        let name = serde_json::from_value::<TableName>(entry["function"].clone());
        let session = entry
            .pointer("/configuration/session_argument")
            .and_then(Value::as_str);
        let (Ok(name), Some(session)) = (name, session) else {
            return true;
        };
        let function = data
            .functions
            .iter()
            .find(|one| one.name == name.name && one.schema == name.schema);
        let takes = |one: &DataFunction| {
            let mut arguments = one.arguments.iter();
            arguments.any(|argument| argument.split_whitespace().next() == Some(session))
        };
        if function.is_none_or(takes) {
            return true;
        }
        found.push(Inconsistency {
            kind: "function",
            name: format!("function {name} in source {place}"),
            object: Object::Written(json!(name)),
            place: None,
            subject: name.to_string(),
            reason: format!(
                "in function \"{name}\": the function \"{name}\" cannot be tracked because given \
                 session argument \"{session}\" not the input argument of the function"
            ),
        });
        false
    });
}

fn tables(source: &mut Source, data: &DataSource, found: &mut Vec<Inconsistency>) {
    let name = &source.name;
    source.tables.retain(|table| {
        let Err(reason) = table_is_there(table, data) else {
            return true;
        };
        found.push(Inconsistency {
            kind: "table",
            name: format!("table {} in source {name}", table.table),
            object: Object::Written(json!(table.table)),
            place: Some((name.clone(), table.table.clone())),
            subject: String::new(),
            reason,
        });
        false
    });
}

fn table_is_there(table: &Table, data: &DataSource) -> Result<(), String> {
    let Some(columns) = data.table(&table.table) else {
        return Err(format!(
            "no such table/view exists in source: \"{}\"",
            table.table
        ));
    };
    if let Some(reason) = &columns.unread {
        return Err(format!(
            "the sandbox could not read \"{}\": {reason}",
            table.table
        ));
    }
    let configured = table.configuration.iter().flat_map(|configuration| {
        let older = configuration.custom_column_names.keys();
        configuration.column_config.keys().chain(older)
    });
    for name in configured {
        if columns.column(name).is_none() {
            return Err(format!(
                "configuration was given for the column \"{name}\", but no such column exists"
            ));
        }
    }
    if table.is_enum {
        is_list_of_values(columns)?;
    }
    let mut taken = BTreeSet::new();
    for name in shown_columns(table, columns) {
        if apollo_compiler::Name::new(name).is_err() {
            return Err(format!(
                "cannot include \"{name}\" in the GraphQL schema because  it is not a valid \
                 GraphQL identifier"
            ));
        }
        if !taken.insert(name) {
            return Err(format!(
                "more than one column is called \"{name}\" in the GraphQL schema"
            ));
        }
    }
    Ok(())
}

/// Columns as GraphQL calls them, before a convention of the source.
fn shown_columns<'t>(table: &'t Table, columns: &'t DataTable) -> impl Iterator<Item = &'t str> {
    columns.columns.iter().map(|column| {
        let custom = table.custom_column_name(&column.name);
        custom.unwrap_or(&column.name)
    })
}

/// A table of values has a key of text, perhaps a comment, and names as values.
fn is_list_of_values(table: &DataTable) -> Result<(), String> {
    let mut faults = Vec::new();
    let key = match table.primary_key.as_slice() {
        [key] => table.column(key),
        _ => None,
    };
    match key {
        None => faults.push("the table must have a primary key of one column".to_owned()),
        Some(key) if key.kind != ColumnType::Text => faults.push(format!(
            "the table\u{2019}s primary key (\"{}\") must have type \"text\", not type \"{}\"",
            key.name,
            key.kind.sql_name()
        )),
        Some(key) => faults.extend(
            table
                .rows
                .iter()
                .filter_map(|row| row.get(&key.name)?.as_str())
                .filter(|value| apollo_compiler::Name::new(value).is_err())
                .map(|value| {
                    format!("the value \"{value}\" is not a valid GraphQL enum value name")
                }),
        ),
    }
    if table.columns.len() > 2 {
        let mut names: Vec<&str> = table.columns.iter().map(|one| one.name.as_str()).collect();
        names.sort_unstable();
        faults.push(format!(
            "the table must have exactly one primary key and optionally one comment column, not {} \
             columns ({})",
            names.len(),
            names.join(", ")
        ));
    }
    if table.rows.is_empty() {
        faults.push("the table must have at least one row".to_owned());
    }
    if faults.is_empty() {
        return Ok(());
    }
    let listed: Vec<String> = faults
        .iter()
        .map(|fault| format!("  \u{2022} {fault}\n"))
        .collect();
    Err(format!(
        "the table \"{}\" cannot be used as an enum for the following reasons:\n{}",
        table.table,
        listed.concat()
    ))
}

fn relationships(source: &mut Source, data: &DataSource, found: &mut Vec<Inconsistency>) {
    let tracked: Vec<TableName> = source
        .tables
        .iter()
        .map(|table| table.table.clone())
        .collect();
    for table in &mut source.tables {
        let name = table.table.clone();
        let columns: BTreeSet<String> = data
            .table(&name)
            .into_iter()
            .flat_map(|columns| shown_columns(table, columns))
            .map(ToOwned::to_owned)
            .collect();
        let mut keep = |kind: &'static str, one: &Relationship| {
            let taken = columns
                .contains(&one.name)
                .then(|| Err(format!("field with name \"{}\" already exists", one.name)));
            let way = taken.unwrap_or_else(|| relationship::resolve(data, &name, &one.using));
            let reason = match way {
                Ok(target) if tracked.contains(&target.table) => return true,
                Ok(target) => format!("table \"{}\" is not tracked", target.table),
                Err(reason) => reason,
            };
            found.push(Inconsistency {
                kind,
                name: format!(
                    "{kind} {} in table {name} in source {}",
                    one.name, source.name
                ),
                object: Object::Written(json!({
                    "source": source.name,
                    "table": name,
                    "name": one.name,
                    "using": one.using,
                    "comment": one.comment,
                })),
                place: Some((source.name.clone(), name.clone())),
                subject: one.name.clone(),
                reason: format!(
                    "in table \"{name}\": in relationship \"{}\": {reason}",
                    one.name
                ),
            });
            false
        };
        table
            .object_relationships
            .retain(|one| keep("object_relation", one));
        table
            .array_relationships
            .retain(|one| keep("array_relation", one));
    }
}
