//! `/v1/query`: the API of version 1, which every hasura-cli asks first (contracts: hasura §4.1).
//!
//! Its commands are those of the metadata API under older names, always about the source
//! `default`, and `run_sql`. What reads and writes rows there is not served.

use serde_json::{Value, json};

use super::super::engine::Engine;
use super::super::error::ApiError;
use super::super::haskell;
use super::{commands, sql};

/// All commands, in the order in which the engine lists them to somebody who asks for another.
const COMMANDS: [&str; 67] = [
    "add_existing_table_or_view",
    "track_table",
    "untrack_table",
    "set_table_is_enum",
    "set_table_customization",
    "track_function",
    "untrack_function",
    "create_object_relationship",
    "create_array_relationship",
    "drop_relationship",
    "set_relationship_comment",
    "rename_relationship",
    "add_computed_field",
    "drop_computed_field",
    "create_remote_relationship",
    "update_remote_relationship",
    "delete_remote_relationship",
    "create_insert_permission",
    "create_select_permission",
    "create_update_permission",
    "create_delete_permission",
    "drop_insert_permission",
    "drop_select_permission",
    "drop_update_permission",
    "drop_delete_permission",
    "set_permission_comment",
    "get_inconsistent_metadata",
    "drop_inconsistent_metadata",
    "insert",
    "select",
    "update",
    "delete",
    "count",
    "bulk",
    "add_remote_schema",
    "update_remote_schema",
    "remove_remote_schema",
    "reload_remote_schema",
    "introspect_remote_schema",
    "create_event_trigger",
    "delete_event_trigger",
    "redeliver_event",
    "invoke_event_trigger",
    "create_cron_trigger",
    "delete_cron_trigger",
    "create_scheduled_event",
    "create_query_collection",
    "rename_query_collection",
    "drop_query_collection",
    "add_query_to_collection",
    "drop_query_from_collection",
    "add_collection_to_allowlist",
    "drop_collection_from_allowlist",
    "run_sql",
    "replace_metadata",
    "export_metadata",
    "clear_metadata",
    "reload_metadata",
    "create_action",
    "drop_action",
    "update_action",
    "create_action_permission",
    "drop_action_permission",
    "create_rest_endpoint",
    "drop_rest_endpoint",
    "dump_internal_state",
    "set_custom_types",
];

/// Those that exist with `"version": 2`.
const COMMANDS_OF_VERSION_2: [&str; 4] = [
    "track_table",
    "set_table_custom_fields",
    "track_function",
    "replace_metadata",
];

/// A request, every command of which is known. Nothing is run before that holds for all.
enum Request {
    /// A command of the metadata API.
    Metadata(Value),
    /// One of `/v2/query`.
    Sql(Value),
    Bulk(Vec<Self>),
}

/// Runs the body of a request to `/v1/query`.
pub(crate) async fn run(engine: &Engine, body: &Value) -> Result<Value, ApiError> {
    Request::read(body)?.run(engine).await
}

impl Request {
    async fn run(&self, engine: &Engine) -> Result<Value, ApiError> {
        if let Some(command) = self.metadata() {
            return commands::run(engine, &command);
        }
        match self {
            Self::Sql(command) => {
                let answer = sql::run(engine, command).await;
                answer.map_err(|error| error.within(".args"))
            }
            Self::Bulk(list) if list.iter().all(Self::is_sql) => {
                let mut answers = Vec::new();
                for (index, one) in list.iter().enumerate() {
                    let answer = Box::pin(one.run(engine)).await;
                    answers.push(answer.map_err(|error| error.inside_bulk(index))?);
                }
                Ok(answers.into())
            }
            _ => {
                let reason = "the sandbox does not run SQL and metadata commands in one bulk";
                Err(ApiError::new("not-supported", reason).at("$.args"))
            }
        }
    }

    fn read(body: &Value) -> Result<Self, ApiError> {
        let fail = |message: String| ApiError::new("parse-failed", message);
        let members = body
            .as_object()
            .ok_or_else(|| fail(haskell::mismatch("Object", "Object", body)))?;
        let member = |name: &str| {
            let found = members.get(name);
            found.ok_or_else(|| fail(format!("key \"{name}\" not found")))
        };
        let kind = member("type")?;
        let kind = kind
            .as_str()
            .ok_or_else(|| fail(haskell::mismatch("Text", "String", kind)).at("$.type"))?;
        let version = members.get("version").and_then(Value::as_u64).unwrap_or(1);
        let known = match version {
            2 => COMMANDS_OF_VERSION_2.as_slice(),
            _ => COMMANDS.as_slice(),
        };
        if !known.contains(&kind) {
            return Err(unknown(kind, version, known));
        }
        let args = member("args")?;
        if kind == "bulk" {
            let list = args
                .as_array()
                .ok_or_else(|| fail(haskell::mismatch("[]", "Array", args)).at("$.args"))?;
            let read = list.iter().enumerate();
            let read =
                read.map(|(index, one)| Self::read(one).map_err(|error| error.inside_bulk(index)));
            return Ok(Self::Bulk(read.collect::<Result<_, _>>()?));
        }
        if kind == "run_sql" {
            return Ok(Self::Sql(json!({"type": kind, "args": args})));
        }
        let Some(name) = name_in_the_metadata_api(kind) else {
            let reason = format!("the sandbox does not serve {kind}");
            return Err(ApiError::new("not-supported", reason));
        };
        // A table to be tracked may stand for itself.
        let args = if name == "pg_track_table" && args.get("table").is_none() {
            json!({ "table": args })
        } else {
            args.clone()
        };
        Ok(Self::Metadata(
            json!({"type": name, "version": version, "args": args}),
        ))
    }

    fn is_sql(&self) -> bool {
        match self {
            Self::Metadata(_) => false,
            Self::Sql(_) => true,
            Self::Bulk(list) => list.iter().all(Self::is_sql),
        }
    }

    /// As the metadata API has it, if it can do all of it.
    fn metadata(&self) -> Option<Value> {
        match self {
            Self::Metadata(command) => Some(command.clone()),
            Self::Sql(_) => None,
            Self::Bulk(list) => {
                let list: Option<Vec<Value>> = list.iter().map(Self::metadata).collect();
                Some(json!({"type": "bulk", "args": list?}))
            }
        }
    }
}

fn unknown(kind: &str, version: u64, known: &[&str]) -> ApiError {
    let known = json!(known);
    let message = format!(
        "parsing Hasura.Server.API.Query.RQLQueryV{version} failed, expected tag field to be one \
         of {known}, but found tag {}",
        json!(kind)
    );
    ApiError::new("parse-failed", message).at("$.type")
}

/// `None` for what this double does not serve.
fn name_in_the_metadata_api(kind: &str) -> Option<String> {
    let of_postgres = [
        "untrack_table",
        "set_table_is_enum",
        "set_table_customization",
        "create_object_relationship",
        "create_array_relationship",
        "drop_relationship",
        "set_relationship_comment",
        "rename_relationship",
        "set_permission_comment",
    ];
    match kind {
        "add_existing_table_or_view" | "track_table" => Some("pg_track_table".into()),
        kind if kind.ends_with("_metadata") => Some(kind.into()),
        kind if of_postgres.contains(&kind) => Some(format!("pg_{kind}")),
        kind => {
            let what = kind
                .strip_prefix("create_")
                .or_else(|| kind.strip_prefix("drop_"))?
                .strip_suffix("_permission")?;
            let served = ["insert", "select", "update", "delete"].contains(&what);
            served.then(|| format!("pg_{kind}"))
        }
    }
}
