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

        let token = readme::run(&world, "token");
        assert!(token.contains("query_root"), "{token}");
    }
}

#[test]
fn the_sandbox_around_a_command() {
    let stdout = readme::run(&World::new(), "sandbox");
    assert!(!stdout.is_empty());
}
