//! Which command does what, and what several of them together mean.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::engine::Engine;
use super::super::error::ApiError;
use super::command::Command;
use super::draft::{Done, Draft, stale};
use super::{document, permissions, relationships, roles, sources, suggest, tracking};

/// Runs the body of a request to `/v1/metadata`.
pub(crate) fn run(engine: &Engine, body: &Value) -> Result<Value, ApiError> {
    let command = Command::parse(body)?;
    let mut draft = Draft::new(engine);
    let answer = metadata_command(&mut draft, &command)?;
    if let Some(expected) = command.resource_version
        && expected != draft.resource_version()
    {
        return Err(stale(expected));
    }
    draft.keep(engine)?;
    Ok(answer)
}

fn metadata_command(draft: &mut Draft, command: &Command<'_>) -> Result<Value, ApiError> {
    match command.kind {
        "bulk" => command
            .list()?
            .iter()
            .enumerate()
            .map(|(index, item)| nested(draft, item).map_err(|error| error.inside_bulk(index)))
            .collect(),
        "bulk_keep_going" => Ok(command
            .list()?
            .iter()
            .enumerate()
            .map(|(index, item)| {
                let before = draft.clone();
                nested(draft, item).unwrap_or_else(|error| {
                    *draft = before;
                    error.inside_bulk(index).metadata_style()
                })
            })
            .collect()),
        "bulk_atomic" => bulk_atomic(draft, command),
        _ => {
            let before = draft.inconsistencies().to_vec();
            let done = single(draft, command)?;
            draft.settle(&before, done)
        }
    }
}

pub(super) fn nested(draft: &mut Draft, body: &Value) -> Result<Value, ApiError> {
    metadata_command(draft, &Command::parse(body)?)
}

/// The engine's atomic bulk knows only a few commands, none about permissions.
pub(super) fn bulk_atomic(draft: &mut Draft, command: &Command<'_>) -> Result<Value, ApiError> {
    for (index, item) in command.list()?.iter().enumerate() {
        let nested_command = Command::parse(item)?;
        if !nested_command.kind.contains("_relationship") {
            let reason = "Bulk atomic does not support this command";
            return Err(ApiError::new("unexpected", reason)
                .status(StatusCode::INTERNAL_SERVER_ERROR)
                .at("$.args"));
        }
        nested(draft, item).map_err(|error| error.inside_bulk(index))?;
    }
    Ok(json!({"message": "success"}))
}

fn single(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    match command.kind {
        "export_metadata" => Ok(document::export(draft, command)),
        "replace_metadata" => document::replace(draft, command),
        "clear_metadata" => Ok(document::clear(draft)),
        "reload_metadata" => document::reload(draft, command),
        "get_inconsistent_metadata" => Ok(document::inconsistent(draft)),
        "drop_inconsistent_metadata" => Ok(document::drop_inconsistent(draft)),
        "get_catalog_state" => Ok(Done::looked(draft.catalog.json())),
        "set_catalog_state" => document::set_catalog_state(draft, command),
        "pg_add_source" => sources::add(draft, command),
        "pg_drop_source" => sources::drop(draft, command),
        "pg_track_table" => tracking::track(draft, command),
        "pg_track_tables" => tracking::track_many(draft, command),
        "pg_untrack_table" => tracking::untrack(draft, command),
        "pg_untrack_tables" => tracking::untrack_many(draft, command),
        "pg_set_table_customization" => tracking::customize(draft, command),
        "pg_set_table_is_enum" => tracking::set_enum(draft, command),
        "pg_get_source_tables" => tracking::list(draft, command),
        "pg_suggest_relationships" => suggest::suggest(draft, command),
        "pg_create_object_relationship" => relationships::create_object(draft, command),
        "pg_create_array_relationship" => relationships::create_array(draft, command),
        "pg_drop_relationship" => relationships::drop(draft, command),
        "pg_rename_relationship" => relationships::rename(draft, command),
        "pg_set_relationship_comment" => relationships::comment(draft, command),
        "pg_create_select_permission" => permissions::create_select(draft, command),
        "pg_create_insert_permission" => permissions::create_insert(draft, command),
        "pg_create_update_permission" => permissions::create_update(draft, command),
        "pg_create_delete_permission" => permissions::create_delete(draft, command),
        "pg_drop_select_permission" => permissions::drop_select(draft, command),
        "pg_drop_insert_permission" => permissions::drop_insert(draft, command),
        "pg_drop_update_permission" => permissions::drop_update(draft, command),
        "pg_drop_delete_permission" => permissions::drop_delete(draft, command),
        "pg_set_permission_comment" => permissions::comment(draft, command),
        "add_inherited_role" => roles::add_inherited(draft, command),
        "drop_inherited_role" => roles::drop_inherited(draft, command),
        "set_graphql_schema_introspection_options" => roles::introspection(draft, command),
        _ => Err(command.unknown()),
    }
}
