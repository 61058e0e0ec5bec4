//! How the database is named, and what is said of one that cannot be used.

use serde_json::json;

use crate::support::World;
use crate::support::hasura::metadata;
use crate::support::postgres::{APP_PASSWORD, Postgres};
use crate::support::sandbox::Sandbox;

#[test]
fn a_password_stays_off_the_command_line() {
    let Some(postgres) = Postgres::start(&["application.sql"]) else {
        return;
    };
    let world = World::new();
    let bare = postgres.url("app");
    let whole = bare.replace("app@", &format!("app:{APP_PASSWORD}@"));
    world
        .cmd(["sandbox", "--database-url", &whole, "--", "true"])
        .code(2)
        .stderr_has("a password on the command line is visible to every user")
        .stderr_has("PGPASSWORD");
    let refused = world
        .cmd(["sandbox", "--database-url", &bare, "--", "true"])
        .code(3);
    refused.stderr_has("error[sandbox.database_unreachable]: cannot reach the database");
    let wrong = world
        .cmd(["sandbox", "--database-url", &bare, "--", "true"])
        .env("PGPASSWORD", "wrong-password-of-app")
        .code(2);
    wrong
        .stderr_has("error[sandbox.database]: cannot read the database")
        .stderr_has("password authentication failed for user \"app\" (SQLSTATE 28P01)")
        .nowhere("wrong-password-of-app");
    world
        .cmd(["sandbox", "--database-url", &bare, "--", "true"])
        .env("PGPASSWORD", APP_PASSWORD)
        .ok();
    world
        .cmd(["sandbox", "--database-url-env", "APP_DB", "--", "true"])
        .env("APP_DB", &whole)
        .ok();
}

#[test]
fn a_database_that_cannot_be_used_is_explained() {
    let world = World::new();
    world
        .cmd(["sandbox", "--database-url-env", "NO_SUCH", "--", "true"])
        .code(2)
        .stderr_has("the environment has no variable NO_SUCH");
    world
        .cmd([
            "sandbox",
            "--database-url",
            "postgres://x@/y?bogus=1",
            "--",
            "true",
        ])
        .code(2)
        .stderr_has("--database-url: expected postgres://user@host/database, but");
    world
        .cmd([
            "sandbox",
            "--database-url",
            "postgres://x@/y?host=/nowhere",
            "--",
            "true",
        ])
        .code(3)
        .stderr_has("cannot reach the database");
    let Some(postgres) = Postgres::start(&["application.sql"]) else {
        return;
    };
    let url = postgres.url("postgres");
    let tables =
        json!({ "tables": [{ "name": "t", "columns": [{ "name": "id", "type": "int" }] }] });
    let data = world.file("data.json", tables.to_string());
    world
        .cmd([
            "sandbox",
            "--database-url",
            &url,
            "--data",
            data.to_str().unwrap(),
            "--",
            "true",
        ])
        .code(2)
        .stderr_has("has \"tables\", which comes from the database; leave only \"users\"");
    postgres.psql("create role nobody_special login; revoke all on notes from public");
    world
        .cmd([
            "sandbox",
            "--database-url",
            &postgres.url("nobody_special"),
            "--",
            "true",
        ])
        .code(2)
        .stderr_has("permission denied")
        .stderr_has("a role that may read all of its tables");
    // Metadata that calls its database otherwise finds it under that name.
    let document = json!({ "version": 3, "sources": [{ "name": "main", "kind": "postgres", "tables": [
        { "table": { "schema": "public", "name": "notes" } }] }] });
    let file = world.file("metadata.json", document.to_string());
    let sandbox = Sandbox::start(&["--database-url", &url, "--metadata", file.to_str().unwrap()]);
    let found = metadata(&sandbox, "get_inconsistent_metadata", json!({}));
    assert_eq!(found["is_consistent"], true, "{found}");
}
