//! Who changes requests and answers on the way.

use serde_json::json;

use crate::support::Output;
use crate::support::between::{Asked, Between, Deed, without};
use crate::support::sandbox::Sandbox;

/// What `doctor` says with somebody before the server of a variable.
fn among(
    sandbox: &Sandbox,
    variable: &'static str,
    hook: impl Fn(&Asked) -> Deed + Send + Sync + 'static,
) -> Output {
    let between = Between::start(sandbox.var(variable), hook);
    let world = sandbox.world();
    world.cmd(["doctor"]).env(variable, between.origin()).run()
}

const HASURA: &str = "HASURA_GRAPHQL_ENDPOINT";
const API: &str = "ST_HASURA_API_URL";

/// The engine's configuration is closed, and its data open: to strangers, or to everybody.
#[test]
fn an_admin_secret_that_is_added_to_queries_alone_is_told() {
    let sandbox = Sandbox::start(&[]);
    for spares_tokens in [true, false] {
        let secret = sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET").to_owned();
        let output = among(&sandbox, HASURA, move |asked| {
            let head = asked.head.to_lowercase();
            let has = |name: &str| head.contains(&format!("\r\n{name}:"));
            let known = has("x-hasura-admin-secret") || (spares_tokens && has("authorization"));
            if known || !asked.path.starts_with("/v1/graphql") {
                return Deed::Pass;
            }
            Deed::Put("x-hasura-admin-secret", secret.clone())
        });
        assert_eq!(output.code, Some(9), "{output}");
        output
            .stdout_has(
                "broken at mode: whoever sends no token is the administrator: something in front \
                 of Hasura sends the admin secret along\n",
            )
            .stdout_has("more: st-hasura explain hasura.token_ignored");
    }
    // A role for strangers is none of it.
    let sandbox = Sandbox::start(&["--unauthorized-role", "anonymous"]);
    sandbox
        .world()
        .cmd(["doctor"])
        .ok()
        .stdout_has("ok    mode       requests without a token have a role");
}

#[test]
fn a_role_that_is_added_is_not_a_secret_that_is_dropped() {
    for args in [&[][..], &["--unauthorized-role", "anonymous"]] {
        let sandbox = Sandbox::start(args);
        let output = among(&sandbox, HASURA, |_| {
            Deed::Put("x-hasura-role", "user".into())
        });
        assert_eq!(output.code, Some(9), "{output}");
        output.stdout_has(
            "broken at jwt-secret: the admin secret arrives, and the request is that of a role: \
             something on the way adds x-hasura-role\n",
        );
        assert!(
            !output.stdout.contains("drops x-hasura-admin-secret"),
            "{output}"
        );
    }
}

#[test]
fn a_front_token_that_is_dropped_is_told() {
    let sandbox = Sandbox::start(&[]);
    let output = among(&sandbox, API, |_| {
        Deed::Alter(Box::new(|answer| {
            without(&answer, |name| name == "front-token")
        }))
    });
    assert_eq!(output.code, Some(0), "{output}");
    output
        .stdout_has("look  session    signed up ")
        .stdout_has("the answer has no front-token");
}

/// A route that is not there has not read what the request carried.
#[test]
fn a_refresh_that_goes_nowhere_is_a_matter_of_routes() {
    let sandbox = Sandbox::start(&[]);
    let output = among(&sandbox, API, |asked| {
        if asked.path.ends_with("/session/refresh") {
            return Deed::Answer(404, json!("Cannot POST"));
        }
        Deed::Pass
    });
    assert_eq!(output.code, Some(9), "{output}");
    output
        .stdout_has("broken at refresh: nothing answers at POST http://")
        .stdout_has("has to reach the same apiBasePath");
    assert!(!output.stdout.contains("Cookie"), "{output}");
}

#[test]
fn a_byte_order_mark_is_named() {
    let sandbox = Sandbox::start(&[]);
    for (variable, said) in [
        (
            API,
            "answered with a byte order mark before its text instead of JSON\n",
        ),
        (
            HASURA,
            "did not answer like Hasura: it sent a byte order mark before its text with status 200\n",
        ),
    ] {
        let output = among(&sandbox, variable, |_| {
            Deed::Alter(Box::new(|answer| marked(&answer)))
        });
        assert_eq!(output.code, Some(9), "{output}");
        output
            .stdout_has(said)
            .stdout_has("leave out the byte order mark (the bytes EF BB BF)");
    }
}

/// The answer with a mark before its body, which ends with the connection.
fn marked(answer: &[u8]) -> Vec<u8> {
    let answer = without(answer, |name| name == "content-length");
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n");
    let (head, body) = answer.split_at(end.unwrap() + 4);
    [head, b"\xef\xbb\xbf", body].concat()
}

/// What a server repeats of what it was sent, or tells of another's, stands in no report.
#[test]
fn a_token_in_a_servers_words_is_in_no_report() {
    let sandbox = Sandbox::start(&[]);
    let other = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJlLW9mLWl0";
    let between = Between::start(sandbox.var(HASURA), move |_| {
        let message = format!("no session for {other}, ask postgres://app:s3cr3t-pass@db/app");
        let error = json!({ "message": message, "extensions": { "code": "unexpected" } });
        Deed::Answer(400, json!({ "errors": [error] }))
    });
    let world = sandbox.world();
    for format in ["text", "json", "junit", "tap", "sarif", "github", "html"] {
        let output = world
            .cmd(["doctor", "-o", format])
            .env(HASURA, between.origin())
            .code(9);
        // An annotation has the first line alone.
        if format != "github" {
            output.stdout_has("no session for [redacted]");
        }
        output.nowhere("c29tZWJvZHk").nowhere("s3cr3t-pass");
        output.nowhere("c2lnbmF0dXJl");
    }
}
