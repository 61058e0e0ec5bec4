//! `explain`: from a code or a message to what it means.

mod complete;
mod foreign;
mod said;
mod sources;

use serde_json::json;

use crate::support::World;

const MESSAGE: &str = "Could not verify JWT: JWSError JWSInvalidSignature";

#[test]
fn a_message_of_hasuras_is_explained() {
    World::new()
        .cmd(["explain", MESSAGE])
        .ok()
        .stdout_is(include_str!("bad_signature.txt"));
}

#[test]
fn it_is_known_in_an_answer_and_in_a_log() {
    let world = World::new();
    let page = |output: crate::support::Output| output.json()["result"]["code"].clone();
    let answer = json!({"errors": [{"extensions": {"path": "$", "code": "invalid-jwt"}, "message": MESSAGE}]});
    for text in [
        answer.to_string(),
        format!("{answer:#}"),
        format!("hasura-1  | {}", json!({"detail": {"error": MESSAGE}})),
        format!(
            "GraphQLError: {}\n    at Client.request (client.js:7)",
            MESSAGE.to_uppercase()
        ),
    ] {
        for args in [
            &["explain", "-o", "json"][..],
            &["explain", "-", "-o", "json"],
        ] {
            let output = world.cmd(args).stdin(&text).ok();
            assert_eq!(page(output), "hasura.jwt_bad_signature", "{text}");
        }
    }
    // Words that a shell took apart.
    let words = ["explain", "-o", "json", "jwserror", "jwsinvalidsignature"];
    assert_eq!(page(world.cmd(words).ok()), "hasura.jwt_bad_signature");
}

#[test]
fn names_have_pages() {
    let world = World::new();
    for (name, first) in [
        (
            "session.loose_folder",
            "session.loose_folder: others can look into the folder of the sessions\n",
        ),
        ("RUN.INTERRUPTED", "run.interrupted: interrupted\n"),
        (
            "jwt.bad_signature",
            "hasura.jwt_bad_signature: Hasura's keys do not verify the token\n",
        ),
        ("p05", "P05: "),
        ("P05:notes:list:user", "P05: "),
        ("J001", "J001: the value is JSON of the right kind\n"),
        (
            "8",
            "exit 8: a permission expectation failed: rows leak, or a user cannot see their own\n",
        ),
        ("exit code 130", "exit 130: interrupted\n"),
    ] {
        let output = world.cmd(["explain", name]).ok();
        assert!(output.stdout.starts_with(first), "{output}");
        assert!(output.stderr.is_empty(), "{output}");
    }
}

#[cfg(feature = "sandbox")]
#[test]
fn faults_of_the_sandbox_have_pages() {
    let world = World::new();
    world
        .cmd(["explain", "ngrok-page"])
        .ok()
        .stdout_has("auth.tunnel_page: ")
        .stdout_has("--fault ngrok-page");
    let faults = world
        .cmd(["sandbox", "--list-faults", "-o", "json"])
        .ok()
        .json();
    for fault in faults["result"]["faults"].as_array().unwrap() {
        let name = fault["name"].as_str().unwrap();
        world.cmd(["explain", name]).ok().stdout_has(name);
    }
}

#[test]
fn several_troubles_in_one_text_are_all_named() {
    let text = format!("error[hasura.refused]: Hasura refused the query: {MESSAGE}");
    World::new()
        .cmd(["explain", &text])
        .ok()
        .stdout_has("hasura.jwt_bad_signature: Hasura's keys do not verify the token\n")
        .stdout_has("\nThe text also speaks of\n  hasura.refused: Hasura refused\n");
}

#[test]
fn json_has_the_parts_of_the_page() {
    let output = World::new()
        .cmd(["explain", "session.newer", "-o", "json"])
        .ok();
    assert_eq!(
        output.json(),
        json!({
            "schema": 1,
            "command": "explain",
            "ok": true,
            "result": {
                "code": "session.newer",
                "codes": [],
                "title": "the session was written by a newer st-hasura",
                "meaning": "its format is one that this version does not know",
                "causes": [{"cause": "two versions share a home", "tell": "`st-hasura --version`"}],
                "cure": "use the newer st-hasura, or another session (--session NAME)",
                "says": ["has session format …, this st-hasura knows up to"],
                "sources": [],
                "faults": [],
                "tests": ["tests/e2e/session.rs: damaged_session_files_are_left_as_they_are"],
                "also": [],
            },
        })
    );
}

#[test]
fn what_is_not_known_is_an_error_that_repeats_nothing() {
    let world = World::new();
    let output = world.cmd(["explain", "session.lose_folder"]).code(2);
    assert_eq!(output.stdout, "");
    assert_eq!(
        output.stderr,
        "error[explain.unknown]: nothing is known about this text\n\
         note: near: session.loose_folder: others can look into the folder of the sessions\n\
         note: near: session.foreign_owner: the session belongs to another user\n\
         help: try st-hasura explain session.loose_folder, or the whole message\n"
    );
    // 11 is no status of this program.
    for text in ["zzz", "11", "exit 8 times"] {
        let output = world.cmd(["explain", text]).code(2);
        assert_eq!(
            output.stderr,
            "error[explain.unknown]: nothing is known about this text\n\
             help: give the whole message; st-hasura explain --list prints all that is known\n",
            "{text}"
        );
    }
}

#[test]
fn nothing_of_the_text_is_shown() {
    let world = World::new();
    let secret = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzZWNyZXQtc3ViamVjdCJ9.c2lnbmF0dXJl";
    let hostile = format!("\u{1b}]0;owned\u{7}\u{1b}[31m Bearer {secret} \u{202e}");
    for text in [hostile.clone(), format!("{hostile} {MESSAGE}")] {
        for format in ["text", "json"] {
            let output = world.cmd(["explain", "-o", format]).stdin(&text).run();
            output.nowhere("eyJ").nowhere("owned").nowhere("\u{202e}");
            output.nowhere("\u{1b}]");
        }
    }
}

#[test]
fn a_text_without_end_is_read_to_a_limit() {
    let world = World::new();
    let mut text = format!("{MESSAGE}\n").into_bytes();
    text.resize(3 * 1024 * 1024, b'x');
    world
        .cmd(["explain"])
        .stdin(&text)
        .ok()
        .stdout_has("hasura.jwt_bad_signature");
    world.cmd(["explain"]).stdin(vec![0xff; 64 * 1024]).code(2);
    world.cmd(["explain"]).stdin("").code(2);
}

#[test]
fn it_needs_no_configuration() {
    let world = World::new();
    world.file("st-hasura.toml", "nonsense");
    world.cmd(["explain", "config.syntax"]).ok();
    world
        .cmd(["explain", "--list"])
        .ok()
        .stdout_has("config.syntax ")
        .stdout_has("P26 ")
        .stdout_has("J022 ");
    world.cmd(["explain", "--list", "x"]).code(2);
}

/// Code scanning shows the page beside what was found (SARIF 2.1.0 §3.49.13).
#[test]
fn rules_of_reports_quote_their_pages() {
    let world = World::new();
    world.file("secret.json", "{\"jwk_url\":\"http://localhost:1/k\"}");
    for (args, rule, words) in [
        (
            &["doctor", "--offline", "-o", "sarif"][..],
            "config",
            "st-hasura init",
        ),
        (
            &["jwt-secret", "lint", "secret.json", "-o", "sarif"],
            "J016",
            "host.docker.internal",
        ),
    ] {
        let log = world.cmd(args).run().json();
        let rules = log["runs"][0]["tool"]["driver"]["rules"]
            .as_array()
            .unwrap();
        for one in rules {
            assert!(
                one["help"]["markdown"].is_string(),
                "{} has no page",
                one["id"]
            );
        }
        let rule = rules.iter().find(|one| one["id"] == rule).unwrap();
        let page = rule["help"]["markdown"].as_str().unwrap();
        assert!(
            page.contains("**Cure:** ") && page.contains(words),
            "{page}"
        );
    }
}
