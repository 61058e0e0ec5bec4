//! Every algorithm, with signatures made by the crypto library itself.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, RsaEncoding,
};
use aws_lc_rs::{hmac, rsa};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::testing::{SIGNERS, part};
use super::{Algorithm, Decoded, Key, KeySet, Rules, decode, verify};

fn set(jwk: &Value) -> KeySet {
    KeySet::parse(json!({ "keys": [jwk] }).to_string().as_bytes()).unwrap()
}

fn holds(token: &Decoded, set: &KeySet) -> bool {
    verify(token, set, &Rules::at(0.0)).problems.is_empty()
}

/// The token holds under the key, also after the key went through PEM, and under no other alg.
fn proven(alg: Algorithm, token: &str, set: &KeySet) {
    let token = decode(token).unwrap();
    assert!(holds(&token, set), "{alg:?}");
    let key = set.usable().next().unwrap().1;
    if let Some(pem) = key.to_pem() {
        let again = Key::from_pem(pem.as_bytes()).unwrap();
        assert_eq!((again.family, again.bits), (key.family, key.bits));
        assert!(holds(&token, &KeySet::single(again)), "{alg:?} through PEM");
    }
    for other in Algorithm::ALL.into_iter().filter(|other| *other != alg) {
        let mut renamed = token.clone();
        renamed.header.insert("alg".into(), json!(other.name()));
        assert!(!holds(&renamed, set), "{alg:?} as {other:?}");
    }
}

fn input(alg: Algorithm) -> String {
    format!(
        "{}.{}",
        part(&json!({ "alg": alg.name() })),
        part(&json!({}))
    )
}

fn token(input: &str, signature: &[u8]) -> String {
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[test]
fn rsa_in_both_paddings() {
    let jwk = set(&SIGNERS[0].jwk());
    let cases: [(Algorithm, &'static dyn RsaEncoding); 6] = [
        (Algorithm::Rs256, &signature::RSA_PKCS1_SHA256),
        (Algorithm::Rs384, &signature::RSA_PKCS1_SHA384),
        (Algorithm::Rs512, &signature::RSA_PKCS1_SHA512),
        (Algorithm::Ps256, &signature::RSA_PSS_SHA256),
        (Algorithm::Ps384, &signature::RSA_PSS_SHA384),
        (Algorithm::Ps512, &signature::RSA_PSS_SHA512),
    ];
    for (alg, encoding) in cases {
        let token = SIGNERS[0].sign_with(encoding, &json!({ "alg": alg.name() }), &json!({}));
        proven(alg, &token, &jwk);
    }
}

#[test]
fn elliptic_curves() {
    let cases: [(Algorithm, &str, &'static EcdsaSigningAlgorithm); 4] = [
        (
            Algorithm::Es256,
            "P-256",
            &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
        ),
        (
            Algorithm::Es384,
            "P-384",
            &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
        ),
        (
            Algorithm::Es512,
            "P-521",
            &signature::ECDSA_P521_SHA512_FIXED_SIGNING,
        ),
        (
            Algorithm::Es256k,
            "secp256k1",
            &signature::ECDSA_P256K1_SHA256_FIXED_SIGNING,
        ),
    ];
    for (alg, curve, signing) in cases {
        let pair = EcdsaKeyPair::generate(signing).unwrap();
        let (x, y) = pair.public_key().as_ref()[1..].split_at(pair.public_key().as_ref().len() / 2);
        let jwk = json!({
            "kty": "EC", "crv": curve, "use": "sig",
            "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
        });
        let input = input(alg);
        let made = pair.sign(&SystemRandom::new(), input.as_bytes()).unwrap();
        proven(alg, &token(&input, made.as_ref()), &set(&jwk));
    }
}

#[test]
fn edwards_curve() {
    let pair = Ed25519KeyPair::generate().unwrap();
    let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": x, "use": "sig"});
    let input = input(Algorithm::EdDsa);
    let made = pair.sign(input.as_bytes());
    proven(Algorithm::EdDsa, &token(&input, made.as_ref()), &set(&jwk));
}

#[test]
fn shared_secrets() {
    let secret = [7_u8; 64];
    let jwk = json!({"kty": "oct", "k": URL_SAFE_NO_PAD.encode(secret), "use": "sig"});
    for (alg, hash) in [
        (Algorithm::Hs256, hmac::HMAC_SHA256),
        (Algorithm::Hs384, hmac::HMAC_SHA384),
        (Algorithm::Hs512, hmac::HMAC_SHA512),
    ] {
        let input = input(alg);
        let made = hmac::sign(&hmac::Key::new(hash, &secret), input.as_bytes());
        proven(alg, &token(&input, made.as_ref()), &set(&jwk));
    }
}

#[test]
fn short_rsa_keys_never_verify() {
    let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
    let der = pair.public_key().as_ref().to_vec();
    let key = Key::from_pem(pem::encode(&pem::Pem::new("RSA PUBLIC KEY", der)).as_bytes()).unwrap();
    assert_eq!(key.bits, 2048);
    let n = URL_SAFE_NO_PAD.encode([&[0x81_u8], [1_u8; 127].as_slice()].concat());
    let short = set(&json!({"kty": "RSA", "n": n, "e": "AQAB", "use": "sig"}));
    let words = &short.keys[0].faults;
    assert!(
        words
            .iter()
            .any(|fault| fault.text.contains("1024 bits are too few")),
        "{words:?}"
    );
}
