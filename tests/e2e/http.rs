//! The binary against servers that misbehave: every fault a named error, nothing leaked.

use crate::support::fault_server::FaultServer;
use crate::support::{Output, World};

const PASSWORD: &str = "a-good-password-1";

fn signin(server: &FaultServer, way: &str, more: &[&str]) -> Output {
    let world = World::new();
    let origin = server.origin();
    let mut args = vec!["signin", "--email", "ada@example.com", "--password-stdin"];
    args.extend(["--api-url", &origin, "--api-base-path", way]);
    args.extend(more);
    world.cmd(args).stdin(PASSWORD).run()
}

#[test]
fn every_misbehaviour_ends_in_an_error_a_person_can_act_on() {
    let server = FaultServer::start();
    let cases = [
        ("/close", 3, "http.closed_early"),
        ("/close-body", 3, "http.closed_early"),
        ("/stall", 3, "http.timeout"),
        ("/drip", 3, "http.timeout"),
        ("/huge", 5, "http.body_too_large"),
        ("/bomb", 5, "http.body_too_large"),
        ("/bad-gzip", 5, "http.decode"),
        ("/bad-chunk", 5, "http.not_http"),
        ("/not-http", 5, "http.not_http"),
        ("/loop", 5, "http.redirect_loses_body"),
        ("/bad-utf8", 5, ""),
        ("/bad-type", 5, ""),
        ("/html502", 5, ""),
        ("/ngrok", 5, ""),
        ("/echo", 5, ""),
    ];
    for (way, exit, code) in cases {
        // Only whoever is never answered is given up.
        let seconds = if code == "http.timeout" { "1" } else { "180" };
        let output = signin(&server, way, &["--timeout", seconds, "-o", "json"]);
        assert_eq!(output.code, Some(exit), "{way}{output}");
        let error = &output.json()["error"];
        if !code.is_empty() {
            assert_eq!(error["code"], code, "{way}{output}");
        }
        assert!(!error["message"].as_str().unwrap().is_empty());
        assert!(
            error["hint"].as_str().is_some(),
            "{way} has no hint{output}"
        );
        output.nowhere(PASSWORD).nowhere("\u{1b}");
    }
}

#[test]
fn a_trace_tells_everything_but_secrets() {
    let server = FaultServer::start();
    let output = signin(&server, "/echo", &["-vvv"]);
    output
        .stderr_has(&format!("> POST {}/echo/signin", server.origin()))
        .stderr_has("> content-type: application/json")
        .stderr_has("< 200")
        .stderr_has("ada@example.com")
        .nowhere(PASSWORD);
    let output = signin(&server, "/cookies", &["-vv"]);
    output
        .stderr_has("set-cookie: sAccessToken=[redacted]; Path=/; HttpOnly")
        .nowhere("acc%2Fess")
        .nowhere("ref/resh");
    let output = signin(&server, "/escape", &["-vvv", "--color", "never"]);
    output.nowhere("\u{1b}").stderr_has("\\u001b]0;owned");
}

#[test]
fn curl_is_printed_in_place_of_sending() {
    let server = FaultServer::start();
    let output = signin(&server, "/echo", &["--curl"]);
    assert_eq!(output.code, Some(0), "{output}");
    let words = shlex::split(&output.stdout.replace("\\\n", " ")).unwrap();
    assert_eq!(words[0], "curl");
    assert_eq!(
        words.last().unwrap(),
        &format!("{}/echo/signin", server.origin())
    );
    output.stdout_has("$ST_HASURA_PASSWORD").nowhere(PASSWORD);
    assert_eq!(server.connections(), 0);
}
