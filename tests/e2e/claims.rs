//! Claims in other places than the default one: who says where they are, and what is said where
//! nobody does.

use serde_json::{Value, json};

use crate::support::pages::{Page, Pages};
use crate::support::sandbox::Sandbox;
use crate::support::tokens::{SIGNERS, Signer, claims};
use crate::support::{Output, World};

const DEFAULT: &str = "https://hasura.io/jwt/claims";

/// A symmetric key, which is in no output.
const KEY: &str = "nobody-may-see-this-symmetric-key";

fn now() -> i64 {
    time::OffsetDateTime::now_utc().unix_timestamp()
}

/// A world with a key set, and a token whose roles are where SuperTokens' recipe has them.
fn world() -> (World, String) {
    let world = World::new();
    let keys: Vec<Value> = SIGNERS.iter().map(Signer::jwk).collect();
    world.file("jwks.json", json!({ "keys": keys }).to_string());
    let mut claims = claims(now() - 90);
    claims.as_object_mut().unwrap().remove(DEFAULT);
    claims["sub"] = json!("u-7");
    claims["st-role"] = json!({"v": ["user", "manager"], "t": 1});
    let token = SIGNERS[0].sign(&claims);
    world.file("token.txt", &token);
    (world, token)
}

/// A JWT secret with a key in it.
fn secret() -> String {
    let map = json!({"x-hasura-allowed-roles": {"path": "$.st-role.v"},
        "x-hasura-default-role": "user", "x-hasura-user-id": {"path": "$.sub"}});
    json!({"type": "HS256", "key": KEY, "claims_map": map}).to_string()
}

const DECODE: [&str; 4] = ["decode", "--jwks-file", "jwks.json", "token.txt"];

fn words(parts: &[&[&str]]) -> Vec<String> {
    parts.concat().into_iter().map(ToOwned::to_owned).collect()
}

#[track_caller]
fn is_read(output: &Output, by: &str) {
    let json = output.json();
    let hasura = &json["result"]["hasura"];
    assert_eq!(hasura["claims_told_by"], by, "{output}");
    assert_eq!(hasura["accepted"], true, "{output}");
    assert_eq!(hasura["namespace"], "claims_map");
    assert_eq!(hasura["allowed_roles"], json!(["user", "manager"]));
    assert_eq!(hasura["session"], json!({"x-hasura-user-id": "u-7"}));
    output.nowhere(KEY);
}

#[test]
fn the_jwt_secret_comes_from_a_file_a_variable_or_standard_input() {
    let (world, _) = world();
    world.file("secret.json", secret());
    world.file(
        ".env",
        format!("A=b\nHASURA_GRAPHQL_JWT_SECRET='{}'\n", secret()),
    );
    let compose = json!({"services": {"hasura": {"image": "hasura/graphql-engine:v2.48.10",
        "environment": {"HASURA_GRAPHQL_JWT_SECRET": secret().replace('$', "$$")}}}});
    world.file("compose.yaml", compose.to_string());
    let decode = |more: &[&str]| words(&[&DECODE, more, &["-o", "json"]]);
    for file in ["secret.json", ".env", "compose.yaml"] {
        let output = world.cmd(decode(&["--jwt-secret", file])).ok();
        is_read(&output, "jwt_secret");
    }
    let named = world
        .cmd(decode(&["--jwt-secret", "MINE"]))
        .env("MINE", secret());
    is_read(&named.ok(), "jwt_secret");
    let piped = world.cmd(decode(&["--jwt-secret", "-"])).stdin(secret());
    is_read(&piped.ok(), "jwt_secret");
    for name in [
        "ST_HASURA_JWT_SECRET",
        "HASURA_GRAPHQL_JWT_SECRET",
        "HASURA_GRAPHQL_JWT_SECRETS",
    ] {
        is_read(
            &world.cmd(decode(&[])).env(name, secret()).ok(),
            "jwt_secret",
        );
    }
    let by_file = world
        .cmd(decode(&[]))
        .env("ST_HASURA_JWT_SECRET_FILE", "secret.json");
    is_read(&by_file.ok(), "jwt_secret");
    // What is typed comes first, also before an option of the environment that says otherwise.
    let typed = world
        .cmd(decode(&["--jwt-secret", "secret.json"]))
        .env("HASURA_GRAPHQL_JWT_SECRET", "{}");
    is_read(&typed.ok(), "jwt_secret");
    let named = ["--jwt-secret", "secret.json", "--claims-namespace", DEFAULT];
    let output = world.cmd(decode(&named)).code(6);
    assert_eq!(
        output.json()["result"]["hasura"]["claims_told_by"],
        "option"
    );
}

#[test]
fn a_key_of_a_profile_names_the_file() {
    let (world, _) = world();
    world.file("conf/secret.json", secret());
    world.file(
        "st-hasura.toml",
        "[profiles.map]\nhasura_jwt_secret_file = \"conf/secret.json\"\n",
    );
    let args = [&DECODE, ["--profile", "map", "-o", "json"].as_slice()].concat();
    is_read(&world.cmd(args).ok(), "jwt_secret");
    world.cmd(DECODE).code(6);
    let shown = world.cmd(["config", "show", "--profile", "map"]).ok();
    shown
        .stdout_has("hasura_jwt_secret_file")
        .stdout_has("secret.json")
        .nowhere(KEY);
    let shown = world
        .cmd(["config", "show"])
        .env("HASURA_GRAPHQL_JWT_SECRET", secret());
    shown.ok().stdout_has("hasura_jwt_secret").nowhere(KEY);
    world.file(
        "st-hasura.toml",
        format!("hasura_jwt_secret = '{}'\n", secret()),
    );
    let output = world.cmd(DECODE).code(2);
    output
        .stderr_has("hasura_jwt_secret is a secret and does not belong in a configuration file")
        .stderr_has("hasura_jwt_secret_file")
        .nowhere(KEY);
}

#[test]
fn a_jwt_secret_that_cannot_be_used_is_refused_without_being_shown() {
    let (world, token) = world();
    let refused = |args: &[&str], words: &str| {
        let output = world
            .cmd([&DECODE[..3], args].concat())
            .stdin(&token)
            .code(2);
        output.stderr_has(words).nowhere(KEY);
    };
    let typed = secret();
    let help = "can be read by every user of this machine";
    refused(&["token.txt", "--jwt-secret", &typed], help);
    refused(
        &["token.txt", "--jwt-secret", "nothing.json"],
        "nothing.json",
    );
    refused(
        &["--jwt-secret", "-"],
        "cannot be both the token and the JWT secret",
    );
    for (text, words) in [
        (format!("{{\"key\": \"{KEY}\""), "not JSON"),
        (
            format!("{{\"key\": \"{KEY}\", \"claims_namespace_path\": \"$..a\"}}"),
            "cannot read the path $..a",
        ),
        (
            format!("{{\"key\": \"{KEY}\", \"claims_map\": {{}}}}"),
            "x-hasura-allowed-roles is expected but not found in claims_map",
        ),
        ("[]".to_owned(), "the array is empty"),
    ] {
        world.file("bad.json", text);
        refused(&["token.txt", "--jwt-secret", "bad.json"], words);
    }
    let other = "services:\n  a:\n    image: b\n";
    world.file("compose.yaml", other);
    let words = "there is no value of HASURA_GRAPHQL_JWT_SECRET in it";
    refused(&["token.txt", "--jwt-secret", "compose.yaml"], words);
}

#[test]
fn decode_shows_the_place_and_what_is_in_it() {
    let (world, _) = world();
    world.file("secret.json", secret());
    let output = world
        .cmd([&DECODE, ["--jwt-secret", "secret.json"].as_slice()].concat())
        .ok();
    let (_, read) = output.stdout.split_once("As Hasura reads it\n").unwrap();
    let path = world.work().join("secret.json");
    assert_eq!(
        read.lines().take(4).collect::<Vec<_>>(),
        [
            &format!("claims in         claims_map, says {}", path.display()),
            "default role      user",
            "allowed roles     user, manager",
            "x-hasura-user-id  u-7",
        ],
        "{output}"
    );
    output.stdout_has("Hasura would accept this token\n");
}

#[test]
fn what_nobody_tells_is_not_known() {
    let (world, _) = world();
    let output = world.cmd(DECODE).code(6);
    output
        .stdout_has("whether Hasura would accept this token is not known\n")
        .stdout_has("the token's claims are not in the default place, https://hasura.io/jwt/claims")
        .stdout_has("--jwt-secret FILE, or the admin secret")
        .nowhere("Hasura would refuse");
    let json = world
        .cmd([&DECODE, ["-o", "json"].as_slice()].concat())
        .code(6)
        .json();
    let hasura = &json["result"]["hasura"];
    assert_eq!(hasura["accepted"], Value::Null);
    assert_eq!(hasura["claims_told_by"], "default");
    assert!(hasura["claims_unknown"].is_string(), "{hasura}");
    // Where it is known, it is refused.
    world.file(
        "secret.json",
        json!({"claims_namespace": "mine"}).to_string(),
    );
    let output = world
        .cmd([&DECODE, ["--jwt-secret", "secret.json"].as_slice()].concat())
        .code(6);
    output.stdout_has("Hasura would refuse this token: claims key: 'mine' not found");
    // What is wrong with the token itself is known in any case.
    let old = json!({"exp": now() - 10});
    world.file("token.txt", SIGNERS[0].sign(&old));
    let output = world.cmd(DECODE).code(6);
    output.stdout_has("Hasura would refuse this token: Could not verify JWT: JWTExpired");
}

#[test]
fn of_several_secrets_the_issuer_chooses() {
    let world = world().0;
    let of = |issuer: Option<&str>, namespace: &str| {
        let mut secret = json!({"jwk_url": "http://a.test/jwks", "claims_namespace": namespace});
        if let Some(issuer) = issuer {
            secret["issuer"] = json!(issuer);
        }
        secret
    };
    let roles =
        |role: &str| json!({"x-hasura-allowed-roles": [role], "x-hasura-default-role": role});
    let token = json!({"iss": "b", "one": roles("first"), "two": roles("second")});
    world.file("token.txt", SIGNERS[0].sign(&token));
    let decode = |secrets: Value| {
        let args = [&DECODE, ["-o", "json", "--jwt-secret", "MINE"].as_slice()].concat();
        let output = world.cmd(args).env("MINE", secrets.to_string()).run();
        output.json()["result"]["hasura"].clone()
    };
    let by_issuer = decode(json!([of(Some("a"), "one"), of(Some("b"), "two")]));
    assert_eq!(by_issuer["default_role"], "second", "{by_issuer}");
    let only_one_fits = decode(json!([of(None, "three"), of(None, "two")]));
    assert_eq!(only_one_fits["default_role"], "second");
    assert_eq!(only_one_fits["accepted"], true);
    let either = decode(json!([of(None, "one"), of(None, "two")]));
    assert_eq!(either["accepted"], Value::Null, "{either}");
    let words = either["claims_unknown"].as_str().unwrap();
    assert!(words.contains("several JWT secrets"), "{words}");
}

/// An engine that gives every token its roles by the JWT secret alone.
fn literal() -> (Sandbox, World) {
    let map = json!({"claims_map": {"x-hasura-allowed-roles": ["user", "manager"],
        "x-hasura-default-role": "user", "x-hasura-user-id": {"path": "$.sub"}}})
    .to_string();
    let args = ["--fault", "claims-absent", "--hasura-jwt-secret", &map];
    let sandbox = Sandbox::start(&args);
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", "testPass123");
    world.set("THE_SECRET", map);
    (sandbox, world)
}

const NO_ADMIN: (&str, &str) = ("HASURA_GRAPHQL_ADMIN_SECRET", "");

#[test]
fn the_running_engine_tells_and_token_and_status_and_query_follow() {
    let (_sandbox, world) = literal();
    world.cmd(["signup", "-e", "a@b.test"]).ok();
    let decode = ["token", "--decode", "--verify", "-o", "json"];
    let hasura = world.cmd(decode).ok().json()["result"]["hasura"].clone();
    assert_eq!(hasura["claims_told_by"], "engine");
    assert_eq!(hasura["accepted"], true);
    assert_eq!(hasura["allowed_roles"], json!(["user", "manager"]));

    let token = ["token", "-o", "json"];
    let told = world.cmd(token).ok();
    assert_eq!(told.json()["result"]["hasura_claims"], true);
    assert!(!told.stderr.contains("warning"), "{told}");
    let untold = world.cmd(token).env(NO_ADMIN.0, NO_ADMIN.1).ok();
    assert_eq!(untold.json()["result"]["hasura_claims"], false);
    untold
        .stderr_has("carries no https://hasura.io/jwt/claims")
        .stderr_has("--jwt-secret FILE, or the admin secret");

    world
        .cmd(["status"])
        .ok()
        .stdout_has("no Hasura claims in the default place");
    let status = ["status", "--jwt-secret", "THE_SECRET", "-o", "json"];
    let status = world.cmd(status).ok().json();
    assert_eq!(status["result"]["session"]["jwt"]["hasura_claims"], true);

    let query = ["query", "{ __typename }", "--role", "owner"];
    world
        .cmd(query)
        .code(7)
        .stderr_has("error[hasura.role_not_allowed]")
        .stderr_has("looks for the claims in claims_map; they allow user, manager");
    let query = ["query", "{ __typename }", "--role", "manager"];
    world.cmd(query).ok();
}

#[test]
fn smoke_goes_by_what_the_engine_takes() {
    let (_sandbox, world) = literal();
    let world = {
        let mut world = world;
        world.set(NO_ADMIN.0, NO_ADMIN.1);
        world
    };
    let output = world.cmd(["smoke"]).code(3);
    output
        .stdout_has("the token's claims are not in the default place")
        .stdout_has("--jwt-secret FILE, or the admin secret")
        .stdout_has("unproven");
    let told = world.cmd(["smoke", "--jwt-secret", "THE_SECRET"]).run();
    assert_ne!(told.code, Some(6), "{told}");
    told.stdout_has("role user");
}

#[test]
fn roles_that_nobody_tells_leave_the_audit_unproven() {
    let (_sandbox, world) = literal();
    world.cmd(["signup", "-e", "a@b.test"]).ok();
    let verify = [
        "verify-hasura",
        "--no-admin",
        "--probe",
        "P03,P23",
        "-o",
        "json",
    ];
    let output = world.cmd(verify).code(3);
    let reasons = output.json()["result"]["reasons"].clone();
    for (reason, probe) in reasons.as_array().unwrap().iter().zip(["P03", "P23"]) {
        let reason = reason.as_str().unwrap();
        assert!(reason.starts_with(probe), "{output}");
        assert!(
            reason.contains("--jwt-secret FILE, or the admin secret"),
            "{output}"
        );
    }
    let told = words(&[&verify, &["--jwt-secret", "THE_SECRET"]]);
    world.cmd(told).ok();
    let engine = ["verify-hasura", "--probe", "P03,P23", "-o", "json"];
    world.cmd(engine).ok();
}

/// The key of the JWT secret verifies, and not one that some other configuration names.
#[test]
fn the_jwt_secret_says_which_keys_verify() {
    let set = |signer: &Signer| json!({ "keys": [signer.jwk()] });
    let server = Pages::serve(vec![
        Page::json("/engine.json", set(&SIGNERS[0])),
        Page::json("/another.json", set(&SIGNERS[1])),
    ]);
    let at = |path: &str| format!("http://127.0.0.1:{}{path}", server.port());
    let mut world = World::new();
    world.set("ST_HASURA_JWKS_URL", at("/another.json"));
    world.file("token.txt", SIGNERS[0].sign(&claims(now() - 90)));
    let decode = ["decode", "-o", "json", "token.txt"];
    let result = |secret: Value, more: &[&str]| {
        let args = [&decode, ["--jwt-secret", "MINE"].as_slice(), more].concat();
        let output = world.cmd(args).env("MINE", secret.to_string()).run();
        output.json()["result"].clone()
    };
    let untold = world.cmd(decode).run().json()["result"].clone();
    assert_eq!(untold["verified"], false, "{untold}");
    let named = result(json!({"jwk_url": at("/engine.json")}), &[]);
    assert_eq!(named["verified"], true, "{named}");
    assert_eq!(named["key_source"]["from"], at("/engine.json"));
    let another = result(json!({"jwk_url": at("/another.json")}), &[]);
    assert_eq!(another["verified"], false, "{another}");
    let option = result(
        json!({"jwk_url": at("/another.json")}),
        &["--jwks-url", &at("/engine.json")],
    );
    assert_eq!(option["verified"], true, "{option}");
    let inside = result(json!({"type": "HS256", "key": KEY}), &[]);
    assert_eq!(inside["key_source"]["kind"], "jwt_secret", "{inside}");
    assert_eq!(inside["verified"], false);
    let unreached = result(json!({"jwk_url": "http://127.0.0.1:9/keys"}), &[]);
    assert_eq!(
        unreached["signature"]["status"], "not_checked",
        "{unreached}"
    );
}
