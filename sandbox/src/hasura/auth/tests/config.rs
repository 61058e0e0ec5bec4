//! What the engine refuses to start with (contracts: hasura §1.2–§1.7).

use super::*;

const VARIABLE: &str = "Fatal Error:- Environment variable HASURA_GRAPHQL_JWT_SECRET: Error in ";

async fn assert_refused(secret: Value, message: &str) {
    let shown = secret.to_string();
    assert_eq!(
        refused(options(secret)).await,
        format!("{VARIABLE}{message}"),
        "{shown}"
    );
}

#[tokio::test]
async fn secrets_that_make_no_sense_are_refused_in_the_engines_order() {
    let key = pem_of(rsa());
    for (secret, message) in [
        (
            json!("text"),
            "$: parsing JWTConfig failed, expected Object, but encountered String",
        ),
        (json!({}), "$: key and jwk_url both cannot be empty"),
        (
            json!({"key": null}),
            "$: key and jwk_url both cannot be empty",
        ),
        (
            json!({"key": key, "jwk_url": "http://h/"}),
            "$: key, jwk_url both cannot be present",
        ),
        (json!({"key": key}), "$: key \"type\" not found"),
        (
            json!({"key": 7, "issuer": 7}),
            "$.key: parsing Text failed, expected String, but encountered Number",
        ),
        (
            json!({"key": key, "type": "PS256"}),
            "$: Invalid JWK: Key type: PS256 is not supported",
        ),
        (
            json!({"key": key, "type": "rs256"}),
            "$: Invalid JWK: Key type: rs256 is not supported",
        ),
        (
            json!({"key": "short", "type": "HS384"}),
            "$: Invalid JWK: Key size too small; should be atleast 48 characters",
        ),
        (
            json!({"key": "no pem", "type": "RS256"}),
            "$: Invalid JWK: No pem found",
        ),
    ] {
        assert_refused(secret, message).await;
    }
}

#[tokio::test]
async fn members_that_make_no_sense_are_placed() {
    let key = pem_of(rsa());
    let map = |changes: Value| {
        let mut map = json!({"x-hasura-allowed-roles": ["user"], "x-hasura-default-role": "user"});
        map.as_object_mut()
            .unwrap()
            .extend(changes.as_object().unwrap().clone());
        json!({"key": key, "type": "RS256", "claims_map": map})
    };
    for (secret, message) in [
        (
            json!({"key": key, "type": "RS256", "issuer": "foo: bar"}),
            "$.issuer: failed to parse StringOrURI",
        ),
        (
            json!({"key": key, "type": "RS256", "audience": ["a", ":x"]}),
            "$.audience[1]: failed to parse StringOrURI",
        ),
        (
            json!({"jwk_url": "auth/jwks.json"}),
            "$['jwk_url']: not a URI",
        ),
        (
            json!({"key": key, "claims_namespace": "a", "claims_namespace_path": "$.a"}),
            "$: claims_namespace and claims_namespace_path both cannot be set",
        ),
        (
            json!({"key": key, "claims_namespace_path": "$..a"}),
            "$: invalid JSON path claims_namespace_path error: $..a. Accept letters, digits, \
             underscore (_) or hyphen (-) only. Use quotes enclosed in bracket ([\"...\"]) if \
             there is any special character",
        ),
        (
            json!({"key": key, "type": "RS256", "header": {"type": "Body"}}),
            "$.header: expected 'type' is 'Authorization' or 'Cookie' or 'CustomHeader'",
        ),
        (
            json!({"key": key, "type": "RS256", "header": {"type": "Cookie"}}),
            "$.header: key \"name\" not found",
        ),
        (
            json!({"key": key, "type": "RS256", "claims_map": {"X-Hasura-Allowed-Roles": []}}),
            "$['claims_map']: x-hasura-allowed-roles is expected but not found",
        ),
        (
            map(json!({"x-hasura-n": 7})),
            "$['claims_map']: parsing Text failed, expected String, but encountered Number",
        ),
        (
            map(json!({"x-hasura-n": {}})),
            "$['claims_map']: key \"path\" not found",
        ),
    ] {
        assert_refused(secret, message).await;
    }
}

#[tokio::test]
async fn the_place_in_an_array_is_named() {
    let message = refused(options(json!([rs256(&json!({})), {}]))).await;
    assert_eq!(
        message,
        "Fatal Error:- Environment variable HASURA_GRAPHQL_JWT_SECRETS: Error in $[1]: key and \
         jwk_url both cannot be empty"
    );
}

#[tokio::test]
async fn a_private_key_is_no_public_key() {
    let der = aws_lc_rs::encoding::AsDer::<aws_lc_rs::encoding::Pkcs8V1Der>::as_der(rsa()).unwrap();
    let key = pem::encode(&pem::Pem::new("PRIVATE KEY", der.as_ref()));
    let message = refused(options(json!({"type": "RS256", "key": key}))).await;
    assert!(
        message.contains("Invalid JWK: Could not decode PEM"),
        "{message}"
    );
}

#[tokio::test]
async fn a_jwt_secret_needs_an_admin_secret() {
    let message = refused(AuthOptions {
        admin_secret: None,
        ..options(rs256(&json!({})))
    })
    .await;
    assert_eq!(
        message,
        "Fatal Error : --jwt-secret (HASURA_GRAPHQL_JWT_SECRET) requires --admin-secret \
         (HASURA_GRAPHQL_ADMIN_SECRET) or  --access-key (HASURA_GRAPHQL_ACCESS_KEY) to be set"
    );
    let message = refused(AuthOptions {
        admin_secret: None,
        unauthorized_role: Some("anonymous".into()),
        ..options(Value::Null)
    })
    .await;
    assert!(
        message.starts_with("Fatal Error: --unauthorized-role"),
        "{message}"
    );
}
