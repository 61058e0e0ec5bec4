//! Errors of claims (contracts: hasura §2.4).

use super::*;

/// Refusals with the default configuration: the value under the namespace, code, message.
async fn assert_claims(auth: &Authenticator, hasura: Value, code: &str, message: &str) {
    let text = token(&payload_with(&json!({HASURA: hasura})));
    assert_refusal(auth.bearer(&text).await, 400, code, message);
}

#[tokio::test]
async fn c1_the_namespace_must_be_there() {
    let auth = jwt_mode(&json!({})).await;
    let message = "claims key: 'https://hasura.io/jwt/claims' not found";
    assert_claims(&auth, Value::Null, "jwt-invalid-claims", message).await;
    // Registered claims are not searched.
    let odd = jwt_mode(&json!({"claims_namespace": "sub"})).await;
    assert_refusal(
        odd.bearer(&token(&payload())).await,
        400,
        "jwt-invalid-claims",
        "claims key: 'sub' not found",
    );
}

#[tokio::test]
async fn c2_the_namespace_path_must_lead_somewhere() {
    let auth = jwt_mode(&json!({"claims_namespace_path": "$.a.b"})).await;
    assert_refusal(
        auth.bearer(&token(&payload())).await,
        400,
        "jwt-invalid-claims",
        "claims not found at claims_namespace_path: '$.a.b'",
    );
    let nested = payload_with(&json!({"a": {"b": payload()[HASURA]}}));
    assert_eq!(auth.bearer(&token(&nested)).await.unwrap().role, "user");
}

#[tokio::test]
async fn c3_c4_c5_the_format_must_fit() {
    let json = jwt_mode(&json!({})).await;
    let text = payload()[HASURA].to_string();
    assert_claims(
        &json,
        json!(text),
        "jwt-invalid-claims",
        "expecting a json object when claims_format is json",
    )
    .await;

    let stringified = jwt_mode(&json!({"claims_format": "stringified_json"})).await;
    assert_claims(
        &stringified,
        payload()[HASURA].clone(),
        "jwt-invalid-claims",
        "expecting a string when claims_format is stringified_json",
    )
    .await;
    assert_claims(
        &stringified,
        json!("{oops"),
        "jwt-invalid-claims",
        "expecting stringified json at: 'claims_namespace https://hasura.io/jwt/claims', but \
         found: {oops",
    )
    .await;
    let good = token(&payload_with(&json!({HASURA: text})));
    assert_eq!(stringified.bearer(&good).await.unwrap().role, "user");

    let path = json!({"claims_format": "stringified_json", "claims_namespace_path": "$.h"});
    let by_path = jwt_mode(&path).await;
    assert_refusal(
        by_path
            .bearer(&token(&payload_with(&json!({"h": "{oops"}))))
            .await,
        400,
        "jwt-invalid-claims",
        "expecting stringified json at: 'claims_namespace_path $.h', but found: {oops",
    );
}

#[tokio::test]
async fn c6_to_c9_the_role_claims() {
    let auth = jwt_mode(&json!({})).await;
    let missing = "jwt-missing-role-claims";
    let invalid = "jwt-invalid-claims";
    assert_claims(
        &auth,
        json!({}),
        missing,
        "JWT claim does not contain \"x-hasura-allowed-roles\"",
    )
    .await;
    let no_default = json!({"x-hasura-allowed-roles": ["user"]});
    assert_claims(
        &auth,
        no_default,
        missing,
        "JWT claim does not contain \"x-hasura-default-role\"",
    )
    .await;
    for (value, kind) in [
        (json!("user"), "String"),
        (json!(1), "Number"),
        (json!(true), "Boolean"),
        (json!(null), "Null"),
        (json!({}), "Object"),
    ] {
        let hasura = json!({"x-hasura-allowed-roles": value, "x-hasura-default-role": "user"});
        let message = format!(
            "invalid \"x-hasura-allowed-roles\"; should be a list of roles: parsing [] failed, \
             expected Array, but encountered {kind}"
        );
        assert_claims(&auth, hasura, invalid, &message).await;
    }
    let hasura = json!({"x-hasura-allowed-roles": ["user"], "x-hasura-default-role": ["user"]});
    let message = "invalid \"x-hasura-default-role\"; should be a single role name: parsing String \
                   failed, expected String, but encountered Array";
    assert_claims(&auth, hasura, invalid, message).await;

    let map = json!({"claims_map": {
        "x-hasura-allowed-roles": ["user"],
        "x-hasura-default-role": {"path": "$.role"},
    }});
    let mapped = jwt_mode(&map).await;
    assert_refusal(
        mapped
            .bearer(&token(&payload_with(&json!({"role": ["user"]}))))
            .await,
        400,
        invalid,
        "invalid \"x-hasura-default-role\"; should be a role: parsing String failed, expected String, \
         but encountered Array",
    );
    assert_refusal(
        mapped.bearer(&token(&payload())).await,
        400,
        missing,
        "JWT claim does not contain \"x-hasura-default-role\"",
    );
}

#[tokio::test]
async fn c10_paths_of_the_claims_map_must_lead_somewhere() {
    let auth = jwt_mode(&json!({"claims_map": {
        "x-hasura-allowed-roles": {"path": "$.roles", "default": ["user"]},
        "x-hasura-default-role": "user",
        "X-Hasura-User-Id": {"path": "$.uid"},
        "x-hasura-tenant": {"path": "$.tenant", "default": "public"},
        "x-hasura-subject": {"path": "$.sub"},
    }}))
    .await;
    assert_refusal(
        auth.bearer(&token(&payload())).await,
        400,
        "jwt-invalid-claims",
        "JWT claim from claims_map, \"x-hasura-user-id\" not found",
    );
    let session = auth
        .bearer(&token(&payload_with(&json!({"uid": "a"}))))
        .await
        .unwrap();
    assert_eq!(session.var("x-hasura-user-id"), Some("a"));
    assert_eq!(session.var("x-hasura-tenant"), Some("public"));
    // The whole claim set is searched here, registered claims included.
    assert_eq!(session.var("x-hasura-subject"), Some("user-a"));
}

#[tokio::test]
async fn c11_every_variable_is_a_string() {
    let auth = jwt_mode(&json!({})).await;
    for (value, kind) in [
        (json!(7), "Number"),
        (json!(["a"]), "Array"),
        (json!(true), "Boolean"),
        (json!(null), "Null"),
    ] {
        let mut hasura = payload()[HASURA].clone();
        hasura["x-hasura-user-id"] = value;
        let message = format!(
            "x-hasura-* claims: parsing Text failed, expected String, but encountered {kind}"
        );
        assert_claims(&auth, hasura.clone(), "jwt-invalid-claims", &message).await;
        // The role is looked at first.
        hasura["x-hasura-default-role"] = json!("stranger");
        let message = "Your requested role is not in allowed roles";
        assert_claims(&auth, hasura, "access-denied", message).await;
    }
}

#[tokio::test]
async fn c12_the_role_must_be_allowed() {
    let auth = jwt_mode(&json!({})).await;
    let message = "Your requested role is not in allowed roles";
    let bearer = format!("Bearer {}", token(&payload()));
    for role in ["admin", "User", "nobody"] {
        let pairs = [("authorization", bearer.as_str()), ("x-hasura-role", role)];
        assert_refusal(auth.ask(&pairs).await, 400, "access-denied", message);
    }
    let hasura = json!({"x-hasura-allowed-roles": [], "x-hasura-default-role": "user"});
    assert_claims(&auth, hasura, "access-denied", message).await;
}
