//! Whose a row is: foreign keys before names, and no guess between two readings.

use serde_json::{Value, json};

use super::{args, connected, start_with, tables};
use crate::support::World;
use crate::support::sandbox::Sandbox;

fn table(name: &str, columns: &str, keys: &[(&str, &str)]) -> Value {
    let columns: Vec<Value> = columns
        .split(' ')
        .map(|column| {
            let (name, kind) = column.split_once(':').unwrap_or((column, "text"));
            json!({"name": name, "type": kind})
        })
        .collect();
    let keys: Vec<Value> = keys
        .iter()
        .map(|(column, table)| json!({"columns": [column], "table": table, "references": ["id"]}))
        .collect();
    json!({"name": name, "columns": columns, "primary_key": ["id"], "foreign_keys": keys, "rows": []})
}

fn started(tables: &[Value]) -> (Sandbox, World) {
    let world = World::new();
    let data = world.file("data.json", json!({ "tables": tables }).to_string());
    start_with(&data, &connected())
}

/// The filters of an applied set-up, by table.
fn filters(sandbox: &Sandbox) -> Vec<(String, Value)> {
    let tables = tables(sandbox);
    let mut found: Vec<(String, Value)> = tables
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|table| {
            let name = table["table"]["name"].as_str()?.to_owned();
            let permission = table["select_permissions"].as_array()?.first()?;
            Some((name, permission["permission"]["filter"].clone()))
        })
        .collect();
    // SuperTokens' own tables are there as well.
    found.retain(|(name, _)| !name.ends_with("_users"));
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn mine() -> Value {
    json!({"_eq": "X-Hasura-User-Id"})
}

#[test]
fn a_key_to_somebody_of_the_application_is_followed_to_the_users_id() {
    let (sandbox, world) = started(&[
        table("member", "id:int4 user_id", &[]),
        table("seat", "id:int4 member_id:int4", &[("member_id", "member")]),
        table(
            "ticket",
            "id:int4 customer_id",
            &[("customer_id", "customer")],
        ),
        table(
            "customer",
            "id:uuid account_id",
            &[("account_id", "account")],
        ),
        table("account", "id:uuid owner_id", &[]),
        // Their own ids are the users'.
        table("users", "id name", &[]),
        table("posts", "id:int4 author_id", &[("author_id", "users")]),
    ]);
    world
        .cmd(args(&["apply"], &[]))
        .ok()
        .stdout_has("member_id refers to member, and there user_id is called as owners are");
    let expected = [
        ("account", json!({"owner_id": mine()})),
        (
            "customer",
            json!({"customer_account": {"owner_id": mine()}}),
        ),
        ("member", json!({"user_id": mine()})),
        ("posts", json!({"author_id": mine()})),
        ("seat", json!({"seat_member": {"user_id": mine()}})),
        (
            "ticket",
            json!({"ticket_customer": {"customer_account": {"owner_id": mine()}}}),
        ),
        ("users", json!({"id": mine()})),
    ];
    let expected = expected.map(|(name, filter)| (name.to_owned(), filter));
    assert_eq!(filters(&sandbox), expected);
}

#[test]
fn of_two_readings_none_is_taken() {
    let (sandbox, world) = started(&[
        table("member", "id:int4 user_id", &[]),
        table(
            "seat",
            "id:int4 member_id:int4 user_id",
            &[("member_id", "member")],
        ),
        // Nobody says whose those are.
        table("firm", "id:int4 name", &[]),
        table(
            "invoice",
            "id:int4 customer_id:int4 user_id",
            &[("customer_id", "firm")],
        ),
        // The key or the log-in.
        table("profile", "id:uuid auth_id", &[]),
        table(
            "letter",
            "id:int4 profile_id:uuid",
            &[("profile_id", "profile")],
        ),
        table("loop", "id:int4 owner_id:int4", &[("owner_id", "loop")]),
        table("note", "id:int4 user_id created_by", &[]),
        // Each of them may see it.
        table(
            "message",
            "id:int4 sender:uuid recipient:uuid",
            &[("sender", "users"), ("recipient", "users")],
        ),
        table("users", "id:uuid supertokens_id", &[]),
        table("avatar", "id:int4 user_id:uuid", &[("user_id", "users")]),
    ]);
    world
        .cmd(args(&["apply"], &[]))
        .ok()
        .stdout_has("seat_member.user_id and user_id may each hold the owner's id")
        .stdout_has("customer_id and user_id may each hold the owner's id")
        .stdout_has(
            "message_user.supertokens_id and message_user_by_sender.supertokens_id may each",
        )
        .stdout_has("auth_id and id may each hold the owner's id")
        .stdout_has("profile_id refers to profile, and whose rows those are is not known");
    let open: Vec<String> = filters(&sandbox)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(open, ["avatar", "member", "note", "users"]);
    let through = json!({"avatar_user": {"supertokens_id": mine()}});
    assert!(filters(&sandbox).contains(&("avatar".into(), through)));
    // What is said of a table counts for those that refer to it.
    let said = ["--table", "letter,profile", "--owner-column", "profile=id"];
    world.cmd(args(&["apply"], &said)).ok();
    assert!(filters(&sandbox).contains(&("letter".into(), json!({"profile_id": mine()}))));
    let chosen = [
        "--table",
        "seat,member",
        "--owner-column",
        "seat=seat_member.user_id",
    ];
    world.cmd(args(&["apply"], &chosen)).ok();
    assert!(
        filters(&sandbox).contains(&("seat".into(), json!({"seat_member": {"user_id": mine()}})))
    );
}
