//! Rows that a killed run with `--active` left: found by their marks, named, and removed. What only
//! looks like one stays, and so does what a run that goes on may need.

use std::process::Stdio;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::stacks::{VERIFY_PAIR, seeded};
use crate::support::World;
use crate::support::between::{Between, Deed};
use crate::support::hasura::{metadata, post};
use crate::support::sandbox::Sandbox;

const ALICE: &str = "a11ce000-0000-4000-8000-000000000001";
const START: &str = "st-hasura-throw-away-";

/// A mark that was made so long ago.
fn mark(seconds: u64, number: u32) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    format!("{START}{:08x}{number:07x}", now.as_secs() - seconds)
}

fn admin(sandbox: &Sandbox, query: &str, variables: Value) -> Value {
    let secret = sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET");
    let headers = [("x-hasura-admin-secret", secret)];
    let body = json!({ "query": query, "variables": variables });
    let (_, answer) = post(sandbox, "/v1/graphql", &headers, &body);
    assert!(answer.get("errors").is_none(), "{answer}");
    answer["data"].clone()
}

/// Notes of alice's with these titles.
fn insert(sandbox: &Sandbox, titles: &[String]) {
    let rows: Vec<Value> = titles
        .iter()
        .map(|title| json!({ "owner_id": ALICE, "title": title }))
        .collect();
    let query = "mutation($rows: [notes_insert_input!]!) { \
        insert_notes(objects: $rows) { affected_rows } }";
    admin(sandbox, query, json!({ "rows": rows }));
}

fn titles(sandbox: &Sandbox) -> Vec<String> {
    let data = admin(
        sandbox,
        "{ notes(order_by: {title: asc}) { title } }",
        json!({}),
    );
    let rows = data["notes"].as_array().unwrap();
    let title = |row: &Value| row["title"].as_str().unwrap().to_owned();
    rows.iter().map(title).collect()
}

/// Texts that speak of marks, and are none.
fn near_misses() -> Vec<String> {
    [
        "st-hasura-throw-away-my-own-notes-:-)",
        "st-hasura-throw-away-",
        "see st-hasura-throw-away-65000000abcdef0",
        "st-hasura-throw-away-65000000abcdef0 is left",
        "ST-HASURA-THROW-AWAY-65000000ABCDEF0",
        "st-hasura-throw-away-0b1c9b9e-6a36-4d2c-9a73-7d3a58b6c7f1",
    ]
    .map(ToOwned::to_owned)
    .to_vec()
}

fn rm(world: &World, args: &[&str]) -> crate::support::Output {
    let line = ["users", "rm", "--throw-away"];
    world.cmd(line.iter().chain(args)).run()
}

fn notes(output: &crate::support::Output) -> String {
    output.json()["result"]["notes"].to_string()
}

/// Users may write notes of their own, and delete none.
fn writable(sandbox: &Sandbox) {
    let own = json!({ "owner_id": { "_eq": "X-Hasura-User-Id" } });
    let args = json!({ "source": "default", "role": "user",
        "table": { "schema": "public", "name": "notes" },
        "permission": { "columns": ["owner_id", "title", "body"], "check": own } });
    metadata(sandbox, "pg_create_insert_permission", args);
}

#[test]
fn what_a_killed_run_left_is_named_and_removed_once_it_is_old() {
    let (sandbox, world) = seeded(&[]);
    writable(&sandbox);
    insert(&sandbox, &near_misses());
    let before = titles(&sandbox);
    // The first row is made, and the run never hears of it.
    let (reached, held) = channel();
    let reached = Arc::new(Mutex::new(reached));
    let hasura = Between::start(sandbox.var("HASURA_GRAPHQL_ENDPOINT"), move |asked| {
        let writes = asked.body["query"].as_str();
        if !writes.is_some_and(|query| query.starts_with("mutation")) {
            return Deed::Pass;
        }
        let reached = Arc::clone(&reached);
        Deed::Alter(Box::new(move |answer| {
            if String::from_utf8_lossy(&answer).contains("\"affected_rows\":1") {
                let _ = reached.lock().unwrap().send(());
                loop {
                    std::thread::park();
                }
            }
            answer
        }))
    });
    let mut child = world
        .command(VERIFY_PAIR.iter().chain(&["--active", "--probe", "P14"]))
        .env("HASURA_GRAPHQL_ENDPOINT", hasura.origin())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    held.recv_timeout(Duration::from_secs(60))
        .expect("no row was made");
    let all = titles(&sandbox);
    let mut made = all.iter().filter(|title| !before.contains(title));
    // The sandbox's application greets newcomers.
    let left = made.find(|title| *title != "Welcome").unwrap().clone();
    kill_process(Pid::from_child(&child), Signal::KILL).unwrap();
    child.wait().unwrap();
    assert!(left.starts_with(START) && left.len() == 36, "{left}");

    // It could be another machine's, and needed.
    let young = "left alone, for they carry the mark of a throw-away user: 1 row of notes, made ";
    for more in [&[][..], &["--active"]] {
        let line = VERIFY_PAIR.iter().chain(&["--probe", "P14"]).chain(more);
        let output = world.cmd(line).ok();
        assert!(notes(&output).contains(young), "{output}");
        assert!(titles(&sandbox).contains(&left), "{output}");
    }
    // An hour later.
    let query = "mutation($left: String!, $mark: String!) { \
        update_notes(where: {title: {_eq: $left}}, _set: {title: $mark}) { affected_rows } }";
    let old = mark(3601, 1);
    admin(&sandbox, query, json!({ "left": left, "mark": old }));
    let asked = rm(&world, &[]);
    assert_eq!(asked.code, Some(2), "{asked}");
    asked
        .stderr_has("to be removed: 1 row of notes, left by throw-away users\n")
        .stderr_has("error[usage.invalid]: removing these 2 users and these rows needs");
    assert!(titles(&sandbox).contains(&old));
    let output = rm(&world, &["--yes"]);
    output
        .stdout_has("removed 1 row of notes\n")
        .stdout_has("removed st-hasura-smoke+");
    assert_eq!(titles(&sandbox), before);
    rm(&world, &["--yes"])
        .stdout_has("no such users at ")
        .nowhere("row");
}

#[test]
fn a_run_that_writes_removes_what_is_old_and_another_names_it() {
    let (sandbox, world) = seeded(&[]);
    writable(&sandbox);
    insert(&sandbox, &near_misses());
    let (old, young) = ([mark(3700, 1), mark(90_000, 2)], mark(60, 3));
    let before = titles(&sandbox);
    insert(&sandbox, &old);
    insert(&sandbox, std::slice::from_ref(&young));
    let verify = |more: &[&str]| {
        let line = VERIFY_PAIR.iter().chain(&["--probe", "P14"]).chain(more);
        notes(&world.cmd(line).ok())
    };
    let told = verify(&[]);
    let named =
        "an interrupted run left 2 rows of notes: `st-hasura users rm --throw-away` removes";
    assert!(told.contains(named), "{told}");
    let line = VERIFY_PAIR.iter().chain(&["--no-admin", "--probe", "P05"]);
    let output = world.cmd(line).ok();
    assert!(!notes(&output).contains("interrupted"), "{output}");
    assert_eq!(titles(&sandbox).len(), before.len() + 3);
    let told = verify(&["--active"]);
    assert!(
        told.contains("removed 2 rows of notes that an interrupted run had left"),
        "{told}"
    );
    let (_, made) = told.split_once("1 row of notes, made ").unwrap();
    assert!(made[..12].contains(" min ago"), "{told}");
    let mut after = before;
    after.push(young);
    after.sort();
    let mut now = titles(&sandbox);
    now.sort();
    assert_eq!(now, after);
}

#[test]
fn rows_are_looked_for_where_that_can_be_done_and_else_it_is_said() {
    let (sandbox, world) = seeded(&[]);
    insert(&sandbox, &[mark(4000, 1)]);
    let asks = |name: &str, value: &str, exit: i32| {
        let line = ["users", "rm", "--throw-away", "--yes", "-o", "json"];
        let output = world.cmd(line).env(name, value).code(exit);
        output.json()["result"]["rows"].clone()
    };
    for (name, value, why, exit) in [
        ("HASURA_GRAPHQL_ADMIN_SECRET", "", "is not configured", 0),
        (
            "HASURA_GRAPHQL_ADMIN_SECRET",
            "a-wrong-secret",
            "invalid",
            7,
        ),
        (
            "HASURA_GRAPHQL_ENDPOINT",
            "http://127.0.0.1:9",
            "127.0.0.1:9",
            3,
        ),
    ] {
        let rows = asks(name, value, exit);
        assert_eq!(
            (&rows["removed"], &rows["left"]),
            (&json!([]), &json!([])),
            "{rows}"
        );
        let unseen = rows["unseen"][0].as_str().unwrap();
        assert!(
            unseen.starts_with("rows of throw-away users were not looked for: "),
            "{unseen}"
        );
        assert!(unseen.contains(why), "{unseen}");
    }
    let line = VERIFY_PAIR
        .iter()
        .chain(&["--active", "--no-admin", "--probe", "P05"]);
    let output = world.cmd(line).run();
    assert!(notes(&output).contains("were not looked for"), "{output}");
    let rows = asks("ST_HASURA_OUTPUT", "json", 0);
    let removed =
        json!({ "removed": [{ "table": "notes", "count": 1 }], "left": [], "unseen": [] });
    assert_eq!(rows, removed);
    // Whoever names users means them alone.
    let line = ["users", "rm", "alice@example.test", "--yes", "-o", "json"];
    let output = world.cmd(line).ok();
    assert!(output.json()["result"].get("rows").is_none(), "{output}");
}

/// However many there are: a schema, the tables, a removal.
#[test]
fn few_requests_are_enough() {
    let (sandbox, world) = seeded(&[]);
    let many: Vec<String> = (0..120).map(|number| mark(4000, number)).collect();
    insert(&sandbox, &many);
    let hasura = Between::start(sandbox.var("HASURA_GRAPHQL_ENDPOINT"), |_| Deed::Pass);
    let line = ["users", "rm", "--throw-away", "--yes", "-o", "json"];
    let output = world
        .cmd(line)
        .env("HASURA_GRAPHQL_ENDPOINT", hasura.origin())
        .ok();
    let rows = &output.json()["result"]["rows"];
    assert_eq!(rows["removed"], json!([{ "table": "notes", "count": 100 }]));
    let more =
        "there may be more such rows in notes than the 100 that were looked at: run it again";
    assert_eq!(rows["unseen"], json!([more]));
    assert_eq!(hasura.count(), 3, "{:?}", hasura.kinds());
    let rest = world.cmd(line).ok().json()["result"]["rows"].clone();
    assert_eq!(rest["removed"], json!([{ "table": "notes", "count": 20 }]));
}

/// A run puts a mark into one row: what carries the same is a copy, or refers to it, and may be
/// anybody's. A row is as young as its youngest mark.
#[test]
fn a_row_goes_only_by_itself() {
    let (sandbox, world) = seeded(&[]);
    let before = titles(&sandbox);
    let [twice, beside, alone] = [1, 2, 3].map(|number| mark(4000, number));
    insert(&sandbox, &[twice.clone(), twice.clone(), alone]);
    let query = "mutation($title: String!, $body: String!, $owner: bpchar!) { \
        insert_notes(objects: {owner_id: $owner, title: $title, body: $body}) { affected_rows } }";
    let row = json!({ "title": beside, "body": mark(60, 4), "owner": ALICE });
    admin(&sandbox, query, row);
    let line = ["users", "rm", "--throw-away", "--yes", "-o", "json"];
    let rows = world.cmd(line).ok().json()["result"]["rows"].clone();
    assert_eq!(rows["removed"], json!([{ "table": "notes", "count": 1 }]));
    let left = rows["left"].as_array().unwrap();
    let why = |row: &Value| row["why"].as_str().unwrap().to_owned();
    let whys: Vec<String> = left.iter().map(why).collect();
    assert!(whys[0].starts_with("made "), "{rows}");
    assert!(whys[0][..14].ends_with(" min ago"), "{rows}");
    assert!(
        whys[1].starts_with("their marks stand in other rows as well"),
        "{rows}"
    );
    assert_eq!([&left[0]["count"], &left[1]["count"]], [1, 2], "{rows}");
    let mut expected = [before, vec![twice.clone(), twice, beside]].concat();
    expected.sort();
    let mut now = titles(&sandbox);
    now.sort();
    assert_eq!(now, expected);
}
