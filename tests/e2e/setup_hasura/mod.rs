//! `setup-hasura`: planned, made, proved, exported, on SuperTokens' tables of both eras.

mod bad_input;
mod closed;
mod export;
mod hand_made;
mod interrupted;
mod kinds;
mod owners;
#[cfg(unix)]
mod progress;
mod real_postgres;
mod twice;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::World;
use crate::support::hasura::{metadata, post};
use crate::support::sandbox::Sandbox;

const ERAS: [&str; 2] = ["2022", "2026"];

/// What people would type for the application in the fixtures.
const WANTED: [&str; 4] = [
    "--owner-column",
    "comments=comments_note.owner_id",
    "--shared",
    "countries",
];

fn fixture(era: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/supertokens")
        .join(format!("{era}.json"))
}

/// Metadata with nothing in it but the source.
fn connected() -> Value {
    json!({"resource_version": 1, "metadata": {"version": 3, "sources": [source(json!([]))]}})
}

fn source(tables: Value) -> Value {
    json!({
        "name": "default",
        "kind": "postgres",
        "tables": tables,
        "configuration": {"connection_info": {"database_url": {"from_env": "PG_DATABASE_URL"}}},
    })
}

/// A stack on the tables of an era, with this metadata.
fn start(era: &str, metadata: &Value) -> (Sandbox, World) {
    start_with(&fixture(era), metadata)
}

fn start_with(data: &Path, metadata: &Value) -> (Sandbox, World) {
    let world = World::new();
    let file = world.file("metadata.json", metadata.to_string());
    let (data, file) = (data.to_str().unwrap(), file.to_str().unwrap());
    let sandbox = Sandbox::start(&["--data", data, "--metadata", file]);
    let env = sandbox.env();
    (sandbox, world.with_env(&env))
}

/// The export as Hasura sends it, byte for byte.
fn exported(sandbox: &Sandbox) -> String {
    let secret = sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET");
    let headers = [("x-hasura-admin-secret", secret)];
    let body = json!({"type": "export_metadata", "version": 2, "args": {}});
    let (status, answer) = post(sandbox, "/v1/metadata", &headers, &body);
    assert_eq!(status, 200, "{answer}");
    answer.to_string()
}

/// The tables of the source, without the version.
fn tables(sandbox: &Sandbox) -> Value {
    metadata(sandbox, "export_metadata", json!({}))["sources"][0]["tables"].clone()
}

fn args<'a>(command: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [&["setup-hasura"], command, more].concat()
}

/// The changes of a plan that do something or leave something as it is not planned: sign and
/// words.
fn news(plan: &Value) -> Vec<(String, String)> {
    let changes = plan["result"]["changes"].as_array().unwrap();
    changes
        .iter()
        .filter(|change| change["sign"] != "=")
        .map(|change| {
            let text = |name: &str| change[name].as_str().unwrap().to_owned();
            let what = text("what");
            let short = what.split(':').next().unwrap_or_default().to_owned();
            (text("sign"), short)
        })
        .collect()
}
