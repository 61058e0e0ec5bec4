//! What is found without being said.

use crate::stacks::KINDS;
use crate::support::World;
use crate::support::pages::{Page, Pages};
use crate::support::sandbox::Sandbox;

use super::written;

fn port(sandbox: &Sandbox, name: &str) -> u16 {
    let url = url::Url::parse(sandbox.var(name)).unwrap();
    url.port().unwrap()
}

/// Ports of a stack, in no helpful order, with one that nobody listens on.
fn ports(sandbox: &Sandbox) -> String {
    let [core, api, hasura] = [
        "ST_HASURA_CORE_URI",
        "ST_HASURA_API_URL",
        "HASURA_GRAPHQL_ENDPOINT",
    ]
    .map(|name| port(sandbox, name));
    format!("1,{core},{api},{hasura}")
}

#[test]
fn programs_that_run_are_known_by_their_answers() {
    for (stack, base) in [(KINDS[0], "/api"), (KINDS[2], "/"), (KINDS[0], "/api/auth")] {
        let sandbox = stack.start(&["--base-path", base]);
        let world = World::new();
        let ports = ports(&sandbox);
        let output = world.cmd(["init", "--no-input", "--ports", &ports]).ok();
        let api = port(&sandbox, "ST_HASURA_API_URL");
        let below = match base {
            "/" => "at its root".to_owned(),
            base => format!("below {base}"),
        };
        output
            .stderr_has(&format!("found an auth API {below} on port {api}"))
            .stderr_has("found Hasura v2.48.10 on port ")
            .stderr_has("found a SuperTokens core on port ")
            .stdout_has("not known here, so not tried");
        let text = written(&world);
        assert!(
            text.contains(&format!(
                "api_url = \"http://localhost:{api}\"\napi_base_path = \"{base}\"\n"
            )),
            "{text}"
        );
        assert!(text.contains("core_uri = \"http://localhost:"), "{text}");
    }
}

#[test]
fn files_of_the_folder_say_where_things_are() {
    let sandbox = KINDS[0].start(&[]);
    let world = World::new();
    let secret = sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET");
    world.file(
        ".env",
        format!(
            "API_DOMAIN={}\nHASURA_PORT={}\nADMIN={secret}\n",
            sandbox.var("ST_HASURA_API_URL"),
            port(&sandbox, "HASURA_GRAPHQL_ENDPOINT")
        ),
    );
    world.file(
        "compose.yaml",
        "services:\n  engine:\n    image: hasura/graphql-engine:v2.48.1\n    \
         ports: ['127.0.0.1:${HASURA_PORT}:8080']\n    \
         environment: {HASURA_GRAPHQL_ADMIN_SECRET: $ADMIN}\n",
    );
    let output = world
        .cmd(["init", "--no-input", "--ports", "none", "-o", "json"])
        .ok();
    output.nowhere(secret);
    let values = &output.json()["result"]["values"];
    assert_eq!(values["api_url"]["origin"], "API_DOMAIN in .env");
    assert_eq!(
        values["hasura_endpoint"]["origin"],
        "service engine in compose.yaml"
    );
    output.stdout_has(r#""what":"admin secret","said":"accepted""#);
    let text = written(&world);
    assert!(!text.contains(secret), "{text}");
    assert!(
        text.contains(
            "# Its admin secret comes from the variable HASURA_GRAPHQL_ADMIN_SECRET; it is \
             HASURA_GRAPHQL_ADMIN_SECRET of service engine in compose.yaml, to be loaded before.\n"
        ),
        "{text}"
    );
}

#[test]
fn the_hasura_cli_s_own_file_is_believed() {
    let sandbox = KINDS[0].start(&[]);
    let world = World::new();
    let secret = sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET");
    let endpoint = sandbox.var("HASURA_GRAPHQL_ENDPOINT");
    world.file(
        "config.yaml",
        format!(
            "version: 3\nendpoint: {endpoint}\nadmin_secret: {secret}\nmetadata_directory: m\n"
        ),
    );
    let api = sandbox.var("ST_HASURA_API_URL");
    let output = world
        .cmd(["init", "--no-input", "--ports", "none", "--api-url", api])
        .ok();
    output
        .stdout_has("config.yaml (hasura-cli)")
        .stdout_has("admin secret  accepted")
        .nowhere(secret);
    let text = written(&world);
    assert!(text.contains(endpoint) && !text.contains(secret), "{text}");
    assert!(
        text.contains("comes from config.yaml of the Hasura CLI."),
        "{text}"
    );
}

#[test]
fn what_cannot_be_read_is_remarked_upon_and_not_quoted() {
    let sandbox = KINDS[0].start(&[]);
    let world = World::new();
    world.file(".env", "hunter22 is no assignment\n");
    world.file("docker-compose.yml", "services: [hunter22");
    let output = world.cmd(super::init(&sandbox, &[])).ok();
    output
        .stderr_has("warning: .env has a line that is no assignment: left out")
        .stderr_has("warning: docker-compose.yml is not YAML that can be read: left out")
        .nowhere("hunter22");
}

#[test]
fn files_with_secrets_are_named_where_they_are() {
    let sandbox = KINDS[0].start(&[]);
    let world = World::new();
    let compose = format!(
        "services:\n  engine:\n    image: hasura/graphql-engine:v2.48.1\n    \
         ports: ['{}:8080']\n    secrets: [admin]\n    \
         environment: {{HASURA_GRAPHQL_ADMIN_SECRET_FILE: /run/secrets/admin}}\n\
         secrets: {{admin: {{file: ./secrets/admin}}}}\n",
        port(&sandbox, "HASURA_GRAPHQL_ENDPOINT")
    );
    world.file("compose.yml", compose);
    let core = format!(
        "CORE_URI={}\nCORE_API_KEY_FILE=./secrets/core\n",
        sandbox.var("ST_HASURA_CORE_URI")
    );
    world.file(".env", core);
    let api = sandbox.var("ST_HASURA_API_URL");
    let line = ["init", "--no-input", "--ports", "none", "--api-url", api];
    // Not there yet, they are not named.
    let output = world.cmd(line).ok();
    output
        .stdout_has("not known here, so not tried")
        .stdout_has("which wants an API key that is not known here");
    assert!(!written(&world).contains("_file = "), "{output}");

    world.file(
        "secrets/admin",
        sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET").to_owned() + "\n",
    );
    world.file("secrets/core", sandbox.var("ST_HASURA_CORE_API_KEY"));
    world
        .cmd(line.iter().chain(&["--force"]))
        .ok()
        .stdout_has("admin secret  accepted")
        .stdout_has("CDI 5.4");
    let text = written(&world);
    for line in [
        "hasura_admin_secret_file = \"secrets/admin\"",
        "core_api_key_file = \"secrets/core\"",
    ] {
        assert!(text.lines().any(|other| other == line), "{text}");
    }
    world.cmd(["setup-hasura", "plan"]).ok();
}

#[test]
fn an_engine_without_an_admin_secret_or_a_metadata_api() {
    let open = KINDS[0].start(&["--fault", "no-admin-secret"]);
    World::new()
        .cmd(super::init(&open, &[]))
        .ok()
        .stdout_has("admin secret  none is set at the engine: everybody is admin there");
    let sandbox = KINDS[0].start(&[]);
    let body =
        serde_json::json!({"path": "$", "error": "resource does not exist", "code": "not-found"});
    let closed = Pages::serve(vec![
        Page::json(
            "/v1/version",
            serde_json::json!({"server_type": "ce", "version": "v2.48.1"}),
        ),
        Page {
            status: 404,
            ..Page::json("/v1/metadata", body)
        },
    ]);
    let api = sandbox.var("ST_HASURA_API_URL");
    let line = ["init", "--no-input", "--ports", "none", "--api-url", api];
    let line = line.iter().map(ToString::to_string);
    super::bare(&sandbox)
        .cmd(line.chain(["--hasura-endpoint".into(), closed.origin()]))
        .ok()
        .stdout_has("not tried: the engine's metadata API is off");
}
