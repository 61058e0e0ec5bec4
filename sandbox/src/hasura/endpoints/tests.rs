//! Envelopes and statuses over the whole router (contracts: hasura §2.1, §2.5, §3.4).

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::super::{HasuraOptions, prepare};
use crate::{Faults, Naming};
use secrecy::SecretString;

const ADMIN: (&str, &str) = ("x-hasura-admin-secret", "the-secret");
const KEY: &str = "0123456789abcdef0123456789abcdef";

async fn service(options: HasuraOptions) -> Result<Router, crate::SandboxError> {
    prepare(options).await?.routes().await
}

fn options() -> HasuraOptions {
    HasuraOptions {
        admin_secret: Some(SecretString::from(ADMIN.1)),
        jwt_secret: json!({"type": "HS256", "key": KEY}),
        unauthorized_role: None,
        metadata: None,
        data: None,
        postgres: None,
        postgres_version: None,
        naming: Naming::default(),
        users: Arc::new(Vec::new),
        jwks_patience: Duration::ZERO,
        faults: Faults::default(),
    }
}

struct Answer {
    status: u16,
    request_id: Option<String>,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

async fn call(
    router: &Router,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    let request_id = answer
        .headers()
        .get("x-request-id")
        .map(|id| id.to_str().unwrap().to_owned());
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20)
        .await
        .unwrap();
    Answer {
        status,
        request_id,
        text: String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

/// A token of role `user`.
fn bearer() -> String {
    use aws_lc_rs::hmac;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let payload = json!({"https://hasura.io/jwt/claims": {
        "x-hasura-user-id": "u",
        "x-hasura-default-role": "user",
        "x-hasura-allowed-roles": ["user"],
    }});
    let text = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#),
        URL_SAFE_NO_PAD.encode(payload.to_string())
    );
    let key = hmac::Key::new(hmac::HMAC_SHA256, KEY.as_bytes());
    let tag = hmac::sign(&key, text.as_bytes());
    format!("Bearer {text}.{}", URL_SAFE_NO_PAD.encode(tag))
}

#[tokio::test]
async fn open_endpoints_answer_everybody() {
    let router = service(options()).await.unwrap();
    let version = call(&router, "GET", "/v1/version", &[], "").await;
    assert_eq!(version.text, r#"{"server_type":"ce","version":"v2.48.10"}"#);
    for path in ["/healthz", "/healthz?strict=true", "/hasura/healthz"] {
        let health = call(&router, "GET", path, &[], "").await;
        assert_eq!((health.status, health.text.as_str()), (200, "OK"));
    }
}

#[tokio::test]
async fn health_tells_of_inconsistent_metadata() {
    let metadata = json!({"version": 3, "sources": [{
        "name": "default", "kind": "postgres", "tables": [{"table": "nope"}],
    }]});
    let router = service(HasuraOptions {
        metadata: Some(metadata),
        ..options()
    })
    .await
    .unwrap();
    let health = call(&router, "GET", "/healthz", &[], "").await;
    assert_eq!(
        (health.status, health.text.as_str()),
        (200, "WARN: inconsistent objects in schema")
    );
    let strict = call(&router, "GET", "/healthz?strict=true", &[], "").await;
    assert_eq!(
        (strict.status, strict.text.as_str()),
        (500, "ERROR: inconsistent objects in schema")
    );
}

#[tokio::test]
async fn unknown_paths_and_methods_do_not_exist() {
    let router = service(options()).await.unwrap();
    for (method, path) in [
        ("GET", "/v3/nothing"),
        ("POST", "/"),
        ("GET", "/v1/metadata"),
    ] {
        let answer = call(&router, method, path, &[ADMIN], "").await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (
                404,
                r#"{"error":"resource does not exist","path":"$","code":"not-found"}"#
            ),
            "{method} {path}"
        );
        assert_eq!(answer.request_id, None);
    }
    for method in ["DELETE", "PUT", "OPTIONS"] {
        let answer = call(&router, method, "/v1/graphql", &[ADMIN], "").await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (
                500,
                r#"{"error":"Internal Server Error","path":"$","code":"unexpected"}"#
            ),
            "{method}"
        );
    }
}

#[tokio::test]
async fn graphql_always_says_200() {
    let router = service(options()).await.unwrap();
    let token = bearer();
    let user = ("authorization", token.as_str());
    let wrong = ("x-hasura-admin-secret", "guess");
    for (headers, body, expected) in [
        (
            vec![wrong],
            r#"{"query":"{x}"}"#,
            r#"{"errors":[{"message":"invalid \"x-hasura-admin-secret\"/\"x-hasura-access-key\"","extensions":{"path":"$","code":"access-denied"}}]}"#,
        ),
        // Who is asking comes before what is asked; a batch gets one answer then.
        (
            vec![],
            "[not json",
            r#"{"errors":[{"message":"Missing 'Authorization' or 'Cookie' header in JWT authentication mode","extensions":{"path":"$","code":"invalid-headers"}}]}"#,
        ),
        (
            vec![user],
            "not json",
            r#"{"errors":[{"message":"Unexpected \"not json\", expecting JSON value","extensions":{"path":"$","code":"invalid-json"}}]}"#,
        ),
        (
            vec![user],
            "",
            r#"{"errors":[{"message":"Unexpected end-of-input, expecting JSON value","extensions":{"path":"$","code":"invalid-json"}}]}"#,
        ),
        (
            vec![user],
            r#"{"variables":{}}"#,
            r#"{"errors":[{"message":"parsing Hasura.GraphQL.Transport.HTTP.Protocol.GQLReq(GQLReq) failed, key \"query\" not found","extensions":{"path":"$","code":"parse-failed"}}]}"#,
        ),
        (
            vec![user],
            r#"{"query":null}"#,
            r#"{"errors":[{"message":"parsing Text failed, expected String, but encountered Null","extensions":{"path":"$.query","code":"parse-failed"}}]}"#,
        ),
        (
            vec![user],
            r#"[{"query":"{x}"},{"query":7}]"#,
            r#"{"errors":[{"message":"parsing Text failed, expected String, but encountered Number","extensions":{"path":"$[1].query","code":"parse-failed"}}]}"#,
        ),
    ] {
        let answer = call(&router, "POST", "/v1/graphql", &headers, body).await;
        assert_eq!((answer.status, answer.text.as_str()), (200, expected));
        assert_eq!(answer.request_id, None);
    }
    for method in ["DELETE", "PUT", "OPTIONS"] {
        let answer = call(&router, method, "/v1/graphql", &[ADMIN], "").await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (
                500,
                r#"{"error":"Internal Server Error","path":"$","code":"unexpected"}"#
            ),
            "{method}"
        );
    }
    let persisted = call(&router, "GET", "/v1/graphql", &[user], "").await;
    let error = &persisted.json()["errors"][0];
    assert_eq!(
        (
            persisted.status,
            &error["message"],
            &error["extensions"]["code"]
        ),
        (
            200,
            &json!("PersistedQueryNotSupported"),
            &json!("not-supported")
        )
    );
}

#[tokio::test]
async fn a_batch_is_answered_one_by_one() {
    let router = service(options()).await.unwrap();
    let body = r#"[{"query":"{__typename}"},{"query":"{ nothing_like_this }","variables":null}]"#;
    let answer = call(&router, "POST", "/v1/graphql", &[ADMIN], body).await;
    assert_eq!(answer.json().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_older_graphql_endpoint_has_statuses() {
    let router = service(options()).await.unwrap();
    let wrong = ("x-hasura-admin-secret", "guess");
    for (headers, status) in [(vec![wrong], 401), (vec![], 400)] {
        let answer = call(&router, "POST", "/v1alpha1/graphql", &headers, "{}").await;
        assert_eq!(answer.status, status);
        assert!(answer.json()["errors"].is_array());
    }
}

#[tokio::test]
async fn administrators_only() {
    let router = service(options()).await.unwrap();
    let token = bearer();
    let commands =
        r#"{"error":"restricted access : admin only","path":"$.args","code":"access-denied"}"#;
    let other = r#"{"error":"You have to be an admin to access this endpoint","path":"$","code":"access-denied"}"#;
    for (method, path, refusal) in [
        ("POST", "/v1/metadata", commands),
        ("POST", "/v2/query", commands),
        ("POST", "/v1/query", commands),
        ("GET", "/v1alpha1/config", other),
        ("POST", "/v1/graphql/explain", other),
        ("POST", "/v1alpha1/pg_dump", other),
    ] {
        let user = [("authorization", token.as_str())];
        let answer = call(&router, method, path, &user, "{}").await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (400, refusal),
            "{path}"
        );
        let nobody = call(&router, method, path, &[], "{}").await;
        assert_eq!(nobody.status, 400);
        assert_eq!(nobody.json()["code"], "invalid-headers", "{path}");
        let wrong = [("x-hasura-admin-secret", "guess")];
        let refused = call(&router, method, path, &wrong, "{}").await;
        assert_eq!(refused.status, 401, "{path}");
        // An admin who plays a user is a user.
        let user = [ADMIN, ("x-hasura-role", "user")];
        assert_eq!(
            call(&router, method, path, &user, "{}").await.status,
            400,
            "{path}"
        );
    }
}

#[tokio::test]
async fn commands_answer_administrators() {
    let router = service(options()).await.unwrap();
    let headers = [ADMIN, ("x-request-id", "mine")];
    let body = r#"{"type":"get_inconsistent_metadata","args":{}}"#;
    let answer = call(&router, "POST", "/v1/metadata", &headers, body).await;
    assert_eq!(
        (answer.status, answer.text.as_str()),
        (200, r#"{"inconsistent_objects":[],"is_consistent":true}"#)
    );
    assert_eq!(answer.request_id.as_deref(), Some("mine"));
    let broken = call(&router, "POST", "/v1/metadata", &[ADMIN], "{").await;
    assert_eq!(
        (broken.status, &broken.json()["code"]),
        (400, &json!("invalid-json"))
    );
    let stale = r#"{"type":"clear_metadata","args":{},"resource_version":9}"#;
    let conflict = call(&router, "POST", "/v1/metadata", &[ADMIN], stale).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT.as_u16());
    let sql = r#"{"type":"run_sql","args":{"sql":"/* st-hasura: tables */ select"}}"#;
    let answer = call(&router, "POST", "/v2/query", &[ADMIN], sql).await;
    assert_eq!(answer.json()["result_type"], "TuplesOk");
}

#[tokio::test]
async fn long_answers_are_compressed_for_those_who_ask() {
    use std::io::Read as _;
    let router = service(options()).await.unwrap();
    let export = |accept: &'static str| {
        let body = r#"{"type":"export_metadata","args":{}}"#;
        let request = Request::post("/v1/metadata")
            .header(ADMIN.0, ADMIN.1)
            .header("accept-encoding", accept)
            .body(Body::from(body))
            .unwrap();
        router.clone().oneshot(request)
    };
    let packed = export("br, GZIP").await.unwrap();
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    let bytes = axum::body::to_bytes(packed.into_body(), 1 << 20)
        .await
        .unwrap();
    let mut text = String::new();
    let mut decoder = flate2::read::GzDecoder::new(&bytes[..]);
    decoder.read_to_string(&mut text).unwrap();
    let metadata: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(metadata["version"], json!(3));
    let plain = export("gzip; q=0, br").await.unwrap();
    assert!(!plain.headers().contains_key("content-encoding"));
    let small = Request::get("/v1/version")
        .header("accept-encoding", "gzip")
        .body(Body::empty())
        .unwrap();
    let small = router.clone().oneshot(small).await.unwrap();
    assert!(!small.headers().contains_key("content-encoding"));
}

#[tokio::test]
async fn the_configuration_shows_how_claims_are_read_and_no_more() {
    let router = service(HasuraOptions {
        jwt_secret: json!([
            {"type": "HS256", "key": KEY, "issuer": "https://hidden.test"},
            {"type": "HS256", "key": KEY, "claims_namespace_path": "$.a", "claims_map": null},
            {"type": "HS256", "key": KEY, "claims_map": {
                "x-hasura-allowed-roles": ["user"],
                "x-hasura-default-role": {"path": "$.role", "default": "user"},
            }},
        ]),
        ..options()
    })
    .await
    .unwrap();
    let answer = call(&router, "GET", "/v1alpha1/config", &[ADMIN], "").await;
    let config = answer.json();
    assert_eq!(config["version"], "v2.48.10");
    assert_eq!(
        (&config["is_admin_secret_set"], &config["is_jwt_set"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        config["jwt"],
        json!([
            {"claims_namespace": "https://hasura.io/jwt/claims", "claims_format": "json", "claims_map": null},
            {"claims_namespace": "$.a", "claims_format": "json", "claims_map": null},
            {
                "claims_namespace": "https://hasura.io/jwt/claims",
                "claims_format": "json",
                "claims_map": {
                    "x-hasura-default-role": {"path": "$.role", "default": "user"},
                    "x-hasura-allowed-roles": ["user"],
                },
            },
        ])
    );
    assert!(
        !answer.text.contains(KEY) && !answer.text.contains("hidden"),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn an_open_metadata_api_is_open() {
    let options = options();
    let faults = options.faults.clone();
    let router = service(options).await.unwrap();
    faults.switch_on("metadata-open").unwrap();
    let body = r#"{"type":"export_metadata","version":2,"args":{}}"#;
    let answer = call(&router, "POST", "/v1/metadata", &[], body).await;
    assert_eq!(
        (answer.status, &answer.json()["resource_version"]),
        (200, &json!(1))
    );
    // GraphQL stays closed.
    let closed = call(&router, "POST", "/v1/graphql", &[], r#"{"query":"{x}"}"#).await;
    assert!(closed.json()["errors"].is_array());
}
