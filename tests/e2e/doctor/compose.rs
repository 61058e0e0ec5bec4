//! The Compose file beside: what is sound in it is not called broken.

use crate::support::World;

/// `doctor` over files alone, with this engine beside an auth API that listens at 3000 inside.
fn examined(jwk_url: &str, engine: &str, api: &str, endpoint: &str) -> String {
    let mut world = World::new();
    world.set("ST_HASURA_API_URL", "http://localhost:3001");
    if !endpoint.is_empty() {
        world.set("HASURA_GRAPHQL_ENDPOINT", endpoint);
    }
    world.file(".env", format!("JWKS={jwk_url}\n"));
    world.file(
        "docker-compose.yml",
        format!(
            "services:\n  web:\n    image: node:24\n    ports: [\"3001:3000\"]\n{api}  \
             graphql:\n    image: hasura/graphql-engine:v2.49.5\n    environment:\n      \
             HASURA_GRAPHQL_JWT_SECRET: '{{\"jwk_url\":\"${{JWKS}}\"}}'\n{engine}"
        ),
    );
    let output = world.cmd(["doctor", "--offline", "--only", "reach"]).run();
    let code = output.code.unwrap();
    format!("{code} {}", output.stdout)
}

const WAITS: &str = "    depends_on: {web: {condition: service_healthy}}\n";
const CHECKED: &str = "    healthcheck: {test: [CMD, node, health.js]}\n";
const RIGHT: &str = "http://web:3000/auth/jwt/jwks.json";

#[test]
fn the_right_url_and_who_waits_for_whom_are_sound() {
    let said = examined(RIGHT, WAITS, CHECKED, "http://localhost:8080");
    let first = "0 nothing that was looked at speaks against the chain: 1 check; the chain itself was not \
                 tried\n";
    assert!(said.starts_with(first), "{said}");
    assert!(
        said.contains("service graphql in docker-compose.yml asks http://web:3000/"),
        "{said}"
    );
}

/// The service is known by the port at which it is published, and the right URL is named.
#[test]
fn localhost_is_another_machine_inside_a_container_unless_the_network_is_shared() {
    let here = "http://localhost:3001/auth/jwt/jwks.json";
    let said = examined(here, WAITS, CHECKED, "");
    assert!(said.starts_with("9 broken at reach: "), "{said}");
    assert!(
        said.contains("help: set jwk_url to http://web:3000/auth/jwt/jwks.json\n"),
        "{said}"
    );
    let command = "st-hasura jwt-secret apply --compose docker-compose.yml --jwks-url http://web:3000/auth/jwt/jwks.json";
    assert!(said.contains(command), "{said}");
    let host = format!("{WAITS}    network_mode: host\n");
    let said = examined(here, &host, CHECKED, "");
    assert!(said.starts_with("0 "), "{said}");
}

#[test]
fn names_of_a_service_are_its_own_too() {
    let api = "    container_name: auth\n    networks: {default: {aliases: [auth.internal]}}\n";
    for name in ["auth", "auth.internal"] {
        let said = examined(&RIGHT.replace("web", name), WAITS, api, "");
        assert!(said.starts_with("0 "), "{said}");
    }
}

/// A file for another place says nothing about this Hasura.
#[test]
fn a_hasura_elsewhere_is_not_judged_by_the_file() {
    let here = "http://localhost:3001/auth/jwt/jwks.json";
    let said = examined(here, "", "", "https://shop.hasura.app");
    assert!(said.starts_with("0 nothing that was looked at"), "{said}");
    assert!(!said.contains("compose"), "{said}");
}

/// What waits for a check that is not there waits for ever.
#[test]
fn to_wait_without_a_healthcheck_is_told() {
    let said = examined(RIGHT, WAITS, "", "");
    assert!(
        said.contains("graphql waits until web is healthy, and that has no healthcheck"),
        "{said}"
    );
    let short = "    depends_on: [web]\n";
    let said = examined(RIGHT, short, "", "");
    assert!(
        said.contains("graphql waits until web has been started, not until it answers"),
        "{said}"
    );
}
