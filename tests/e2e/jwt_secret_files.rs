//! `jwt-secret lint` on files as people have them: marks and encodings of editors, quotes that are
//! too few or too many, values that stand elsewhere, and what stands beside the value.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::support::{Output, World};

pub const NAME: &str = "HASURA_GRAPHQL_JWT_SECRET";
pub const GOOD: &str = r#"{"jwk_url":"https://api.example.com/auth/jwt/jwks.json","issuer":"https://api.example.com/auth"}"#;
const BAD: &str = r#"{"jwk_url":"nowhere","issuer":"i"}"#;

pub fn lint(world: &World, file: &str, more: &[&str]) -> Output {
    let args = ["jwt-secret", "lint", file, "-o", "json"];
    world.cmd([&args[..], more].concat()).run()
}

/// Ids of errors and warnings, value by value.
pub fn ids(output: &Output) -> Vec<Vec<String>> {
    let json = output.json();
    let values = json["result"]["values"].as_array().unwrap();
    let is_more = |finding: &&Value| finding["severity"] != "info";
    let ids = |value: &Value| {
        let findings = value["findings"].as_array().unwrap().iter();
        let ids = findings.filter(is_more).map(|finding| &finding["id"]);
        ids.map(|id| id.as_str().unwrap().to_owned()).collect()
    };
    values.iter().map(ids).collect()
}

pub fn compose(environment: &str) -> String {
    let head = "services:\n  hasura:\n    image: hasura/graphql-engine:v2.48.10\n";
    format!("{head}    environment:\n      HASURA_GRAPHQL_ADMIN_SECRET: x\n{environment}")
}

#[test]
fn marks_and_encodings_of_windows() {
    let world = World::new();
    world.file("marked.env", format!("\u{feff}{NAME}='{BAD}'\nA=1\n"));
    let output = lint(&world, "marked.env", &[]);
    assert_eq!(ids(&output), [["J016"]], "{output}");
    let notes = output.json()["result"]["notes"].to_string();
    assert!(notes.contains("byte order mark"), "{notes}");

    let utf16 = |text: &str| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(units).collect()
    };
    world.file("wide.env", utf16(&format!("A=1\r\n{NAME}='{BAD}'\r\n")));
    let output = lint(&world, "wide.env", &[]);
    assert_eq!(ids(&output), [["J001", "J016"]], "{output}");
    output.stdout_has("the file is UTF-16");

    // What is written replaces the line.
    let apply = |file: &str, code: i32| {
        let place = ["jwt-secret", "apply", "--compose", file];
        let args = [&place[..], &["--jwks-url", "https://a.test/k"]].concat();
        world.cmd(args).code(code)
    };
    apply("marked.env", 0);
    let text = std::fs::read_to_string(world.work().join("marked.env")).unwrap();
    let line = format!("\u{feff}{NAME}='{{\"jwk_url\":\"https://a.test/k\"}}'\nA=1\n");
    assert_eq!(text, line);
    apply("wide.env", 2).stderr_has("is UTF-16");
}

#[test]
fn what_shells_and_people_leave_of_a_value() {
    let world = World::new();
    let said = |text: &str| {
        let output = world.cmd(["jwt-secret", "lint"]).stdin(text).code(9);
        assert!(output.stdout.contains("J001"), "{text}: {output}");
        output
            .stdout
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (text, words) in [
        (
            "{type:HS256,key:0123456789abcdef0123456789abcdef}".to_owned(),
            "a shell or a reader of .env took them",
        ),
        (
            format!("{NAME}=\"{GOOD}\""),
            "a shell or a reader of .env took them",
        ),
        (
            format!("export {NAME}={GOOD}"),
            "a shell or a reader of .env took them",
        ),
        (
            "\"{\"type\":\"HS256\"}\"".to_owned(),
            "quotes for the shell",
        ),
        (
            "0123456789abcdef0123456789abcdef".to_owned(),
            "perhaps the key alone",
        ),
        (
            "https://api.example.com/jwks.json".to_owned(),
            "a URL alone",
        ),
        (
            "-----BEGIN PUBLIC KEY-----\nMII\n".to_owned(),
            "a PEM key alone",
        ),
        (STANDARD.encode(GOOD), "is base64"),
        (
            format!("{NAME}={NAME}={GOOD}"),
            "the name of the variable is part of the value",
        ),
    ] {
        let said = said(&text);
        assert!(said.contains(words), "{text}: {said}");
        assert!(!said.contains("the value is empty"), "{text}: {said}");
    }
    // Quotes that never close are one thing wrong, not two.
    let once = said(&format!("{NAME}='{GOOD}"));
    assert!(once.contains("1 error, 0 warnings"), "{once}");
}

#[test]
fn docker_keeps_the_quotes() {
    let world = World::new();
    world.file("quoted.env", format!("{NAME}='{GOOD}'\n"));
    world.file("bare.env", format!("{NAME}={GOOD}\n"));
    let quoted = lint(&world, "quoted.env", &[]);
    assert_eq!(ids(&quoted), [[""; 0]], "{quoted}");
    quoted.stdout_has("docker run --env-file would hand them");
    assert_eq!(
        ids(&lint(&world, "quoted.env", &["--from", "docker"])),
        [["J001"]]
    );
    let bare = lint(&world, "bare.env", &["--from", "docker"]);
    assert_eq!(ids(&bare), [[""; 0]], "{bare}");
    assert!(!lint(&world, "bare.env", &[]).stdout.contains("docker"));
}

#[test]
fn quotes_in_yaml() {
    let world = World::new();
    for (name, value) in [
        (
            "single",
            r#"'{"issuer":"it's","jwk_url":"https://a.test/k"}'"#.to_owned(),
        ),
        ("double", format!("\"{GOOD}\"")),
    ] {
        world.file(
            "compose.yaml",
            compose(&format!("      {NAME}: {value}\n      B: c\n")),
        );
        let output = world.cmd(["jwt-secret", "lint", "compose.yaml"]).code(2);
        output.stderr_has("a single quote is written twice");
        assert!(
            output.stderr.contains("line 6") || output.stderr.contains("line 7"),
            "{name}: {output}"
        );
    }
    // Broken somewhere else.
    world.file(
        "compose.yaml",
        format!(
            "{}    x: [\n",
            compose(&format!("      {NAME}: '{GOOD}'\n      A: 1\n      B: 2\n"))
        ),
    );
    let output = world.cmd(["jwt-secret", "lint", "compose.yaml"]).code(2);
    assert!(!output.stderr.contains("written twice"), "{output}");
}

#[test]
fn base64_where_it_does_not_belong_and_none_where_it_does() {
    let world = World::new();
    let encoded = STANDARD.encode(BAD);
    let secret = |member: &str, value: &str| {
        format!("apiVersion: v1\nkind: Secret\n{member}:\n  {NAME}: '{value}'\n")
    };
    let container = format!("kind: Deployment\nenv:\n  - name: {NAME}\n    value: '{encoded}'\n");
    for (text, expected) in [
        (secret("data", &encoded), vec!["J016"]),
        (secret("stringData", BAD), vec!["J016"]),
        (secret("stringData", &encoded), vec!["J001", "J016"]),
        (container, vec!["J001", "J016"]),
        (secret("data", BAD), vec!["J001", "J016"]),
        (secret("data", "!!"), vec!["J001"]),
    ] {
        world.file("secret.yaml", &text);
        let output = lint(&world, "secret.yaml", &[]);
        assert_eq!(ids(&output), [expected], "{text}{output}");
    }
}

#[test]
fn names_twice_and_comments() {
    let world = World::new();
    for (file, text, line) in [
        (".env", format!("A=1\n# {NAME}='{GOOD}'\n"), 2),
        ("x.txt", format!("#export {NAME}={GOOD}\n"), 1),
        (
            "compose.yaml",
            compose(&format!("      # {NAME}: '{GOOD}'\n")),
            6,
        ),
    ] {
        world.file(file, &text);
        let output = world.cmd(["jwt-secret", "lint", file]).code(2);
        output.stderr_has(&format!("line {line} is a comment"));
    }
    world.file(".env", format!("# {NAME} is the key\nA=1\n"));
    let output = world.cmd(["jwt-secret", "lint", ".env"]).code(2);
    assert!(!output.stderr.contains("comment"), "{output}");

    let twice = format!("      {NAME}: '{GOOD}'\n      {NAME}: '{BAD}'\n");
    world.file("twice.yaml", compose(&twice));
    let output = world.cmd(["jwt-secret", "lint", "twice.yaml"]).code(2);
    output.stderr_has(&format!("{NAME} stands twice, the second time in line 7"));
}

#[test]
fn what_a_compose_file_only_names_is_read_where_it_stands() {
    let world = World::new();
    let value = r#"'{"jwk_url":"${AUTH}/auth/jwt/jwks.json","issuer":"${ISSUER:-i}"}'"#;
    world.file("compose.yaml", compose(&format!("      {NAME}: {value}\n")));
    let output = world.cmd(["jwt-secret", "lint", "compose.yaml"]).code(2);
    output.stderr_has("compose substitutes a part of it from AUTH");
    world.file(".env", "AUTH=https://api.example.com\n");
    let output = lint(&world, "compose.yaml", &[]);
    assert_eq!(ids(&output), [[""; 0]], "{output}");
    world.file(".env", "AUTH=api.example.com\n");
    assert_eq!(ids(&lint(&world, "compose.yaml", &[])), [["J016"]]);

    // The whole of it.
    world.file(
        "compose.yaml",
        compose(&format!("      {NAME}: ${{SECRET}}\n")),
    );
    world.file(".env", format!("SECRET='{BAD}'\n"));
    assert_eq!(ids(&lint(&world, "compose.yaml", &[])), [["J016"]]);

    // Files that the service names; the environment comes first, then the last of them.
    let service = |environment: &str| {
        format!(
            "{}    env_file:\n      - one.env\n      - path: two.env\n",
            compose(environment)
        )
    };
    world.file("compose.yaml", service(""));
    world.file("one.env", format!("{NAME}='{BAD}'\n"));
    world.file("two.env", format!("{NAME}='{GOOD}'\n"));
    let output = lint(&world, "compose.yaml", &[]);
    assert_eq!(ids(&output), [[""; 0]], "{output}");
    output.stdout_has("compose.yaml, services.hasura.env_file two.env, line 1");
    world.file("two.env", "A=1\n");
    assert_eq!(ids(&lint(&world, "compose.yaml", &[])), [["J016"]]);
    world.file(
        "compose.yaml",
        service(&format!("      {NAME}: '{GOOD}'\n")),
    );
    assert_eq!(ids(&lint(&world, "compose.yaml", &[])), [[""; 0]]);
    // A lone $ is still an error.
    let lone =
        r#"'{"jwk_url":"https://a.example.com/k","issuer":"i","claims_namespace_path":"$.a"}'"#;
    world.file("compose.yaml", compose(&format!("      {NAME}: {lone}\n")));
    assert_eq!(ids(&lint(&world, "compose.yaml", &[])), [["J001"]]);
}

#[test]
fn what_stands_beside_the_value() {
    let world = World::new();
    let service = |environment: &str, more: &str| {
        format!(
            "services:\n  hasura:\n    image: hasura/graphql-engine:v2.48.10\n    environment:\n      \
             {NAME}: '{GOOD}'\n{environment}{more}"
        )
    };
    let admin = "      HASURA_GRAPHQL_ADMIN_SECRET: x\n";
    let role = |name: &str| format!("{admin}      HASURA_GRAPHQL_UNAUTHORIZED_ROLE: {name}\n");
    let hook = format!("{admin}      HASURA_GRAPHQL_AUTH_HOOK: http://a.test/hook\n");
    world.file("admin.env", "HASURA_GRAPHQL_ADMIN_SECRET=x\n");
    for (name, text, expected) in [
        ("with it", service(admin, ""), vec![]),
        ("without it", service("", ""), vec!["J023"]),
        (
            "handed through",
            service("      HASURA_GRAPHQL_ADMIN_SECRET:\n", ""),
            vec![],
        ),
        (
            "of old",
            service("      HASURA_GRAPHQL_ACCESS_KEY: x\n", ""),
            vec![],
        ),
        (
            "in a file",
            service("", "    env_file: admin.env\n"),
            vec![],
        ),
        (
            "in a file that is not there",
            service("", "    env_file: absent.env\n"),
            vec![],
        ),
        (
            "in a file that need not be there",
            service("", "    env_file: [{path: absent.env, required: false}]\n"),
            vec!["J023"],
        ),
        (
            "in another service's",
            service("", "    extends: {file: a.yaml, service: b}\n"),
            vec![],
        ),
        (
            "from the command",
            service("", "    command: graphql-engine serve --admin-secret x\n"),
            vec![],
        ),
        (
            "from a script",
            service(
                "",
                "    entrypoint: [sh, -c, 'export HASURA_GRAPHQL_ADMIN_SECRET=x; run']\n",
            ),
            vec![],
        ),
        (
            "from a script without it",
            service(
                "",
                "    entrypoint: [sh, -c, 'exec graphql-engine serve']\n",
            ),
            vec!["J023"],
        ),
        ("a hook", service(&hook, ""), vec!["J023"]),
        ("a switch", service(&role("\"true\""), ""), vec!["J023"]),
        ("a bare switch", service(&role("false"), ""), vec!["J023"]),
        ("a role", service(&role("anonymous"), ""), vec![]),
        (
            "another program",
            service("", "").replace("hasura/graphql-engine:v2.48.10", "mine/auth"),
            vec![],
        ),
    ] {
        world.file("compose.yaml", &text);
        let output = lint(&world, "compose.yaml", &[]);
        assert_eq!(ids(&output), [expected], "{name}: {output}");
    }
    world.file(
        ".env",
        format!("HASURA_GRAPHQL_UNAUTHORIZED_ROLE=true\n{NAME}={GOOD}\n"),
    );
    let output = lint(&world, ".env", &[]);
    assert_eq!(ids(&output), [["J023"]], "{output}");
    assert_eq!(output.code, Some(0));
}
