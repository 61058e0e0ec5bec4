//! `query` runs subscriptions.

use serde_json::Value;

use super::raw::*;

#[test]
fn query_runs_a_subscription() {
    let pair = Pair::new(&["--postgres-version", "18"]);
    let world = &pair.world;
    let first = world
        .cmd([
            "query",
            "--session",
            "alice",
            "subscription { notes(limit: 1) { id owner_id } }",
        ])
        .ok();
    assert_eq!(
        first.json()["notes"].as_array().unwrap().len(),
        1,
        "{first}"
    );
    let stream = format!(
        "subscription {{ notes_stream(batch_size: 1, cursor: {{initial_value: {{id: \"{NIL}\"}}}}) {{ id }} }}"
    );
    let lines = world
        .cmd(["query", "--session", "alice", "--count", "2", &stream])
        .ok();
    let rows: Vec<Value> = lines
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 2, "{lines}");
    assert_ne!(rows[0], rows[1]);
    for way in [TRANSPORT, LEGACY] {
        let token = pair.token("alice");
        let traced = world
            .cmd([
                "query",
                "-v",
                "--as",
                "token",
                "--over",
                way,
                "--count",
                "1",
                "subscription { notes_aggregate { aggregate { count } } }",
            ])
            .env("ST_HASURA_TOKEN", &token)
            .ok();
        traced
            .stderr_has("connection_init")
            .stderr_has("connection_ack")
            .nowhere(&token);
        assert!(traced.stdout.contains("\"count\":"), "{traced}");
        world
            .cmd([
                "query",
                "--as",
                "anonymous",
                "--over",
                way,
                "--count",
                "1",
                "subscription { notes { id } }",
            ])
            .code(7)
            .stderr_has("error[socket.refused]");
    }
    // Without a way given, the protocol that has room for the reason says it.
    world
        .cmd([
            "query",
            "--as",
            "anonymous",
            "--follow",
            "subscription { notes { id } }",
        ])
        .code(7)
        .stderr_has("Missing 'Authorization' or 'Cookie' header")
        .stderr_has("help: sign in");
    world
        .cmd([
            "query",
            "--session",
            "alice",
            "--count",
            "1",
            "subscription { notes { nope } }",
        ])
        .code(7)
        .stdout_has("validation-failed");
    let api = pair.sandbox.var("ST_HASURA_API_URL").to_owned();
    world
        .cmd([
            "query",
            "--as",
            "anonymous",
            "--count",
            "1",
            "--hasura-endpoint",
            &api,
            "subscription { x }",
        ])
        .code(5)
        .stderr_has("error[socket.not_opened]");
    world
        .cmd([
            "query",
            "--as",
            "anonymous",
            "--header",
            "Authorization: Bearer x",
            "{ x }",
        ])
        .code(2)
        .stderr_has("ST_HASURA_TOKEN");
    world
        .cmd(["query", "--as", "token", "{ x }"])
        .code(2)
        .stderr_has("ST_HASURA_TOKEN");
    world
        .cmd(["query", "--session", "alice", "--timeout", "1", "--count", "1", "subscription { notes_stream(batch_size: 1, cursor: {initial_value: {id: \"ffffffff-ffff-4fff-bfff-ffffffffffff\"}}) { id } }"])
        .code(3)
        .stderr_has("error[socket.silent]");
}
