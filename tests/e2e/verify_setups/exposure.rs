//! The engine itself: console, origins, metadata that does not fit the database, tokens.

use serde_json::json;

use super::build::*;
use super::setup::sound;

#[test]
fn consoles_and_open_origins_are_told() {
    let plain = || sound("an engine", &[notes()], &[note_rules(owner_is_me())]);
    plain().exactly("P21", &[]).check();
    plain()
        .args(&["--fault", "console-open"])
        .exactly("P21", &[("console", "medium", "live")])
        .check();
    plain()
        .args(&["--fault", "cors-any-origin"])
        .exactly("P21", &[("cors", "medium", "live")])
        .check();
}

#[test]
fn metadata_that_the_database_does_not_bear_out_is_told() {
    let gone = |role: &str| {
        json!({ "table": { "schema": "public", "name": "gone" },
            "select_permissions": [{ "role": role, "permission": { "columns": ["id"], "filter": {} } }] })
    };
    let with = |more| sound("metadata", &[notes()], &[note_rules(owner_is_me()), more]);
    sound("metadata", &[notes()], &[note_rules(owner_is_me())])
        .exactly("P22", &[])
        .check();
    let id = "table gone in source default";
    with(gone("user"))
        .exactly("P22", &[(id, "medium", "live")])
        .admin_only()
        .check();
    with(gone("clerk"))
        .exactly("P22", &[(id, "info", "live")])
        .admin_only()
        .check();
    let (country, mut rules) = countries();
    rules["select_permissions"][0]["permission"]["columns"] = json!(["code", "anthem"]);
    sound(
        "a column that is not there",
        &[notes(), country],
        &[note_rules(owner_is_me()), rules],
    )
    .exactly(
        "P22",
        &[(
            "select_permission user in table countries in source default",
            "medium",
            "live",
        )],
    )
    .admin_only()
    .check();
}

#[test]
fn without_the_administrator_the_engine_still_says_that_something_is_wrong() {
    let gone = json!({ "table": { "schema": "public", "name": "gone" } });
    sound("metadata", &[notes()], &[note_rules(owner_is_me()), gone])
        .exactly("P22", &[("healthz", "medium", "live")])
        .without_the_administrator()
        .check();
}

#[test]
fn tokens_that_live_long_are_told() {
    let plain = || sound("tokens", &[notes()], &[note_rules(owner_is_me())]);
    plain().exactly("P25", &[]).check();
    plain()
        .args(&["--access-token-ttl", "172800"])
        .exactly("P25", &[("lifetime", "medium", "live")])
        .check();
}
