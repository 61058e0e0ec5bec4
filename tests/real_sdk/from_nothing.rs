//! From an empty folder to a green `smoke`, with the commands of the README as they stand there: `init`,
//! `scaffold auth-api`, the scaffolded server started, `setup-hasura apply`, `jwt-secret`, `smoke`.

use crate::rig::{self, Sdk};
use crate::server;
use crate::support::sandbox::Sandbox;
use crate::support::{ports, readme};

/// A block of the README, with the port that is free here, and without a look at whatever else runs
/// on this machine.
fn block(name: &str, port: u16) -> String {
    readme::block(name)
        .replace("3001", &port.to_string())
        .replace("init --no-input", "init --no-input --ports none")
}

/// What proves that it was done.
const AFTERWARDS: &str = "\
st-hasura setup-hasura apply --yes | grep '^Nothing to do'
st-hasura jwt-secret > jwt-secret.json
st-hasura jwt-secret lint --live jwt-secret.json
";

#[test]
fn an_empty_folder_ends_in_a_green_smoke() {
    let Some(packages) = rig::packages(Sdk::Node24.name()) else {
        return;
    };
    let sandbox = Sandbox::start(&[]);
    let mut world = sandbox.world();
    let port = ports::unused();
    readme::script(&world, &block("from-nothing", port));
    let folder = world.work().join("auth-api");
    let key = sandbox.var("ST_HASURA_CORE_API_KEY");
    let _server = server::serve(Sdk::Node24, &folder, &packages, key, port);
    // From here on the file is what says where the servers are.
    for name in ["ST_HASURA_API_URL", "ST_HASURA_API_BASE_PATH"] {
        world.set(name, "");
    }
    let output = readme::script(&world, &block("set-up", port));
    assert!(output.contains("verdict: sound"), "{output}");
    readme::script(&world, AFTERWARDS);
    let config = std::fs::read_to_string(world.work().join("st-hasura.toml")).unwrap();
    let lines: Vec<&str> = config.lines().filter(|line| line.contains(" = ")).collect();
    let expected = [
        format!("api_url = \"http://127.0.0.1:{port}\""),
        "api_base_path = \"/auth\"".to_owned(),
        format!(
            "hasura_endpoint = \"{}\"",
            sandbox.var("HASURA_GRAPHQL_ENDPOINT")
        ),
        format!("core_uri = \"{}\"", sandbox.var("ST_HASURA_CORE_URI")),
    ];
    assert_eq!(lines, expected, "{config}");
    let secret = std::fs::read_to_string(world.work().join("jwt-secret.json")).unwrap();
    assert_eq!(
        secret,
        format!("{{\"jwk_url\":\"http://127.0.0.1:{port}/auth/jwt/jwks.json\"}}\n")
    );
}
