//! `/v2/query`: `run_sql` and lists of it (contracts: hasura §4.4). Places in errors are counted
//! from the body, without the `args` that they have in the metadata API.

use serde_json::Value;

use super::super::engine::Engine;
use super::super::error::ApiError;
use super::command::Command;
use super::{catalogue, pass_through};

/// Runs the body of a request to `/v2/query`, on the real database when there is one.
pub(crate) async fn run(engine: &Engine, body: &Value) -> Result<Value, ApiError> {
    let command = Command::parse(body)?;
    match command.kind {
        "run_sql" | "pg_run_sql" => match engine.postgres() {
            Some(database) => pass_through::run(database, &engine.source_names(), &command).await,
            None => catalogue::run(&engine.metadata().metadata, &engine.data(), &command),
        },
        "bulk" | "concurrent_bulk" => {
            let mut answers = Vec::new();
            for (index, item) in command.list()?.iter().enumerate() {
                let answer = Box::pin(run(engine, item)).await;
                answers.push(answer.map_err(|error| error.within(&format!("[{index}]")))?);
            }
            Ok(answers.into())
        }
        other => Err(ApiError::new(
            "parse-failed",
            format!("Unrecognised RQLQuery type: {other}"),
        )),
    }
}
