//! What passes, and as whom (contracts: hasura §2.0, §2.3).

use aws_lc_rs::encoding::PublicKeyX509Der;

use super::*;
use crate::hasura::model::session::Via;

fn variables(session: &Session) -> Vec<(&str, &str)> {
    session
        .vars
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[tokio::test]
async fn a_token_alone_decides_about_variables() {
    let auth = jwt_mode(&json!({})).await;
    let bearer = format!("Bearer {}", token(&payload()));
    let session = auth
        .ask(&[
            ("authorization", &bearer),
            ("x-hasura-user-id", "user-b"),
            ("x-hasura-tenant", "other"),
            ("x-hasura-role", ""),
        ])
        .await
        .unwrap();
    assert_eq!(
        (session.role.as_str(), session.is_admin, session.via),
        ("user", false, Via::Jwt)
    );
    assert_eq!(
        variables(&session),
        [("x-hasura-role", "user"), ("x-hasura-user-id", "user-a")]
    );
    let editor = auth
        .ask(&[("authorization", &bearer), ("x-hasura-role", "editor")])
        .await
        .unwrap();
    assert_eq!(editor.role, "editor");
}

#[tokio::test]
async fn names_of_claims_know_no_case_and_others_are_dropped() {
    let auth = jwt_mode(&json!({})).await;
    let text = token(&payload_with(&json!({HASURA: {
        "X-Hasura-User-Id": "a",
        "X-HASURA-DEFAULT-ROLE": "user",
        "x-Hasura-Allowed-Roles": ["user"],
        "x-hasura-role": "admin",
        "colour": 7,
    }})));
    let session = auth.bearer(&text).await.unwrap();
    assert_eq!(
        variables(&session),
        [("x-hasura-role", "user"), ("x-hasura-user-id", "a")]
    );
}

#[tokio::test]
async fn missing_exp_iss_and_aud_pass() {
    let auth = jwt_mode(&json!({"issuer": "https://elsewhere.test", "audience": "app"})).await;
    let text = token(&payload_with(
        &json!({"exp": null, "iss": null, "iat": null}),
    ));
    assert_eq!(auth.bearer(&text).await.unwrap().role, "user");
    let named = token(&payload_with(&json!({"iss": null, "aud": ["x", "app"]})));
    assert!(auth.bearer(&named).await.is_ok());
}

#[tokio::test]
async fn skew_stretches_all_three_times() {
    let now = whole_now();
    let auth = jwt_mode(&json!({"allowed_skew": 60})).await;
    for changes in [
        json!({"exp": now - 30}),
        json!({"nbf": now + 30}),
        json!({"iat": now + 30}),
    ] {
        assert!(
            auth.bearer(&token(&payload_with(&changes))).await.is_ok(),
            "{changes}"
        );
    }
    assert!(
        auth.bearer(&token(&payload_with(&json!({"exp": now - 61}))))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn the_algorithm_is_not_pinned_to_the_type() {
    let auth = start(options(json!({"type": "ES256", "key": pem_of(rsa())}))).await;
    for alg in ["RS256", "PS256"] {
        let header = json!({"alg": alg, "kid": "unheard-of"});
        assert!(
            auth.bearer(&token_by(rsa(), &header, &payload()))
                .await
                .is_ok(),
            "{alg}"
        );
    }
}

#[tokio::test]
async fn shared_secrets_and_curves_verify() {
    let secret = "a".repeat(32);
    let auth = start(options(json!({"type": "HS256", "key": secret}))).await;
    assert!(
        auth.bearer(&hs256(secret.as_bytes(), &payload()))
            .await
            .is_ok()
    );

    let pkcs8 = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let text = unsigned(&json!({"alg": "ES256"}), &payload());
    let signature = pkcs8.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
    let der: PublicKeyX509Der<'_> = pkcs8.public_key().as_der().unwrap();
    let key = pem::encode(&pem::Pem::new("PUBLIC KEY", der.as_ref()));
    let auth = start(options(json!({"type": "RS256", "key": key}))).await;
    assert!(
        auth.bearer(&with_signature(&text, signature.as_ref()))
            .await
            .is_ok()
    );

    let pair = Ed25519KeyPair::generate().unwrap();
    let text = unsigned(&json!({"alg": "EdDSA"}), &payload());
    let signature = pair.sign(text.as_bytes());
    let der: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    let key = pem::encode(&pem::Pem::new("PUBLIC KEY", der.as_ref()));
    let auth = start(options(json!({"type": "Ed25519", "key": key}))).await;
    assert!(
        auth.bearer(&with_signature(&text, signature.as_ref()))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn cookies_and_custom_headers_carry_the_bare_token() {
    let good = token(&payload());
    let cookie = jwt_mode(&json!({"header": {"type": "cookie", "name": "sAccessToken"}})).await;
    let line = format!("a=b; sAccessToken={good}; c=d");
    assert!(cookie.ask(&[("cookie", &line)]).await.is_ok());

    let custom = jwt_mode(&json!({"header": {"type": "CustomHeader", "name": "X-My-JWT"}})).await;
    assert!(custom.ask(&[("x-my-jwt", &good)]).await.is_ok());
    let prefixed = format!("Bearer {good}");
    assert!(custom.ask(&[("x-my-jwt", &prefixed)]).await.is_err());
}

#[tokio::test]
async fn several_secrets_are_told_apart_by_issuer() {
    let auth = start(options(json!([
        {"type": "HS256", "key": "b".repeat(32), "issuer": "https://other.test"},
        rs256(&json!({"issuer": "https://api.example.test/auth"})),
    ])))
    .await;
    assert!(auth.bearer(&token(&payload())).await.is_ok());
    let other = payload_with(&json!({"iss": "https://other.test"}));
    assert!(
        auth.bearer(&hs256("b".repeat(32).as_bytes(), &other))
            .await
            .is_ok()
    );
    let third = payload_with(&json!({"iss": "https://third.test"}));
    assert_refusal(
        auth.bearer(&token(&third)).await,
        400,
        "invalid-jwt",
        "Could not verify JWT: JWTNotInIssuer",
    );
    // Two entries that are equal count once.
    let twice = start(options(json!([rs256(&json!({})), rs256(&json!({}))]))).await;
    assert!(twice.bearer(&token(&payload())).await.is_ok());
}

#[tokio::test]
async fn the_admin_secret_lets_its_bearer_be_anybody() {
    let auth = jwt_mode(&json!({})).await;
    let admin = auth
        .ask(&[("x-hasura-admin-secret", SECRET)])
        .await
        .unwrap();
    assert_eq!(
        (admin.role.as_str(), admin.is_admin, admin.via),
        ("admin", true, Via::AdminSecret)
    );

    let session = auth
        .ask(&[
            ("x-hasura-access-key", SECRET),
            ("authorization", "Bearer garbage"),
            ("x-hasura-role", "user"),
            ("x-hasura-user-id", "user-b"),
            ("x-hasura-use-backend-only-permissions", "Yes"),
        ])
        .await
        .unwrap();
    assert!(!session.is_admin && session.backend_only);
    assert_eq!(
        variables(&session),
        [("x-hasura-role", "user"), ("x-hasura-user-id", "user-b")]
    );
    let outcome = auth
        .ask(&[
            ("x-hasura-admin-secret", SECRET),
            ("x-hasura-use-backend-only-permissions", "1"),
        ])
        .await;
    assert_refusal(
        outcome,
        400,
        "bad-request",
        "\"x-hasura-use-backend-only-permissions\":  Not a valid boolean text. True values are \
         [\"true\",\"t\",\"yes\",\"y\"] and  False values are [\"false\",\"f\",\"no\",\"n\"]. \
         All values are case insensitive",
    );
}

#[tokio::test]
async fn a_token_may_make_admin() {
    let auth = jwt_mode(&json!({})).await;
    let mut hasura = payload()[HASURA].clone();
    hasura["x-hasura-allowed-roles"] = json!(["user", "admin"]);
    let bearer = format!("Bearer {}", token(&payload_with(&json!({HASURA: hasura}))));
    let session = auth
        .ask(&[("authorization", &bearer), ("x-hasura-role", "admin")])
        .await
        .unwrap();
    assert!(session.is_admin);
}

#[tokio::test]
async fn the_unauthorized_role_is_fixed_but_its_variables_are_not() {
    for secret in [Value::Null, rs256(&json!({}))] {
        let auth = start(AuthOptions {
            unauthorized_role: Some("anonymous".into()),
            ..options(secret)
        })
        .await;
        let session = auth
            .ask(&[("x-hasura-role", "admin"), ("X-Hasura-User-Id", "victim")])
            .await
            .unwrap();
        assert_eq!((session.is_admin, session.via), (false, Via::Unauthorized));
        assert_eq!(
            variables(&session),
            [
                ("x-hasura-role", "anonymous"),
                ("x-hasura-user-id", "victim")
            ]
        );
    }
}

#[tokio::test]
async fn without_an_admin_secret_everybody_is_admin() {
    let auth = start(AuthOptions {
        admin_secret: None,
        ..options(Value::Null)
    })
    .await;
    assert!(!auth.has_admin_secret());
    let session = auth.ask(&[("x-hasura-user-id", "x")]).await.unwrap();
    assert_eq!((session.is_admin, session.via), (true, Via::NoAuth));
    let user = auth.ask(&[("x-hasura-role", "user")]).await.unwrap();
    assert_eq!(user.role, "user");
}
