//! `jwt-secret lint`: from every place a value stands in, and never showing a key.

use serde_json::{Value, json};

use crate::support::World;
use crate::support::pages::{Page, Pages};
use crate::support::tokens::SIGNERS;

const NAME: &str = "HASURA_GRAPHQL_JWT_SECRET";
const URL: &str = "https://api.example.com/auth/jwt/jwks.json";
const GOOD: &str = r#"{"jwk_url":"https://api.example.com/auth/jwt/jwks.json","issuer":"https://api.example.com/auth"}"#;

/// Ids and severities of one run's findings.
fn ids(output: &crate::support::Output) -> Vec<(String, String)> {
    let json = output.json();
    let values = json["result"]["values"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    values
        .iter()
        .flat_map(|value| value["findings"].as_array().unwrap())
        .map(|finding| (text(&finding["id"]), text(&finding["severity"])))
        .collect()
}

#[test]
fn what_jwt_secret_prints_is_clean_in_every_format() {
    let world = World::new();
    let keys = Pages::serve(vec![Page::json(
        "/k",
        json!({ "keys": [SIGNERS[1].jwk()] }),
    )]);
    let inline = keys.url("/k");
    let variants: [Vec<&str>; 6] = [
        vec!["--jwks-url", URL],
        vec![
            "--jwks-url",
            URL,
            "--issuer",
            "https://api.example.com/auth",
            "--skew",
            "60",
        ],
        vec![
            "--jwks-url",
            URL,
            "--issuer",
            "it's $HOME ${X} \\ \"q\" ü",
            "--audience",
            "a",
            "--audience",
            "b",
        ],
        vec![
            "--jwks-url",
            URL,
            "--issuer",
            "i",
            "--header-from",
            "cookie",
        ],
        vec![
            "--jwks-url",
            URL,
            "--issuer",
            "i",
            "--header-from",
            "header:x-jwt",
            "--claims-namespace",
            "c",
        ],
        vec!["--jwks-url", &inline, "--inline-key", "--issuer", "i"],
    ];
    for variant in variants {
        for format in [
            "json",
            "env",
            "export",
            "dotenv",
            "compose",
            "k8s",
            "terraform",
        ] {
            let args = [&["jwt-secret", "-q", "--to", format], variant.as_slice()].concat();
            let printed = world.cmd(args).ok().stdout;
            let output = world
                .cmd(["jwt-secret", "lint", "-o", "json"])
                .stdin(&printed)
                .ok();
            let expected: &[&str] = if variant.contains(&"--issuer") {
                &["J019"]
            } else {
                &["J012"]
            };
            let found = ids(&output);
            // Quotes that docker would keep are told of.
            let is_told = |id: &str| format == "dotenv" && id == "J001";
            let ids = found.iter().map(|(id, _)| id.as_str());
            let found: Vec<&str> = ids.filter(|id| !is_told(id)).collect();
            assert_eq!(found, expected, "{format} {printed}{output}");
            assert_eq!(output.json()["result"]["errors"], 0);
        }
    }
}

#[test]
fn errors_exit_9_and_say_what_to_do() {
    let world = World::new();
    let output = world
        .cmd(["jwt-secret", "lint"])
        .stdin(r#"{"jwks_url":"https://a.example.com/x","issuer":"a: b"}"#)
        .code(9);
    output
        .stdout_has("error    J002")
        .stdout_has("error    J011  /issuer: ")
        .stdout_has("warning  J015  /jwks_url: ")
        .stdout_has("did you mean jwk_url?")
        .stdout_has("2 errors, 1 warning");
    let json = world
        .cmd(["jwt-secret", "lint", "-o", "json"])
        .stdin("{}")
        .code(9);
    assert_eq!(json.json()["ok"], false, "{json}");
    let clean = world.cmd(["jwt-secret", "lint", "-"]).stdin(GOOD).ok();
    clean.stdout_has("0 errors, 0 warnings");
}

#[test]
fn files_are_told_by_name_and_look() {
    let world = World::new();
    let bad = r#"{"jwk_url":"nowhere","issuer":"i"}"#;
    for (name, text, place) in [
        ("secret.json", bad.to_owned(), "secret.json"),
        (".env", format!("A=1\n{NAME}='{bad}'\n"), ".env, line 2"),
        (
            "compose.yaml",
            format!("services:\n  h:\n    environment:\n      {NAME}: '{bad}'\n"),
            &format!("compose.yaml, services.h.environment.{NAME}"),
        ),
        (
            "secret.yaml",
            format!("kind: Secret\nstringData:\n  {NAME}: '{bad}'\n"),
            &format!("secret.yaml, stringData.{NAME}"),
        ),
        (
            "several.env",
            format!("{NAME}S=[{bad},{GOOD}]\n"),
            "several.env, line 1",
        ),
    ] {
        world.file(name, text);
        let output = world
            .cmd(["jwt-secret", "lint", name, "-o", "json"])
            .code(9);
        assert_eq!(output.json()["result"]["values"][0]["source"], *place);
        assert_eq!(ids(&output)[0], ("J016".into(), "error".into()), "{output}");
    }
    world.file("both.env", format!("{NAME}={GOOD}\n{NAME}S=[{GOOD}]\n"));
    let output = world.cmd(["jwt-secret", "lint", "both.env"]).ok();
    output.stdout_has("J018");
}

#[test]
fn of_two_assignments_the_last_is_said_to_count() {
    let world = World::new();
    let second = format!("export {NAME}={GOOD} {NAME}_OLD=x");
    world.file(
        ".env",
        format!("{NAME}='{GOOD}'\nA=1\nA=2\n{NAME}='{GOOD}'\n"),
    );
    let said = format!("{NAME} is assigned more than once: line 4 counts, line 1 does not");
    let output = world.cmd(["jwt-secret", "lint", ".env"]).ok();
    output.stdout_has(&format!("warning: {NAME} is assigned more than once"));
    let output = world.cmd(["jwt-secret", "lint", ".env", "-o", "json"]).ok();
    assert_eq!(output.json()["result"]["notes"], json!([said]));
    // One of each name, and a word behind the value, are nothing to speak of.
    world.file("one.env", format!("{NAME}='{GOOD}'\nA=1\nA=2\n"));
    let output = world
        .cmd(["jwt-secret", "lint", "one.env", "-o", "json"])
        .ok();
    assert_eq!(output.json()["result"]["notes"], json!([]));
    // Both commands read what a shell would: the quotes of a bare word are gone.
    world.file("shell.env", &second);
    world.cmd(["jwt-secret", "lint", "shell.env"]).code(9);
    let apply = [
        "jwt-secret",
        "apply",
        "--compose",
        "shell.env",
        "--jwks-url",
        "https://a.test/k",
    ];
    world.cmd(apply).ok();
    let text = std::fs::read_to_string(world.work().join("shell.env")).unwrap();
    assert!(text.starts_with(&format!("export {NAME}='{{")), "{text}");
    assert!(text.ends_with(&format!("}}' {NAME}_OLD=x")), "{text}");
}

#[test]
fn files_without_a_value_say_where_it_may_be() {
    let world = World::new();
    world.file(
        "compose.yaml",
        format!("services:\n  h:\n    environment:\n      {NAME}: ${{{NAME}}}\n"),
    );
    world
        .cmd(["jwt-secret", "lint", "compose.yaml"])
        .code(2)
        .stderr_has("compose substitutes it");
    world.file(".env", "A=hunter22hunter\n");
    world
        .cmd(["jwt-secret", "lint", ".env"])
        .code(2)
        .stderr_has("--from value")
        .nowhere("hunter22");
    world.file("broken.yaml", "a: [hunter22hunter\nb: {");
    world
        .cmd(["jwt-secret", "lint", "broken.yaml"])
        .code(2)
        .nowhere("hunter22");
    world.file("binary", [0xff, 0xfe]);
    world.cmd(["jwt-secret", "lint", "binary"]).code(2);
    world.cmd(["jwt-secret", "lint", "absent"]).code(2);
}

#[test]
fn a_key_is_never_shown() {
    let world = World::new();
    let key = "correct-horse-battery-staple-0123456789";
    let short = "correct-horse";
    for (text, code) in [
        (
            json!({ "type": "HS256", "key": key, "issuer": "i" }).to_string(),
            0,
        ),
        (json!({ "type": "HS512", "key": key }).to_string(), 9),
        (json!({ "type": "HS256", "key": short }).to_string(), 9),
        (json!({ "type": key, "key": "HS256" }).to_string(), 9),
        (json!({ "type": "RS256", "key": key }).to_string(), 9),
        (
            json!({ "type": "HS256", "key": key, "jwk_url": key }).to_string(),
            9,
        ),
        (format!("{{\"type\":\"HS256\",\"key\":\"{key}"), 9),
        (format!("{{'type':'HS256','key':'{key}'}}"), 9),
        (format!("{NAME}='{{\"key\":\"{key}\"}}"), 9),
    ] {
        for output in ["text", "json"] {
            world
                .cmd(["-vvv", "jwt-secret", "lint", "-o", output])
                .stdin(&text)
                .code(code)
                .nowhere(short);
        }
    }
}

#[test]
fn live_asks_for_the_key_set() {
    let world = World::new();
    let pages = Pages::serve(vec![
        Page::json("/good", json!({ "keys": [SIGNERS[0].jwk()] }))
            .header("Cache-Control", "max-age=60, must-revalidate"),
        Page::json("/uncached", json!({ "keys": [SIGNERS[0].jwk()] })),
        Page::json("/empty", json!({ "keys": [] })).header("Cache-Control", "max-age=60"),
        Page::html("/page", 200, "<html>tunnel</html>"),
    ]);
    let lint = |path: &str, args: &[&str]| {
        let value = json!({ "jwk_url": pages.url(path), "issuer": "i" });
        let args = [&["jwt-secret", "lint", "-o", "json"], args].concat();
        let output = world.cmd(args).stdin(value.to_string()).run();
        let mut ids = ids(&output);
        // The loopback address of the test's own server, and the eternal reminder.
        ids.retain(|(id, _)| id != "J016" && id != "J019");
        let ids: Vec<String> = ids.into_iter().map(|(id, _)| id).collect();
        (output.code, ids)
    };
    let none: Vec<String> = Vec::new();
    assert_eq!(lint("/empty", &[]), (Some(0), none.clone()));
    assert_eq!(lint("/good", &["--live"]), (Some(0), none));
    assert_eq!(
        lint("/uncached", &["--live"]),
        (Some(0), vec!["J022".into()])
    );
    for path in ["/empty", "/page", "/absent"] {
        assert_eq!(
            lint(path, &["--live"]),
            (Some(9), vec!["J021".into()]),
            "{path}"
        );
    }
}

#[test]
fn options_of_the_other_half_are_refused_and_the_value_is_still_printed() {
    let world = World::new();
    world
        .cmd(["jwt-secret", "--skew", "60", "lint"])
        .stdin(GOOD)
        .code(2);
    world
        .cmd(["-v", "jwt-secret", "-o", "json", "lint"])
        .stdin(GOOD)
        .ok()
        .json();
    world
        .cmd(["jwt-secret", "--jwks-url", URL])
        .ok()
        .stdout_is(&format!("{{\"jwk_url\":\"{URL}\"}}\n"));
}

#[test]
fn reports_have_a_case_for_every_rule() {
    let world = World::new();
    let lint = |format: &str| {
        world
            .cmd(["jwt-secret", "lint", "-o", format])
            .stdin(r#"{"jwk_url":"https://a.example.com/x","claims_format":"xml"}"#)
            .code(9)
            .stdout
    };
    let tap = lint("tap");
    assert!(tap.contains("1..23\n"), "{tap}");
    let failed: Vec<&str> = tap
        .lines()
        .filter(|line| line.starts_with("not ok"))
        .collect();
    assert_eq!(failed.len(), 1, "{tap}");
    assert!(failed[0].contains("J008"), "{tap}");
    let report = world
        .cmd(["jwt-secret", "lint", "--report", "sarif=lint.sarif"])
        .stdin(GOOD)
        .ok();
    let sarif = std::fs::read_to_string(world.work().join("lint.sarif")).unwrap();
    assert!(sarif.contains("\"J022\""), "{report}{sarif}");
    let junit = lint("junit");
    assert!(junit.contains("tests=\"23\""), "{junit}");
    assert!(junit.contains("failures=\"1\""), "{junit}");
}

#[test]
fn with_curl_the_key_set_is_not_judged() {
    let world = World::new();
    let output = world
        .cmd(["jwt-secret", "lint", "--live", "--curl"])
        .stdin(GOOD)
        .ok();
    output.stdout_has("curl ").stdout_has(URL);
}

#[cfg(feature = "sandbox")]
#[test]
fn the_running_engine_shows_what_it_shows() {
    let sandbox = crate::support::sandbox::Sandbox::start(&[]);
    let world = sandbox.world();
    let output = world.cmd(["jwt-secret", "lint", "--engine"]).ok();
    output.stdout_has("never shows keys");
    world
        .cmd(["jwt-secret", "lint", "--engine"])
        .env("HASURA_GRAPHQL_ADMIN_SECRET", "wrong-wrong-wrong")
        .code(4);
    let sandbox = crate::support::sandbox::Sandbox::start(&[
        "--hasura-jwt-secret",
        &json!({ "type": "HS256", "key": "k".repeat(32), "claims_namespace": "sub" }).to_string(),
    ]);
    let output = sandbox
        .world()
        .cmd(["jwt-secret", "lint", "--engine", "-o", "json"])
        .ok();
    assert_eq!(ids(&output), [("J020".into(), "warning".into())]);
}

/// Whatever a file holds, what is said of it can be read, and a set that is too long is not cut off.
#[test]
fn what_is_said_stays_short() {
    let world = World::new();
    let secrets = |count: usize| -> String {
        let one = |index: usize| json!({ "type": "HS256", "key": format!("{index:0>40}") });
        Value::Array((0..count).map(one).collect()).to_string()
    };
    let lint = ["jwt-secret", "lint", "-o", "json"];
    for (count, most) in [(3, 2), (51, 50), (4000, 51)] {
        let output = world.cmd(lint).stdin(secrets(count)).code(9);
        let ids = ids(&output);
        let ambiguous = ids.iter().filter(|(id, _)| id == "J018").count();
        assert_eq!(ambiguous, most, "{count}");
    }
    let output = world
        .cmd(["jwt-secret", "lint"])
        .stdin(secrets(4000))
        .code(9);
    output.stdout_has("there are 3949 more of this kind");
    // Key sets: as large as an answer may be, and no larger.
    let set = |count: usize| {
        let key = r#"{"kty":"OKP","crv":"X25519","x":"AA","use":"enc"}"#;
        format!("{{\"keys\":[{}]}}", vec![key; count].join(","))
    };
    let jwks = ["jwks", "--jwks-file", "keys.json"];
    world.file("keys.json", set(250_000));
    let output = world.cmd(jwks).code(2);
    output.stderr_has("it holds more than 4 MiB");
    world.file("keys.json", set(50_000));
    world
        .cmd(jwks)
        .code(6)
        .stdout_has("50000 keys at keys.json");
}
