//! What no single command shows: nothing looks wrong, or the same thing has two names.

use super::explained;
use super::stage::EMAIL;
use crate::support::World;
use crate::support::sandbox::Sandbox;

fn signed_up(sandbox: &Sandbox) -> World {
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", "testPass123");
    world.cmd(["signup", "--email", EMAIL]).ok();
    world
}

#[test]
fn without_a_home_there_is_no_place_for_sessions() {
    let world = World::new();
    let homeless = world.cmd(["session", "list"]).env("HOME", "").code(2);
    assert_eq!(explained(&world, &homeless.stderr), "config.no_home");
}

/// What looks well and is not: no error says so, and the words of the contracts lead to the page.
#[test]
fn nobody_is_asked_for_a_token() {
    let sandbox = Sandbox::start(&["--unauthorized-role", "user"]);
    let world = sandbox.world();
    world
        .cmd(["query", "--as", "anonymous", "{__typename}"])
        .ok();
    assert_eq!(
        explained(&world, "anonymous sees data"),
        "hasura.anonymous_answers"
    );

    let sandbox = Sandbox::start(&["--fault", "no-admin-secret"]);
    let world = signed_up(&sandbox);
    let rows = |who: &str| {
        let query = ["query", "--as", who, "-o", "json", "{notes{id}}"];
        let answer = world.cmd(query).ok().json();
        answer["result"]["data"]["notes"].as_array().unwrap().len()
    };
    assert!(rows("user") > 1, "a token is not looked at");
    assert_eq!(rows("user"), rows("anonymous"));
    assert_eq!(
        explained(&world, "the token is ignored"),
        "hasura.token_ignored"
    );

    let sandbox = Sandbox::start(&[]);
    let world = signed_up(&sandbox);
    let own = world.cmd(["query", "{notes{id}}"]).ok();
    let header = [
        "query",
        "--header",
        "x-hasura-user-id: another",
        "{notes{id}}",
    ];
    assert_eq!(world.cmd(header).ok().stdout, own.stdout);
    let words = "the X-Hasura header has no effect";
    assert_eq!(explained(&world, words), "hasura.variable_header_ignored");
}

/// The id of a finding leads to its probe, and to what people say of the same thing.
#[test]
fn what_the_audit_finds_has_a_page() {
    let sandbox = Sandbox::start(&["--fault", "aggregate-unfiltered"]);
    let world = signed_up(&sandbox);
    let output = world
        .cmd(["verify-hasura", "--probe", "P07", "-o", "json"])
        .code(8);
    let result = &output.json()["result"];
    let mut probes = result["probes"].as_array().unwrap().iter();
    let probe = probes.find(|probe| probe["id"] == "P07").unwrap();
    let finding = probe["findings"][0]["id"].as_str().unwrap();
    let page = world.cmd(["explain", finding]).ok();
    assert!(page.stdout.starts_with("P07: "), "{page}");
    let words = "the count is larger than the list";
    assert_eq!(explained(&world, words), "hasura.counts_too_large");
}
