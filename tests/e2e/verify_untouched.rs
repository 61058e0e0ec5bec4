//! The audited system is the same before and after: metadata, rows, users. Also when the run is
//! cut short.

use std::process::Stdio;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::Duration;

use serde_json::{Value, json};

use crate::stacks::seeded;
use crate::support::World;
use crate::support::between::{Between, Deed};
use crate::support::hasura::{metadata, post};
use crate::support::sandbox::Sandbox;

/// Everything that the administrator sees.
fn dump(sandbox: &Sandbox) -> (Value, Value) {
    let secret = sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET");
    let query = "{ emailpassword_users(order_by: {user_id: asc}) { user_id email password_hash time_joined }
        notes(order_by: {id: asc}) { id owner_id title body created_at }
        comments(order_by: {id: asc}) { id note_id author_id content created_at }
        tags(order_by: {id: asc}) { id owner_id name }
        note_tags(order_by: [{note_id: asc}, {tag_id: asc}]) { note_id tag_id } }";
    let headers = [("x-hasura-admin-secret", secret)];
    let (_, rows) = post(sandbox, "/v1/graphql", &headers, &json!({ "query": query }));
    assert!(rows.get("errors").is_none(), "{rows}");
    (metadata(sandbox, "export_metadata", json!({})), rows)
}

const LINES: [&[&str]; 3] = [
    &["verify-hasura", "--session", "alice", "--other", "bob"],
    &["verify-hasura", "--session", "alice", "--users", "4"],
    &["smoke"],
];

#[test]
fn a_whole_run_changes_nothing() {
    let (sandbox, world) = seeded(&[]);
    let before = dump(&sandbox);
    for line in LINES {
        world.cmd(line).ok();
        assert!(dump(&sandbox) == before, "{line:?}");
    }
}

/// Runs a line, interrupts it when Hasura is asked for this time, an answer that never comes back,
/// and answers with its status, what it told, and how often Hasura was asked.
#[cfg(unix)]
fn interrupted(
    sandbox: &Sandbox,
    world: &mut World,
    line: &[&str],
    at: usize,
) -> (Option<i32>, String, usize) {
    let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT");
    let (reached, held) = channel();
    let between = Between::start(origin, move |asked| {
        if asked.number == at {
            reached.send(()).unwrap();
            return Deed::KeepAnswer;
        }
        Deed::Pass
    });
    world.set("HASURA_GRAPHQL_ENDPOINT", between.origin());
    let child = world
        .command(line)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    world.set("HASURA_GRAPHQL_ENDPOINT", origin);
    if at < usize::MAX {
        held.recv_timeout(Duration::from_secs(60))
            .expect("Hasura is asked less often than before");
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    }
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), told, between.count())
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_changes_nothing() {
    let (sandbox, mut world) = seeded(&[]);
    let before = dump(&sandbox);
    for line in LINES {
        // No WebSocket leads through the middle, which leaves subscriptions unproven.
        let (code, told, whole) = interrupted(&sandbox, &mut world, line, usize::MAX);
        assert_eq!(code, Some(3), "{line:?} {told}");
        // How often it asks differs a little from one run to the next.
        for part in 0..8 {
            let at = whole * part / 9;
            let (code, told, _) = interrupted(&sandbox, &mut world, line, at);
            assert!(dump(&sandbox) == before, "{line:?} at {at}: {told}");
            assert_eq!(code, Some(130), "{line:?} at {at}: {told}");
        }
    }
}

/// Interrupted while a user is being removed, who is then neither removed yet nor to be made.
#[cfg(unix)]
#[test]
fn a_removal_that_is_interrupted_is_made_up_for() {
    let (sandbox, mut world) = seeded(&[]);
    let before = dump(&sandbox);
    let (reached, held) = channel();
    // Given away by the first removal.
    let reached = Mutex::new(Some(reached));
    let core = Between::start(sandbox.var("ST_HASURA_CORE_URI"), move |asked| {
        let removal = asked.path.ends_with("/user/remove");
        match reached.lock().unwrap().take_if(|_| removal) {
            Some(reached) => {
                reached.send(()).unwrap();
                Deed::Hold
            }
            None => Deed::Pass,
        }
    });
    world.set("ST_HASURA_CORE_URI", core.origin());
    let child = world
        .command(["verify-hasura", "--session", "alice", "--probe", "P03"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    held.recv_timeout(Duration::from_secs(60))
        .expect("nobody is removed");
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(
        told.contains("removed the throw-away user st-hasura-smoke+"),
        "{told}"
    );
    assert!(dump(&sandbox) == before, "{told}");
}

/// Without the core the throw-away users stay, and nothing cascades: rows that were made for them
/// have to be removed as such.
#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_row_behind() {
    let (sandbox, mut world) = seeded(&[]);
    world.set("ST_HASURA_CORE_URI", "");
    let table = json!({ "schema": "public", "name": "notes" });
    let own = json!({ "owner_id": { "_eq": "X-Hasura-User-Id" } });
    for (kind, permission) in [
        (
            "insert",
            json!({ "columns": ["owner_id", "title", "body"], "check": own }),
        ),
        (
            "update",
            json!({ "columns": ["title"], "filter": own, "check": own }),
        ),
        ("delete", json!({ "filter": own })),
    ] {
        let args = json!({ "source": "default", "table": table, "role": "user",
            "permission": permission });
        metadata(&sandbox, &format!("pg_create_{kind}_permission"), args);
    }
    let rows = || {
        let secret = sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET");
        // The sandbox's application greets newcomers with a note of their own.
        let query = "{ notes(where: {title: {_neq: \"Welcome\"}}, order_by: {id: asc}) { id owner_id title body created_at } }";
        let headers = [("x-hasura-admin-secret", secret)];
        post(
            &sandbox,
            "/v1/graphql",
            &headers,
            &json!({ "query": query }),
        )
        .1
    };
    let before = rows();
    for more in [&[][..], &["--no-admin"][..]] {
        let line = [
            "verify-hasura",
            "--session",
            "alice",
            "--other",
            "bob",
            "--active",
        ];
        let line: Vec<&str> = [&line[..], &["--probe", "P14", "-o", "json"], more].concat();
        world
            .cmd(&line)
            .ok()
            .stdout_has("notes was tried actively, on rows of throw-away users");
        assert_eq!(rows(), before, "{line:?}");
        let (_, told, whole) = interrupted(&sandbox, &mut world, &line, usize::MAX);
        assert_eq!(rows(), before, "{told}");
        for part in 0..16 {
            let at = whole * part / 17;
            let (code, told, _) = interrupted(&sandbox, &mut world, &line, at);
            assert_eq!(rows(), before, "{line:?} at {at}: {told}");
            assert!(!told.contains("rows of throw-away"), "at {at}: {told}");
            assert_eq!(code, Some(130), "{line:?} at {at}: {told}");
        }
    }
}

/// The same where everything is open: updates, upserts and deletions, in a second role and on a
/// table that the role may not read.
#[cfg(unix)]
#[test]
fn an_interrupted_run_in_every_role_leaves_no_row_behind() {
    let person = |name: &str| {
        json!({ "id": format!("{name}-id"), "email": format!("{name}@example.test"),
            "password": format!("{name}-password-1"), "roles": ["user", "editor"] })
    };
    let columns: Vec<Value> = ["id", "owner_id", "title"]
        .iter()
        .map(|name| json!({ "name": name, "type": "text" }))
        .collect();
    let own = json!({ "owner_id": { "_eq": "X-Hasura-User-Id" } });
    let rules = |role: &str| {
        let rule = |permission: Value| json!({ "role": role, "permission": permission });
        [
            (
                "select_permissions",
                rule(json!({ "columns": "*", "filter": own })),
            ),
            (
                "insert_permissions",
                rule(json!({ "columns": "*", "check": {} })),
            ),
            (
                "update_permissions",
                rule(json!({ "columns": "*", "filter": {}, "check": {} })),
            ),
            ("delete_permissions", rule(json!({ "filter": {} }))),
        ]
    };
    let (mut tables, mut tracked) = (Vec::new(), Vec::new());
    for name in ["notes", "letters"] {
        let row =
            |owner: &str| json!({ "id": owner, "owner_id": format!("{owner}-id"), "title": "t" });
        tables.push(
            json!({ "name": name, "columns": columns, "primary_key": ["id"],
            "unique": [["title", "owner_id"]], "rows": [row("alice"), row("bob")] }),
        );
        let mut entry = json!({ "table": { "schema": "public", "name": name } });
        for role in ["user", "editor"] {
            for (kind, rule) in rules(role) {
                if name == "letters" && ["select_permissions", "delete_permissions"].contains(&kind)
                {
                    continue;
                }
                if entry.get(kind).is_none() {
                    entry[kind] = json!([]);
                }
                entry[kind].as_array_mut().unwrap().push(rule);
            }
        }
        tracked.push(entry);
    }
    let data = json!({ "users": [person("alice"), person("bob")], "tables": tables,
        "newcomers": { "roles": ["user", "editor"] } });
    let metadata = json!({ "version": 3, "sources": [
        { "name": "default", "kind": "postgres", "tables": tracked }] });
    let scratch = World::new();
    let data = scratch.file("data.json", data.to_string());
    let metadata = scratch.file("metadata.json", metadata.to_string());
    let (sandbox, mut world) = seeded(&[
        "--data",
        data.to_str().unwrap(),
        "--metadata",
        metadata.to_str().unwrap(),
    ]);
    world.set("ST_HASURA_CORE_URI", "");
    let rows = || {
        let secret = sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET");
        let query = "{ notes(order_by: {id: asc}) { id owner_id title } \
            letters(order_by: {id: asc}) { id owner_id title } }";
        let headers = [("x-hasura-admin-secret", secret)];
        let query = json!({ "query": query });
        post(&sandbox, "/v1/graphql", &headers, &query).1
    };
    let before = rows();
    let line = [
        "verify-hasura",
        "--session",
        "alice",
        "--other",
        "bob",
        "--active",
    ];
    let line: Vec<&str> = [&line[..], &["--probe", "P14,P23", "-o", "json"]].concat();
    let output = world.cmd(&line).code(8);
    assert_eq!(rows(), before, "{output}");
    for words in ["P23:P14:notes:update:editor", "P14:letters:update:user"] {
        output.stdout_has(words);
    }
    let (_, told, whole) = interrupted(&sandbox, &mut world, &line, usize::MAX);
    assert_eq!(rows(), before, "{told}");
    for part in 0..24 {
        let at = whole * part / 25;
        let (code, told, _) = interrupted(&sandbox, &mut world, &line, at);
        assert_eq!(rows(), before, "at {at}: {told}");
        assert!(!told.contains("rows of throw-away"), "at {at}: {told}");
        assert_eq!(code, Some(130), "at {at}: {told}");
    }
}

#[cfg(unix)]
#[test]
fn who_cannot_be_removed_after_an_interrupt_is_named() {
    let (sandbox, mut world) = seeded(&[]);
    world.set("ST_HASURA_CORE_URI", "");
    let (reached, held) = channel();
    let reached = Mutex::new(reached);
    let hasura = Between::start(sandbox.var("HASURA_GRAPHQL_ENDPOINT"), move |asked| {
        if asked.head.to_lowercase().contains("authorization: bearer") {
            // Nobody waits for the second.
            let _ = reached.lock().unwrap().send(());
            return Deed::Hold;
        }
        Deed::Pass
    });
    world.set("HASURA_GRAPHQL_ENDPOINT", hasura.origin());
    let mut child = world
        .command(["verify-hasura", "--session", "alice"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    held.recv_timeout(Duration::from_secs(60))
        .expect("nobody asks");
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("the throw-away user st-hasura-smoke+"),
        "{told}"
    );
    assert!(told.contains("is left: give ST_HASURA_CORE_URI"), "{told}");
    drop(sandbox);
}

/// What one user after the other never shows.
#[test]
fn answers_that_cross_under_load_are_caught() {
    let (_sandbox, world) = seeded(&["--fault", "shared-answers"]);
    let line = [
        "verify-hasura",
        "--session",
        "alice",
        "--other",
        "bob",
        "-o",
        "json",
        "--probe",
        "P05,P06,P24",
    ];
    // Answers may cross here as well: what is looked at at once is luck.
    let alone = world.cmd(line).run();
    assert!(matches!(alone.code, Some(0 | 3)), "{alone}");
    let alone = alone.json();
    assert!(
        alone["result"]["probes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|probe| probe["id"] != "P26")
    );
    let output = world
        .cmd(line.iter().chain(&["--users", "5", "--probe", "P26"]))
        .code(8);
    let report = output.json();
    let failed: Vec<&Value> = report["result"]["probes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|probe| probe["status"] == "fail")
        .collect();
    assert_eq!(failed.len(), 1, "{output}");
    assert_eq!(failed[0]["id"], "P26");
    let finding = &failed[0]["findings"][0];
    assert_eq!(finding["severity"], "critical");
    assert_eq!(finding["evidence"]["users_at_once"], 5);
    let (_sandbox, world) = seeded(&[]);
    let sound = world
        .cmd(line.iter().chain(&["--users", "5", "--probe", "P26"]))
        .ok()
        .json();
    let last = sound["result"]["probes"]
        .as_array()
        .unwrap()
        .last()
        .unwrap();
    assert_eq!(
        (&last["id"], &last["status"]),
        (&json!("P26"), &json!("pass"))
    );
}
