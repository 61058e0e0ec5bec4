//! The keys and tokens of a set-up: tests/recorded/keys.json, and `tokens` of its requests.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Map, Value, json};

use crate::support::pages::{Page, Pages};

/// Throw-away keys, public on purpose.
#[derive(Clone, Debug)]
pub struct Keys(Value);

impl Keys {
    pub fn read() -> Self {
        let document = super::read(&super::folder().join("keys.json"));
        Self(document["keys"].clone())
    }

    /// What a placeholder of a JWT secret stands for: `pem:KEY`, `secret:KEY` or `jwks`.
    pub fn word(&self, word: &str, key_set: Option<&Pages>) -> Value {
        match word.split_once(':') {
            Some((member, name)) => self.0[name][member].clone(),
            None => key_set.unwrap().url("/jwks.json").into(),
        }
    }

    /// A server of the public keys of these names.
    pub fn served(&self, names: &Value) -> Option<Pages> {
        let names = names.as_array()?.iter();
        let keys: Vec<&Value> = names
            .map(|name| &self.0[name.as_str().unwrap()]["jwk"])
            .collect();
        let page = Page::json("/jwks.json", json!({ "keys": keys }));
        Some(Pages::serve(vec![
            page.header("Cache-Control", "max-age=3600"),
        ]))
    }

    /// `{key, alg?, sign_as?, header?, claims | payload, signature?}`, signed now.
    pub fn token(&self, spec: &Value) -> String {
        let key = &self.0[spec["key"].as_str().unwrap_or("rsa")];
        let algorithm = spec.get("alg").unwrap_or(&key["alg"]);
        let mut header = Map::new();
        header.insert("alg".into(), algorithm.clone());
        header.insert("typ".into(), "JWT".into());
        header.extend(spec["header"].as_object().cloned().unwrap_or_default());
        header.retain(|_, value| !value.is_null());
        let claims = |value: &Value| with_times(value).to_string();
        let payload = match spec["payload"].as_str() {
            Some(text) => text.to_owned(),
            None => claims(spec.get("claims").unwrap_or(&json!({}))),
        };
        let head = encoded(&Value::Object(header).to_string());
        let signed = format!("{head}.{}", encoded(&payload));
        let how = spec["signature"].as_str().unwrap_or("good");
        match how {
            "none" => return format!("{signed}."),
            "two parts" => return signed,
            _ => {}
        }
        // A public key, taken for the secret of an HMAC.
        let secret = spec["text_as_secret"].as_str();
        let secret = secret.map(|name| self.0[name]["pem"].as_str().unwrap());
        let sign_as = spec["sign_as"].as_str().or(algorithm.as_str()).unwrap();
        let signature = signature(&signed, sign_as, key, secret);
        match how {
            "good" => format!("{signed}.{signature}"),
            "flipped" => {
                let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
                bytes[0] ^= 1;
                format!("{signed}.{}", URL_SAFE_NO_PAD.encode(bytes))
            }
            "other payload" => {
                format!("{head}.{}.{signature}", encoded(&claims(&spec["instead"])))
            }
            other => panic!("no such signature: {other}"),
        }
    }
}

fn encoded(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn signature(text: &str, algorithm: &str, key: &Value, secret: Option<&str>) -> String {
    let algorithm: Algorithm = algorithm.parse().unwrap();
    let private = key["private"].as_str().unwrap_or_default().as_bytes();
    let key = match algorithm {
        Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 => {
            let secret = secret.or(key["secret"].as_str()).unwrap();
            EncodingKey::from_secret(secret.as_bytes())
        }
        Algorithm::ES256 | Algorithm::ES384 => EncodingKey::from_ec_pem(private).unwrap(),
        Algorithm::EdDSA => EncodingKey::from_ed_pem(private).unwrap(),
        _ => EncodingKey::from_rsa_pem(private).unwrap(),
    };
    jsonwebtoken::crypto::sign(text.as_bytes(), &key, algorithm).unwrap()
}

/// `{{now+N}}` becomes a number.
fn with_times(value: &Value) -> Value {
    match value {
        Value::String(text) => text
            .strip_prefix("{{now")
            .and_then(|rest| rest.strip_suffix("}}")?.parse::<i64>().ok())
            .map_or_else(
                || value.clone(),
                |more| (time::OffsetDateTime::now_utc().unix_timestamp() + more).into(),
            ),
        Value::Array(items) => items.iter().map(with_times).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), with_times(value)))
            .collect(),
        other => other.clone(),
    }
}
