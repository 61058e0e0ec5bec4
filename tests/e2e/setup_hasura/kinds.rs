//! Engines of several releases, sources that are not connected yet, names that GraphQL refuses.

use serde_json::{Value, json};

use super::{WANTED, args, connected, exported, news, start, start_with, tables};
use crate::support::World;
use crate::support::between::{Between, Deed};
use crate::support::hasura::metadata;

/// The version as an engine says it, and what older ones do not know.
fn engine(version: &'static str, old: bool) -> impl Fn(&crate::support::between::Asked) -> Deed {
    move |asked| {
        if asked.path == "/v1/version" {
            return Deed::Answer(200, json!({"server_type": "ce", "version": version}));
        }
        let text = asked.body.to_string();
        if old && text.contains("\"pg_track_tables\"") {
            return Deed::Answer(
                400,
                json!({"error": "unknown", "path": "$", "code": "parse-failed"}),
            );
        }
        Deed::Pass
    }
}

#[test]
fn every_engine_is_told_in_words_that_it_knows() {
    let mut results = Vec::new();
    for (version, old) in [("v2.0.10", true), ("v2.26.0", false), ("v2.50.1", false)] {
        let (sandbox, mut world) = start("2026", &connected());
        let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
        let between = Between::start(&origin, engine(version, old));
        world.set("HASURA_GRAPHQL_ENDPOINT", between.origin());
        world
            .cmd(args(&["apply"], &WANTED))
            .ok()
            .stdout_has(version);
        results.push(tables(&sandbox));
    }
    assert_eq!(results[0], results[1]);
    assert_eq!(results[1], results[2]);
    let (sandbox, mut world) = start("2026", &connected());
    let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
    let between = Between::start(&origin, engine("v1.3.3", true));
    world.set("HASURA_GRAPHQL_ENDPOINT", between.origin());
    world
        .cmd(args(&["plan"], &WANTED))
        .code(5)
        .stderr_has("error[setup.old_engine]: this Hasura is v1.3.3, and set-up needs v2");
}

fn unconnected() -> Value {
    json!({"resource_version": 1, "metadata": {"version": 3, "sources": []}})
}

#[test]
fn a_source_is_connected_by_the_name_of_a_variable() {
    let (sandbox, world) = start("2022", &unconnected());
    world
        .cmd(args(&["plan"], &WANTED))
        .code(2)
        .stderr_has("error[setup.no_source]: Hasura has no source \"default\"")
        .stderr_has("--database-url-env PG_DATABASE_URL");
    let by = [&WANTED[..], &["--database-url-env", "PG_DATABASE_URL"]].concat();
    world
        .cmd(args(&["plan"], &by))
        .ok()
        .stdout_has("+ source default from PG_DATABASE_URL");
    world.cmd(args(&["apply"], &by)).ok();
    let all = metadata(&sandbox, "export_metadata", json!({}));
    assert_eq!(
        all["sources"][0]["configuration"]["connection_info"]["database_url"],
        json!({"from_env": "PG_DATABASE_URL"})
    );
    assert!(all["sources"][0]["tables"].as_array().unwrap().len() > 5);
    let before = exported(&sandbox);
    world
        .cmd(args(&["apply"], &by))
        .ok()
        .stdout_has("Nothing to do");
    assert_eq!(exported(&sandbox), before);
}

#[test]
fn a_source_whose_tables_cannot_be_set_up_is_taken_out_again() {
    let (sandbox, mut world) = start("2022", &unconnected());
    let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
    let between = Between::start(&origin, |asked| {
        if asked.kind() == "replace_metadata" {
            let no = json!({"error": "cannot continue due to newly found inconsistent metadata",
                "path": "$.args", "code": "unexpected", "internal": [{"reason": "it has vanished"}]});
            return Deed::Answer(400, no);
        }
        Deed::Pass
    });
    world.set("HASURA_GRAPHQL_ENDPOINT", between.origin());
    let by = [&WANTED[..], &["--database-url-env", "PG_DATABASE_URL"]].concat();
    world
        .cmd(args(&["apply"], &by))
        .code(5)
        .stderr_has("source default is not connected")
        .stderr_has("error[setup.refused]: Hasura refused to make the changes")
        .stderr_has("it has vanished");
    let all = metadata(&sandbox, "export_metadata", json!({}));
    assert_eq!(all["sources"].as_array().map_or(0, Vec::len), 0, "{all}");
}

/// Two keys between the same tables, a table whose name is none of GraphQL's, a column that has
/// the name that a relationship would get.
fn awkward() -> Value {
    json!({"tables": [
        {"name": "users", "columns": [{"name": "id", "type": "text"}], "primary_key": ["id"],
            "rows": []},
        {"name": "trips", "columns": [
            {"name": "id", "type": "int4"}, {"name": "user_id", "type": "text"},
            {"name": "guide", "type": "text"}, {"name": "trips_user", "type": "text"}],
         "primary_key": ["id"],
         "foreign_keys": [
            {"columns": ["user_id"], "table": "users", "references": ["id"]},
            {"columns": ["guide"], "table": "users", "references": ["id"]}],
         "rows": []},
        {"name": "2nd-hand", "columns": [{"name": "user_id", "type": "uuid"}],
         "primary_key": ["user_id"], "rows": []},
        {"name": "pairs", "columns": [
            {"name": "id", "type": "int4"}, {"name": "owner_id", "type": "text"},
            {"name": "user_id", "type": "text"}],
         "primary_key": ["id"], "rows": []},
        {"name": "counts", "columns": [{"name": "user_id", "type": "int4"}],
         "primary_key": ["user_id"], "rows": []},
    ]})
}

#[test]
fn names_that_collide_or_are_none_get_others_and_are_shown() {
    let world = World::new();
    let data = world.file("data.json", awkward().to_string());
    let (sandbox, world) = start_with(&data, &connected());
    let wish = [
        "--table", "users", "--table", "trips", "--table", "2*", "--table", "counts", "--table",
        "pairs",
    ];
    let plan = world.cmd(args(&["plan"], &wish)).ok();
    plan.stdout_has("+ object relationship trips.trips_user_by_user_id -> users")
        .stdout_has("trips_user is taken or none of GraphQL's")
        .stdout_has("+ object relationship trips.trips_user_by_guide -> users")
        .stdout_has("+ array relationship users.users_trips -> trips")
        .stdout_has("+ array relationship users.users_trips_by_user_id -> trips")
        .stdout_has("+ track 2nd-hand as _2nd_hand")
        .stdout_has("a guess: user_id is called as owners are")
        .stdout_has("owner_id and user_id may each hold the owner's id: name one")
        .stdout_has("user_id is of type int4, and SuperTokens' ids are text");
    world.cmd(args(&["apply"], &wish)).ok();
    let again = [&wish[..], &["-o", "json"]].concat();
    assert_eq!(news(&world.cmd(args(&["plan"], &again)).ok().json()), []);
    let custom = tables(&sandbox)
        .as_array()
        .unwrap()
        .iter()
        .find(|table| table["table"]["name"] == "2nd-hand")
        .map(|table| table["configuration"]["custom_name"].clone());
    assert_eq!(custom, Some(json!("_2nd_hand")));
}
