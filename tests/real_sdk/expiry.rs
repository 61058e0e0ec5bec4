//! Expired access tokens: one refresh, however many commands meet them at once.

use std::process::Stdio;
use std::time::Duration;

use crate::rig::{COOKIE, HEADER, Rig, Sdk, Setup};

const SHORT: &str = "2";

#[test]
fn node24_cookie() {
    expiry(Setup {
        ttl: SHORT,
        ..COOKIE
    });
}

#[test]
fn node24_header() {
    expiry(Setup {
        ttl: SHORT,
        ..HEADER
    });
}

#[test]
fn node24_cookie_anti_csrf_via_token() {
    expiry(Setup {
        anti_csrf: "VIA_TOKEN",
        ttl: SHORT,
        ..COOKIE
    });
}

#[test]
fn python_cookie() {
    expiry(Setup {
        sdk: Sdk::Python,
        ttl: SHORT,
        ..COOKIE
    });
}

#[test]
fn node9_cookie() {
    expiry(Setup {
        sdk: Sdk::Node9,
        ttl: SHORT,
        ..COOKIE
    });
}

#[test]
fn go_cookie() {
    expiry(Setup {
        sdk: Sdk::Go,
        ttl: SHORT,
        ..COOKIE
    });
}

fn expiry(setup: Setup) {
    let Some(rig) = Rig::start(setup) else { return };
    let world = rig.world();
    world.cmd(["signup", "--email", "ada@example.test"]).ok();
    let first = world.cmd(["token", "--min-ttl", "0"]).ok().stdout;
    // The legacy JWT lives 30 s longer than the session's access token.
    let margin = if setup.sdk == Sdk::Node9 { "31" } else { "0" };
    std::thread::sleep(Duration::from_millis(2200));

    let children: Vec<_> = (0..2)
        .map(|_| {
            world
                .command(["token", "--min-ttl", margin])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let tokens: Vec<String> = children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{setup:?}: {stderr}");
            String::from_utf8(output.stdout).unwrap()
        })
        .collect();
    assert_ne!(tokens[0], first, "an expired token is not handed out");
    // Nobody was taken for a thief: the session goes on.
    world.cmd(["refresh"]).ok();
    world.cmd(["token", "--min-ttl", "0"]).ok();
}
