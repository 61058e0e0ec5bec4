//! One jar shared with real curl: what curl signs in, we use, and the other way round.

use std::path::Path;
use std::process::Command;

use crate::stacks::{EMAIL, KINDS, PASSWORD, Stack, api};
use crate::support::World;
use crate::support::sandbox::Sandbox;

/// The cookie-mode stacks of both generations.
const STACKS: [Stack; 2] = [KINDS[0], KINDS[2]];

/// Runs curl; `None` where it is not installed.
fn curl(args: &[&str]) -> Option<String> {
    let output = Command::new("curl").args(["-sS", "-i"]).args(args).output();
    let Ok(output) = output else {
        eprintln!("skipped: curl is not installed");
        return None;
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn post(sandbox: &Sandbox, path: &str, body: &str, jar: [&str; 2]) -> Option<String> {
    let base = sandbox.var("ST_HASURA_API_BASE_PATH");
    let url = format!("{}{base}{path}", api(sandbox));
    let mut args = vec!["-H", "content-type: application/json"];
    args.extend(["-H", "st-auth-mode: cookie", "-d", body]);
    args.extend(jar);
    args.push(&url);
    curl(&args)
}

fn form() -> String {
    serde_json::json!({ "formFields": [
        { "id": "email", "value": EMAIL },
        { "id": "password", "value": PASSWORD },
    ] })
    .to_string()
}

fn with_jar<'a>(command: &[&'a str], jar: &'a str) -> Vec<&'a str> {
    [command, &["--cookie-jar", jar]].concat()
}

fn has_three_parts(token: &str) -> bool {
    token.trim().split('.').count() == 3
}

#[test]
fn a_jar_by_curl_is_a_session() {
    for stack in STACKS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        let jar = world.work().join("jar");
        let jar = jar.to_str().unwrap();
        let Some(answer) = post(&sandbox, "/signup", &form(), ["-c", jar]) else {
            return;
        };
        assert!(answer.contains("\"status\":\"OK\""), "{answer}");
        let token = world.cmd(with_jar(&["token"], jar)).ok().stdout;
        assert!(has_three_parts(&token), "{token}");
        world.cmd(with_jar(&["refresh"], jar)).ok();
        world
            .cmd(with_jar(&["status"], jar))
            .ok()
            .stdout_has("sRefreshToken");
        // curl goes on with what we have refreshed.
        let answer = post(&sandbox, "/signout", "{}", ["-b", jar]).unwrap();
        assert!(
            answer.contains("200") && answer.contains("\"OK\""),
            "{answer}"
        );
    }
}

#[test]
fn a_jar_by_us_is_one_by_curl() {
    for stack in STACKS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        let jar = world.work().join("jar");
        let jar = jar.to_str().unwrap();
        world.cmd(with_jar(&["signup", "--email", EMAIL], jar)).ok();
        assert!(!world.session_file("default", "default").exists());
        assert!(looks_like_curl(Path::new(jar)));
        let Some(answer) = post(&sandbox, "/session/refresh", "", ["-b", jar]) else {
            return;
        };
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(
            answer
                .to_ascii_lowercase()
                .contains("set-cookie: saccesstoken="),
            "{answer}"
        );
    }
}

#[test]
fn an_exported_session_goes_on_in_curl() {
    let stack = STACKS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    world.cmd(["signup", "--email", EMAIL]).ok();
    world.cmd(["session", "export", "jar"]).ok();
    let jar = world.work().join("jar");
    let jar = jar.to_str().unwrap();
    let Some(answer) = post(&sandbox, "/signout", "{}", ["-b", jar]) else {
        return;
    };
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn signing_out_empties_the_jar_of_ours_only() {
    let stack = STACKS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    let other = "other.test\tFALSE\t/\tFALSE\t0\tkeep\tme\n";
    let jar = world.file("jar", other);
    let path = jar.to_str().unwrap();
    world
        .cmd(with_jar(&["signup", "--email", EMAIL], path))
        .ok();
    assert!(jar_text(&jar).contains("sRefreshToken"));
    world.cmd(with_jar(&["signout"], path)).ok();
    let text = jar_text(&jar);
    assert!(
        text.ends_with(other) && !text.contains("sRefreshToken"),
        "{text}"
    );
}

#[test]
fn a_jar_from_windows_keeps_its_line_ends() {
    let stack = STACKS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    let jar = world.file(
        "jar",
        "# mine\r\nother.test\tFALSE\t/\tFALSE\t0\tkeep\tme\r\n",
    );
    let path = jar.to_str().unwrap();
    world
        .cmd(with_jar(&["signup", "--email", EMAIL], path))
        .ok();
    world.cmd(with_jar(&["refresh"], path)).ok();
    let text = jar_text(&jar);
    assert!(text.contains("sRefreshToken"), "{text}");
    assert_eq!(
        text.matches('\n').count(),
        text.matches("\r\n").count(),
        "{text:?}"
    );
}

#[test]
fn header_tokens_are_refused_by_a_jar_with_a_way_out() {
    let stack = KINDS[1];
    let sandbox = stack.start(&[]);
    let world: World = stack.world(&sandbox);
    let output = world
        .cmd(["signup", "--email", EMAIL, "--cookie-jar", "jar"])
        .code(2);
    output
        .stderr_has("session.header_tokens")
        .stderr_has("--transport cookie");
}

fn jar_text(jar: &Path) -> String {
    std::fs::read_to_string(jar).unwrap()
}

fn looks_like_curl(jar: &Path) -> bool {
    jar_text(jar)
        .starts_with("# Netscape HTTP Cookie File\n# https://curl.se/docs/http-cookies.html\n")
}
