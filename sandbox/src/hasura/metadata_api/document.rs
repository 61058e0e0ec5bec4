//! The metadata as a whole: export, replace, clear, reload, and what is wrong with it.

use serde_json::{Value, json};

use super::super::consistency::Inconsistency;
use super::super::error::ApiError;
use super::super::model::metadata::Metadata;
use super::super::{consistency, model::LoadError};
use super::command::Command;
use super::draft::{Done, Draft, newly_inconsistent};

pub(super) fn export(draft: &Draft, command: &Command<'_>) -> Done {
    let metadata = json!(draft.metadata);
    Done::looked(if command.version >= 2 {
        json!({"resource_version": draft.resource_version(), "metadata": metadata})
    } else {
        metadata
    })
}

/// `args` is the document itself, or `{allow_inconsistent_metadata, allow_warnings, metadata}`.
pub(super) fn replace(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args = command.args;
    let document = args.get("metadata").unwrap_or(args);
    let lenient = args.get("allow_inconsistent_metadata") == Some(&Value::Bool(true));
    let metadata = Metadata::load(document).map_err(|error| {
        let path = match &error {
            LoadError::Shape { path, .. } if path != "." => format!("$.args.{path}"),
            LoadError::Shape { .. } | LoadError::Content(_) => "$.args".into(),
        };
        ApiError::new("parse-failed", error.to_string()).at(path)
    })?;
    let (_, found) = consistency::check(&metadata, &draft.database);
    if !lenient && !found.is_empty() {
        let list: Vec<&Inconsistency> = found.iter().collect();
        return Err(newly_inconsistent(&list).at("$.args"));
    }
    draft.metadata = metadata;
    Ok(Done {
        answer: report(&found),
        wrote: true,
        lenient: true,
        about: None,
    })
}

pub(super) fn clear(draft: &mut Draft) -> Done {
    draft.metadata = Metadata::default();
    Done::wrote()
}

/// There is nothing to read anew but what is in memory.
pub(super) fn reload(draft: &Draft) -> Done {
    let found = draft.recheck();
    let mut answer = json!({"message": "success", "is_consistent": found.is_empty()});
    if !found.is_empty() {
        answer["inconsistent_objects"] = list(&found);
    }
    Done::looked(answer)
}

pub(super) fn inconsistent(draft: &Draft) -> Done {
    let found = draft.recheck();
    Done::looked(json!({
        "is_consistent": found.is_empty(),
        "inconsistent_objects": list(&found),
    }))
}

pub(super) fn drop_inconsistent(draft: &mut Draft) -> Done {
    draft.metadata = consistency::check(&draft.metadata, &draft.database).0;
    Done::wrote()
}

fn report(found: &[Inconsistency]) -> Value {
    json!({
        "message": "success",
        "is_consistent": found.is_empty(),
        "inconsistent_objects": list(found),
    })
}

fn list(found: &[Inconsistency]) -> Value {
    found.iter().map(Inconsistency::json).collect()
}
