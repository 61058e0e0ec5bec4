//! Into compose and .env files.

use std::process::Command;

use serde_json::{Value, json};

use super::{NAME, URL, VALUE};
use crate::support::tools::tool;
use crate::support::{Output, World};

const COMPOSE: &str = r#"# the whole stack
x-hasura: &hasura
  HASURA_GRAPHQL_ADMIN_SECRET: not-for-the-terminal # change me
  HASURA_GRAPHQL_DEV_MODE: "true"

services:
  postgres:
    image: postgres:16
    environment: {POSTGRES_PASSWORD: not-for-the-terminal}
  graphql-engine:
    image: "hasura/graphql-engine:v2.48.0"
    ports: ["8080:8080"]
    environment:
      <<: *hasura
      # who signs
      HASURA_GRAPHQL_JWT_SECRET: VALUE # see the README
      AFTER: |
        two
        lines
"#;

fn apply(world: &World, file: &str, more: &[&str]) -> Output {
    let line = ["jwt-secret", "apply", "--compose", file, "--jwks-url", URL];
    world.cmd([&line, more].concat()).run()
}

#[track_caller]
fn applied(world: &World, file: &str, more: &[&str]) -> Output {
    let output = apply(world, file, more);
    assert_eq!(output.code, Some(0), "{output}");
    output
}

fn read(world: &World, file: &str) -> String {
    std::fs::read_to_string(world.work().join(file)).unwrap()
}

/// An editor of Windows shows a file without its line ends as one line.
#[test]
fn line_ends_stay_what_they_are() {
    let world = World::new();
    let compose = COMPOSE.replace("VALUE", "'{}'").replace('\n', "\r\n");
    world.file("compose.yml", &compose);
    let without = compose.replace(
        "      HASURA_GRAPHQL_JWT_SECRET: '{}' # see the README\r\n",
        "",
    );
    world.file("without.yml", without);
    for file in ["compose.yml", "without.yml"] {
        applied(&world, file, &[]);
        let after = read(&world, file);
        assert!(after.contains(URL), "{after:?}");
        assert_eq!(
            after.matches('\n').count(),
            after.matches("\r\n").count(),
            "{after:?}"
        );
    }
    world.file("app.env", "# first\r\nA=1\r\n");
    let line = [
        "jwt-secret",
        "apply",
        "--compose",
        "app.env",
        "--jwks-url",
        URL,
    ];
    world.cmd(line).ok();
    let after = read(&world, "app.env");
    assert!(after.starts_with("# first\r\nA=1\r\n"), "{after:?}");
    assert_eq!(
        after.matches('\n').count(),
        after.matches("\r\n").count(),
        "{after:?}"
    );
}

/// As an independent reader has it; `None` where there is none.
fn by_pyyaml(world: &World, file: &str) -> Option<Value> {
    let python = tool(
        &["/usr/bin/python3", "python3"],
        &["-c", "import yaml"],
        "compose files by PyYAML",
    )?;
    let script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))";
    let output = Command::new(python)
        .args(["-c", script])
        .arg(world.work().join(file))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn a_compose_file_is_changed_in_place_and_once() {
    let doubled =
        r#"'{"jwk_url":"https://api.example.com/auth/jwt/jwks.json","issuer":"https://x/$$y"}'"#;
    for before in [
        r#"'{"type":"HS256","key":"0123456789abcdef0123456789abcdef"}'"#,
        r#""{\"type\":\"HS256\",\"key\":\"0123456789abcdef0123456789abcdef\"}""#,
        "none-yet",
    ] {
        let world = World::new();
        let text = COMPOSE.replace("VALUE", before);
        world.file("docker-compose.yml", &text);
        let issuer = ["--issuer", "https://x/$y"];
        let output = applied(&world, "docker-compose.yml", &issuer);
        output
            .nowhere("not-for-the-terminal")
            .nowhere("0123456789abcdef")
            .stdout_has("docker-compose.yml:16: services.graphql-engine.environment.HASURA_GRAPHQL_JWT_SECRET\n")
            .stdout_has("next: docker compose up -d graphql-engine\n");
        let after = read(&world, "docker-compose.yml");
        let style = if before.starts_with('"') {
            serde_json::to_string(doubled.trim_matches('\'')).unwrap()
        } else {
            doubled.to_owned()
        };
        assert_eq!(after, COMPOSE.replace("VALUE", &style));
        assert_eq!(read(&world, "docker-compose.yml.bak"), text);
        let again = applied(&world, "docker-compose.yml", &issuer);
        again.stdout_has("docker-compose.yml:16 says so already");
        assert_eq!(read(&world, "docker-compose.yml"), after);
        assert!(!world.work().join("docker-compose.yml.bak.1").exists());
        world.cmd(["jwt-secret", "lint", "docker-compose.yml"]).ok();
        world.file("before.yml", &text);
        let (Some(mut old), Some(new)) = (
            by_pyyaml(&world, "before.yml"),
            by_pyyaml(&world, "docker-compose.yml"),
        ) else {
            return;
        };
        old["services"]["graphql-engine"]["environment"][NAME] = json!(doubled.trim_matches('\''));
        assert_eq!(old, new);
    }
}

#[test]
fn a_dry_run_writes_nothing_and_json_says_all() {
    let world = World::new();
    let text = COMPOSE.replace("VALUE", "'{\"jwk_url\":\"https://old.example.com/x\"}'");
    world.file("compose.yaml", &text);
    let output = applied(&world, "compose.yaml", &["--dry-run"]);
    output.stdout_is(&format!(
        "compose.yaml:16: services.graphql-engine.environment.{NAME}\n\
         - {{\"jwk_url\":\"https://old.example.com/x\"}}\n+ {VALUE}\nnothing was written\n"
    ));
    assert_eq!(read(&world, "compose.yaml"), text);
    let output = applied(&world, "compose.yaml", &["-o", "json"]);
    let result = &output.json()["result"];
    assert_eq!(
        *result,
        json!({
            "file": "compose.yaml",
            "place": format!("services.graphql-engine.environment.{NAME}"),
            "line": 16,
            "before": "{\"jwk_url\":\"https://old.example.com/x\"}",
            "after": VALUE,
            "changed": true,
            "written": true,
            "backup": world.work().join("compose.yaml.bak"),
            "service": "graphql-engine",
        })
    );
}

/// Whoever writes over an audience opens the engine to tokens that were made for others.
#[test]
fn what_the_former_value_asked_for_is_not_lost_silently() {
    let world = World::new();
    let former = r#"'{"jwk_url":"https://old.example.com/x","audience":"hasura"}'"#;
    world.file("compose.yaml", COMPOSE.replace("VALUE", former));
    let warning = "the former value sets audience, and the new one does not say the same";
    applied(&world, "compose.yaml", &["--dry-run"]).stderr_has(warning);
    let kept = ["--dry-run", "--audience", "hasura"];
    applied(&world, "compose.yaml", &kept).nowhere("the former value sets");
}

#[test]
fn values_from_other_files_are_changed_there() {
    let world = World::new();
    let engine = |rest: &str| format!("services:\n  e:\n    image: hasura/graphql-engine\n{rest}");
    world.file(
        "a.yml",
        engine("    environment:\n      HASURA_GRAPHQL_JWT_SECRET: ${JWT:?}\n"),
    );
    world.file(".env", "A=1\n# the secret\nJWT='{\"a\":1}' # mine\n");
    let output = applied(&world, "a.yml", &[]);
    output.stderr_has("service e takes it from JWT in .env");
    output.stdout_has("next: docker compose up -d e");
    assert_eq!(
        read(&world, ".env"),
        format!("A=1\n# the secret\nJWT='{VALUE}' # mine\n")
    );
    applied(&world, "a.yml", &[]).stdout_has(".env:3 says so already: JWT");
    // The last file that sets it counts, and a file that does not set it is left alone.
    world.file("b.yml", engine("    env_file: [one.env, two.env]\n"));
    world.file("one.env", format!("{NAME}={{\"a\":1}}\n"));
    world.file("two.env", "B=2\n");
    applied(&world, "b.yml", &[]);
    assert_eq!(read(&world, "one.env"), format!("{NAME}={VALUE}\n"));
    assert_eq!(read(&world, "two.env"), "B=2\n");
    world.file("one.env", "A=1\n");
    applied(&world, "b.yml", &[]).stdout_has("b.yml:");
    assert!(read(&world, "b.yml").contains(&format!("      {NAME}: '{VALUE}'\n")));
    // A .env file that is not there yet.
    std::fs::remove_file(world.work().join(".env")).unwrap();
    applied(&world, "a.yml", &[]);
    assert_eq!(read(&world, ".env"), format!("JWT='{VALUE}'\n"));
}

#[test]
fn an_env_file_is_changed_in_place() {
    let world = World::new();
    world.file("hasura.env", format!("A=1\nexport {NAME}='x' # y\nB=2\n"));
    applied(&world, "hasura.env", &[]);
    let expected = format!("A=1\nexport {NAME}='{VALUE}' # y\nB=2\n");
    assert_eq!(read(&world, "hasura.env"), expected);
    world.file(".env", "A=1");
    applied(&world, ".env", &[]);
    assert_eq!(read(&world, ".env"), format!("A=1\n{NAME}='{VALUE}'\n"));
    world.cmd(["jwt-secret", "lint", ".env"]).ok();
}

#[test]
fn what_cannot_be_changed_is_said_and_left() {
    let world = World::new();
    for (name, text, code, words) in [
        (
            "none.yml",
            "services: {db: {image: postgres}}",
            "jwt_secret.no_engine",
            "there are db",
        ),
        (
            "k8s.yml",
            "kind: Secret\n",
            "jwt_secret.not_compose",
            "it has no services",
        ),
        (
            "broken.yml",
            "services: [\n",
            "jwt_secret.not_yaml",
            "from line",
        ),
        (
            "two.yml",
            "services: {a: {image: graphql-engine}, b: {image: graphql-engine}}",
            "jwt_secret.several_engines",
            "--service",
        ),
        (
            "odd.yml",
            "services: {a: {image: graphql-engine, environment: odd}}",
            "jwt_secret.bad_environment",
            "neither a mapping nor a list",
        ),
        (
            ".env",
            "HASURA_GRAPHQL_JWT_SECRET='never closed\n",
            "jwt_secret.unclosed",
            "line 1",
        ),
        (
            "value.json",
            "{\"jwk_url\":\"x\"}",
            "usage.invalid",
            "neither a compose file nor",
        ),
    ] {
        world.file(name, text);
        let output = apply(&world, name, &["-o", "json"]);
        assert_eq!(output.code, Some(2), "{output}");
        assert_eq!(output.json()["error"]["code"], code, "{output}");
        assert!(output.stdout.contains(words), "{words}{output}");
        assert_eq!(read(&world, name), text);
    }
    apply(&world, "two.yml", &["--service", "c"]).stderr_has("there is no service \"c\"");
    applied(&world, "two.yml", &["--service", "b"]);
    apply(&world, "lost.yml", &[]).stderr_has("lost.yml");
    world
        .cmd(["jwt-secret", "apply", "--jwks-url", URL])
        .code(2);
    let order = [
        "jwt-secret",
        "--jwks-url",
        URL,
        "apply",
        "--compose",
        "two.yml",
    ];
    world
        .cmd(order)
        .code(2)
        .stderr_has("st-hasura jwt-secret apply OPTIONS writes one");
}

#[cfg(unix)]
#[test]
fn a_read_only_file_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let text = COMPOSE.replace("VALUE", "'x'");
    let path = world.file("compose.yml", &text);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o440)).unwrap();
    let output = apply(&world, "compose.yml", &[]);
    assert_eq!(output.code, Some(2), "{output}");
    output.stderr_has("error[project.read_only]");
    assert_eq!(read(&world, "compose.yml"), text);
}

#[test]
fn of_the_former_value_no_secret_is_shown_wherever_it_stood() {
    let world = World::new();
    let private = "-----BEGIN PRIVATE KEY-----\nhunter22\n-----END PRIVATE KEY-----\n\
        -----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----";
    for former in [
        json!({ "type": "HS256", "Key": "hunter22-of-many-characters" }),
        json!({ "type": "HS256", "hunter22-of-many-characters": "key" }),
        json!({ "jwk_url": "https://u:hunter22@a.test/c" }),
        json!({ "jwk_url": "https://a.test/c?token=hunter22" }),
        json!({ "type": "RS256", "key": private }),
        json!("hunter22-of-many-characters"),
    ] {
        for more in [&["--dry-run"][..], &["--dry-run", "-o", "json"], &[]] {
            world.file("former.env", format!("{NAME}='{former}'\n"));
            applied(&world, "former.env", more)
                .stdout_has("[redacted]")
                .nowhere("hunter22");
        }
        // The file that is kept beside is the next run's.
        for entry in std::fs::read_dir(world.work()).unwrap() {
            std::fs::remove_file(entry.unwrap().path()).unwrap();
        }
    }
}
