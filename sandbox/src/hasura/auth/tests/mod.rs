//! Tests of authentication: one for each row of the error tables (contracts: hasura §2.2, §2.4),
//! and for what must pass.

mod claims;
mod config;
mod faults;
mod jwks;
mod refusals;
mod sessions;

use std::sync::OnceLock;
use std::time::Duration;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RSA_PSS_SHA256, RsaEncoding, RsaKeyPair, RsaPublicKeyComponents,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::super::error::ApiError;
use super::super::model::session::Session;
use super::authenticator::now;
use super::{AuthOptions, Authenticator};
use crate::{Faults, SandboxError};
use secrecy::SecretString;

const SECRET: &str = "the-admin-secret";
const HASURA: &str = "https://hasura.io/jwt/claims";

/// An RSA key, made once.
fn rsa() -> &'static RsaKeyPair {
    static KEY: OnceLock<RsaKeyPair> = OnceLock::new();
    KEY.get_or_init(|| RsaKeyPair::generate(KeySize::Rsa2048).unwrap())
}

fn other_rsa() -> &'static RsaKeyPair {
    static KEY: OnceLock<RsaKeyPair> = OnceLock::new();
    KEY.get_or_init(|| RsaKeyPair::generate(KeySize::Rsa2048).unwrap())
}

fn pem_of(key: &RsaKeyPair) -> String {
    let der = key.public_key().as_der().unwrap();
    pem::encode_config(
        &pem::Pem::new("PUBLIC KEY", der.as_ref()),
        pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF),
    )
}

fn jwk_of(key: &RsaKeyPair, kid: &str) -> Value {
    let parts = RsaPublicKeyComponents::<Vec<u8>>::from(key.public_key());
    json!({
        "kty": "RSA",
        "kid": kid,
        "alg": "RS256",
        "use": "sig",
        "n": URL_SAFE_NO_PAD.encode(parts.n),
        "e": URL_SAFE_NO_PAD.encode(parts.e),
    })
}

fn rsa_sign(key: &RsaKeyPair, how: &'static dyn RsaEncoding, message: &[u8]) -> Vec<u8> {
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(how, &SystemRandom::new(), message, &mut signature)
        .unwrap();
    signature
}

/// Header and payload of a token, without signature.
fn unsigned(header: &Value, payload: &Value) -> String {
    format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(payload.to_string())
    )
}

fn with_signature(unsigned: &str, signature: &[u8]) -> String {
    format!("{unsigned}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// A token signed with [`rsa`].
fn token(payload: &Value) -> String {
    token_by(rsa(), &json!({"alg": "RS256", "typ": "JWT"}), payload)
}

fn token_by(key: &RsaKeyPair, header: &Value, payload: &Value) -> String {
    let how: &'static dyn RsaEncoding = if header["alg"] == "PS256" {
        &RSA_PSS_SHA256
    } else {
        &RSA_PKCS1_SHA256
    };
    let text = unsigned(header, payload);
    with_signature(&text, &rsa_sign(key, how, text.as_bytes()))
}

fn hs256(secret: &[u8], payload: &Value) -> String {
    let text = unsigned(&json!({"alg": "HS256"}), payload);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), text.as_bytes());
    with_signature(&text, tag.as_ref())
}

/// Claims of user `a`, valid for a minute.
fn payload() -> Value {
    json!({
        "iss": "https://api.example.test/auth",
        "sub": "user-a",
        "iat": whole_now(),
        "exp": whole_now() + 60,
        HASURA: {
            "x-hasura-user-id": "user-a",
            "x-hasura-default-role": "user",
            "x-hasura-allowed-roles": ["user", "editor"],
        },
    })
}

/// [`payload`] with members replaced; null removes.
fn payload_with(changes: &Value) -> Value {
    let mut payload = payload();
    let members = payload.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    payload
}

#[allow(clippy::cast_possible_truncation)] // seconds since 1970 fit
fn whole_now() -> i64 {
    now() as i64
}

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(
            HeaderName::from_bytes(name.as_bytes()).unwrap(),
            HeaderValue::from_str(value).unwrap(),
        );
    }
    headers
}

fn options(jwt_secret: Value) -> AuthOptions {
    AuthOptions {
        admin_secret: Some(SecretString::from(SECRET)),
        jwt_secret,
        unauthorized_role: None,
        jwks_patience: Duration::ZERO,
        faults: Faults::default(),
    }
}

/// `{"type":"RS256","key":…}` of [`rsa`], with further members.
fn rs256(more: &Value) -> Value {
    let mut secret = json!({"type": "RS256", "key": pem_of(rsa())});
    let members = secret.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    secret
}

async fn start(options: AuthOptions) -> Authenticator {
    Authenticator::start(options).await.unwrap()
}

/// In JWT mode with [`rs256`].
async fn jwt_mode(more: &Value) -> Authenticator {
    start(options(rs256(more))).await
}

async fn refused(options: AuthOptions) -> String {
    match Authenticator::start(options).await {
        Err(SandboxError::HasuraConfig { message } | SandboxError::HasuraJwks { message, .. }) => {
            message
        }
        other => panic!("expected a refusal, got {other:?}"),
    }
}

impl Authenticator {
    async fn ask(&self, pairs: &[(&str, &str)]) -> Result<Session, ApiError> {
        self.authenticate(&headers(pairs)).await
    }

    async fn bearer(&self, token: &str) -> Result<Session, ApiError> {
        self.ask(&[("authorization", &format!("Bearer {token}"))])
            .await
    }
}

/// Compares status, code and message of a refusal.
#[track_caller]
fn assert_refusal(outcome: Result<Session, ApiError>, status: u16, code: &str, message: &str) {
    let error = outcome.expect_err(message);
    assert_eq!(
        (
            error.status.as_u16(),
            error.code,
            error.message.as_str(),
            error.path.as_str()
        ),
        (status, code, message, "$")
    );
}
