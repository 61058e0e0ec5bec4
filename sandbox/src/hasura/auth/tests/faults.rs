//! Each fault opens exactly the hole that its name promises.

use super::*;

struct Hole {
    faults: Faults,
    auth: Authenticator,
}

impl Hole {
    async fn new(secret: Value) -> Self {
        let options = options(secret);
        let faults = options.faults.clone();
        Self {
            faults,
            auth: start(options).await,
        }
    }

    /// Refused without the fault, and with it the role and user that it gives.
    async fn opens(&self, fault: &str, pairs: &[(&str, &str)]) -> Session {
        let before = self.auth.ask(pairs).await;
        self.faults.switch_on(fault).unwrap();
        let session = self.auth.ask(pairs).await.expect(fault);
        self.faults.switch_off(fault).unwrap();
        assert_ne!(before.ok().as_ref(), Some(&session), "{fault}");
        session
    }
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

#[tokio::test]
async fn tokens_that_should_not_pass_do() {
    let served = jwks::Served::start(json!({"keys": [jwk_of(rsa(), "k")]}), "").await;
    let hole = Hole::new(json!({"jwk_url": served.url})).await;
    let forged = bearer(&token_by(other_rsa(), &json!({"alg": "RS256"}), &payload()));
    hole.opens("accept-any-signature", &[("authorization", &forged)])
        .await;

    for alg in ["none", "None", "NONE"] {
        let none = bearer(&format!("{}.", unsigned(&json!({"alg": alg}), &payload())));
        hole.opens("accept-alg-none", &[("authorization", &none)])
            .await;
    }

    let old = bearer(&token(&payload_with(&json!({"exp": whole_now() - 3600}))));
    hole.opens("ignore-exp", &[("authorization", &old)]).await;

    let pem = pem_of(rsa());
    let der = rsa().public_key().as_der().unwrap();
    let modulus = RsaPublicKeyComponents::<Vec<u8>>::from(rsa().public_key()).n;
    let encoded = URL_SAFE_NO_PAD.encode(&modulus);
    for secret in [
        pem.as_bytes(),
        pem.trim_end().as_bytes(),
        der.as_ref(),
        &modulus,
        encoded.as_bytes(),
    ] {
        let confused = bearer(&hs256(secret, &payload()));
        hole.opens("hs256-with-public-key", &[("authorization", &confused)])
            .await;
    }
}

#[tokio::test]
async fn one_hole_is_not_another() {
    let hole = Hole::new(rs256(&json!({}))).await;
    let forged = token_by(other_rsa(), &json!({"alg": "RS256"}), &payload());
    let none = format!("{}.", unsigned(&json!({"alg": "none"}), &payload()));
    for (fault, token) in [
        ("accept-alg-none", &forged),
        ("ignore-exp", &forged),
        ("hs256-with-public-key", &forged),
        ("accept-any-signature", &none),
    ] {
        hole.faults.switch_on(fault).unwrap();
        assert!(hole.auth.bearer(token).await.is_err(), "{fault}");
        hole.faults.switch_off(fault).unwrap();
    }
}

#[tokio::test]
async fn headers_that_should_not_count_do() {
    let hole = Hole::new(rs256(&json!({}))).await;
    let good = bearer(&token(&payload()));
    let spoofed = [
        ("authorization", good.as_str()),
        ("x-hasura-user-id", "user-b"),
    ];
    let session = hole.opens("honour-user-id-header", &spoofed).await;
    assert_eq!(session.var("x-hasura-user-id"), Some("user-b"));

    let raised = [("authorization", good.as_str()), ("x-hasura-role", "admin")];
    let session = hole.opens("honour-role-header", &raised).await;
    assert!(session.is_admin);

    let session = hole.opens("no-admin-secret", &[]).await;
    assert!(session.is_admin);
}
