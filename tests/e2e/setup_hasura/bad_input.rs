//! What is refused, and how it is said.

use serde_json::{Value, json};

use super::{args, connected, exported, source, start};
use crate::support::World;
use crate::support::between::{Between, Deed};
use crate::support::pages::{Page, Pages};

#[test]
fn wrong_secrets_tokens_and_other_servers_are_named() {
    let (_sandbox, world) = start("2022", &connected());
    world
        .cmd(args(&["plan"], &[]))
        .env("HASURA_GRAPHQL_ADMIN_SECRET", "not-the-secret")
        .code(4)
        .stderr_has("Hasura refused the metadata export")
        .nowhere("not-the-secret");
    let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";
    world
        .cmd(args(&["plan"], &[]))
        .env("HASURA_GRAPHQL_ADMIN_SECRET", token)
        .code(4)
        .stderr_has("error[setup.token_for_secret]")
        .nowhere(token);
    let pages = Pages::serve(vec![Page::html(
        "/v1/version",
        200,
        "<html><title>Shop</title>",
    )]);
    world
        .cmd(args(&["plan"], &[]))
        .env("HASURA_GRAPHQL_ENDPOINT", pages.origin())
        .code(5)
        .stderr_has("did not answer like Hasura");
    World::new()
        .cmd(args(&["plan"], &[]))
        .code(2)
        .stderr_has("Hasura is not configured");
}

#[test]
fn connection_strings_are_refused_wherever_they_are_typed() {
    let (sandbox, world) = start("2022", &connected());
    let before = exported(&sandbox);
    let url = "postgres://app:pa55-w0rd@db.example:5432/app";
    for flag in ["--database-url", "--database-url-env"] {
        for command in ["plan", "apply"] {
            world
                .cmd(args(&[command], &[flag, url]))
                .code(2)
                .stderr_has("a connection string does not belong on the command line")
                .stderr_has("--database-url-env PG_DATABASE_URL")
                .nowhere("pa55-w0rd");
        }
    }
    world
        .cmd(args(
            &["plan"],
            &["--database-url-env", "host=db password=pa55-w0rd"],
        ))
        .code(2)
        .nowhere("pa55-w0rd");
    world
        .cmd(args(&["plan"], &["--database-url-env", "MY-URL"]))
        .code(2)
        .stderr_has("\"MY-URL\" is no name of a variable");
    assert_eq!(exported(&sandbox), before);
}

#[test]
fn names_that_are_not_there_or_never_opened_are_refused() {
    let (_sandbox, world) = start("2026", &connected());
    let cases: [(&[&str], &str); 9] = [
        (
            &["--role", "admin"],
            "the role admin can be given no permissions",
        ),
        (
            &["--table", "nots"],
            "no table of source \"default\" is called nots",
        ),
        (&["--table", "nots"], "there are notes"),
        (
            &["--table", "key_value"],
            "error[setup.never_opened]: key_value is never opened",
        ),
        (
            &["--owner-column", "notes=owner"],
            "notes has no column owner",
        ),
        (
            &["--owner-column", "comments=note.owner_id"],
            "or relationship note",
        ),
        (&["--owner-column", "notes="], "names no column"),
        (&["--source", "other"], "Hasura has no source \"other\""),
        (
            &["--schema", "public,publc"],
            "no table of source \"default\" is called publc.*",
        ),
    ];
    for (wish, words) in cases {
        world.cmd(args(&["plan"], wish)).code(2).stderr_has(words);
    }
    world
        .cmd(args(&["plan"], &["--table", "zz*"]))
        .ok()
        .stdout_has("no table matches --table \"zz*\"");
    world
        .cmd(["setup-hasura", "plan", "--curl"])
        .code(2)
        .stderr_has("--curl cannot print calls");
}

#[test]
fn the_file_says_what_flags_do_not() {
    let (_sandbox, world) = start("2026", &connected());
    world.file(
        "st-hasura.toml",
        "[setup]\nrole = \"member\"\ntables = [\"notes\", \"comments\"]\n\
         [setup.owners]\ncomments = \"comments_note.owner_id\"\n\
         [setup.columns]\nnotes = [\"id\", \"title\"]\n",
    );
    let plan = world.cmd(args(&["plan"], &["-o", "json"])).ok().json();
    let selects: Vec<&str> = plan["result"]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|change| change["kind"] == "select_permission")
        .filter_map(|change| change["what"].as_str())
        .collect();
    assert_eq!(
        selects,
        [
            "select on comments for member: id, note_id, content where \
             {\"comments_note\":{\"owner_id\":{\"_eq\":\"X-Hasura-User-Id\"}}}",
            "select on notes for member: id, title where \
             {\"owner_id\":{\"_eq\":\"X-Hasura-User-Id\"}}",
        ]
    );
    let output = world.cmd(args(&["plan"], &["--role", "reader", "--table", "notes"]));
    output
        .ok()
        .stdout_has("+ select on notes for reader: id, title where");
    for (text, words) in [
        ("[setup]\nrolle = \"x\"\n", "unknown key \"setup.rolle\""),
        (
            "[setup]\naggregates = \"yes\"\n",
            "aggregates must be true or false",
        ),
        (
            "[setup]\nrole = \"admin\"\n",
            "the role admin can be given no permissions",
        ),
        (
            "[setup.columns]\nemailpassword_users = [\"password_hash\"]\n",
            "emailpassword_users.password_hash is never opened",
        ),
        (
            "[setup.columns]\nnotes = [\"body\"]\n",
            "notes has no column body",
        ),
    ] {
        world.file("st-hasura.toml", text);
        world.cmd(args(&["plan"], &[])).code(2).stderr_has(words);
    }
}

#[test]
fn inconsistent_metadata_is_not_built_upon() {
    let vanished = json!([{"table": {"schema": "public", "name": "gone"}}]);
    let metadata: Value =
        json!({"resource_version": 1, "metadata": {"version": 3, "sources": [source(vanished)]}});
    let (sandbox, world) = start("2022", &metadata);
    let before = exported(&sandbox);
    for command in ["plan", "apply"] {
        world
            .cmd(args(&[command], &[]))
            .code(5)
            .stderr_has("error[setup.inconsistent]")
            .stderr_has("gone");
    }
    assert_eq!(exported(&sandbox), before);
}

#[test]
fn databases_of_other_families_are_named() {
    let mut other = source(json!([]));
    other["kind"] = json!("mssql");
    let metadata = json!({"resource_version": 1, "metadata": {"version": 3, "sources": [other]}});
    let (_sandbox, world) = start("2022", &metadata);
    world
        .cmd(args(&["plan"], &[]))
        .code(2)
        .stderr_has("source \"default\" is of kind mssql");
}

#[test]
fn a_table_that_vanishes_meanwhile_stops_everything() {
    let (sandbox, mut world) = start("2022", &connected());
    let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
    let before = exported(&sandbox);
    let between = Between::start(&origin, |asked| {
        if asked.kind() == "replace_metadata" {
            let reason = "no such table/view exists in source: \"user_roles\"";
            return Deed::Answer(
                400,
                json!({
                    "error": "cannot continue due to newly found inconsistent metadata",
                    "code": "unexpected", "path": "$.args",
                    "internal": [{"type": "table", "reason": reason}],
                }),
            );
        }
        Deed::Pass
    });
    world.set("HASURA_GRAPHQL_ENDPOINT", between.origin());
    let output = world.cmd(args(&["apply"], &["-o", "json"])).code(5);
    let error = &output.json()["error"];
    assert_eq!(error["code"], "setup.refused");
    let message = error["message"].as_str().unwrap();
    assert!(
        message.starts_with("Hasura refused to make the changes"),
        "{message}"
    );
    assert!(message.contains("no such table/view exists"), "{message}");
    assert_eq!(exported(&sandbox), before);
}
