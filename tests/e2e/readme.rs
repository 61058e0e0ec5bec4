//! The README, run as written, on the sandbox.
#![cfg(all(feature = "sandbox", unix))]

use crate::support::sandbox::Sandbox;
use crate::support::{World, readme};

/// A world as the README assumes it: servers configured, a password at hand.
fn world(sandbox: &Sandbox) -> World {
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", "testPass123");
    world
}

#[test]
fn the_five_things_on_both_generations() {
    for generation in ["modern", "legacy"] {
        let sandbox = Sandbox::start(&["--generation", generation]);
        let world = world(&sandbox);
        let tutorial = readme::run(&world, "tutorial");
        assert!(
            tutorial.contains("\"email\": \"ada@example.com\""),
            "{tutorial}"
        );

        let secret = readme::run(&world, "secret");
        assert!(
            secret.starts_with("{\"jwk_url\":\"http://127.0.0.1:"),
            "{secret}"
        );
        let dotenv = std::fs::read_to_string(world.work().join("hasura.env")).unwrap();
        assert!(dotenv.starts_with("HASURA_GRAPHQL_JWT_SECRET="), "{dotenv}");

        let lint = readme::run(&world, "lint");
        assert!(lint.contains("0 errors"), "{lint}");

        let verdict = readme::run(&world, "verify");
        assert!(verdict.contains("sound"), "{verdict}");

        let chain = readme::run(&world, "doctor");
        assert!(chain.starts_with("the chain holds"), "{chain}");

        let compared = readme::run(&world, "policy");
        assert!(compared.contains("nothing changed"), "{compared}");

        readme::run(&world, "smoke");
        let report = std::fs::read_to_string(world.work().join("smoke.xml")).unwrap();
        assert!(report.contains("<testsuite "), "{report}");

        let users = readme::run(&world, "users");
        assert!(users.contains("no such users"), "{users}");

        let log = readme::run(&world, "reports");
        assert!(log.contains("verify-hasura: sound"), "{log}");
        for report in ["hasura.sarif", "hasura.xml", "hasura.html"] {
            assert!(world.work().join(report).exists(), "{report}");
        }

        let claims = readme::run(&world, "claims");
        assert!(claims.contains("allowed roles"), "{claims}");

        let token = readme::run(&world, "token");
        assert!(token.contains("query_root"), "{token}");
    }
}

#[test]
fn metadata_on_a_pull_request() {
    let world = World::new();
    world.file("config.yaml", "version: 3\nmetadata_directory: metadata\n");
    world.file("metadata/version.yaml", "version: 3\n");
    let table = "- name: default\n  kind: postgres\n  tables:\n    - table: {schema: public, name: notes}\n";
    world.file("metadata/databases/databases.yaml", table);
    let line = readme::block("offline");
    let told = readme::script(&world, &format!("{} || [ $? = 3 ]", line.trim()));
    assert!(told.contains("verdict: unproven"), "{told}");
    let passes = readme::script(&world, &format!("{} --fail-on leak", line.trim()));
    assert!(passes.contains("verdict: unproven"), "{passes}");
}

#[test]
fn the_sandbox_around_a_command() {
    let stdout = readme::run(&World::new(), "sandbox");
    assert!(!stdout.is_empty());
}

#[test]
fn a_secret_put_where_it_belongs() {
    let sandbox = Sandbox::start(&[]);
    let world = world(&sandbox);
    let before = "services:\n  hasura:\n    image: hasura/graphql-engine:v2.49.5 # pinned\n    \
                  environment:\n      HASURA_GRAPHQL_JWT_SECRET: ''\n";
    world.file("compose.yaml", before);
    readme::run(&world, "apply-secret");
    let after = std::fs::read_to_string(world.work().join("compose.yaml")).unwrap();
    assert!(
        after.contains("JWT_SECRET: '{\"jwk_url\":\"http://"),
        "{after}"
    );
    assert!(after.contains("v2.49.5 # pinned\n"), "{after}");
    let kept = std::fs::read_to_string(world.work().join("compose.yaml.bak")).unwrap();
    assert_eq!(kept, before);
}

#[test]
fn a_set_up_that_ci_looks_after() {
    let sandbox = Sandbox::start(&[]);
    let world = world(&sandbox);
    // What stands wider than planned would be said.
    world
        .cmd(["setup-hasura", "apply", "--enforce", "--yes"])
        .ok();
    let told = readme::run(&world, "set-up-in-ci");
    assert!(told.contains("Nothing to do"), "{told}");
    for file in [
        "hasura/metadata/version.yaml",
        "compose.yaml",
        ".github/workflows",
    ] {
        assert!(world.work().join(file).exists(), "{file}");
    }
}
