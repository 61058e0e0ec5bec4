//! Which tables are tracked, and under which names.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::error::ApiError;
use super::super::model::metadata::{Table, TableConfiguration};
use super::super::model::{DEFAULT_SOURCE, TableName};
use super::command::Command;
use super::dependents;
use super::draft::{Done, Draft};

#[derive(Deserialize)]
struct One {
    #[serde(default = "default_source")]
    source: String,
    table: TableName,
    #[serde(default)]
    configuration: Option<TableConfiguration>,
    #[serde(default)]
    is_enum: bool,
    #[serde(default)]
    cascade: bool,
}

#[derive(Deserialize)]
struct Many {
    #[serde(default = "yes")]
    allow_warnings: bool,
    tables: Vec<One>,
}

pub(super) fn track(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: One = command.args()?;
    let name = format!("table {} in source {}", args.table, args.source);
    insert(draft, args)?;
    Ok(Done::about(name))
}

fn insert(draft: &mut Draft, args: One) -> Result<(), ApiError> {
    let exists = draft.database.table(&args.source, &args.table).is_some();
    let source = draft.source(&args.source)?;
    if source.table(&args.table).is_some() {
        return Err(ApiError::new(
            "already-tracked",
            format!("view/table already tracked: \"{}\"", args.table),
        )
        .at("$.args"));
    }
    if !exists {
        let table = &args.table;
        let reason =
            format!("Inconsistent object: no such table/view exists in source: \"{table}\"");
        let object = json!({
            "definition": {"name": table.name, "schema": table.schema},
            "name": format!("table {table} in source {}", args.source),
            "reason": reason,
            "type": "table",
        });
        return Err(ApiError::new("invalid-configuration", reason)
            .at("$.args")
            .internal(json!([object])));
    }
    let mut table = Table::new(args.table);
    table.is_enum = args.is_enum;
    table.configuration = args
        .configuration
        .filter(|given| *given != TableConfiguration::default());
    source.tables.push(table);
    Ok(())
}

pub(super) fn untrack(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: One = command.args()?;
    remove(draft, &args)?;
    Ok(Done::wrote())
}

fn remove(draft: &mut Draft, args: &One) -> Result<(), ApiError> {
    let source = draft.source(&args.source)?;
    if source.table(&args.table).is_none() {
        return Err(ApiError::new(
            "already-untracked",
            format!("view/table already untracked: \"{}\"", args.table),
        )
        .at("$.args"));
    }
    dependents::remove(draft, args.cascade, |metadata| {
        if let Some(source) = metadata.source_mut(&args.source) {
            source.tables.retain(|table| table.table != args.table);
        }
    })
}

/// Names in GraphQL, in the place of those that there were.
pub(super) fn customize(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: One = command.args()?;
    let about = format!("table {} in source {}", args.table, args.source);
    let table = draft.table(&args.source, &args.table)?;
    table.configuration = args
        .configuration
        .filter(|given| *given != TableConfiguration::default());
    Ok(Done::about(about))
}

#[derive(Deserialize)]
struct SetEnum {
    #[serde(default = "default_source")]
    source: String,
    table: TableName,
    is_enum: bool,
}

pub(super) fn set_enum(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: SetEnum = command.args()?;
    let about = format!("table {} in source {}", args.table, args.source);
    draft.table(&args.source, &args.table)?.is_enum = args.is_enum;
    Ok(Done::about(about))
}

#[derive(Deserialize)]
struct OfSource {
    #[serde(default = "default_source")]
    source: String,
}

/// The tables that a source has, tracked or not.
pub(super) fn list(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: OfSource = command.args()?;
    draft.source(&args.source)?;
    let data = draft.database.source(&args.source);
    let mut names: Vec<_> = data
        .into_iter()
        .flat_map(|data| &data.tables)
        .map(|table| (&table.table.schema, &table.table.name))
        .collect();
    names.sort();
    let shown = names
        .into_iter()
        .map(|(schema, name)| json!({"name": name, "schema": schema}));
    Ok(Done::looked(shown.collect()))
}

/// Tracks each table; what fails becomes a warning, unless warnings are not allowed or everything
/// fails.
pub(super) fn track_many(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: Many = command.args()?;
    let asked = args.tables.len();
    let mut warnings: Vec<Value> = Vec::new();
    for one in args.tables {
        let name = format!("table {} in source {}", one.table, one.source);
        if let Err(error) = insert(draft, one) {
            warnings.push(warning("track-table-failed", &name, &error));
        }
    }
    settle(warnings, asked, args.allow_warnings, "track")
}

/// Untracks each table in the same way.
pub(super) fn untrack_many(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: Many = command.args()?;
    let asked = args.tables.len();
    let mut warnings: Vec<Value> = Vec::new();
    for one in args.tables {
        let name = format!("table {} in source {}", one.table, one.source);
        if let Err(error) = remove(draft, &one) {
            warnings.push(warning("untrack-table-failed", &name, &error));
        }
    }
    settle(warnings, asked, args.allow_warnings, "untrack")
}

fn warning(code: &str, name: &str, error: &ApiError) -> Value {
    json!({"code": code, "message": error.message, "name": name, "type": "table"})
}

fn settle(
    warnings: Vec<Value>,
    asked: usize,
    allow_warnings: bool,
    verb: &str,
) -> Result<Done, ApiError> {
    if warnings.is_empty() {
        return Ok(Done::wrote());
    }
    if warnings.len() == asked {
        return Err(ApiError::new(
            "invalid-configuration",
            format!("all tables failed to {verb}"),
        )
        .at("$.args")
        .internal(warnings.into()));
    }
    if !allow_warnings {
        return Err(
            ApiError::new("metadata-warnings", "failed due to metadata warnings")
                .at("$.args")
                .internal(warnings.into()),
        );
    }
    Ok(Done {
        answer: json!({"message": "success", "warnings": warnings}),
        ..Done::wrote()
    })
}

pub(super) fn default_source() -> String {
    DEFAULT_SOURCE.to_owned()
}

const fn yes() -> bool {
    true
}
