//! `st-hasura sandbox`: around a command, alone, and its errors.

use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::control::faults;
use crate::support::hasura::{graphql_as, metadata};
use crate::support::patience::until;
use crate::support::sandbox::Sandbox;
use crate::support::visitor::Visitor;
use crate::support::{Output, World, bin};

#[test]
fn a_command_gets_the_environment_and_its_status_is_ours() {
    let world = World::new();
    let script = "printf '%s\\n' \"$ST_HASURA_API_URL\" \"$ST_HASURA_API_BASE_PATH\" \
                  \"$ST_HASURA_CORE_URI\" \"$HASURA_GRAPHQL_ENDPOINT\" \"$ST_HASURA_HOME\"; \
                  test -n \"$ST_HASURA_CORE_API_KEY\" && test -n \"$HASURA_GRAPHQL_ADMIN_SECRET\" \
                  && test -d \"$ST_HASURA_HOME\" && exit 7";
    let output = world
        .cmd(["sandbox", "--base-path", "api/", "--", "sh", "-c", script])
        .code(7);
    let lines: Vec<&str> = output.stdout.lines().collect();
    let [api, base, core, hasura, home] = lines.as_slice() else {
        panic!("{output}");
    };
    assert_eq!(*base, "/api");
    for origin in [api, core, hasura] {
        assert!(origin.starts_with("http://127.0.0.1:"), "{output}");
        let address = origin.trim_start_matches("http://");
        assert!(TcpStream::connect(address).is_err(), "{origin} still open");
    }
    assert!(!Path::new(home).exists(), "{home} is left");
}

#[test]
fn a_command_that_succeeds_is_success() {
    World::new().cmd(["sandbox", "--", "true"]).ok();
}

#[cfg(unix)]
#[test]
fn a_command_ended_by_a_signal_is_128_and_the_signal() {
    let world = World::new();
    world
        .cmd(["sandbox", "--", "sh", "-c", "kill -KILL $$"])
        .code(137);
    world
        .cmd(["sandbox", "--", "sh", "-c", "kill -TERM $$"])
        .code(143);
}

#[test]
fn the_environment_of_another_session_does_not_reach_the_command() {
    let mut world = World::new();
    world
        .set("ST_HASURA_SESSION", "other")
        .set("ST_HASURA_HASURA_ENDPOINT", "http://203.0.113.1");
    let script = "test -z \"$ST_HASURA_SESSION$ST_HASURA_HASURA_ENDPOINT\"";
    world.cmd(["sandbox", "--", "sh", "-c", script]).ok();
}

#[test]
fn a_command_that_does_not_exist_is_a_usage_error() {
    let world = World::new();
    world
        .cmd(["sandbox", "--", "no-such-program"])
        .code(2)
        .stderr_has("error[sandbox.spawn]: cannot start no-such-program");
}

#[test]
fn bad_options_are_named() {
    let world = World::new();
    world
        .cmd(["sandbox", "--fault", "ignore-expp", "--", "true"])
        .code(2)
        .stderr_has("there is no fault \"ignore-expp\"")
        .stderr_has("did you mean ignore-exp?");
    world
        .cmd(["sandbox", "--metadata", "none.json", "--", "true"])
        .code(2)
        .stderr_has("none.json");
    world.file("data.json", "{\"users\":[{\"email\":\"a@b.co\"}]}");
    world
        .cmd(["sandbox", "--data", "data.json", "--", "true"])
        .code(2)
        .stderr_has("password");
    world
        .cmd(["sandbox", "--hasura-jwt-secret", "{", "--", "true"])
        .code(2)
        .stderr_has("--hasura-jwt-secret");
    world
        .cmd(["sandbox", "--api-domain", "x.dev", "--", "true"])
        .code(2)
        .stderr_has("--api-domain");
    for (text, expected) in [
        ("no key", "expected two keys, got 0"),
        (&key(1), "expected two keys, got 1"),
        (&(key(1) + &key(2)), "key 1 is none"),
    ] {
        world.file("keys.pem", text);
        world
            .cmd(["sandbox", "--signing-keys", "keys.pem", "--", "true"])
            .code(2)
            .stderr_has("error[sandbox.input]")
            .stderr_has(expected);
    }
}

/// What looks like a key and is none.
fn key(number: u8) -> String {
    pem::encode(&pem::Pem::new("PRIVATE KEY", [number; 32]))
}

/// The thumbprints of the key set, in its order.
fn thumbprints(output: &Output) -> Vec<String> {
    let json = output.json();
    let keys = json["result"]["keys"].as_array().unwrap();
    let thumbprint = |key: &Value| key["thumbprint"].as_str().unwrap().to_owned();
    keys.iter().map(thumbprint).collect()
}

#[test]
fn it_signs_with_fresh_keys_or_those_it_is_given() {
    let line = ["jwks", "-o", "json"];
    let given = [Sandbox::start(&[]), Sandbox::start(&[])];
    let [one, other] = given.map(|sandbox| thumbprints(&sandbox.world().cmd(line).ok()));
    assert_eq!(one.len(), 2, "{one:?}");
    assert_eq!(one, other);
    let world = World::new();
    let line = [&["sandbox", "--", bin()], &line[..]].concat();
    let [fresh, others] = [(), ()].map(|()| thumbprints(&world.cmd(&line).ok()));
    for key in fresh.iter().chain(&one) {
        assert!(!others.contains(key), "{key} is not fresh");
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    World::new()
        .cmd(["sandbox", "--api-port", &port, "--", "true"])
        .code(2)
        .stderr_has(&format!("the api double cannot listen on port {port}"));
}

#[test]
fn faults_are_listed() {
    let world = World::new();
    let text = world.cmd(["sandbox", "--list-faults"]).ok();
    text.stdout_has("drop-row-filter").stdout_has("stale-jwks");
    let json = world.cmd(["sandbox", "--list-faults", "-o", "json"]).ok();
    let faults = json.json()["result"]["faults"].as_array().unwrap().clone();
    assert_eq!(text.stdout.lines().count(), faults.len() + 1);
    for fault in faults {
        text.stdout_has(fault["name"].as_str().unwrap());
    }
}

#[cfg(unix)]
#[test]
fn alone_it_prints_what_eval_needs_and_stops_when_told() {
    stops_by(rustix::process::Signal::TERM);
    stops_by(rustix::process::Signal::INT);
}

#[cfg(unix)]
fn stops_by(signal: rustix::process::Signal) {
    let world = World::new();
    let mut child = world
        .command(["sandbox"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let printed: Vec<String> = lines.by_ref().take(7).map(Result::unwrap).collect();
    let value = |name: &str| {
        let start = format!("export {name}='");
        let line = printed.iter().find(|line| line.starts_with(&start));
        let line = line.unwrap_or_else(|| panic!("no {name} in {printed:?}"));
        line[start.len()..].trim_end_matches('\'').to_owned()
    };
    let home = value("ST_HASURA_HOME");
    assert!(Path::new(&home).is_dir());
    let core = value("ST_HASURA_CORE_URI");
    let address = core.trim_start_matches("http://").to_owned();
    assert!(TcpStream::connect(&address).is_ok());

    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, signal).unwrap();
    until("still running", || child.try_wait().unwrap().is_some());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(TcpStream::connect(&address).is_err());
    assert!(!Path::new(&home).exists());
}

#[cfg(unix)]
#[test]
fn ctrl_c_asks_the_command_to_end() {
    let world = World::new();
    let script = "trap 'echo tidied > tidied; exit 0' TERM; echo ready; \
                  while :; do sleep 0.1; done";
    let mut child = world
        .command(["sandbox", "--", "sh", "-c", script])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let tidied = world.work().join("tidied");
    until("the command was not asked", || tidied.exists());
}

#[test]
fn stdout_belongs_to_the_command() {
    let world = World::new();
    for format in ["text", "json"] {
        world
            .cmd(["sandbox", "-o", format, "--", "echo", "mine"])
            .ok()
            .stdout_is("mine\n");
    }
}

#[cfg(unix)]
#[test]
fn alone_in_json_it_prints_one_object() {
    let world = World::new();
    let mut child = world
        .command(["sandbox", "-o", "json"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    let object: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(object["command"], "sandbox");
    assert!(object["result"]["env"]["ST_HASURA_API_URL"].is_string());
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert!(lines.next().is_none());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn an_empty_stack_has_neither_users_nor_tables() {
    let sandbox = Sandbox::start(&["--data", "none"]);
    let exported = metadata(&sandbox, "export_metadata", json!({}));
    assert_eq!(
        exported,
        json!({"version": 3, "sources": [{"name": "default", "kind": "postgres", "tables": []}]})
    );
    let listed = sandbox.world().cmd(["users", "list", "-o", "json"]).ok();
    assert_eq!(listed.json()["result"]["users"], json!([]), "{listed}");
    // A file of that name is still to be had.
    let world = sandbox.world();
    world.file("none", "no JSON");
    let output = world.cmd(["sandbox", "--data", "./none"]).code(2);
    output.stderr_has("not JSON");
}

#[test]
fn hasura_waits_for_a_key_set_that_is_not_the_stacks_own() {
    let other = Sandbox::start(&["--fault", "bad-gateway"]);
    let secret = format!(
        "{{\"jwk_url\":\"{}/auth/jwt/jwks.json\"}}",
        other.var("ST_HASURA_API_URL")
    );
    // The environment is there before the key set is, or its server could not be started.
    let sandbox = Sandbox::start(&["--hasura-jwt-secret", &secret]);
    let mut visitor = Visitor::new(other.var("ST_HASURA_API_URL"));
    faults(other.var("ST_HASURA_API_URL"), &[], &["bad-gateway"]);
    visitor.sign_up("a@email.com", "header");
    let token = visitor.access.unwrap();
    let answer = graphql_as(&sandbox, &token, "{ __typename }");
    assert_eq!(answer["data"]["__typename"], "query_root", "{answer}");
}

#[test]
fn a_configuration_that_the_engine_refuses_ends_the_sandbox() {
    let world = World::new();
    let secret = "{\"jwk_url\":\"http://127.0.0.1:1/x\",\"key\":\"both\"}";
    world
        .cmd([
            "sandbox",
            "--hasura-jwt-secret",
            secret,
            "--",
            "sleep",
            "30",
        ])
        .code(2)
        .stderr_has("error[sandbox.hasura_config]");
}

#[cfg(unix)]
#[test]
fn sigterm_reaches_the_command_and_its_status_comes_back() {
    let world = World::new();
    let script = "trap 'exit 5' TERM; echo ready; while :; do sleep 0.1; done";
    let mut child = world
        .command(["sandbox", "--", "sh", "-c", script])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert_eq!(line, "ready\n");
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(5));
}
