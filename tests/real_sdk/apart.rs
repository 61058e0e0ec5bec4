//! What a scaffolded auth API promises of its own: its tests pass, and it stops in good order.

use std::process::Command;

use crate::rig::{COOKIE, Rig, Sdk, Setup};
use crate::server::own_tests;
use crate::support::sandbox::Sandbox;

#[test]
fn node24() {
    passes_its_own_tests(Sdk::Node24, "# skipped 0");
    stops(Sdk::Node24);
}

#[test]
fn node9() {
    passes_its_own_tests(Sdk::Node9, "# skipped 0");
    stops(Sdk::Node9);
}

#[test]
fn python() {
    passes_its_own_tests(Sdk::Python, "OK\n");
    stops(Sdk::Python);
}

#[test]
fn go() {
    passes_its_own_tests(Sdk::Go, "--- PASS: TestRoutes/a_new_user");
    stops(Sdk::Go);
}

/// With a core, so that none of them is left out.
fn passes_its_own_tests(sdk: Sdk, nothing_skipped: &str) {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut tests) = own_tests(sdk, folder.path()) else {
        return;
    };
    let sandbox = Sandbox::start(&[]);
    for name in ["CORE_URI", "CORE_API_KEY"] {
        tests.env(name, sandbox.var(&format!("ST_HASURA_{name}")));
    }
    let output = tests.output().unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{said}");
    assert!(said.contains(nothing_skipped), "{said}");
}

fn stops(sdk: Sdk) {
    let Some(rig) = Rig::start(Setup { sdk, ..COOKIE }) else {
        return;
    };
    let health = format!("{}/health", rig.api_url);
    let world = rig.world();
    world.cmd(["signup", "--email", "ada@example.test"]).ok();
    assert_eq!(rig.stop(), Some(0), "{sdk:?}");
    let dead = Command::new("curl").args(["-s", &health]).status();
    assert!(dead.is_err() || !dead.unwrap().success());
}
