//! From one opaque line to its cause: what goes wrong, by what the command says of it, and the page
//! that `explain` makes of just that.

use serde_json::json;

use super::explained;
use crate::support::pages::{Page, Pages};
use crate::support::sandbox::Sandbox;
use crate::support::{Output, World};

const EMAIL: &str = "ada@example.com";

/// A command that fails.
struct Case {
    /// The page that its words lead to.
    page: &'static str,
    args: &'static [&'static str],
    code: i32,
    /// What it has to say.
    says: &'static str,
}

const fn case(
    page: &'static str,
    args: &'static [&'static str],
    code: i32,
    says: &'static str,
) -> Case {
    Case {
        page,
        args,
        code,
        says,
    }
}

impl Case {
    /// Runs the command, and hands everything that it said to `explain`.
    #[track_caller]
    fn try_in(&self, world: &World) {
        let output = world.cmd(self.args).code(self.code);
        let said = said(&output);
        assert!(
            said.contains(self.says),
            "{:?} is not said{output}",
            self.says
        );
        assert_eq!(explained(world, &said), self.page, "{output}");
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", output.stdout, output.stderr)
}

fn signed_up(sandbox: &Sandbox) -> World {
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", "testPass123");
    world.cmd(["signup", "--email", EMAIL]).ok();
    world
}

#[test]
fn on_this_machine() {
    let mut world = World::new();
    world.set("ST_HASURA_API_URL", "http://127.0.0.1:1");
    world.set("HASURA_GRAPHQL_ENDPOINT", "http://127.0.0.1:1");
    world.file("hello.txt", "hello\n");
    world.file(
        "cmd.txt",
        "curl ^\"http://127.0.0.1:1/auth^\" ^\n  -H ^\"cookie: a=b^\"\n",
    );
    let request =
        json!({"method": "GET", "url": "http://127.0.0.1:1/auth/x", "headers": [], "cookies": []});
    let har = json!({"log": {"version": "1.2", "entries": [{"request": request, "response": {"headers": []}}]}});
    world.file("bare.har", har.to_string());
    for case in [
        case(
            "config.unreadable",
            &["config", "show", "--config", "none.toml"],
            2,
            "cannot read",
        ),
        case(
            "config.secret_on_command_line",
            &[
                "decode",
                "hello.txt",
                "--jwt-secret",
                "{\"type\":\"HS256\",\"key\":\"k\"}",
            ],
            2,
            "wants the name of a file",
        ),
        case(
            "io.failed",
            &["query", "--file", "none.graphql"],
            2,
            "none.graphql",
        ),
        case(
            "sandbox.fault_count",
            &["sandbox", "--fault", "skew:x", "--", "true"],
            2,
            "the count in",
        ),
        case(
            "sandbox.fault_service",
            &["sandbox", "--fault", "skew@hasura", "--", "true"],
            2,
            "cannot strike",
        ),
        case(
            "session.command",
            &["session", "import", "cmd.txt"],
            2,
            "cannot be read",
        ),
        case(
            "session.sanitised",
            &["session", "import", "bare.har"],
            2,
            "without their cookies",
        ),
        case(
            "http.refused",
            &["signup", "--email", EMAIL, "--password-file", "hello.txt"],
            3,
            "refused the connection",
        ),
    ] {
        case.try_in(&world);
    }
    let homeless = world.cmd(["session", "list"]).env("HOME", "").code(2);
    assert_eq!(
        explained(&world, &said(&homeless)),
        "config.no_home",
        "{homeless}"
    );
}

#[test]
fn the_engine_does_not_start() {
    let world = World::new();
    for (value, says) in [
        (r#"{"type":"RS256","key":"k"}"#, "No pem found"),
        (r#"{"key":"k"}"#, "not found"),
        (
            r#"{"claims_namespace":"a","claims_namespace_path":"$.a"}"#,
            "both cannot be set",
        ),
        (
            r#"{"claims_namespace_path":"$..a"}"#,
            "Accept letters, digits",
        ),
        (r#"{"audience":"foo: bar"}"#, "failed to parse StringOrURI"),
    ] {
        let args = ["sandbox", "--hasura-jwt-secret", value, "--", "true"];
        let output = world.cmd(args).code(2);
        output.stderr_has(says);
        let page = explained(&world, &said(&output));
        assert_eq!(page, "engine.jwt_secret_unreadable", "{output}");
    }
}

#[test]
fn the_auth_api_or_its_core_is_in_trouble() {
    const SIGN_UP: &[&str] = &["signup", "--email", EMAIL];
    for (fault, case) in [
        (
            "core-down",
            case(
                "auth.core_down",
                SIGN_UP,
                5,
                "No SuperTokens core available",
            ),
        ),
        (
            "core-wrong-key",
            case("auth.core_key_refused", SIGN_UP, 5, "Invalid API key"),
        ),
        (
            "core-cdi-mismatch",
            case("auth.core_mismatch", SIGN_UP, 5, "not compatible"),
        ),
        (
            "ngrok-offline",
            case("auth.tunnel_page", SIGN_UP, 5, "ERR_NGROK_3200"),
        ),
        (
            "general-error",
            case("auth.refused", SIGN_UP, 4, "auth.refused"),
        ),
        (
            "signup-not-allowed",
            case("auth.sign_up_not_allowed", SIGN_UP, 4, "ERR_CODE_007"),
        ),
        (
            "unknown-status",
            case("auth.unknown_status", SIGN_UP, 5, "unknown status word"),
        ),
        (
            "too-many-requests",
            case("auth.rate_limited", SIGN_UP, 5, "429"),
        ),
        ("html-500", case("auth.server_error", SIGN_UP, 5, "500")),
        ("bad-gateway", case("auth.server_error", SIGN_UP, 5, "502")),
        (
            "drop-connection",
            case("http.closed_early", SIGN_UP, 3, "closed the connection"),
        ),
        (
            "redirect-loop",
            case("http.redirect_loop", SIGN_UP, 5, "loop"),
        ),
    ] {
        let sandbox = Sandbox::start(&["--fault", fault]);
        let mut world = sandbox.world();
        world.set("ST_HASURA_PASSWORD", "testPass123");
        case.try_in(&world);
    }
}

#[test]
fn the_auth_api_answers_in_words_of_its_own() {
    let answer = |status, body: serde_json::Value| {
        let mut page = Page::json("/auth/signup", body);
        page.status = status;
        Pages::serve(vec![page])
    };
    for (server, page, code) in [
        (
            answer(403, json!({"message": "members only"})),
            "auth.forbidden",
            4,
        ),
        (
            answer(403, json!({"message": "Missing Authentication Token"})),
            "hasura.gateway_refused",
            4,
        ),
        (
            answer(401, json!({"message": "unauthorised"})),
            "auth.needs_session",
            4,
        ),
        (
            answer(
                200,
                json!({"status": "OK", "user": {"id": "u", "email": EMAIL, "timeJoined": 1}}),
            ),
            "auth.no_tokens",
            5,
        ),
    ] {
        let mut world = World::new();
        world.set("ST_HASURA_API_URL", server.origin());
        world.set("ST_HASURA_PASSWORD", "testPass123");
        let output = world.cmd(["signup", "--email", EMAIL]).code(code);
        assert_eq!(explained(&world, &said(&output)), page, "{output}");
    }
}

#[test]
fn hasura_refuses_the_token() {
    const QUERY: &[&str] = &["query", "{__typename}"];
    let cookie = r#"{"header":{"type":"Cookie","name":"other"}}"#;
    for (args, case) in [
        (
            &["--fault", "stale-jwks"][..],
            case("hasura.jwt_bad_signature", QUERY, 7, "JWSInvalidSignature"),
        ),
        (
            &["--fault", "skew"],
            case("hasura.jwt_issued_in_future", QUERY, 7, "JWTIssuedAtFuture"),
        ),
        (
            &["--fault", "claims-absent"],
            case("hasura.claims_missing", QUERY, 7, "claims key"),
        ),
        (
            &["--claims-as-text"],
            case(
                "hasura.claims_not_object",
                QUERY,
                7,
                "claims_format is json",
            ),
        ),
        (
            &[
                "--hasura-jwt-secret",
                r#"{"issuer":"https://other.example"}"#,
            ],
            case("hasura.jwt_wrong_issuer", QUERY, 7, "JWTNotInIssuer"),
        ),
        (
            &["--hasura-jwt-secret", cookie],
            case("hasura.no_token", QUERY, 7, "Missing 'Authorization'"),
        ),
    ] {
        let sandbox = Sandbox::start(args);
        case.try_in(&signed_up(&sandbox));
    }
}

#[test]
fn hasura_refuses_the_question() {
    let sandbox = Sandbox::start(&[]);
    let world = signed_up(&sandbox);
    for case in [
        case(
            "auth.wrong_credentials",
            &["signin", "--email", "nobody@example.com"],
            4,
            "auth.wrong_credentials",
        ),
        case(
            "auth.unknown_tenant",
            &["signin", "--email", EMAIL, "--tenant", "nope"],
            2,
            "Tenant not found",
        ),
        case(
            "auth.not_found",
            &["signin", "--email", EMAIL, "--api-base-path", "/nope"],
            2,
            "Cannot POST",
        ),
        case(
            "hasura.role_not_allowed",
            &["query", "--role", "nope", "{__typename}"],
            7,
            "not in allowed roles",
        ),
        case(
            "hasura.no_token",
            &["query", "--as", "anonymous", "{__typename}"],
            7,
            "Missing 'Authorization'",
        ),
        case(
            "hasura.root_field_not_found",
            &["query", "{nope}"],
            7,
            "'query_root'",
        ),
        case(
            "hasura.field_not_found",
            &["query", "{notes{nope}}"],
            7,
            "'notes'",
        ),
        case(
            "hasura.syntax",
            &["query", "{"],
            7,
            "not a valid graphql query",
        ),
        case(
            "hasura.variable_missing",
            &["query", "query($n: Int!){notes(limit: $n){id}}"],
            7,
            "non-nullable variable",
        ),
        case(
            "hasura.variable_type",
            &[
                "query",
                "--var",
                "n=1",
                "query($n: String){notes(limit: $n){id}}",
            ],
            7,
            "is declared as",
        ),
        case(
            "hasura.subscription_over_http",
            &["query", "--over", "http", "subscription{notes{id}}"],
            7,
            "use websockets",
        ),
    ] {
        case.try_in(&world);
    }
    let wrong = world
        .cmd(["query", "--as", "admin", "{__typename}"])
        .env("HASURA_GRAPHQL_ADMIN_SECRET", "wrong")
        .code(7);
    assert_eq!(
        explained(&world, &said(&wrong)),
        "hasura.admin_secret_wrong",
        "{wrong}"
    );
}

/// What looks well and is not: no error says so, and the words of the contracts lead to the page.
#[test]
fn nobody_is_asked_for_a_token() {
    let sandbox = Sandbox::start(&["--unauthorized-role", "user"]);
    let world = sandbox.world();
    world
        .cmd(["query", "--as", "anonymous", "{__typename}"])
        .ok();
    assert_eq!(
        explained(&world, "anonymous sees data"),
        "hasura.anonymous_answers"
    );

    let sandbox = Sandbox::start(&["--fault", "no-admin-secret"]);
    let world = signed_up(&sandbox);
    let rows = |who: &str| {
        let query = ["query", "--as", who, "-o", "json", "{notes{id}}"];
        let answer = world.cmd(query).ok().json();
        answer["result"]["data"]["notes"].as_array().unwrap().len()
    };
    assert!(rows("user") > 1, "a token is not looked at");
    assert_eq!(rows("user"), rows("anonymous"));
    assert_eq!(
        explained(&world, "the token is ignored"),
        "hasura.token_ignored"
    );

    let sandbox = Sandbox::start(&[]);
    let world = signed_up(&sandbox);
    let own = world.cmd(["query", "{notes{id}}"]).ok();
    let header = [
        "query",
        "--header",
        "x-hasura-user-id: another",
        "{notes{id}}",
    ];
    assert_eq!(world.cmd(header).ok().stdout, own.stdout);
    let words = "the X-Hasura header has no effect";
    assert_eq!(explained(&world, words), "hasura.variable_header_ignored");
}

/// The id of a finding leads to its probe, and to what people say of the same thing.
#[test]
fn what_the_audit_finds_has_a_page() {
    let sandbox = Sandbox::start(&["--fault", "aggregate-unfiltered"]);
    let world = signed_up(&sandbox);
    let output = world
        .cmd(["verify-hasura", "--probe", "P07", "-o", "json"])
        .code(8);
    let result = &output.json()["result"];
    let mut probes = result["probes"].as_array().unwrap().iter();
    let probe = probes.find(|probe| probe["id"] == "P07").unwrap();
    let finding = probe["findings"][0]["id"].as_str().unwrap();
    let page = world.cmd(["explain", finding]).ok();
    assert!(page.stdout.starts_with("P07: "), "{page}");
    let words = "the count is larger than the list";
    assert_eq!(explained(&world, words), "hasura.counts_too_large");
}
