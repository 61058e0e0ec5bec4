//! `smoke`: the whole chain with throw-away users.

use serde_json::Value;

use crate::stacks::KINDS;
use crate::support::control::received;

fn statuses(result: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    result["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| (text(&step["id"]), text(&step["status"])))
        .collect()
}

#[test]
fn the_whole_chain_holds_in_every_kind_of_stack() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        let output = world.cmd(["smoke", "-o", "json"]).ok();
        let json = output.json();
        let result = &json["result"];
        for (id, status) in statuses(result) {
            assert_eq!(status, "ok", "{id} {output}");
        }
        assert_eq!(result["verification"]["verdict"], "sound", "{output}");
        assert_eq!(result["removed"].as_array().unwrap().len(), 2, "{output}");
        assert_eq!(result["left"].as_array().unwrap().len(), 0, "{output}");
        let users = world
            .cmd([
                "query",
                "--as",
                "admin",
                "{ emailpassword_users { email } }",
            ])
            .ok();
        assert!(!users.stdout.contains("st-hasura-smoke+"), "{users}");
        // Nothing of it is left on this side either.
        assert!(!world.session_file("default", "default").exists());
    }
}

#[test]
fn users_that_cannot_be_removed_are_named() {
    let sandbox = KINDS[0].start(&[]);
    let world = KINDS[0].world(&sandbox);
    let output = world
        .cmd(["smoke", "-o", "json"])
        .env("ST_HASURA_CORE_URI", "")
        .code(3);
    // Nor does the core sign a token that expires: everything else was proven, that was not.
    output.stdout_has("P16 was not tried: an expired token could not be made");
    let json = output.json();
    let left = json["result"]["left"].as_array().unwrap();
    assert_eq!(left.len(), 2, "{output}");
    assert!(
        left[0]["email"]
            .as_str()
            .unwrap()
            .starts_with("st-hasura-smoke+")
    );
    let kept = world.cmd(["smoke", "--keep-users", "-o", "json"]).ok();
    assert_eq!(kept.json()["result"]["left"][0]["why"], "--keep-users");
}

#[test]
fn the_exit_status_is_that_of_the_first_step_that_failed() {
    for (fault, step, code) in [
        ("core-down", "signup", 5),
        ("signup-not-allowed", "signup", 4),
        ("empty-jwks", "decode", 6),
        ("claims-absent", "decode", 6),
        ("drop-row-filter", "verdict", 8),
    ] {
        let sandbox = KINDS[0].start(&["--fault", fault]);
        let world = KINDS[0].world(&sandbox);
        let output = world.cmd(["smoke", "-o", "json"]).run();
        let json = output.json();
        let failed: Vec<String> = statuses(&json["result"])
            .into_iter()
            .filter(|(_, status)| status == "failed")
            .map(|(id, _)| id)
            .collect();
        assert_eq!(failed, [step], "{fault} {output}");
        assert_eq!(output.code, Some(code), "{fault} {output}");
    }
}

#[test]
fn quick_is_four_requests() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        let api = sandbox.var("ST_HASURA_API_URL").to_owned();
        let hasura = sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
        let before = (received(&api).len(), received(&hasura).len());
        let output = world
            .cmd(["smoke", "--quick", "-o", "json"])
            .env("ST_HASURA_CORE_URI", "")
            .ok();
        let json = output.json();
        assert_eq!(json["result"]["quick"], true);
        let ids: Vec<String> = statuses(&json["result"])
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        assert_eq!(
            ids,
            ["signup", "signin", "token", "query", "clean-up"],
            "{output}"
        );
        assert_eq!(received(&api).len() - before.0, 3, "{output}");
        assert_eq!(received(&hasura).len() - before.1, 1, "{output}");
    }
}

#[test]
fn reports_for_people_and_for_ci() {
    let sandbox = KINDS[0].start(&[]);
    let world = KINDS[0].world(&sandbox);
    let text = world.cmd(["smoke"]).ok();
    text.stdout_has("ok    sign up")
        .stdout_has("verdict: sound");
    let junit = world.cmd(["smoke", "-o", "junit"]).ok();
    junit
        .stdout_has("<testsuite name=\"smoke\"")
        .stdout_has("P05 in each table a user lists own rows and no others");
    let own = world
        .cmd([
            "smoke",
            "--quick",
            "--query",
            "{ notes { id } }",
            "-o",
            "json",
        ])
        .ok();
    assert!(own.json()["result"]["data"]["notes"].is_array(), "{own}");
}
