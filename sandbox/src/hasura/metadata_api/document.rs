//! The metadata as a whole: export, replace, clear, reload, and what is wrong with it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::catalog_state::Keeper;
use super::super::consistency::Inconsistency;
use super::super::error::ApiError;
use super::super::model::data::Unserved;
use super::super::model::metadata::{Metadata, Source};
use super::super::{consistency, model::LoadError};
use super::command::Command;
use super::draft::{Done, Draft, inconsistent_metadata};

pub(super) fn export(draft: &Draft, command: &Command<'_>) -> Done {
    let mut metadata = draft.metadata.clone();
    for source in &mut metadata.sources {
        source
            .tables
            .sort_by_key(|table| (table.table.schema.clone(), table.table.name.clone()));
    }
    let metadata = json!(metadata);
    Done::looked(if command.version >= 2 {
        json!({"resource_version": draft.resource_version(), "metadata": metadata})
    } else {
        metadata
    })
}

/// `args` is the document itself, or `{allow_inconsistent_metadata, allow_warnings, metadata}`.
pub(super) fn replace(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args = command.args;
    let (document, at) = match args.get("metadata") {
        Some(inner) => (inner, "$.args.metadata"),
        None => (args, "$.args"),
    };
    let lenient = args.get("allow_inconsistent_metadata") == Some(&Value::Bool(true));
    let metadata = Metadata::load(document).map_err(|error| {
        let (path, reason) = match error {
            LoadError::Shape { path, reason } if path != "." => (format!("{at}.{path}"), reason),
            LoadError::Shape { reason, .. } | LoadError::Content(reason) => (at.into(), reason),
        };
        ApiError::new("parse-failed", reason).at(path)
    })?;
    let (_, found) = consistency::check(&metadata, &draft.database);
    if !lenient && !found.is_empty() {
        let list: Vec<&Inconsistency> = found.iter().collect();
        return Err(inconsistent_metadata("", &list).at("$.args"));
    }
    draft.metadata = metadata;
    Ok(Done {
        answer: if command.version >= 2 {
            report(&found)
        } else {
            json!({"message": "success"})
        },
        wrote: true,
        lenient: true,
        about: None,
    })
}

/// The sources stay, with nothing in them.
pub(super) fn clear(draft: &mut Draft) -> Done {
    let sources = std::mem::take(&mut draft.metadata.sources);
    draft.metadata = Metadata {
        sources: sources
            .into_iter()
            .map(|source| Source {
                rest: source
                    .rest
                    .into_iter()
                    .filter(|(name, _)| name == "configuration")
                    .collect(),
                ..Source::new(&source.name)
            })
            .collect(),
        ..Metadata::default()
    };
    Done::wrote()
}

/// There is nothing to read anew but what is in memory.
pub(super) fn reload(draft: &Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let named = command.args.get("reload_sources").and_then(Value::as_array);
    for name in named.into_iter().flatten().filter_map(Value::as_str) {
        if draft.metadata.source(name).is_none() {
            return Err(ApiError::new(
                "not-exists",
                format!("Source with name \"{name}\" not found in metadata"),
            )
            .at("$.args"));
        }
    }
    let found = draft.recheck();
    let mut answer = json!({"is_consistent": found.is_empty(), "message": "success"});
    if !found.is_empty() {
        answer["inconsistent_objects"] = list(&found);
        answer.sort_all_objects();
    }
    Ok(Done::looked(answer))
}

/// Beside the engine's own members, `not_served` says what this double leaves out, if anything.
pub(super) fn inconsistent(draft: &Draft) -> Done {
    let found = draft.recheck();
    let mut answer = json!({
        "inconsistent_objects": list(&found),
        "is_consistent": found.is_empty(),
    });
    let unserved = consistency::unserved(&draft.metadata, &draft.database);
    if !unserved.is_empty() {
        answer["not_served"] = unserved.iter().map(Unserved::json).collect();
    }
    Done::looked(answer)
}

pub(super) fn drop_inconsistent(draft: &mut Draft) -> Done {
    draft.metadata = consistency::check(&draft.metadata, &draft.database).0;
    Done::wrote()
}

#[derive(Deserialize)]
struct KeptState {
    #[serde(rename = "type")]
    keeper: Keeper,
    state: Value,
}

/// Kept at once, whatever becomes of the commands beside it.
pub(super) fn set_catalog_state(draft: &Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: KeptState = command.args()?;
    draft.catalog.set(args.keeper, args.state);
    Ok(Done::looked(json!({"message": "success"})))
}

fn report(found: &[Inconsistency]) -> Value {
    json!({
        "inconsistent_objects": list(found),
        "is_consistent": found.is_empty(),
    })
}

fn list(found: &[Inconsistency]) -> Value {
    found.iter().map(Inconsistency::json).collect()
}
