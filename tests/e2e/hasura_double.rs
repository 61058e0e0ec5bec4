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
    let claims = crate::support::claims(&token(&world));
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

const EVERYTHING: &str = "{
  emailpassword_users { user_id email notes { title } comments { content } tags { name } }
  notes { title owner { email } comments { content author { email } } note_tags { tag { name } } }
  notes_aggregate { aggregate { count } }
  comments { content note { title } }
  tags { name owner { email } note_tags { note { title } } }
  note_tags { note { title } tag { name } }
}";

#[test]
fn a_new_user_finds_a_note_of_their_own_and_nothing_else() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let token = token(&world);
        let id = crate::support::claims(&token)["sub"].clone();
        let answer = graphql_as(&sandbox, &token, EVERYTHING);
        let (note, comment) = ("Welcome", "Written when you signed up.");
        assert_eq!(
            answer["data"],
            json!({
                "emailpassword_users": [{
                    "user_id": id,
                    "email": EMAIL,
                    "notes": [{"title": note}],
                    "comments": [{"content": comment}],
                    "tags": [{"name": "inbox"}],
                }],
                "notes": [{
                    "title": note,
                    "owner": {"email": EMAIL},
                    "comments": [{"content": comment, "author": {"email": EMAIL}}],
                    "note_tags": [{"tag": {"name": "inbox"}}],
                }],
                "notes_aggregate": {"aggregate": {"count": 1}},
                "comments": [{"content": comment, "note": {"title": note}}],
                "tags": [{
                    "name": "inbox",
                    "owner": {"email": EMAIL},
                    "note_tags": [{"note": {"title": note}}],
                }],
                "note_tags": [{"note": {"title": note}, "tag": {"name": "inbox"}}],
            })
        );
    }
}

#[test]
fn the_users_of_the_notes_application_share_nothing_but_a_comment() {
    let sandbox = Sandbox::start(&[]);
    let seen = |name: &str| {
        let mut world = sandbox.world();
        world.set("ST_HASURA_PASSWORD", format!("{name}-password-1"));
        let address = format!("{name}@example.test");
        world.cmd(["signin", "-e", &address]).ok();
        let query = "{ notes { id } comments { id author { email } note { id } } tags { id } }";
        let answer = graphql_as(&sandbox, &token(&world), query);
        let ids = |field: &str| -> Vec<Value> {
            let rows = answer["data"][field].as_array().unwrap();
            rows.iter().map(|row| row["id"].clone()).collect()
        };
        let strangers = answer["data"]["comments"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["author"].is_null())
            .count();
        (ids("notes"), ids("comments"), ids("tags"), strangers)
    };
    let (alice, bob, carol) = (seen("alice"), seen("bob"), seen("carol"));
    assert_eq!((alice.0.len(), bob.0.len(), carol.0.len()), (3, 2, 1));
    // Carol has written below a note of Alice's, who sees the words but not the account.
    assert_eq!((alice.1.len(), bob.1.len(), carol.1.len()), (3, 1, 2));
    assert_eq!((alice.3, bob.3, carol.3), (1, 0, 0));
    for (one, other) in [(&alice, &bob), (&bob, &carol), (&alice, &carol)] {
        assert!(one.0.iter().all(|id| !other.0.contains(id)));
        assert!(one.2.iter().all(|id| !other.2.contains(id)));
    }
}

#[test]
fn a_change_of_permissions_takes_effect_at_once() {
    let sandbox = Sandbox::start(&[]);
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", PASSWORD);
    world.cmd(["signup", "-e", EMAIL]).ok();
    let token = token(&world);
    let count = |answer: &Value| answer["data"]["notes"].as_array().map(Vec::len);
    let query = "{ notes { id } }";
    assert_eq!(count(&graphql_as(&sandbox, &token, query)), Some(1));

    let table = json!({"schema": "public", "name": "notes"});
    let drop = json!({"table": table, "role": "user"});
    metadata(&sandbox, "pg_drop_select_permission", drop.clone());
    let answer = graphql_as(&sandbox, &token, query);
    assert_eq!(
        answer["errors"][0]["message"],
        "field 'notes' not found in type: 'query_root'"
    );

    let open = json!({"columns": ["id"], "filter": {}});
    let create = json!({"table": table, "role": "user", "permission": open});
    metadata(&sandbox, "pg_create_select_permission", create);
    assert_eq!(count(&graphql_as(&sandbox, &token, query)), Some(7));
}

#[test]
fn nobody_may_claim_to_be_somebody_unless_the_role_lets_them() {
    let sandbox = Sandbox::start(&["--unauthorized-role", "anonymous"]);
    let alice = "a11ce000-0000-4000-8000-000000000001";
    let spoof = [("x-hasura-role", "user"), ("x-hasura-user-id", alice)];
    let query = json!({"query": "{ notes { id } }"});
    let (_, answer) = post(&sandbox, "/v1/graphql", &spoof, &query);
    assert_eq!(
        answer["errors"][0]["message"],
        "field 'notes' not found in type: 'query_root'"
    );
    // The mistake that an audit is to find: a filter whose variable anybody may set.
    let filter = json!({"owner_id": {"_eq": "X-Hasura-User-Id"}});
    let create = json!({
        "table": "notes",
        "role": "anonymous",
        "permission": {"columns": ["id"], "filter": filter},
    });
    metadata(&sandbox, "pg_create_select_permission", create);
    let (_, answer) = post(&sandbox, "/v1/graphql", &spoof, &query);
    assert_eq!(answer["data"]["notes"].as_array().unwrap().len(), 3);
    let (_, answer) = post(&sandbox, "/v1/graphql", &[], &query);
    assert_eq!(
        answer["errors"][0]["message"],
        "missing session variable: \"x-hasura-user-id\""
    );
}
