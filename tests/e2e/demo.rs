//! `demo`: needs nothing, proves everything, and shows a fault caught.

use crate::support::World;

#[test]
fn it_works_with_nothing_but_the_binary() {
    for generation in ["modern", "legacy"] {
        let world = World::new();
        let output = world.cmd(["demo", "--generation", generation]).ok();
        output
            .stdout_has("what was proven")
            .stdout_has("verdict: sound")
            .stderr_has("the tutorial")
            .stderr_has("curl ");
        for probe in [
            "P01", "P02", "P03", "P04", "P05", "P06", "P07", "P09", "P10", "P13", "P14", "P16",
            "P17", "P20", "P24", "P25",
        ] {
            output.stdout_has(probe);
        }
        // Neither home nor working directory was written to.
        assert_eq!(std::fs::read_dir(world.work()).unwrap().count(), 0);
        assert_eq!(
            std::fs::read_dir(world.dir.path().join("home"))
                .unwrap()
                .count(),
            0
        );
    }
}

#[test]
fn a_fault_is_caught() {
    let world = World::new();
    let output = world.cmd(["demo", "--fault", "drop-row-filter"]).code(8);
    output
        .stdout_has("LEAK")
        .stdout_has("P05")
        .stdout_has("verdict: leak");
    world
        .cmd(["demo", "--fault", "no-such-fault"])
        .code(2)
        .stderr_has("no-such-fault");
}

#[test]
fn a_fault_that_nothing_meets_is_no_proof() {
    let world = World::new();
    let output = world
        .cmd(["demo", "--fault", "order-by-unfiltered", "--fault", "theft"])
        .ok();
    output.stdout_has(
        "Although order-by-unfiltered, theft were on: nothing that the demo asks meets it.",
    );
    assert!(!world.cmd(["demo"]).ok().stdout.contains("Although"));
}

#[test]
fn the_users_own_services_are_left_alone() {
    let mut world = World::new();
    world.set("ST_HASURA_API_URL", "http://127.0.0.1:1");
    world.set("HASURA_GRAPHQL_ENDPOINT", "http://127.0.0.1:1");
    world.cmd(["demo", "-q"]).ok();
}

#[test]
fn json_is_one_object() {
    let world = World::new();
    let output = world.cmd(["demo", "-o", "json", "-q"]).ok();
    assert_eq!(output.stderr, "");
    let json = output.json();
    assert_eq!(json["command"], "demo");
    assert_eq!(json["result"]["verification"]["verdict"], "sound");
}
