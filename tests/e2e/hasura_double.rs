//! The Hasura double beside the auth API double: whose tokens it takes, and what it starts with.

use serde_json::{Value, json};

use crate::stacks::{EMAIL, KINDS, PASSWORD};
use crate::support::World;
use crate::support::hasura::{graphql_as, metadata, post};
use crate::support::sandbox::Sandbox;

/// What the metadata API says to a token.
fn refusal(sandbox: &Sandbox, token: &str) -> (u16, String) {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let body = json!({"type": "export_metadata", "args": {}});
    let (status, answer) = post(sandbox, "/v1/metadata", &headers, &body);
    (status, answer["error"].as_str().unwrap().to_owned())
}

#[track_caller]
fn token(world: &World) -> String {
    world.cmd(["token"]).ok().stdout.trim_end().to_owned()
}

#[test]
fn tokens_of_the_auth_api_are_verified() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let good = token(&world);
        // Verified, and no administrator.
        let admin_only = (400, "restricted access : admin only".to_owned());
        assert_eq!(refusal(&sandbox, &good), admin_only);

        let (head, signature) = good.rsplit_once('.').unwrap();
        let first = if signature.starts_with('A') { "B" } else { "A" };
        let forged = format!("{head}.{first}{}", &signature[1..]);
        let invalid = "Could not verify JWT: JWSError JWSInvalidSignature";
        assert_eq!(refusal(&sandbox, &forged), (400, invalid.to_owned()));
    }
}

#[test]
fn an_expired_token_is_refused() {
    let sandbox = Sandbox::start(&["--access-token-ttl", "1"]);
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", PASSWORD);
    world.cmd(["signup", "-e", EMAIL]).ok();
    let token = token(&world);
    std::thread::sleep(std::time::Duration::from_millis(2100));
    let expired = "Could not verify JWT: JWTExpired";
    assert_eq!(refusal(&sandbox, &token), (400, expired.to_owned()));
}

#[test]
fn users_of_the_data_sign_in_under_their_ids() {
    let sandbox = Sandbox::start(&[]);
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", "alice-password-1");
    world.cmd(["signin", "-e", "alice@example.test"]).ok();
    let claims = st_hasura::jwt::decode(&token(&world)).unwrap().claims;
    assert_eq!(claims["sub"], "a11ce000-0000-4000-8000-000000000001");
}

#[test]
fn metadata_and_data_come_from_files() {
    let world = World::new();
    let document = json!({"version": 3, "sources": [{
        "name": "default",
        "kind": "postgres",
        "tables": [{"table": {"schema": "public", "name": "books"}}],
    }]});
    let data = json!({
        "users": [{"email": "ada@example.com", "password": PASSWORD}],
        "tables": [{"name": "books", "columns": [{"name": "id", "type": "int"}], "primary_key": ["id"]}],
    });
    let metadata_file = world.file("metadata.json", document.to_string());
    let data_file = world.file("data.json", data.to_string());
    let sandbox = Sandbox::start(&[
        "--metadata",
        metadata_file.to_str().unwrap(),
        "--data",
        data_file.to_str().unwrap(),
    ]);
    assert_eq!(metadata(&sandbox, "export_metadata", json!({})), document);
    let consistent = metadata(&sandbox, "get_inconsistent_metadata", json!({}));
    assert_eq!(consistent["is_consistent"], json!(true));
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", PASSWORD);
    world.cmd(["signin", "-e", "ada@example.com"]).ok();
}

#[test]
fn files_that_do_not_fit_are_refused() {
    let world = World::new();
    let data = json!({"tables": [{"name": "t", "columns": [{"nom": "id"}]}]});
    world.file("data.json", data.to_string());
    world.file("metadata.json", r#"{"version": 3, "sources": {}}"#);
    for (option, file, part) in [
        ("--data", "data.json", "nom"),
        ("--metadata", "metadata.json", "sources"),
    ] {
        let output = world.cmd(["sandbox", option, file]).code(2);
        output.stderr_has(part);
    }
    let secret = r#"{"type":"HS256","key":"short"}"#;
    world
        .cmd(["sandbox", "--hasura-jwt-secret", secret])
        .code(2)
        .stderr_has("Key size too small; should be atleast 32 characters");
}

#[test]
fn the_sandbox_starts_with_any_fault() {
    for fault in [
        "bad-gateway",
        "ngrok-page",
        "stall",
        "core-down",
        "empty-jwks",
    ] {
        let sandbox = Sandbox::start(&["--fault", fault]);
        let version = metadata(&sandbox, "export_metadata", json!({}));
        assert_eq!(version["version"], json!(3), "{fault}");
    }
}

#[test]
fn a_configured_secret_and_role_count() {
    let key = "0123456789abcdef0123456789abcdef";
    let secret = json!({"type": "HS256", "key": key}).to_string();
    let sandbox = Sandbox::start(&[
        "--hasura-jwt-secret",
        &secret,
        "--unauthorized-role",
        "anonymous",
    ]);
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", PASSWORD);
    world.cmd(["signup", "-e", EMAIL]).ok();
    let other_key = graphql_as(&sandbox, &token(&world), "{ notes { id } }");
    assert_eq!(
        other_key["errors"][0]["message"],
        "Could not verify JWT: JWSError JWSInvalidSignature"
    );
    // Nobody is somebody here: the metadata API refuses the role, not the missing token.
    let (status, answer) = post(&sandbox, "/v1/metadata", &[], &json!({}));
    assert_eq!(
        (status, &answer["error"]),
        (400, &Value::from("restricted access : admin only"))
    );
}
