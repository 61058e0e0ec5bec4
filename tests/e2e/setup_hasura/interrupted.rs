//! Somebody else at the metadata, and Ctrl-C at every request.

#[cfg(unix)]
use serde_json::{Value, json};
#[cfg(unix)]
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{WANTED, args, connected, start, tables};
use crate::support::Output;
use crate::support::between::{Between, Deed};
#[cfg(unix)]
use crate::support::hasura::metadata;
use crate::support::hasura::post_to;
use crate::support::patience::until;
use crate::support::sandbox::Sandbox;
#[cfg(unix)]
use crate::support::terminal::{afterwards, asked, back, terminal};

/// Runs a command of the metadata API in the server behind.
fn behind(origin: &str, secret: &str, kind: &str, args: Value) {
    let headers = [("x-hasura-admin-secret", secret)];
    let body = json!({"type": kind, "args": args});
    let (status, answer) = post_to(origin, "/v1/metadata", &headers, &body);
    assert_eq!(status, 200, "{answer}");
}

#[test]
fn a_change_that_comes_between_is_read_and_the_same_is_sent_once_more() {
    let (sandbox, mut world) = start("2022", &connected());
    let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
    let secret = sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET").to_owned();
    let changes = AtomicUsize::new(0);
    let target = origin.clone();
    let between = Between::start(&origin, move |asked| {
        if asked.kind() == "replace_metadata" && changes.fetch_add(1, Ordering::SeqCst) == 0 {
            // Nothing that the plan is about.
            let options = json!({"disabled_for_roles": ["nobody"]});
            let kind = "set_graphql_schema_introspection_options";
            behind(&target, &secret, kind, options);
        }
        Deed::Pass
    });
    world.set("HASURA_GRAPHQL_ENDPOINT", between.origin());
    world
        .cmd(args(&["apply"], &WANTED))
        .ok()
        .stderr_has("what is to be done is still the same, and is sent once more")
        .stdout_has("nothing is left to do");
    let count = |wanted: &str| {
        between
            .kinds()
            .iter()
            .filter(|kind| *kind == wanted)
            .count()
    };
    // One that asks the catalogue for each of three readings, and two that change.
    assert_eq!(count("bulk"), 3, "{:?}", between.kinds());
    assert_eq!(count("replace_metadata"), 2, "{:?}", between.kinds());
}

#[test]
fn a_plan_that_changes_meanwhile_is_said() {
    let (sandbox, mut world) = start("2022", &connected());
    let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
    let secret = sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET").to_owned();
    let changes = AtomicUsize::new(0);
    let target = origin.clone();
    let between = Between::start(&origin, move |asked| {
        if asked.kind() == "replace_metadata" && changes.fetch_add(1, Ordering::SeqCst) == 0 {
            behind(
                &target,
                &secret,
                "pg_track_table",
                json!({"table": "notes"}),
            );
        }
        Deed::Pass
    });
    world.set("HASURA_GRAPHQL_ENDPOINT", between.origin());
    let output = world
        .cmd(args(&["apply"], &[&WANTED[..], &["-o", "json"]].concat()))
        .ok();
    output.stderr_has("somebody else changed Hasura's metadata after it was read");
    let json = output.json();
    assert_eq!(json["result"]["planned_anew"], true, "{output}");
    let commands = json["result"]["commands"][0]["args"]["tables"].to_string();
    assert!(!commands.contains("\"notes\""), "{output}");
}

#[test]
fn who_is_always_too_late_gives_up_and_changes_nothing() {
    let (sandbox, mut world) = start("2022", &connected());
    let conflict = json!({
        "error": "metadata resource version referenced (1) did not match current version",
        "path": "$", "code": "conflict",
    });
    let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
    let between = Between::start(&origin, move |asked| {
        if asked.kind() == "replace_metadata" {
            Deed::Answer(409, conflict.clone())
        } else {
            Deed::Pass
        }
    });
    world.set("HASURA_GRAPHQL_ENDPOINT", between.origin());
    world
        .cmd(args(&["apply"], &WANTED))
        .code(5)
        .stderr_has("error[setup.conflict]")
        .stderr_has("nothing was changed");
}

/// The answer to the change does not come back, or the change never arrives.
fn unanswered(arrives: bool) -> (Sandbox, Output) {
    let (sandbox, mut world) = start("2022", &connected());
    let between = Between::start(sandbox.var("HASURA_GRAPHQL_ENDPOINT"), move |asked| match (
        asked.kind(),
        arrives,
    ) {
        ("replace_metadata", true) => Deed::KeepAnswer,
        ("replace_metadata", false) => Deed::Hold,
        _ => Deed::Pass,
    });
    world.set("HASURA_GRAPHQL_ENDPOINT", between.origin());
    let output = world.cmd(args(&["apply", "--timeout", "3"], &WANTED)).run();
    (sandbox, output)
}

#[test]
fn what_is_not_answered_in_time_is_read_back_and_judged() {
    let waits =
        "Hasura did not answer within 3 s, and may go on with it: reading back for up to 6 s";
    let (sandbox, output) = unanswered(true);
    assert_eq!(output.code, Some(0), "{output}");
    output
        .stderr_has(waits)
        .stdout_has("nothing is inconsistent, and nothing is left to do");
    assert!(tables(&sandbox).as_array().unwrap().len() > 5);

    let (sandbox, output) = unanswered(false);
    assert_eq!(output.code, Some(3), "{output}");
    output
        .stderr_has(waits)
        .stderr_has("error[setup.unanswered]")
        .stderr_has("Hasura may still go on with it");
    assert_eq!(tables(&sandbox), json!([]));
}

/// At every request, before it arrives and after it was answered.
#[cfg(unix)]
#[test]
fn ctrl_c_leaves_the_old_state_or_the_new_one() {
    at_every_request(&connected(), &WANTED);
}

/// The source is a change of its own, which is undone when its tables do not follow.
#[cfg(unix)]
#[test]
fn ctrl_c_leaves_no_source_without_tables() {
    let nothing = json!({"resource_version": 1, "metadata": {"version": 3, "sources": []}});
    let by = [&WANTED[..], &["--database-url-env", "PG_DATABASE_URL"]].concat();
    at_every_request(&nothing, &by);
}

#[cfg(unix)]
fn at_every_request(metadata: &Value, wanted: &[&str]) {
    let (old, new, requests) = {
        let (sandbox, mut world) = start("2022", metadata);
        let between = Between::start(sandbox.var("HASURA_GRAPHQL_ENDPOINT"), |_| Deed::Pass);
        let old = sources(&sandbox);
        world.set("HASURA_GRAPHQL_ENDPOINT", between.origin());
        world.cmd(args(&["apply"], wanted)).ok();
        (old, sources(&sandbox), between.count())
    };
    assert!(requests >= 7, "{requests}");
    let mut ends = [0, 0];
    for number in 0..requests {
        for arrives in [false, true] {
            let (sandbox, mut world) = start("2022", metadata);
            let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
            let between = Between::start(&origin, move |asked| match asked.number == number {
                true if arrives => Deed::KeepAnswer,
                true => Deed::Hold,
                false => Deed::Pass,
            });
            world.set("HASURA_GRAPHQL_ENDPOINT", between.origin());
            let mut child = world
                .command(args(&["apply"], wanted))
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            until("the request does not come", || between.count() > number);
            let pid = rustix::process::Pid::from_child(&child);
            rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
            let status = child.wait().unwrap();
            assert_eq!(status.code(), Some(130), "request {number}");
            let state = sources(&sandbox);
            let is_new = state == new;
            assert!(is_new || state == old, "request {number}: {state}");
            ends[usize::from(is_new)] += 1;
        }
    }
    assert!(ends[0] > 0 && ends[1] > 0, "{ends:?}");
}

/// What there is, whatever version of it this is.
#[cfg(unix)]
fn sources(sandbox: &Sandbox) -> Value {
    let all = metadata(sandbox, "export_metadata", json!({}));
    all.get("sources").cloned().unwrap_or_else(|| json!([]))
}

/// A person is shown what it is about and asked; both answers are taken at their word.
#[cfg(unix)]
#[test]
fn a_person_is_asked_first() {
    let (sandbox, mut world) = start("2022", &connected());
    let before = sources(&sandbox);
    let mut pty = terminal(&mut world);
    let line = "st setup-hasura apply --table user_roles";
    pty.send_line(line).unwrap();
    pty.exp_string("+ track user_roles").unwrap();
    asked(&mut pty, "Make these changes?");
    pty.send_line("n").unwrap();
    pty.exp_string("Nothing was changed").unwrap();
    back(&pty);
    assert_eq!(sources(&sandbox), before);
    pty.send_line(line).unwrap();
    asked(&mut pty, "Make these changes?");
    pty.send_control('c').unwrap();
    pty.exp_string("interrupted").unwrap();
    assert_eq!(sources(&sandbox), before);
    back(&pty);
    pty.send_line(line).unwrap();
    asked(&mut pty, "Make these changes?");
    pty.send_line("y").unwrap();
    pty.exp_string("nothing is left to do").unwrap();
    assert_ne!(sources(&sandbox), before);
    let (echo, code) = afterwards(pty);
    assert!(echo);
    assert_eq!(code, 0);
}
