//! Permissions: one a role, kind and table.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Map;

use super::super::error::ApiError;
use super::super::model::TableName;
use super::super::model::metadata::{
    DeletePermission, InsertPermission, Permission, SelectPermission, Table, UpdatePermission,
    role_name,
};
use super::super::model::session::ADMIN;
use super::command::Command;
use super::draft::{Done, Draft};
use super::tracking::default_source;

#[derive(Deserialize)]
struct Create<T> {
    #[serde(default = "default_source")]
    source: String,
    table: TableName,
    #[serde(deserialize_with = "role_name")]
    role: String,
    permission: T,
    #[serde(default)]
    comment: Option<String>,
}

#[derive(Deserialize)]
struct Drop {
    #[serde(default = "default_source")]
    source: String,
    table: TableName,
    role: String,
}

pub(super) fn create_select(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    check_root_fields(command)?;
    create::<SelectPermission>(draft, command, "select", |table| {
        &mut table.select_permissions
    })
}

pub(super) fn create_insert(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    create::<InsertPermission>(draft, command, "insert", |table| {
        &mut table.insert_permissions
    })
}

pub(super) fn create_update(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    create::<UpdatePermission>(draft, command, "update", |table| {
        &mut table.update_permissions
    })
}

pub(super) fn create_delete(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    create::<DeletePermission>(draft, command, "delete", |table| {
        &mut table.delete_permissions
    })
}

fn create<T: DeserializeOwned>(
    draft: &mut Draft,
    command: &Command<'_>,
    kind: &str,
    list: impl Fn(&mut Table) -> &mut Vec<Permission<T>>,
) -> Result<Done, ApiError> {
    let args: Create<T> = command.args()?;
    let table = draft.table(&args.source, &args.table)?;
    let list = list(table);
    // The administrator's permissions are there from the start, as it were.
    if args.role == ADMIN || list.iter().any(|entry| entry.role == args.role) {
        return Err(ApiError::new(
            "already-exists",
            format!(
                "{kind} permission already defined on table \"{}\" with role \"{}\"",
                args.table, args.role
            ),
        )
        .at("$.args"));
    }
    let about = format!(
        "{kind}_permission {} in table {} in source {}",
        args.role, args.table, args.source
    );
    list.push(Permission {
        role: args.role,
        permission: args.permission,
        comment: args.comment,
        rest: Map::new(),
    });
    Ok(Done::about(about))
}

#[derive(Deserialize)]
struct SetComment {
    #[serde(default = "default_source")]
    source: String,
    table: TableName,
    role: String,
    permission: String,
    #[serde(default)]
    comment: Option<String>,
}

pub(super) fn comment(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    fn set<T>(list: &mut [Permission<T>], role: &str, comment: Option<String>) -> bool {
        let found = list.iter_mut().find(|entry| entry.role == role);
        found.map(|entry| entry.comment = comment).is_some()
    }
    let args: SetComment = command.args()?;
    let table = draft.table(&args.source, &args.table)?;
    let found = match args.permission.as_str() {
        "select" => set(&mut table.select_permissions, &args.role, args.comment),
        "insert" => set(&mut table.insert_permissions, &args.role, args.comment),
        "update" => set(&mut table.update_permissions, &args.role, args.comment),
        _ => set(&mut table.delete_permissions, &args.role, args.comment),
    };
    if found {
        return Ok(Done::wrote());
    }
    Err(not_there(&args.permission, &args.table, &args.role))
}

fn not_there(kind: &str, table: &TableName, role: &str) -> ApiError {
    ApiError::new(
        "permission-denied",
        format!("{kind} permission on \"{table}\" for role \"{role}\" does not exist"),
    )
    .at("$.args")
}

/// Only these root fields exist (contracts: hasura §3.7).
fn check_root_fields(command: &Command<'_>) -> Result<(), ApiError> {
    let common = ["select", "select_by_pk", "select_aggregate"];
    for (member, also) in [
        ("query_root_fields", None),
        ("subscription_root_fields", Some("select_stream")),
    ] {
        let fields = command
            .args
            .pointer(&format!("/permission/{member}"))
            .and_then(|fields| fields.as_array());
        for (index, field) in fields.into_iter().flatten().enumerate() {
            let known = field
                .as_str()
                .is_some_and(|name| common.contains(&name) || also == Some(name));
            if !known {
                return Err(ApiError::new(
                    "parse-failed",
                    format!("unexpected root field {field}"),
                )
                .at(format!("$.args.permission.{member}[{index}]")));
            }
        }
    }
    Ok(())
}

pub(super) fn drop_select(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    drop(draft, command, "select", |table| {
        &mut table.select_permissions
    })
}

pub(super) fn drop_insert(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    drop(draft, command, "insert", |table| {
        &mut table.insert_permissions
    })
}

pub(super) fn drop_update(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    drop(draft, command, "update", |table| {
        &mut table.update_permissions
    })
}

pub(super) fn drop_delete(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    drop(draft, command, "delete", |table| {
        &mut table.delete_permissions
    })
}

fn drop<T>(
    draft: &mut Draft,
    command: &Command<'_>,
    kind: &str,
    list: impl Fn(&mut Table) -> &mut Vec<Permission<T>>,
) -> Result<Done, ApiError> {
    let args: Drop = command.args()?;
    let list = list(draft.table(&args.source, &args.table)?);
    let before = list.len();
    list.retain(|entry| entry.role != args.role);
    if list.len() == before {
        return Err(not_there(kind, &args.table, &args.role));
    }
    Ok(Done::wrote())
}
