//! How a token travels to Hasura: where the engine's JWT secret says that it reads it.

use crate::stacks::{EMAIL, KINDS, PASSWORD, VERIFY_PAIR, seeded};
use crate::support::World;
use crate::support::sandbox::Sandbox;

const USERS: &str = "{ emailpassword_users { email } }";

/// An engine that reads tokens there, and a world that has its secret.
fn stack(header: &str) -> (Sandbox, World) {
    let secret = format!(r#"{{"header":{header}}}"#);
    let sandbox = KINDS[0].start(&["--hasura-jwt-secret", &secret]);
    let mut world = KINDS[0].world(&sandbox);
    world.file("secret.json", secret);
    world.set("ST_HASURA_PASSWORD", PASSWORD);
    world.cmd(["signup", "-e", EMAIL]).ok();
    (sandbox, world)
}

const COOKIE: &str = r#"{"type":"Cookie","name":"sAccessToken"}"#;
const HEADER: &str = r#"{"type":"CustomHeader","name":"X-Passport"}"#;

#[test]
fn tokens_go_where_the_secret_says() {
    for header in [COOKIE, HEADER] {
        let (_sandbox, world) = stack(header);
        // Without the secret nobody knows, and the cure is named.
        let output = world.cmd(["query", USERS]).code(7);
        output.stderr_has("--jwt-secret FILE");
        let told = ["--jwt-secret", "secret.json"];
        let query = |more: &[&str]| {
            world
                .cmd([&["query", USERS], &told[..], more].concat())
                .ok()
        };
        query(&[]).stdout_has(EMAIL);
        query(&["--over", "graphql-transport-ws", "--count", "1"]).stdout_has(EMAIL);
        let smoke = world
            .cmd(["smoke", "--quick", "--jwt-secret", "secret.json"])
            .ok();
        smoke.stdout_has("ok    query");
        // As shell lines, with the token in a variable.
        let token = world.cmd(["token"]).ok().stdout;
        let curl = query(&["--curl"]);
        curl.nowhere(token.trim());
        let shown = if header == COOKIE {
            "--header 'cookie: sAccessToken='\"$SACCESSTOKEN\""
        } else {
            "--header 'x-passport: '\"$X_PASSPORT\""
        };
        assert!(curl.stdout.contains(shown), "{curl}");
        assert!(
            !curl.stdout.to_lowercase().contains("authorization"),
            "{curl}"
        );
    }
}

#[test]
fn a_secret_without_a_place_changes_nothing() {
    for header in ["null", r#"{"type":"Authorization"}"#] {
        let (_sandbox, world) = stack(header);
        world.cmd(["query", USERS]).ok();
        let args = ["query", USERS, "--jwt-secret", "secret.json"];
        world.cmd(args).ok().stdout_has(EMAIL);
    }
}

#[test]
fn a_token_in_the_variable_may_have_its_scheme() {
    let (_sandbox, world) = stack("null");
    let token = world.cmd(["token"]).ok().stdout;
    let token = token.trim();
    for text in [
        token.to_owned(),
        format!("Bearer {token}"),
        format!("bearer {token}\n"),
        format!("\"Bearer {token}\""),
    ] {
        let output = world
            .cmd(["query", "--as", "token", USERS])
            .env("ST_HASURA_TOKEN", text)
            .ok();
        output.stdout_has(EMAIL);
    }
    let output = world
        .cmd(["query", "--as", "token", USERS])
        .env("ST_HASURA_TOKEN", "Bearer ")
        .run();
    assert_ne!(output.code, Some(0), "{output}");
}

#[test]
fn a_role_without_a_token_is_said_to_mean_nothing() {
    let (_sandbox, world) = stack("null");
    let words = "passes over x-hasura-role";
    let query = |more: &[&str]| {
        world
            .cmd([&["query", "{ __typename }"], more].concat())
            .run()
    };
    let output = query(&["--as", "anonymous", "--role", "user"]);
    output.stderr_has(words);
    assert!(!query(&["--as", "anonymous"]).stderr.contains(words));
    assert!(!query(&["--role", "user"]).stderr.contains(words));
}

#[test]
fn quick_does_without_a_route_where_the_access_token_will_do() {
    let quick = ["smoke", "--quick", "-o", "json"];
    let sandbox = KINDS[0].start(&[]);
    let world = KINDS[0].world(&sandbox);
    let output = world.cmd(quick).env("ST_HASURA_JWT_PATH", "/nowhere").ok();
    let json = output.json();
    let detail = json["result"]["steps"][2]["detail"].to_string();
    assert!(detail.contains("404, there is no such route"), "{detail}");
    assert!(detail.contains("cookie"), "{detail}");
    // An access token of 2022 will not do; what the SDK tells the page does.
    let sandbox = KINDS[2].start(&[]);
    let world = KINDS[2].world(&sandbox);
    let output = world.cmd(quick).env("ST_HASURA_JWT_PATH", "/nowhere").ok();
    let json = output.json();
    let detail = json["result"]["steps"][2]["detail"].to_string();
    assert!(detail.contains("front token"), "{detail}");
}

/// The audit speaks to such an engine too, and its forgeries arrive.
#[test]
fn the_audit_sends_tokens_where_they_are_read() {
    let secret = format!(r#"{{"header":{COOKIE}}}"#);
    for (fault, code) in [(None, 0), (Some("accept-alg-none"), 8)] {
        let fault = fault.map(|fault| ["--fault", fault]);
        let fault = fault.as_ref().map_or(&[][..], |fault| fault);
        let (_sandbox, world) = seeded(&[&["--hasura-jwt-secret", &secret], fault].concat());
        world.file("secret.json", &secret);
        let told = ["--jwt-secret", "secret.json"];
        let output = world.cmd([&VERIFY_PAIR[..], &told].concat()).code(code);
        let probes = output.json()["result"]["probes"].clone();
        let all = probes.as_array().unwrap().iter();
        let failed = all.filter(|probe| probe["status"] == "fail");
        let failed: Vec<&str> = failed.map(|probe| probe["id"].as_str().unwrap()).collect();
        let expected: &[&str] = if code == 0 { &[] } else { &["P16"] };
        assert_eq!(failed, expected, "{output}");
    }
}
