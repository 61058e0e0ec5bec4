//! Tests of the metadata API on the notes application.

mod changes;
mod documents;
mod queries;

use std::sync::Arc;

use futures_util::FutureExt as _;
use serde_json::{Value, json};

use super::super::error::ApiError;
use super::super::{Engine, dataset};
use super::{query, run};
use crate::{Faults, Naming};

fn engine() -> Engine {
    Engine::new(
        dataset::metadata().unwrap(),
        dataset::data().unwrap(),
        Arc::new(Vec::new),
        Faults::default(),
        Naming::default(),
    )
}

/// The answer of `/v2/query`, which waits for nothing where there is no database.
fn run_query(engine: &Engine, body: &Value) -> Result<Value, ApiError> {
    query(engine, body).now_or_never().unwrap()
}

#[allow(clippy::needless_pass_by_value)] // so that calls can be written with json!
fn command(engine: &Engine, kind: &str, args: Value) -> Result<Value, ApiError> {
    run(engine, &json!({"type": kind, "args": args}))
}

#[track_caller]
fn succeeds(engine: &Engine, kind: &str, args: Value) {
    let answer = command(engine, kind, args).unwrap();
    assert_eq!(answer, json!({"message": "success"}), "{kind}");
}

/// Compares code, message and path of a refusal, and that nothing was kept.
#[track_caller]
fn fails(engine: &Engine, kind: &str, args: Value, code: &str, message: &str, path: &str) {
    let before = engine.metadata();
    let error = command(engine, kind, args).expect_err(message);
    assert_eq!(
        (
            error.status.as_u16(),
            error.code,
            error.message.as_str(),
            error.path.as_str()
        ),
        (400, code, message, path),
        "{kind}"
    );
    let after = engine.metadata();
    assert_eq!(before.resource_version, after.resource_version);
    assert_eq!(before.metadata, after.metadata);
}

fn public(name: &str) -> Value {
    json!({"schema": "public", "name": name})
}
