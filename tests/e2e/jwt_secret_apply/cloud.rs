//! At Hasura Cloud, against a double of it.

use serde_json::json;

use super::{NAME, URL, VALUE};
use crate::support::cloud::{Cloud, PROJECT, State, TENANT};
use crate::support::sandbox::Sandbox;
use crate::support::{Output, World};

const TOKEN: &str = "pat-of-the-tests-0123456789abcdef";

fn state() -> State {
    State {
        token: TOKEN.into(),
        env: vec![(
            NAME.into(),
            r#"{"type":"HS256","key":"a-former-key-that-nobody-sees"}"#.into(),
        )],
        ..State::default()
    }
}

/// The command line for a project.
fn line<'a>(url: &'a str, project: &'a str) -> [&'a str; 9] {
    [
        "jwt-secret",
        "apply",
        "--hasura-cloud",
        "--project",
        project,
        "--cloud-url",
        url,
        "--jwks-url",
        URL,
    ]
}

fn apply(cloud: &Cloud, world: &World, more: &[&str]) -> Output {
    let url = cloud.url();
    let line = [&line(&url, PROJECT)[..], &["-vvv"]].concat();
    let output = world
        .cmd([&line, more].concat())
        .env("HASURA_CLOUD_TOKEN", TOKEN)
        .run();
    output
        .nowhere(TOKEN)
        .nowhere("a-former-key-that-nobody-sees");
    output
}

#[track_caller]
fn applied(cloud: &Cloud, world: &World, more: &[&str]) -> Output {
    let output = apply(cloud, world, more);
    assert_eq!(output.code, Some(0), "{output}");
    output
}

#[test]
fn the_variable_is_set_and_the_engine_waited_for() {
    let sandbox = Sandbox::start(&[]);
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", "password-of-the-tests-1");
    world.cmd(["signup", "-e", "a@example.test"]).ok();
    let cloud = Cloud::serve(State {
        restart: 2,
        keyless: 2,
        ..state()
    });
    let output = applied(&cloud, &world, &["-o", "json"]);
    let result = &output.json()["result"];
    let engine = cloud.url().replace("cloud/v1/graphql", "");
    assert_eq!(
        *result,
        json!({
            "project": PROJECT,
            "tenant": TENANT,
            "before": r#"{"type":"HS256","key":"[redacted]"}"#,
            "after": VALUE,
            "changed": true,
            "written": true,
            "ready": { "engine": engine, "token": true },
        })
    );
    assert_eq!(cloud.env(NAME).as_deref(), Some(VALUE));
    let asked = [
        "projects_by_pk",
        "getTenantEnv",
        "updateTenantEnv",
        "tenant_by_pk",
    ];
    assert_eq!(cloud.state().asked, asked);
    // Once more, there is nothing to do, and nothing is done.
    let again = applied(&cloud, &world, &[]);
    again.stdout_is(&format!("project {PROJECT} says so already\n"));
    assert_eq!(cloud.state().version, 1);
}

#[test]
fn awkward_values_arrive_as_they_are() {
    let cloud = Cloud::serve(state());
    let issuer = "https://x/\"$y\"\\n'{}";
    let output = apply(&cloud, &World::new(), &["--issuer", issuer]);
    // What is no URI does not get that far.
    assert_eq!(output.code, Some(2), "{output}");
    let audience = "a \"quoted\" \\ word # ${x} zażółć";
    applied(&cloud, &World::new(), &["--audience", audience]);
    let set: serde_json::Value = serde_json::from_str(&cloud.env(NAME).unwrap()).unwrap();
    assert_eq!(set, json!({ "jwk_url": URL, "audience": audience }));
}

#[test]
fn a_dry_run_and_print_only_change_nothing() {
    let cloud = Cloud::serve(state());
    let world = World::new();
    applied(&cloud, &world, &["--dry-run"]).stdout_has("nothing was changed\n");
    let asked = cloud.state().asked;
    assert_eq!(asked, ["projects_by_pk", "getTenantEnv"]);
    let output = applied(&cloud, &world, &["--print-only"]);
    assert_eq!(cloud.state().asked, asked);
    assert_eq!(output.stdout.lines().count(), 4, "{output}");
    output
        .stdout_has("-H \"Authorization: pat $HASURA_CLOUD_TOKEN\"")
        .stdout_has("updateTenantEnv");
    // The commands are what they say: a shell sends them.
    let script = output
        .stdout
        .replace("TENANT\\", &format!("{TENANT}\\"))
        .replace("HASH", "hash-0");
    let ran = world
        .shell(&script, &world.work())
        .env("HASURA_CLOUD_TOKEN", TOKEN)
        .output();
    if crate::support::tools::tool(&["curl"], &["--version"], "printed requests").is_some() {
        assert!(ran.unwrap().status.success());
        assert_eq!(cloud.env(NAME).as_deref(), Some(VALUE));
    }
}

#[test]
fn a_stale_hash_is_read_again_once() {
    let cloud = Cloud::serve(State {
        intruders: 1,
        ..state()
    });
    let output = applied(&cloud, &World::new(), &[]);
    output.stderr_has("somebody else changed the environment meanwhile; trying once more");
    assert_eq!(cloud.env(NAME).as_deref(), Some(VALUE));
    let cloud = Cloud::serve(State {
        intruders: 9,
        ..state()
    });
    let output = apply(&cloud, &World::new(), &[]);
    assert_eq!(output.code, Some(5), "{output}");
    output.stderr_has("environment has been updated by another process");
    let updates = cloud
        .state()
        .asked
        .iter()
        .filter(|one| *one == "updateTenantEnv")
        .count();
    assert_eq!(updates, 2);
}

#[test]
fn refusals_are_told_apart() {
    let world = World::new();
    let cloud = Cloud::serve(state());
    let wrong = |project: &str, token: &str| {
        let url = cloud.url();
        let line = [&line(&url, project)[..], &["-o", "json"]].concat();
        world.cmd(line).env("HASURA_CLOUD_TOKEN", token).run()
    };
    let other = "00000000-0000-4000-8000-00000000000f";
    for (project, token, exit, code, words) in [
        (
            PROJECT,
            "another-token-0123456789",
            4,
            "cloud.token",
            "invalid personal access token",
        ),
        (other, TOKEN, 2, "cloud.no_project", "knows no project"),
        (TENANT, TOKEN, 2, "cloud.no_project", PROJECT),
        ("notes", TOKEN, 2, "usage.invalid", "is no id of a project"),
        (
            PROJECT,
            "two words",
            2,
            "usage.invalid",
            "has characters that none has",
        ),
    ] {
        let output = wrong(project, token);
        output.nowhere(token);
        assert_eq!(output.code, Some(exit), "{output}");
        assert_eq!(output.json()["error"]["code"], code, "{output}");
        assert!(output.stdout.contains(words), "{words}{output}");
    }
    assert_eq!(cloud.state().version, 0);
    for (instead, exit, code) in [
        ((502, "<html>".to_owned()), 5, "cloud.not_cloud"),
        ((401, "no".to_owned()), 4, "cloud.token"),
        (
            (
                200,
                "{\"data\":{\"projects_by_pk\":{\"id\":\"x\"}}}".to_owned(),
            ),
            5,
            "cloud.unreadable",
        ),
    ] {
        let cloud = Cloud::serve(State {
            instead: Some(instead),
            ..state()
        });
        let output = apply(&cloud, &world, &["-o", "json", "--retries", "0"]);
        assert_eq!(output.code, Some(exit), "{output}");
        assert_eq!(output.json()["error"]["code"], code, "{output}");
    }
    let cloud = Cloud::serve(State {
        read_only: true,
        ..state()
    });
    let output = apply(&cloud, &world, &[]);
    assert_eq!(output.code, Some(5), "{output}");
    output.stderr_has("Hasura Cloud refused the change: this plan has no environment variables");
}

#[test]
fn an_engine_that_does_not_come_back_is_said() {
    let cloud = Cloud::serve(State {
        restart: 1000,
        ..state()
    });
    let output = apply(&cloud, &World::new(), &["--wait", "1"]);
    assert_eq!(output.code, Some(3), "{output}");
    output
        .stderr_has("error[cloud.not_back]: the value is set, but after 1 seconds")
        .stderr_has("its health is 503 starting");
}

#[test]
fn the_token_comes_from_a_file_or_a_pipe_and_from_no_flag() {
    let cloud = Cloud::serve(state());
    let world = World::new();
    let path = world.file("token", format!("pat {TOKEN}\n"));
    let url = cloud.url();
    let line = [&line(&url, PROJECT)[..], &["--dry-run"]].concat();
    let with = |more: &[&str]| world.cmd([&line, more].concat());
    with(&["--token-file", path.to_str().unwrap()])
        .ok()
        .nowhere(TOKEN);
    with(&["--token-stdin"]).stdin(TOKEN).ok().nowhere(TOKEN);
    let none = with(&["--no-input"]).code(2);
    none.stderr_has("HASURA_CLOUD_TOKEN, --token-file FILE or --token-stdin");
    with(&["--token", TOKEN]).code(2);
}
