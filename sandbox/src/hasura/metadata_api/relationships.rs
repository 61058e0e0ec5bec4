//! Relationships of tracked tables.

use serde::Deserialize;
use serde_json::Map;

use super::super::error::ApiError;
use super::super::model::TableName;
use super::super::model::metadata::{Relationship, Table, Using};
use super::command::Command;
use super::dependents;
use super::draft::{Done, Draft};
use super::tracking::default_source;

#[derive(Deserialize)]
struct Create {
    #[serde(default = "default_source")]
    source: String,
    table: TableName,
    name: String,
    using: Using,
    #[serde(default)]
    comment: Option<String>,
}

#[derive(Deserialize)]
struct Existing {
    #[serde(default = "default_source")]
    source: String,
    table: TableName,
    relationship: String,
    #[serde(default)]
    cascade: bool,
}

pub(super) fn create_object(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    create(draft, command, "object_relation", |table| {
        &mut table.object_relationships
    })
}

pub(super) fn create_array(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    create(draft, command, "array_relation", |table| {
        &mut table.array_relationships
    })
}

fn create(
    draft: &mut Draft,
    command: &Command<'_>,
    kind: &str,
    list: impl Fn(&mut Table) -> &mut Vec<Relationship>,
) -> Result<Done, ApiError> {
    let args: Create = command.args()?;
    let about = format!(
        "{kind} {} in table {} in source {}",
        args.name, args.table, args.source
    );
    check_name(draft, &args.source, &args.table, &args.name)?;
    let table = draft.table(&args.source, &args.table)?;
    list(table).push(Relationship {
        name: args.name,
        using: args.using,
        comment: args.comment,
        rest: Map::new(),
    });
    Ok(Done::about(about))
}

/// The name is a GraphQL name that no column and no other relationship of the table has.
fn check_name(
    draft: &mut Draft,
    source: &str,
    table: &TableName,
    name: &str,
) -> Result<(), ApiError> {
    if apollo_compiler::Name::new(name).is_err() {
        return Err(ApiError::new(
            "parse-failed",
            format!("\"{name}\" is not a valid GraphQL name"),
        )
        .at("$.args.name"));
    }
    let is_column = draft
        .database
        .table(source, table)
        .is_some_and(|columns| columns.column(name).is_some());
    let tracked = draft.table(source, table)?;
    if is_column || find(tracked, name).is_some() {
        return Err(ApiError::new(
            "already-exists",
            format!("field with name \"{name}\" already exists in table \"{table}\""),
        )
        .at("$.args"));
    }
    Ok(())
}

pub(super) fn drop(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: Existing = command.args()?;
    require(draft, &args)?;
    dependents::remove(draft, args.cascade, |metadata| {
        let table = metadata
            .source_mut(&args.source)
            .and_then(|source| source.table_mut(&args.table));
        if let Some(table) = table {
            table
                .object_relationships
                .retain(|one| one.name != args.relationship);
            table
                .array_relationships
                .retain(|one| one.name != args.relationship);
        }
    })?;
    Ok(Done::wrote())
}

#[derive(Deserialize)]
struct Rename {
    #[serde(default = "default_source")]
    source: String,
    table: TableName,
    name: String,
    new_name: String,
}

/// A new name, also in the permissions that look through the relationship.
pub(super) fn rename(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: Rename = command.args()?;
    let existing = Existing {
        source: args.source,
        table: args.table,
        relationship: args.name,
        cascade: false,
    };
    require(draft, &existing)?;
    check_name(draft, &existing.source, &existing.table, &args.new_name)?;
    let before = draft.recheck();
    change(draft, &existing, |one| one.name.clone_from(&args.new_name))?;
    if draft.recheck() != before {
        // The engine would rewrite the filters that speak of it.
        return Err(ApiError::new(
            "not-supported",
            "the sandbox does not rename a relationship that permissions look through",
        )
        .at("$.args"));
    }
    Ok(Done::wrote())
}

#[derive(Deserialize)]
struct SetComment {
    #[serde(default = "default_source")]
    source: String,
    table: TableName,
    relationship: String,
    #[serde(default)]
    comment: Option<String>,
}

pub(super) fn comment(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: SetComment = command.args()?;
    let existing = Existing {
        source: args.source,
        table: args.table,
        relationship: args.relationship,
        cascade: false,
    };
    require(draft, &existing)?;
    change(draft, &existing, |one| {
        one.comment.clone_from(&args.comment);
    })?;
    Ok(Done::wrote())
}

fn change(
    draft: &mut Draft,
    which: &Existing,
    change: impl Fn(&mut Relationship),
) -> Result<(), ApiError> {
    let table = draft.table(&which.source, &which.table)?;
    table
        .object_relationships
        .iter_mut()
        .chain(&mut table.array_relationships)
        .filter(|one| one.name == which.relationship)
        .for_each(change);
    Ok(())
}

fn require(draft: &mut Draft, args: &Existing) -> Result<(), ApiError> {
    let table = draft.table(&args.source, &args.table)?;
    match find(table, &args.relationship) {
        Some(_) => Ok(()),
        None => Err(ApiError::new(
            "not-exists",
            format!(
                "relationship \"{}\" does not exist in table \"{}\"",
                args.relationship, args.table
            ),
        )
        .at("$.args")),
    }
}

fn find<'a>(table: &'a Table, name: &str) -> Option<&'a Relationship> {
    table
        .object_relationships
        .iter()
        .chain(&table.array_relationships)
        .find(|one| one.name == name)
}
