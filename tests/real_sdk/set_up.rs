//! On every SDK, with a Hasura that has nothing tracked and takes its keys from the real server:
//! `init`, `setup-hasura`, `jwt-secret`, `smoke`.

use serde_json::Value;

use crate::rig::{COOKIE, Rig, Sdk, Setup};

/// A database that Hasura knows, with nothing tracked.
const NOTHING_TRACKED: &str = r#"{"resource_version":1,"metadata":{"version":3,"sources":[
    {"name":"default","kind":"postgres","tables":[],
     "configuration":{"connection_info":{"database_url":{"from_env":"PG_DATABASE_URL"}}}}]}}"#;

#[test]
fn node24() {
    set_up(Sdk::Node24);
}

#[test]
fn node9() {
    set_up(Sdk::Node9);
}

#[test]
fn python() {
    set_up(Sdk::Python);
}

#[test]
fn go() {
    set_up(Sdk::Go);
}

fn set_up(sdk: Sdk) {
    let setup = Setup {
        sdk,
        metadata: Some(NOTHING_TRACKED),
        ..COOKIE
    };
    let Some(rig) = Rig::start(setup) else { return };
    let world = rig.bare_world();
    let api = rig.api_url.as_str();

    world.cmd(["init", "--no-input", "--api-url", api]).ok();
    let project = std::fs::read_to_string(world.work().join("st-hasura.toml")).unwrap();
    assert!(project.contains(api), "{project}");
    for secret in [
        rig.sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET"),
        rig.sandbox.var("ST_HASURA_CORE_API_KEY"),
    ] {
        assert!(!project.contains(secret), "{project}");
    }

    let applied = world.cmd(["setup-hasura", "apply", "--yes"]).ok();
    applied.stdout_has("nothing is left to do");

    let value = world.cmd(["jwt-secret", "--issuer"]).ok();
    let value: Value = serde_json::from_str(&value.stdout).unwrap();
    // The base path is the server's; `init` found it.
    assert_eq!(value["jwk_url"], format!("{api}/api/jwt/jwks.json"));
    assert_eq!(value["issuer"], format!("{api}/api"));

    let smoke = world.cmd(["smoke", "-o", "json"]).ok().json();
    assert_eq!(smoke["ok"], true, "{smoke}");

    let again = world.cmd(["setup-hasura", "apply", "--yes"]).ok();
    again.stdout_has("Nothing to do");
}
