//! `query`: as whom, from where, with what, and what errors mean.

use serde_json::{Value, json};

use crate::stacks::{EMAIL, KINDS, PASSWORD};
use crate::support::World;
use crate::support::sandbox::Sandbox;

fn signed_in() -> (Sandbox, World) {
    let sandbox = KINDS[0].start(&[]);
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", PASSWORD);
    world.cmd(["signup", "-e", EMAIL]).ok();
    (sandbox, world)
}

const USERS: &str = "{ emailpassword_users { user_id email } }";

#[test]
fn a_user_sees_their_own_row_in_both_generations_and_transports() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let output = world.cmd(["query", USERS]).ok();
        assert_eq!(output.stderr, "", "{output}");
        let data = output.json();
        let users = data["emailpassword_users"].as_array().unwrap();
        assert_eq!(users.len(), 1, "{output}");
        assert_eq!(users[0]["email"], EMAIL);
        // Text is meant to be read: indented.
        output.stdout_has("\n  \"emailpassword_users\": [\n");
    }
}

#[test]
fn the_document_comes_from_argument_file_or_standard_input() {
    let (_sandbox, world) = signed_in();
    let inline = world.cmd(["query", USERS]).ok().stdout;
    let file = world.file("q.graphql", USERS);
    let path = file.to_str().unwrap();
    assert_eq!(world.cmd(["query", "--file", path]).ok().stdout, inline);
    assert_eq!(world.cmd(["query"]).stdin(USERS).ok().stdout, inline);
    assert_eq!(world.cmd(["query", "-"]).stdin(USERS).ok().stdout, inline);
    world
        .cmd(["query"])
        .stdin(" \n")
        .code(2)
        .stderr_has("the GraphQL document is empty");
    world
        .cmd(["query", "--file", "nowhere.graphql"])
        .code(2)
        .stderr_has("nowhere.graphql");
}

#[test]
fn variables_merge_and_the_nearer_one_wins() {
    let (_sandbox, world) = signed_in();
    let document = "query A($limit: Int, $mail: String) { \
        emailpassword_users(limit: $limit, where: {email: {_eq: $mail}}) { email } } \
        query B { emailpassword_users { user_id } }";
    let file = world.file("v.json", json!({"limit": 0, "mail": "x"}).to_string());
    let by_file = [
        "query",
        document,
        "--operation-name",
        "A",
        "--variables-file",
        file.to_str().unwrap(),
    ];
    let rows = |args: &[&str]| {
        let mut line: Vec<&str> = by_file.to_vec();
        line.extend(args);
        let output = world.cmd(line).ok();
        output.json()["emailpassword_users"]
            .as_array()
            .unwrap()
            .len()
    };
    let mail = format!("mail={EMAIL}");
    assert_eq!(rows(&["--var", &mail]), 0);
    assert_eq!(rows(&["--variables", "{\"limit\": 5}", "--var", &mail]), 1);
    assert_eq!(
        rows(&[
            "--variables",
            "{\"limit\": 5}",
            "--var",
            "limit=0",
            "--var",
            &mail
        ]),
        0
    );
    let b = world.cmd(["query", document, "--operation-name", "B"]).ok();
    assert!(b.json()["emailpassword_users"][0]["user_id"].is_string());
    world
        .cmd(["query", document, "--variables", "[1]"])
        .code(2)
        .stderr_has("not a JSON object");
    world
        .cmd(["query", document, "--var", "limit"])
        .code(2)
        .stderr_has("--var");
}

#[test]
fn errors_are_explained_and_exit_7() {
    let (_sandbox, world) = signed_in();
    let output = world.cmd(["query", "--as", "anonymous", USERS]).code(7);
    output
        .stderr_has("error[hasura.no_token]")
        .stderr_has("help: sign in");
    assert_eq!(output.stdout, "");
    world
        .cmd(["query", "{ emailpassword_users { password_hash } }"])
        .code(7)
        .stderr_has("error[hasura.field_not_found]");
    world
        .cmd(["query", USERS, "--role", "admin"])
        .code(7)
        .stderr_has("error[hasura.role_not_allowed]");
    let json = world
        .cmd(["query", "--as", "anonymous", USERS, "-o", "json"])
        .code(7)
        .json();
    assert_eq!(json["ok"], false);
    let error = &json["result"]["errors"][0];
    assert_eq!(error["extensions"]["code"], "invalid-headers");
    assert_eq!(error["explanation"]["id"], "hasura.no_token");
}

#[test]
fn the_administrator_and_a_role_of_theirs() {
    let (_sandbox, world) = signed_in();
    let count = |args: &[&str]| {
        let mut line = vec!["query", USERS, "--as", "admin"];
        line.extend(args);
        world.cmd(line).ok().json()["emailpassword_users"]
            .as_array()
            .unwrap()
            .len()
    };
    assert!(count(&[]) > 1);
    // The role alone has no user id to filter by.
    world
        .cmd(["query", USERS, "--as", "admin", "--role", "user"])
        .code(7)
        .stderr_has("error[hasura.session_variable_missing]");
    let mut poor = World::new();
    poor.set("HASURA_GRAPHQL_ENDPOINT", "http://127.0.0.1:9");
    poor.cmd(["query", USERS, "--as", "admin"])
        .code(2)
        .stderr_has("HASURA_GRAPHQL_ADMIN_SECRET");
}

#[test]
fn the_schema_of_a_role_as_sdl_and_json() {
    let (_sandbox, world) = signed_in();
    let sdl = world.cmd(["query", "--introspect"]).ok();
    sdl.stdout_has("type query_root {")
        .stdout_has("emailpassword_users_by_pk(user_id: bpchar!): emailpassword_users");
    assert!(!sdl.stdout.contains("password_hash"), "{sdl}");
    let admin = world.cmd(["query", "--introspect", "--as", "admin"]).ok();
    admin.stdout_has("password_hash");
    assert_eq!(
        sdl.stdout,
        world.cmd(["query", "--introspect", "sdl"]).ok().stdout
    );
    let json: Value = world.cmd(["query", "--introspect", "json"]).ok().json();
    assert_eq!(json["__schema"]["queryType"]["name"], "query_root");
}

#[test]
fn what_is_not_hasura_is_named() {
    let (sandbox, world) = signed_in();
    let api = sandbox.var("ST_HASURA_API_URL").to_owned();
    world
        .cmd(["query", USERS, "--hasura-endpoint", &api])
        .code(5)
        .stderr_has("error[hasura.not_hasura]")
        .stderr_has("HTML");
    world
        .cmd(["query", USERS, "--hasura-endpoint", "http://127.0.0.1:1"])
        .code(3);
}

#[test]
fn a_token_that_hasura_holds_for_expired_is_renewed_once() {
    // The token says it lasts, and Hasura's clock says it does not: by a second that passes
    // between the look at the token and the query.
    let sandbox = KINDS[0].start(&["--access-token-ttl", "12"]);
    let world = KINDS[0].world(&sandbox);
    world.cmd(["signup", "-e", EMAIL]).ok();
    let before = world.cmd(["token", "--min-ttl", "0"]).ok().stdout;
    std::thread::sleep(std::time::Duration::from_secs(3));
    world.cmd(["query", USERS]).ok();
    let after = world.cmd(["token", "--min-ttl", "0"]).ok().stdout;
    assert_ne!(
        before, after,
        "a token with 9 seconds left should have been renewed"
    );
}

/// What is no header may be a secret that was typed with the wrong sign.
#[test]
fn a_header_that_cannot_be_read_is_refused_first_and_not_repeated() {
    // No server is named, and no session is there: nothing else was looked at.
    let world = World::new();
    for (header, said) in [
        ("x-hasura-admin-secret=hunter22", "--header has no colon"),
        ("hunter22", "--header has no colon"),
        ("x hunter22: 1", "--header is no header of HTTP"),
        (
            "X-Hasura-Admin-Secret : hunter22",
            "--header x-hasura-admin-secret would show a secret",
        ),
    ] {
        for whom in ["user", "token", "anonymous", "admin"] {
            let line = ["query", "--as", whom, "-H", header, "{a}"];
            let output = world.cmd(line).code(2);
            output.stderr_has(said).nowhere("hunter22");
        }
    }
}
