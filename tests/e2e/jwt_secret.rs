//! `jwt-secret`: each syntax is proven by its own reader.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::World;
use crate::support::pages::{Page, Pages};
use crate::support::tokens::{SIGNERS, claims};

const NAME: &str = "HASURA_GRAPHQL_JWT_SECRET";
const URL: &str = "https://api.example.com/auth/jwt/jwks.json";

/// Values with everything that some syntax treats specially. All are valid `StringOrURI`.
const AWKWARD: &[&str] = &[
    "https://api.example.com/auth",
    "it's $HOME ${HOME} $$ $(id) `id`",
    "a \\ b \\\\ c \\n \"quoted\" 'single'",
    "# % & ; = ! * ? ~ [x] {y} | > < \t",
    "zażółć ✓ %{if true}x%{endif}",
];

fn secret(world: &World, args: &[&str]) -> String {
    let args = [&["jwt-secret", "--jwks-url", URL], args].concat();
    world.cmd(args).ok().stdout
}

#[test]
fn the_value_is_one_exact_line() {
    let world = World::new();
    let output = world.cmd(["jwt-secret", "--jwks-url", URL]).ok();
    output.stdout_is(&format!("{{\"jwk_url\":\"{URL}\"}}\n"));
    assert_eq!(output.stderr, "");
    let args = [
        "--skew",
        "60",
        "--audience",
        "a",
        "--audience",
        "b",
        "--issuer",
        "https://i/auth",
        "--header-from",
        "cookie",
        "--claims-namespace",
        "claims",
    ];
    assert_eq!(
        secret(&world, &args),
        format!(
            "{{\"jwk_url\":\"{URL}\",\"claims_namespace\":\"claims\",\"issuer\":\"https://i/auth\",\
             \"audience\":[\"a\",\"b\"],\"allowed_skew\":60,\
             \"header\":{{\"type\":\"Cookie\",\"name\":\"sAccessToken\"}}}}\n"
        )
    );
}

#[test]
fn the_url_comes_from_the_profile_and_needs_no_network() {
    let world = World::new();
    let args = [
        "jwt-secret",
        "--api-url",
        "http://127.0.0.1:1/",
        "--api-base-path",
        "api",
    ];
    let output = world.cmd(args).ok();
    output.stdout_is("{\"jwk_url\":\"http://127.0.0.1:1/api/jwt/jwks.json\"}\n");
    world.cmd(["jwt-secret"]).code(2).stderr_has("--api-url");
    let output = world
        .cmd(["jwt-secret"])
        .env(
            "ST_HASURA_JWKS_URL",
            "https://user:hunter22hunter@k.example.com/x",
        )
        .ok();
    output.stdout_is("{\"jwk_url\":\"https://k.example.com/x\"}\n");
}

#[test]
fn a_shell_reads_export_and_docker_reads_env() {
    let world = World::new();
    for issuer in AWKWARD {
        let line = secret(&world, &["--issuer", issuer]);
        let export = secret(&world, &["--issuer", issuer, "--to", "export"]);
        let script = format!("{export}printf '%s\\n' \"${NAME}\"");
        let shell = Command::new("sh").arg("-c").arg(script).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&shell.stdout), line, "{export}");
        let env = secret(&world, &["--issuer", issuer, "--to", "env"]);
        assert_eq!(env.lines().count(), 1);
        // Docker splits at the first =, and takes the rest as it is.
        assert_eq!(env.split_once('='), Some((NAME, line.as_str())));
    }
}

#[test]
fn dotenv_readers_get_the_same_json() {
    let world = World::new();
    for issuer in AWKWARD {
        let line = secret(&world, &["--issuer", issuer]);
        let dotenv = secret(&world, &["--issuer", issuer, "--to", "dotenv"]);
        let pairs: Vec<(String, String)> = dotenvy::from_read_iter(dotenv.as_bytes())
            .map(Result::unwrap)
            .collect();
        let [(name, value)] = pairs.as_slice() else {
            panic!("{dotenv}");
        };
        assert_eq!(name, NAME);
        let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(parse(value), parse(&line), "{dotenv}");
        // A shell that sources the file agrees, since the text is in single quotes.
        let script = format!("{dotenv}printf '%s' \"${NAME}\"");
        let shell = Command::new("sh").arg("-c").arg(script).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&shell.stdout), *value);
    }
}

#[test]
fn yaml_and_terraform_readers_get_the_value() {
    let world = World::new();
    for issuer in AWKWARD {
        let line = secret(&world, &["--issuer", issuer]);
        let line = line.trim_end();
        let compose = secret(&world, &["--issuer", issuer, "--to", "compose"]);
        let value: Value = serde_saphyr::from_str(&compose).unwrap();
        let text = value["services"]["graphql-engine"]["environment"][NAME]
            .as_str()
            .unwrap();
        assert_eq!(
            text.matches('$').count(),
            2 * line.matches('$').count(),
            "{compose}"
        );
        assert_eq!(text.replace("$$", "$"), line);
        let k8s = secret(&world, &["--issuer", issuer, "--to", "k8s"]);
        let value: Value = serde_saphyr::from_str(&k8s).unwrap();
        assert_eq!(value["kind"], "Secret");
        assert_eq!(value["stringData"][NAME], line);
        let terraform = secret(&world, &["--issuer", issuer, "--to", "terraform"]);
        let value: Value = serde_json::from_str(&terraform).unwrap();
        assert_eq!(value, json!({ "hasura_graphql_jwt_secret": line }));
    }
}

#[test]
fn json_output_carries_value_and_object() {
    let world = World::new();
    let args = [
        "jwt-secret",
        "--jwks-url",
        URL,
        "--to",
        "dotenv",
        "-o",
        "json",
    ];
    let json = world.cmd(args).ok().json();
    assert_eq!(
        json["result"],
        json!({
            "name": NAME,
            "value": format!("{{\"jwk_url\":\"{URL}\"}}"),
            "secret": {"jwk_url": URL},
            "format": "dotenv",
            "text": format!("{NAME}='{{\"jwk_url\":\"{URL}\"}}'\n"),
            "warnings": [],
        })
    );
}

#[test]
fn where_the_token_is_found() {
    let world = World::new();
    for (from, header) in [
        ("authorization", json!({"type": "Authorization"})),
        ("cookie:jwt", json!({"type": "Cookie", "name": "jwt"})),
        (
            "header:X-My-JWT",
            json!({"type": "CustomHeader", "name": "X-My-JWT"}),
        ),
    ] {
        let value: Value = serde_json::from_str(&secret(&world, &["--header-from", from])).unwrap();
        assert_eq!(value["header"], header);
    }
    for from in ["cookies", "cookie:", "header", "header:a b", "cookie:a;b"] {
        world
            .cmd(["jwt-secret", "--jwks-url", URL, "--header-from", from])
            .code(2);
    }
}

#[test]
fn values_that_stop_hasura_are_refused() {
    let world = World::new();
    for args in [
        ["--issuer", "foo: bar"],
        ["--issuer", ""],
        ["--audience", ":x"],
        ["--audience", ""],
        ["--claims-namespace", ""],
        ["--skew", "-1"],
        ["--jwks-url", "file:///x"],
        ["--jwks-url", "/auth/jwt/jwks.json"],
    ] {
        let mut line = vec!["jwt-secret"];
        if args[0] != "--jwks-url" {
            line.extend(["--jwks-url", URL]);
        }
        line.extend(args);
        let output = world.cmd(line).code(2);
        assert_eq!(output.stdout, "", "{output}");
    }
    let output = world
        .cmd(["jwt-secret", "--jwks-url", URL, "--issuer", "a: b"])
        .code(2);
    output.stderr_has("failed to parse StringOrURI");
}

#[test]
fn urls_that_hasura_may_not_reach_are_warned_of() {
    let world = World::new();
    for (url, words) in [
        (
            "http://localhost:3333/auth/jwt/jwks.json",
            "host.docker.internal",
        ),
        ("http://127.0.0.1:3333/x", "--inline-key"),
        ("http://192.168.0.7/x", "private network"),
        ("http://laptop.local/x", "local network"),
        ("http://169.254.0.9/x", "link-local"),
        ("http://api:3000/x", "without dots"),
        ("http://api.example.com/x", "plain http"),
    ] {
        let output = world.cmd(["jwt-secret", "--jwks-url", url, "-q"]).ok();
        output.stdout_is(&format!("{{\"jwk_url\":\"{url}\"}}\n"));
        output.stderr_has("warning:").stderr_has(words);
    }
    for url in [
        "https://api.example.com/x",
        "http://host.docker.internal:3333/x",
    ] {
        let output = world.cmd(["jwt-secret", "--jwks-url", url]).ok();
        assert_eq!(output.stderr, "", "{output}");
    }
}

fn auth_api(kids: &[&str]) -> Pages {
    let keys: Vec<Value> = SIGNERS
        .iter()
        .zip(kids)
        .map(|(signer, kid)| {
            let mut jwk = signer.jwk();
            jwk["kid"] = json!(kid);
            jwk
        })
        .collect();
    Pages::serve(vec![
        Page::json("/auth/jwt/jwks.json", json!({ "keys": keys })),
        Page::json(
            "/auth/.well-known/openid-configuration",
            json!({"issuer": "https://public.example.com/auth", "jwks_uri": "x"}),
        ),
        Page::json("/mute/jwt/jwks.json", json!({ "keys": keys })),
        Page::json(
            "/mute/.well-known/openid-configuration",
            json!({"jwks_uri": "x"}),
        ),
    ])
}

const STATIC: &str = "s-da95bc2c-7081-4756-8471-4b49084f4501";
const DYNAMIC: &str = "d-1795491220694";

/// The inline key of a value, checked against a token that `signer` makes.
#[track_caller]
fn proven_by(world: &World, value: &str, signer: usize) -> bool {
    let value: Value = serde_json::from_str(value).unwrap();
    assert_eq!(value["type"], "RS256");
    world.file("inline.pem", value["key"].as_str().unwrap());
    let now = time::OffsetDateTime::now_utc().unix_timestamp();
    let token = SIGNERS[signer].sign(&claims(now));
    let output = world
        .cmd(["decode", "--pem", "inline.pem"])
        .stdin(token)
        .run();
    output.code == Some(0)
}

#[test]
fn the_inline_key_verifies_tokens() {
    let api = auth_api(&[DYNAMIC, STATIC]);
    let world = World::new();
    let secret = |extra: &[&str]| {
        let origin = api.origin();
        let args = [&["jwt-secret", "--api-url", &origin], extra].concat();
        world.cmd(args).ok()
    };
    let output = secret(&["--inline-key"]);
    assert_eq!(output.stdout.lines().count(), 1);
    output
        .stderr_has(STATIC)
        .stderr_has("useDynamicAccessTokenSigningKey");
    assert!(proven_by(&world, &output.stdout, 1));
    assert!(!proven_by(&world, &output.stdout, 0));
    let output = secret(&["--inline-key", DYNAMIC, "--issuer"]);
    output.stderr_has("replaced every week");
    assert!(proven_by(&world, &output.stdout, 0));
    let value: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(value["issuer"], "https://public.example.com/auth");
    assert!(value.get("jwk_url").is_none());
    let args = [
        "jwt-secret",
        "--api-url",
        &api.origin(),
        "--inline-key=nobody",
    ];
    world.cmd(args).code(2).stderr_has(DYNAMIC);
}

#[test]
fn an_old_cores_only_key_needs_no_warning() {
    let api = auth_api(&["263975e9-2b9d-4005-b590-8d13a16cf403"]);
    let world = World::new();
    let output = world
        .cmd([
            "jwt-secret",
            "--api-url",
            &api.origin(),
            "--inline-key",
            "-q",
        ])
        .ok();
    assert_eq!(output.stderr, "");
    assert!(proven_by(&world, &output.stdout, 0));
}

#[test]
fn the_issuer_is_asked_for() {
    let api = auth_api(&[DYNAMIC]);
    let world = World::new();
    for extra in [&["--issuer"][..], &["--issuer", "auto"], &["--issuer=auto"]] {
        let origin = api.origin();
        let args = [&["jwt-secret", "--api-url", &origin], extra].concat();
        let value: Value = serde_json::from_str(&world.cmd(args).ok().stdout).unwrap();
        assert_eq!(value["issuer"], "https://public.example.com/auth");
    }
    let beside = api.url("/auth/jwt/jwks.json");
    let output = world
        .cmd(["jwt-secret", "--jwks-url", &beside, "--issuer"])
        .ok();
    output.stdout_has("https://public.example.com/auth");
    let mute = [
        "jwt-secret",
        "--api-url",
        &api.origin(),
        "--api-base-path",
        "/mute",
        "--issuer",
    ];
    world.cmd(mute).code(5).stderr_has("issuer");
    let absent = api.url("/none/jwt/jwks.json");
    let output = world
        .cmd(["jwt-secret", "--jwks-url", &absent, "--issuer"])
        .code(5);
    output.stderr_has("error[jwt.no_discovery]");
    let gone = [
        "jwt-secret",
        "--api-url",
        "http://127.0.0.1:1",
        "--issuer",
        "--retries",
        "0",
    ];
    world.cmd(gone).code(3);
}
