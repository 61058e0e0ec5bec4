//! What people change by hand shows in the plan, and nothing else does.

use serde_json::{Value, json};

use super::{WANTED, args, connected, exported, news, start};
use crate::support::World;
use crate::support::hasura::metadata;
use crate::support::sandbox::Sandbox;

fn applied() -> (Sandbox, World) {
    let (sandbox, world) = start("2026", &connected());
    world.cmd(args(&["apply"], &WANTED)).ok();
    (sandbox, world)
}

fn plan(world: &World, more: &[&str]) -> Value {
    let more = [&WANTED, more, &["-o", "json"]].concat();
    world.cmd(args(&["plan"], &more)).ok().json()
}

fn change(sign: &str, what: &str) -> (String, String) {
    (sign.to_owned(), what.to_owned())
}

fn permission(sandbox: &Sandbox, table: &str, permission: Value) {
    let args = json!({"table": {"schema": "public", "name": table}, "role": "user"});
    metadata(sandbox, "pg_drop_select_permission", args.clone());
    if !permission.is_null() {
        let mut args = args;
        args["permission"] = permission;
        metadata(sandbox, "pg_create_select_permission", args);
    }
}

#[test]
fn what_is_missing_is_added_again() {
    let (sandbox, world) = applied();
    permission(&sandbox, "notes", Value::Null);
    // Somebody may have meant that, so it waits until it is asked for.
    assert_eq!(news(&plan(&world, &[])), []);
    world
        .cmd(args(&["plan"], &WANTED))
        .ok()
        .stdout_has("closed to role user, and left so until it is asked for: --table notes");
    let asked = ["--table", "*"];
    assert_eq!(
        news(&plan(&world, &asked)),
        [change("+", "select on notes for user")]
    );
    let args_ = [&WANTED[..], &asked, &["--detailed-exitcode"]].concat();
    world.cmd(args(&["plan"], &args_)).code(9);
    let untrack = json!({"table": {"schema": "public", "name": "comments"}, "cascade": true});
    metadata(&sandbox, "pg_untrack_table", untrack);
    let plan = plan(&world, &asked);
    let expected = [
        change("+", "track comments"),
        change("+", "object relationship comments.comments_note -> notes"),
        change("+", "array relationship notes.notes_comments -> comments"),
        change("+", "select on comments for user"),
        change("+", "select on notes for user"),
    ];
    let (mut found, mut expected) = (news(&plan), expected.to_vec());
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    let all = [&WANTED[..], &asked].concat();
    world.cmd(args(&["apply"], &all)).ok();
    assert_eq!(news(&self::plan(&world, &[])), []);
}

#[test]
fn what_is_wider_is_reported_and_narrowed_only_when_told() {
    let (sandbox, world) = applied();
    let clean = super::tables(&sandbox);
    permission(
        &sandbox,
        "emailpassword_users",
        json!({"columns": "*", "filter": {}}),
    );
    let kept = plan(&world, &[]);
    let what = "select on emailpassword_users for user";
    assert_eq!(news(&kept), [change("!", what)]);
    let differences = &kept["result"]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|change| change["sign"] == "!")
        .unwrap()["differences"];
    assert_eq!(
        *differences,
        json!([
            {"width": "wider", "text": "every column, also those to come (\"*\")"},
            {"width": "wider", "text": "every row (filter {})"},
        ])
    );
    let detailed = [&WANTED[..], &["--detailed-exitcode"]].concat();
    world.cmd(args(&["plan"], &detailed)).code(9);
    let before = exported(&sandbox);
    let output = world.cmd(args(&["apply"], &WANTED)).ok();
    output
        .stdout_has("wider than planned, and left so: --enforce makes it as planned")
        .stdout_has("Nothing to do");
    assert_eq!(exported(&sandbox), before);

    assert_eq!(news(&plan(&world, &["--enforce"])), [change("~", what)]);
    let enforce = [&WANTED[..], &["--enforce"]].concat();
    let refused = world.cmd(args(&["apply"], &enforce)).code(2);
    refused.stderr_has("taking permissions away needs to be agreed to");
    assert_eq!(exported(&sandbox), before);
    let enforce = [&WANTED[..], &["--enforce", "--yes"]].concat();
    world.cmd(args(&["apply"], &enforce)).ok();
    assert_eq!(super::tables(&sandbox), clean);
}

#[test]
fn narrower_and_different_permissions_are_told_apart() {
    let (sandbox, world) = applied();
    let mine = json!({"owner_id": {"_eq": "X-Hasura-User-Id"}});
    for (permission, words) in [
        (
            json!({"columns": ["id"], "filter": mine, "limit": 3}),
            "narrower than planned",
        ),
        (
            json!({"columns": ["id", "owner_id", "title"],
                "filter": {"title": {"_eq": "X-Hasura-User-Id"}}}),
            "different from planned",
        ),
        (
            json!({"columns": ["id", "owner_id", "title", "api_token"],
                "filter": {"_and": [mine, {"id": {"_gt": 0}}]}}),
            "different from planned",
        ),
    ] {
        self::permission(&sandbox, "notes", permission);
        world
            .cmd(args(&["plan"], &WANTED))
            .ok()
            .stdout_has("! select on notes for user")
            .stdout_has(words);
        assert_eq!(
            news(&plan(&world, &["--enforce"])),
            [change("~", "select on notes for user")]
        );
    }
}

#[test]
fn what_nobody_should_have_is_taken_away_only_when_told() {
    let (sandbox, world) = applied();
    let table = json!({"schema": "public", "name": "key_value"});
    metadata(&sandbox, "pg_track_table", json!({"table": table}));
    let tracked = plan(&world, &[]);
    assert_eq!(news(&tracked), [change("!", "track key_value")]);
    let permission = json!({"table": table, "role": "user",
        "permission": {"columns": ["name"], "filter": {}}});
    metadata(&sandbox, "pg_create_select_permission", permission);
    let what = "select on key_value for user";
    assert_eq!(news(&plan(&world, &[])), [change("!", what)]);
    assert_eq!(news(&plan(&world, &["--enforce"])), [change("-", what)]);
    // Whatever was asked for.
    assert_eq!(
        news(&plan(&world, &["--table", "user_roles"])),
        [change("!", what)]
    );
    let enforce = [&WANTED[..], &["--enforce", "-y"]].concat();
    world.cmd(args(&["apply"], &enforce)).ok();
    assert_eq!(news(&plan(&world, &[])), [change("!", "track key_value")]);
}
