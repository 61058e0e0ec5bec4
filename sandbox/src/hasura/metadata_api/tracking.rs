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
        return Err(ApiError::new(
            "invalid-configuration",
            format!(
                "Inconsistent object: no such table/view exists in source: \"{}\"",
                args.table
            ),
        )
        .at("$.args"));
    }
    let mut table = Table::new(args.table);
    table.configuration = args
        .configuration
        .filter(|given| *given != TableConfiguration::default());
    source.tables.push(table);
    Ok(())
}

pub(super) fn untrack(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: One = command.args()?;
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
    })?;
    Ok(Done::wrote())
}

/// Tracks each table; what fails becomes a warning, unless warnings are not allowed or everything
/// fails.
pub(super) fn track_many(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: Many = command.args()?;
    let asked = args.tables.len();
    let mut warnings: Vec<Value> = Vec::new();
    for one in args.tables {
        let name = format!(
            "table {}.{} in source {}",
            one.table.schema, one.table.name, one.source
        );
        if let Err(error) = insert(draft, one) {
            warnings.push(json!({
                "code": "track-table-failed",
                "message": error.message,
                "name": name,
                "type": "table",
            }));
        }
    }
    if warnings.is_empty() {
        return Ok(Done::wrote());
    }
    if warnings.len() == asked {
        return Err(
            ApiError::new("invalid-configuration", "all tables failed to track")
                .at("$.args")
                .internal(warnings.into()),
        );
    }
    if !args.allow_warnings {
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
