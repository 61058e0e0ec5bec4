//! Real curl and `st-hasura` share a cookie jar against real servers.

use std::path::Path;
use std::process::Command;

use crate::rig::{COOKIE, Rig, Sdk, Setup};
use crate::support::tools::tool;

#[test]
fn node24_jars_go_both_ways() {
    jars(COOKIE);
}

#[test]
fn node9_jars_go_both_ways() {
    jars(Setup {
        sdk: Sdk::Node9,
        ..COOKIE
    });
}

#[test]
fn python_jars_go_both_ways() {
    jars(Setup {
        sdk: Sdk::Python,
        ..COOKIE
    });
}

#[test]
fn go_jars_go_both_ways() {
    jars(Setup {
        sdk: Sdk::Go,
        ..COOKIE
    });
}

fn curl(args: &[&str]) -> String {
    let output = Command::new("curl")
        .args(["-sS", "-f", "--max-time", "20"])
        .args(args)
        .output();
    let output = output.unwrap();
    assert!(
        output.status.success(),
        "curl: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn jars(setup: Setup) {
    if tool(&["curl"], &["--version"], "jars shared with curl").is_none() {
        return;
    }
    let Some(rig) = Rig::start(setup) else { return };
    let world = rig.world();
    let jar = world.work().join("cookies.txt");
    let jar_arg = jar.to_str().unwrap();
    let form = r#"{"formFields":[{"id":"email","value":"curl@example.test"},{"id":"password","value":"testPass123"}]}"#;
    let signup = format!("{}/api/signup", rig.api_url);
    let route = format!("{}/getJWT", rig.api_url);
    curl(&[
        "-c",
        jar_arg,
        "-H",
        "rid: emailpassword",
        "-H",
        "st-auth-mode: cookie",
        "-H",
        "content-type: application/json",
        "-d",
        form,
        &signup,
    ]);

    // What curl wrote, we use in place; what we import, we export byte for byte.
    let token = world.cmd(["--cookie-jar", jar_arg, "token"]).ok().stdout;
    assert_eq!(token.trim_end().split('.').count(), 3);
    world
        .cmd(["--session", "imported", "session", "import", jar_arg])
        .ok();
    let again = world
        .cmd(["--session", "imported", "session", "export"])
        .ok();
    assert_eq!(
        again.stdout,
        read(&jar),
        "import and export keep every byte"
    );
    let status = world.cmd(["--session", "imported", "token"]).ok();
    assert_eq!(status.stdout.trim_end().split('.').count(), 3, "{status}");

    // A refresh through the jar leaves a jar that curl goes on with.
    world.cmd(["--cookie-jar", jar_arg, "refresh"]).ok();
    let answer = curl(&["-b", jar_arg, "-c", jar_arg, &route]);
    assert!(answer.contains("\"token\""), "{answer}");

    // What we export, curl reads, and writes back unchanged. It writes the youngest cookie first
    // and takes the order in a file for their age, so each rewriting turns the order round.
    world
        .cmd([
            "--session",
            "mine",
            "signin",
            "--email",
            "curl@example.test",
        ])
        .ok();
    let exported = world.work().join("exported.txt");
    world
        .cmd([
            "--session",
            "mine",
            "session",
            "export",
            exported.to_str().unwrap(),
        ])
        .ok();
    let answer = curl(&["-b", exported.to_str().unwrap(), &route]);
    assert!(answer.contains("\"token\""), "{answer}");
    let rewritten = world.work().join("rewritten.txt");
    let health = format!("{}/health", rig.api_url);
    curl(&[
        "-b",
        exported.to_str().unwrap(),
        "-c",
        rewritten.to_str().unwrap(),
        &health,
    ]);
    let twice = world.work().join("twice.txt");
    curl(&[
        "-b",
        rewritten.to_str().unwrap(),
        "-c",
        twice.to_str().unwrap(),
        &health,
    ]);
    assert_ne!(
        read(&exported),
        read(&rewritten),
        "curl does turn the order round"
    );
    assert_eq!(read(&exported), read(&twice), "and keeps every byte");
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
