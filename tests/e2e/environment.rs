//! What comes by the environment, and what is missing from it.
#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use crate::support::World;

const NOT_UTF8: &[u8] = b"pass\xffword";

#[test]
fn a_variable_that_is_not_utf_8_is_named() {
    let world = World::new();
    for name in [
        "ST_HASURA_PASSWORD",
        "ST_HASURA_SESSION",
        "ST_HASURA_CONFIG",
        "ST_HASURA_TOKEN",
        "HASURA_GRAPHQL_ADMIN_SECRET",
        "HASURA_GRAPHQL_JWT_SECRET",
        "HASURA_CLOUD_TOKEN",
        "HOME",
        "XDG_STATE_HOME",
        "HTTPS_PROXY",
    ] {
        let run = world.cmd(["status"]).env(name, OsStr::from_bytes(NOT_UTF8));
        let output = run.code(2);
        let expected =
            format!("error[config.not_utf8]: the environment variable {name} is not UTF-8");
        output.stderr_has(&expected).nowhere("pass");
    }
    // What nobody reads disturbs nobody.
    let other = world.cmd(["config", "paths"]);
    other.env("OTHER", OsStr::from_bytes(NOT_UTF8)).ok();
    // Read by the name that is given.
    let named = world.cmd(["decode", "--jwt-secret", "MY_SECRET", "t.jwt"]);
    let named = named.env("MY_SECRET", OsStr::from_bytes(NOT_UTF8)).code(2);
    named.stderr_has("the environment variable MY_SECRET is not UTF-8");
    #[cfg(feature = "sandbox")]
    world
        .cmd(["sandbox", "--database-url-env", "DB", "--", "true"])
        .env("DB", OsStr::from_bytes(NOT_UTF8))
        .code(2)
        .stderr_has("the environment variable DB is not UTF-8");
}

#[test]
fn without_a_home_only_what_keeps_a_session_is_refused() {
    let world = World::new();
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLWl0";
    world.file("t.jwt", token);
    let run = |line: &[&str]| world.cmd(line).env("HOME", "");
    run(&["decode", "--no-verify", "t.jwt"])
        .ok()
        .stdout_has("ada");
    run(&["config", "paths"])
        .ok()
        .stdout_is("project file  -\nuser file     -\nsessions      -\n");
    run(&["explain", "session.missing"]).ok();
    for line in [&["session", "list"][..], &["token"], &["status"]] {
        run(line).code(2).stderr_has(
            "error[config.no_home]: cannot tell where to keep sessions: HOME is not set",
        );
    }
    // A jar is kept elsewhere.
    run(&["token", "--cookie-jar", "jar.txt"])
        .code(4)
        .stderr_has("error[session.no_jar]");
}

#[test]
fn a_word_too_many_may_be_the_password() {
    let world = World::new();
    for line in [
        &["signin", "hunter22-x"][..],
        &["signup", "-e", "ada@example.com", "hunter22-x"],
        &["-o", "json", "signin", "hunter22-x"],
    ] {
        let output = world.cmd(line).code(2);
        output.nowhere("hunter22");
        assert!(
            (output.stdout.clone() + &output.stderr).contains("unexpected argument '…' found"),
            "{output}"
        );
    }
    world
        .cmd(["token", "extra"])
        .code(2)
        .stderr_has("unexpected argument 'extra' found");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_by_help_too() {
    let world = World::new();
    for line in [
        &["--help"][..],
        &["token", "--help"],
        &["--version"],
        &["completions", "bash"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let output = world.command(line).stdout(full.unwrap()).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{line:?} {told}");
        assert!(
            told.contains("cannot write to standard output"),
            "{line:?} {told}"
        );
    }
}

/// serde refuses such a path, and all was written by then.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_whose_name_is_not_utf_8_is_told_as_json() {
    let world = World::new();
    let folder = world.work().join(OsStr::from_bytes(b"d\xff"));
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join(".env"), "A=1\n").unwrap();
    let run = |line: &[&str]| {
        let line = line.iter().chain(&["-o", "json"]);
        let output = world.command(line).current_dir(&folder).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        value["result"].clone()
    };
    let url = "https://api.example.com/auth/jwt/jwks.json";
    let api = "http://localhost:3000";
    let init = ["init", "--no-input", "--offline", "--api-url", api];
    let file = run(&init)["file"].as_str().unwrap().to_owned();
    assert!(file.ends_with("d\u{fffd}/st-hasura.toml"), "{file}");
    run(&[
        "jwt-secret",
        "apply",
        "--jwks-url",
        url,
        "--compose",
        ".env",
    ]);
    let again = [
        "jwt-secret",
        "apply",
        "--jwks-url",
        "https://other.example.com/k",
    ];
    let applied = run(&[&again[..], &["--compose", ".env"]].concat());
    assert!(applied["backup"].is_string(), "{applied}");
    run(&["config", "paths"]);
    run(&["status"]);
    let named = |line: &[&str]| {
        let line = line.iter().map(OsStr::new);
        let line = line.chain([OsStr::from_bytes(b"d\xff"), OsStr::new("-o")]);
        let output = world.cmd(line.chain([OsStr::new("json")])).ok();
        output.json()["result"].clone()
    };
    let scaffolded = named(&["scaffold", "compose", "--dry-run"]);
    assert_eq!(scaffolded["folder"], "d\u{fffd}");
    let pages = named(&["man", "--dir"]);
    let page = pages["files"][0].as_str().unwrap();
    assert!(
        page.starts_with("d\u{fffd}/") || page.contains("/d\u{fffd}/"),
        "{page}"
    );
}
