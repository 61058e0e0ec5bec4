//! `scaffold compose`.

use std::process::{Command, Stdio};

use serde_json::Value;

use super::{tree, yaml};
use crate::support::World;
use crate::support::programs::executable;
use crate::support::sandbox::Sandbox;

fn compose<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["scaffold", "compose"], more].concat()
}

fn stack(world: &World) -> Value {
    yaml(&tree(&world.work())["compose.yaml"])
}

fn secrets(env: &str) -> Vec<(String, String)> {
    dotenvy::from_read_iter(env.as_bytes())
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn the_secrets_are_private_and_never_shown() {
    let world = World::new();
    let output = world.cmd(compose(&["-v"])).ok();
    let files = tree(&world.work());
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, [".env", ".gitignore", "compose.yaml"]);
    assert_eq!(files[".gitignore"], "/.env\n");
    let secrets = secrets(&files[".env"]);
    assert_eq!(secrets.len(), 3);
    for (name, value) in &secrets {
        assert!(
            value.len() == 48 && value.chars().all(|c| c.is_ascii_hexdigit()),
            "{name}"
        );
        output.nowhere(value);
        assert!(!files["compose.yaml"].contains(value.as_str()), "{name}");
        // Whatever the compose file calls for is there, and nothing else.
        let declared = stack(&world)["secrets"].as_object().unwrap().clone();
        assert!(
            declared
                .values()
                .any(|secret| secret["environment"] == *name)
        );
        assert_eq!(declared.len(), 3);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(world.work().join(".env"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let other = World::new();
    other.cmd(compose(&[])).ok();
    assert_ne!(
        tree(&other.work())[".env"],
        files[".env"],
        "they are random"
    );
}

#[test]
fn again_nothing_changes_and_secrets_stay() {
    let world = World::new();
    world.cmd(compose(&[])).ok();
    let before = tree(&world.work());
    world.cmd(compose(&[])).ok().stdout_is(
        "= compose.yaml\n\nnext:\n  st-hasura scaffold auth-api --lang node\n  docker compose up --build --detach --wait\n",
    );
    world.cmd(compose(&["--force"])).ok();
    assert_eq!(tree(&world.work()), before);
    world.cmd(["scaffold", "auth-api", "--lang", "go"]).ok();
    let next = world.cmd(compose(&["-o", "json"])).ok().json();
    assert_eq!(
        next["result"]["next"].as_array().unwrap().len(),
        1,
        "{next}"
    );
}

#[test]
fn what_is_in_env_and_gitignore_stays() {
    let world = World::new();
    world.file(".env", "# mine\nCORE_API_KEY=\"chosen by hand\"\nOTHER=1");
    world.file(".gitignore", "target");
    let shown = world.cmd(compose(&["--dry-run"])).ok();
    shown
        .stdout_has("--- .env\n+++ .env\n# its contents change; not shown")
        .stdout_has("+target\n+/.env\n")
        .nowhere("chosen by hand");
    assert_eq!(tree(&world.work()).len(), 2, "a dry run writes nothing");
    let output = world.cmd(compose(&[])).ok();
    output.nowhere("chosen by hand");
    #[cfg(unix)]
    output.stderr_has(".env holds secrets and others may read it: chmod 600 .env");
    let files = tree(&world.work());
    assert_eq!(files[".gitignore"], "target\n/.env\n");
    assert!(files[".env"].starts_with("# mine\nCORE_API_KEY=\"chosen by hand\"\nOTHER=1\n"));
    let secrets = secrets(&files[".env"]);
    let keys = secrets.iter().filter(|(name, _)| name == "CORE_API_KEY");
    assert_eq!(keys.count(), 1);
    assert_eq!(secrets.len(), 4);
}

#[test]
fn what_is_in_the_way_is_named() {
    let world = World::new();
    world.file("docker-compose.yml", "services: {}\n");
    world
        .cmd(compose(&[]))
        .code(2)
        .stderr_has("docker-compose.yml is there, and Docker Compose reads one file only");
    let world = World::new();
    world.file("compose.yaml", "services: {}\n");
    world
        .cmd(compose(&[]))
        .code(2)
        .stderr_has("compose.yaml is there already");
    let world = World::new();
    world.file(".env", "KEY='open\n");
    world
        .cmd(compose(&[]))
        .code(2)
        .stderr_has(".env is no dotenv file");
    assert_eq!(tree(&world.work()).len(), 1);
    for (flags, words) in [
        (["--hasura-port", "0"], "0 is not in 1..=65535"),
        (["--website", "x"], "--website \"x\""),
        (["--api-base-path", "/a b"], "no plain path"),
    ] {
        World::new().cmd(compose(&flags)).code(2).stderr_has(words);
    }
}

/// Everything waits for what it cannot start without, and images are exact versions.
#[test]
fn services_start_in_order() {
    let world = World::new();
    world
        .cmd(compose(&[
            "--port=4001",
            "--hasura-port=8090",
            "--api-base-path=/api",
            "--website=https://app.example.com",
        ]))
        .ok();
    let stack = stack(&world);
    let services = &stack["services"];
    for (service, others) in [
        ("supertokens", &["postgres"][..]),
        ("auth-api", &["supertokens"]),
        ("hasura", &["postgres", "auth-api"]),
    ] {
        let waits = services[service]["depends_on"].as_object().unwrap();
        assert_eq!(waits.len(), others.len());
        for other in others {
            assert_eq!(waits[*other]["condition"], "service_healthy", "{service}");
        }
    }
    for (name, service) in services.as_object().unwrap() {
        if name == "auth-api" {
            assert_eq!(service["build"], "./auth-api");
            continue;
        }
        let (_, tag) = service["image"].as_str().unwrap().rsplit_once(':').unwrap();
        assert!(
            tag.split('.').count() >= 2 && tag.contains(|c: char| c.is_ascii_digit()),
            "{tag}"
        );
        assert!(service["healthcheck"]["test"].is_array(), "{name}");
    }
    let env = &services["auth-api"]["environment"];
    assert_eq!(env["API_DOMAIN"], "http://localhost:4001");
    assert_eq!(env["API_BASE_PATH"], "/api");
    assert_eq!(env["WEBSITE_DOMAIN"], "https://app.example.com");
    assert_eq!(
        services["auth-api"]["ports"][0],
        "${BIND_ADDRESS:-127.0.0.1}:4001:3001"
    );
    assert_eq!(
        services["hasura"]["ports"][0],
        "${BIND_ADDRESS:-127.0.0.1}:8090:8080"
    );
    let secret = services["hasura"]["environment"]["HASURA_GRAPHQL_JWT_SECRET"]
        .as_str()
        .unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(secret).unwrap(),
        serde_json::json!({
            "jwk_url": "http://auth-api:3001/api/jwt/jwks.json",
            "issuer": "http://localhost:4001/api",
        })
    );
    world.cmd(["jwt-secret", "lint", "-"]).stdin(secret).ok();
    // The administrator's secret comes from the entrypoint.
    world.cmd(["jwt-secret", "lint", "compose.yaml"]).ok();
}

/// The commands by which secrets reach the images that take variables only.
#[test]
fn entrypoints_hand_over_what_is_in_the_files() {
    let world = World::new();
    world.cmd(compose(&[])).ok();
    let stack = stack(&world);
    for (name, value) in [
        ("postgres_password", "p0"),
        ("core_api_key", "k1"),
        ("hasura_admin_secret", "a2"),
    ] {
        world.file(&format!("secrets/{name}"), value);
    }
    for program in ["graphql-engine", "docker-entrypoint.sh"] {
        let path = world.work().join("bin").join(program);
        executable(&path, "#!/bin/sh\necho \"$0 $*\"\nenv\n");
    }
    let run = |service: &str| {
        let command = stack["services"][service]["entrypoint"].as_array().unwrap();
        let words: Vec<&str> = command.iter().map(|word| word.as_str().unwrap()).collect();
        let script = words[2].replace("$$", "$").replace(
            "/run/secrets",
            world.work().join("secrets").to_str().unwrap(),
        );
        let output = world
            .shell("\"$0\" \"$@\"", &world.work().join("bin"))
            .args([words[0], words[1], &script])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let said = run("supertokens");
    assert!(
        said.contains("docker-entrypoint.sh supertokens start\n"),
        "{said}"
    );
    assert!(said.contains("\nAPI_KEYS=k1\n"), "{said}");
    let said = run("hasura");
    assert!(said.contains("graphql-engine serve\n"), "{said}");
    for line in [
        "HASURA_GRAPHQL_ADMIN_SECRET=a2",
        "HASURA_GRAPHQL_METADATA_DATABASE_URL=postgres://postgres:p0@postgres:5432/hasura",
        "APP_DATABASE_URL=postgres://postgres:p0@postgres:5432/app",
        "SUPERTOKENS_DATABASE_URL=postgres://postgres:p0@postgres:5432/supertokens",
    ] {
        assert!(said.lines().any(|said| said == line), "{line}: {said}");
    }
}

/// The health checks, run against the sandbox: well there, ill where nobody answers.
#[test]
fn health_checks_tell_well_from_ill() {
    let Some(bash) = crate::support::tools::tool(&["bash"], &["--version"], "health checks") else {
        return;
    };
    let world = World::new();
    world.cmd(compose(&[])).ok();
    let stack = stack(&world);
    let sandbox = Sandbox::start(&[]);
    let port = |name: &str| {
        let url = url::Url::parse(sandbox.var(name)).unwrap();
        url.port().unwrap().to_string()
    };
    for (service, inside, outside) in [
        ("supertokens", "3567", port("ST_HASURA_CORE_URI")),
        ("hasura", "8080", port("HASURA_GRAPHQL_ENDPOINT")),
    ] {
        let test = stack["services"][service]["healthcheck"]["test"]
            .as_array()
            .unwrap();
        assert_eq!(test[1], "bash");
        let script = test[3].as_str().unwrap();
        let ask = |port: &str| {
            let mut command = Command::new(&bash);
            command
                .args(["-c", &script.replace(inside, port)])
                .stderr(Stdio::null());
            command.status().unwrap().success()
        };
        assert!(ask(&outside), "{service}: {script}");
        assert!(!ask("9"), "{service}");
    }
}
