//! What Hasura takes and what it says, place by place.

use serde_json::{Value, json};

use super::{ClaimsPlace, HASURA_NAMESPACE, HasuraClaims};
use crate::jwt::decode;
use crate::jwt::testing::part;

fn read(claims: &Value) -> HasuraClaims {
    let token = format!("{}.{}.", part(&json!({"alg": "RS256"})), part(claims));
    HasuraClaims::read(&decode(&token).unwrap(), &ClaimsPlace::default())
}

fn within(members: &Value) -> HasuraClaims {
    read(&json!({ HASURA_NAMESPACE: members }))
}

fn texts(read: &HasuraClaims) -> Vec<(&str, &str)> {
    read.problems
        .iter()
        .map(|p| (p.row, p.hasura_text.as_str()))
        .collect()
}

#[test]
fn names_are_lowered_and_foreign_ones_dropped() {
    let read = within(&json!({
        "X-Hasura-User-Id": "u1", "x-hasura-allowed-roles": ["user", "editor"],
        "x-hasura-Default-role": "user", "org": "x", "x-hasura-org-id": "7",
    }));
    assert_eq!(texts(&read), []);
    assert_eq!(read.user_id(), Some("u1"));
    assert_eq!(read.variable("X-HASURA-ORG-ID"), Some("7"));
    assert_eq!(read.default_role.as_deref(), Some("user"));
    assert_eq!(read.allowed_roles, ["user", "editor"]);
    assert_eq!(read.dropped, ["org"]);
    assert_eq!(read.session.len(), 2);
}

#[test]
fn each_row_of_the_table_has_its_words() {
    let roles = json!({"x-hasura-allowed-roles": ["user"], "x-hasura-default-role": "user"});
    let with = |name: &str, value: Value| {
        let mut roles = roles.clone();
        roles[name] = value;
        within(&roles)
    };
    assert_eq!(
        texts(&read(&json!({}))),
        [("C1", "claims key: 'https://hasura.io/jwt/claims' not found")]
    );
    assert_eq!(
        texts(&within(&json!("{}"))),
        [("C3", "expecting a json object when claims_format is json")]
    );
    assert_eq!(
        texts(&within(&json!({}))),
        [
            (
                "C6",
                "JWT claim does not contain \"x-hasura-allowed-roles\""
            ),
            ("C7", "JWT claim does not contain \"x-hasura-default-role\""),
        ]
    );
    assert_eq!(
        texts(&with("x-hasura-allowed-roles", json!("user"))),
        [(
            "C8",
            "invalid \"x-hasura-allowed-roles\"; should be a list of roles: parsing [] failed, \
             expected Array, but encountered String"
        )]
    );
    assert_eq!(
        texts(&with("x-hasura-default-role", json!(["user"])))[0].0,
        "C9"
    );
    for value in [json!(5), json!(null), json!([1]), json!(true), json!({})] {
        assert_eq!(texts(&with("x-hasura-org", value))[0].0, "C11");
    }
    assert_eq!(
        texts(&with("x-hasura-default-role", json!("admin")))[0].0,
        "C12"
    );
    assert_eq!(
        texts(&with("x-hasura-allowed-roles", json!([])))[0].0,
        "C12"
    );
}

#[test]
fn the_role_is_judged_before_the_variables() {
    let read = within(&json!({
        "x-hasura-n": 1, "x-hasura-allowed-roles": ["a"], "x-hasura-default-role": "b",
    }));
    let rows: Vec<&str> = read.problems.iter().map(|p| p.row).collect();
    assert_eq!(rows, ["C12", "C11"]);
}

#[test]
fn the_right_place_is_proposed() {
    let hint = |claims: &Value| read(claims).problems[0].explanation.clone();
    assert!(hint(&json!({"jwt": {HASURA_NAMESPACE: {}}})).contains("nested under \"jwt\""));
    assert!(hint(&json!({"claims": {"x-hasura-a": "b"}})).contains("claims_namespace to that"));
    assert!(hint(&json!({"X-Hasura-A": "b"})).contains("claims_namespace_path"));
}

#[test]
fn registered_claims_are_no_namespace() {
    let token = format!("{}.{}.", part(&json!({})), part(&json!({"sub": {}})));
    let read = HasuraClaims::read(&decode(&token).unwrap(), &ClaimsPlace::claim("sub"));
    assert_eq!(read.problems[0].row, "C1");
}

/// The token's claims as they are read with this JWT secret: roles, or what Hasura says.
fn with(secret: &Value, claims: &Value) -> Result<(String, Vec<String>), String> {
    let place = ClaimsPlace::of_secret(secret.as_object().unwrap()).unwrap();
    let token = format!("{}.{}.", part(&json!({"alg": "RS256"})), part(claims));
    let read = HasuraClaims::read(&decode(&token).unwrap(), &place);
    match read.problems.first() {
        Some(problem) => Err(problem.hasura_text.clone()),
        None => Ok((read.default_role.unwrap(), read.allowed_roles)),
    }
}

#[track_caller]
fn accepted(secret: &Value, claims: &Value, default: &str, allowed: &[&str]) {
    let allowed = allowed.iter().map(|role| (*role).to_owned()).collect();
    assert_eq!(with(secret, claims), Ok((default.to_owned(), allowed)));
}

#[track_caller]
fn refused(secret: &Value, claims: &Value, words: &str) {
    assert_eq!(with(secret, claims), Err(words.to_owned()), "{claims}");
}

fn usual() -> Value {
    json!({"x-hasura-allowed-roles": ["guest"], "x-hasura-default-role": "guest",
        "x-hasura-user-id": "7"})
}

#[test]
fn another_namespace() {
    let secret = json!({"claims_namespace": "https://shop.test/db", "claims_map": null});
    accepted(
        &secret,
        &json!({"https://shop.test/db": usual()}),
        "guest",
        &["guest"],
    );
    let words = "claims key: 'https://shop.test/db' not found";
    refused(&secret, &json!({HASURA_NAMESPACE: usual()}), words);
    let words = "expecting a json object when claims_format is json";
    for other in [json!(usual().to_string()), Value::Null, json!([])] {
        refused(&secret, &json!({"https://shop.test/db": other}), words);
    }
}

#[test]
fn a_path_to_the_object() {
    let secret = json!({"claims_namespace_path": "$.shop.db"});
    accepted(
        &secret,
        &json!({"shop": {"db": usual()}}),
        "guest",
        &["guest"],
    );
    let words = "claims not found at claims_namespace_path: '$.shop.db'";
    refused(&secret, &json!({"shop.db": usual()}), words);
    refused(&secret, &json!({"shop": {}}), words);
    refused(&secret, &json!({HASURA_NAMESPACE: usual()}), words);
    let root = json!({"claims_namespace_path": "$"});
    let mut flat = usual();
    flat["sub"] = json!("7");
    accepted(&root, &flat, "guest", &["guest"]);
    let words = "JWT claim does not contain \"x-hasura-allowed-roles\"";
    refused(&root, &json!({HASURA_NAMESPACE: usual()}), words);
    let registered = json!({"claims_namespace_path": "$.sub"});
    refused(
        &registered,
        &json!({"sub": usual()}),
        "claims not found at claims_namespace_path: '$.sub'",
    );
}

#[test]
fn the_text_of_an_object() {
    let secret = json!({"claims_format": "stringified_json"});
    let text = |text: &str| json!({ HASURA_NAMESPACE: text });
    accepted(&secret, &text(&usual().to_string()), "guest", &["guest"]);
    let words = "expecting a string when claims_format is stringified_json";
    refused(&secret, &json!({HASURA_NAMESPACE: usual()}), words);
    for broken in ["{", "[]"] {
        let words = format!(
            "expecting stringified json at: 'claims_namespace {HASURA_NAMESPACE}', but found: {broken}"
        );
        refused(&secret, &text(broken), &words);
    }
    let words = "claims key: 'https://hasura.io/jwt/claims' not found";
    refused(&secret, &json!({}), words);
    let both = json!({"claims_format": "stringified_json", "claims_namespace_path": "$.h"});
    accepted(
        &both,
        &json!({"h": usual().to_string()}),
        "guest",
        &["guest"],
    );
    let words = "expecting stringified json at: 'claims_namespace_path $.h', but found: x";
    refused(&both, &json!({"h": "x"}), words);
}

#[test]
fn a_map_picks_from_the_whole_token() {
    let secret = json!({"claims_map": {
        "x-hasura-allowed-roles": {"path": "$.st-role.v", "default": ["guest"]},
        "x-hasura-default-role": {"path": "$.main", "default": "guest"},
        "x-hasura-user-id": {"path": "$.sub"},
        "x-hasura-shop": "one",
        "X-Hasura-Level": {"path": "$.level", "default": "1"},
    }});
    let roles = json!({"sub": "7", "st-role": {"v": ["guest", "clerk"], "t": 1}, "main": "clerk"});
    accepted(&secret, &roles, "clerk", &["guest", "clerk"]);
    accepted(&secret, &json!({"sub": "7"}), "guest", &["guest"]);
    refused(
        &secret,
        &json!({"sub": "7", "st-role": {"v": "guest"}}),
        "invalid \"x-hasura-allowed-roles\"; should be a list of roles: parsing [] failed, \
         expected Array, but encountered String",
    );
    refused(
        &secret,
        &json!({"sub": "7", "main": ["guest"]}),
        "invalid \"x-hasura-default-role\"; should be a role: parsing String failed, expected \
         String, but encountered Array",
    );
    refused(
        &secret,
        &json!({"sub": "7", "st-role": {"v": ["clerk"]}}),
        "Your requested role is not in allowed roles",
    );
    // A path that leads to something of another kind is not one that leads nowhere.
    for (level, kind) in [(json!(3), "Number"), (Value::Null, "Null")] {
        let words = format!(
            "x-hasura-* claims: parsing Text failed, expected String, but encountered {kind}"
        );
        refused(&secret, &json!({"sub": "7", "level": level}), &words);
    }
    let words = "JWT claim from claims_map, \"x-hasura-user-id\" not found";
    refused(&secret, &json!({HASURA_NAMESPACE: usual()}), words);
    let strict = json!({"claims_map": {"x-hasura-allowed-roles": {"path": "$.r"},
        "x-hasura-default-role": "guest"}});
    let words = "JWT claim does not contain \"x-hasura-allowed-roles\"";
    refused(&strict, &json!({}), words);
}

#[test]
fn empty_names_are_no_roles_and_the_lower_case_spelling_counts() {
    let of = |members: &Value| {
        let read = within(members);
        read.problems
            .first()
            .map(|problem| problem.hasura_text.clone())
    };
    let mut claims = usual();
    claims["x-hasura-allowed-roles"] = json!(["", "guest"]);
    let words = "invalid \"x-hasura-allowed-roles\"; should be a list of roles: empty string not \
                 allowed";
    assert_eq!(of(&claims).as_deref(), Some(words));
    let mut claims = usual();
    claims["x-hasura-default-role"] = json!("");
    let words = "invalid \"x-hasura-default-role\"; should be a single role name: empty string \
                 not allowed";
    assert_eq!(of(&claims).as_deref(), Some(words));
    for twice in [
        json!({"X-Hasura-User-Id": "8", "x-hasura-user-id": "7"}),
        json!({"x-hasura-user-id": "7", "X-Hasura-User-Id": "8"}),
    ] {
        assert_eq!(within(&twice).user_id(), Some("7"));
    }
}

#[test]
fn what_a_running_engine_shows() {
    let shown = |secret: Value| ClaimsPlace::shown(secret.as_object().unwrap()).unwrap();
    let given = |secret: Value| ClaimsPlace::of_secret(secret.as_object().unwrap()).unwrap();
    let member = |namespace: &str, format: &str, map: Value| json!({"claims_namespace": namespace, "claims_format": format, "claims_map": map});
    assert_eq!(
        shown(member(HASURA_NAMESPACE, "json", Value::Null)),
        ClaimsPlace::default()
    );
    assert_eq!(
        shown(member("$.a.b", "json", Value::Null)),
        given(json!({"claims_namespace_path": "a.b"}))
    );
    assert_eq!(
        shown(member(HASURA_NAMESPACE, "stringified_json", Value::Null)),
        given(json!({"claims_format": "stringified_json"}))
    );
    let map = json!({"x-hasura-allowed-roles": {"path": "$.r", "default": ["a"]},
        "x-hasura-default-role": "a"});
    let of_map = given(json!({"claims_map": map}));
    assert_eq!(shown(member(HASURA_NAMESPACE, "json", map.clone())), of_map);
    // Older doubles and engines leave the rest out beside a map.
    let alone = json!({"claims_namespace": null, "claims_format": null, "claims_map": map});
    assert_eq!(shown(alone), of_map);
}

#[test]
fn a_secret_that_hasura_does_not_start_with_names_no_place() {
    for secret in [
        json!({"claims_namespace": "a", "claims_namespace_path": "$"}),
        json!({"claims_namespace_path": "$..a"}),
        json!({"claims_namespace": 5}),
        json!({"claims_format": "text"}),
        json!({"claims_map": []}),
        json!({"claims_map": {"x-hasura-default-role": "a"}}),
        json!({"claims_map": {"X-Hasura-Allowed-Roles": ["a"], "x-hasura-default-role": "a"}}),
        json!({"claims_map": {"x-hasura-allowed-roles": {}, "x-hasura-default-role": "a"}}),
    ] {
        let place = ClaimsPlace::of_secret(secret.as_object().unwrap());
        assert_eq!(place, None, "{secret}");
    }
}
