//! What a run says: requests to paste, reports, own queries, and what it cannot do.

use std::process::Command;

use super::{Pair, caught, shell_shows};
use crate::stacks::PASSWORD;

#[test]
fn requests_of_findings_run_in_a_shell() {
    for tool in ["curl", "openssl"] {
        if Command::new(tool).arg("version").output().is_err() {
            eprintln!("skipped: {tool} is not installed");
            return;
        }
    }
    for fault in [
        "drop-row-filter",
        "by-pk-unfiltered",
        "aggregate-unfiltered",
        "accept-any-signature",
        "accept-alg-none",
        "hs256-with-public-key",
        "honour-user-id-header",
    ] {
        let pair = Pair::modern(&["--fault", fault]);
        let output = pair.verify(&[]);
        shell_shows(&pair, &output, fault);
    }
}

#[test]
fn an_own_query_is_checked_in_the_same_way() {
    let query = "{ notes { id owner_id title } }";
    let pair = Pair::modern(&[]);
    let file = pair.world.file("q.graphql", query);
    let output = pair.verify(&["--query", file.to_str().unwrap()]);
    assert_eq!(output.code, Some(0), "{output}");
    output
        .stdout_has("only the query was looked at")
        .stdout_has("the query shows each user own rows and no others");
    let pair = Pair::seeded(&[]);
    let untold = pair.world.file("untold.graphql", "{ notes { title } }");
    let output = pair.verify(&["--query", untold.to_str().unwrap()]);
    assert_eq!(output.code, Some(3), "{output}");
    output.stdout_has("no id in them says whose these are");
    let pair = Pair::modern(&["--fault", "drop-row-filter"]);
    let file = pair.world.file("q.graphql", query);
    let output = pair.verify(&["--query", file.to_str().unwrap()]);
    caught(&output, &["P05"]);
    let file = pair.world.file(
        "m.graphql",
        "mutation { delete_notes(where: {}) { affected_rows } }",
    );
    let output = pair.verify(&["--query", file.to_str().unwrap()]);
    assert_eq!(output.code, Some(2), "{output}");
}

#[test]
fn reports_for_people_and_for_ci() {
    let pair = Pair::modern(&["--fault", "by-pk-unfiltered"]);
    let text = pair
        .world
        .cmd(["verify-hasura", "--session", "alice", "--other", "bob"])
        .code(8);
    text.stdout_has("verdict: leak")
        .stdout_has("LEAK")
        .stdout_has("curl -sS")
        .stdout_has("$TOKEN");
    let junit = pair
        .world
        .cmd([
            "verify-hasura",
            "--session",
            "alice",
            "--other",
            "bob",
            "-o",
            "junit",
        ])
        .code(8);
    junit
        .stdout_has("<testsuite name=\"verify-hasura\"")
        .stdout_has("<failure");
}

#[test]
fn a_token_that_ends_during_the_run_proves_nothing() {
    // The wait for an expired token is longer than these live.
    let pair = Pair::modern(&["--access-token-ttl", "2", "--fault", "ignore-exp"]);
    let output = pair.verify(&["--probe", "P16"]);
    assert!(matches!(output.code, Some(3 | 8)), "{output}");
    let pair = Pair::modern(&["--access-token-ttl", "1"]);
    let output = pair.verify(&[]);
    assert_eq!(output.code, Some(3), "{output}");
    assert_eq!(output.json()["result"]["verdict"], "unproven", "{output}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let pair = Pair::modern(&[]);
    pair.world
        .cmd(["verify-hasura", "--session", "alice", "--other", "alice"])
        .code(2)
        .stderr_has("the same user");
    pair.world
        .cmd([
            "verify-hasura",
            "--session",
            "alice",
            "--other",
            "bob",
            "--probe",
            "P99",
        ])
        .code(2)
        .stderr_has("there is no probe P99");
    pair.world
        .cmd(["verify-hasura", "--session", "alice", "--other", "nobody"])
        .code(4)
        .stderr_has("nobody");
    pair.world
        .cmd([
            "verify-hasura",
            "--session",
            "alice",
            "--other",
            "bob",
            "--hasura-endpoint",
            "http://127.0.0.1:1",
        ])
        .code(3);
    drop(pair.sandbox);
}

#[test]
fn the_second_users_password_appears_nowhere() {
    let pair = Pair::modern(&[]);
    let output = pair
        .world
        .cmd(["verify-hasura", "--session", "alice", "-vvv"])
        .run();
    for text in [&output.stdout, &output.stderr] {
        assert!(
            !text.contains(PASSWORD) && !text.contains("Aa1!"),
            "{output}"
        );
    }
}
