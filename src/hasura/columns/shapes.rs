//! Secrets by what they look like.

use serde_json::Value;

/// How hashes of passwords begin, as every library writes them.
const HASHES: &[&str] = &[
    "$2a$",
    "$2b$",
    "$2x$",
    "$2y$",
    "$argon2",
    "$scrypt$",
    "$1$",
    "$5$",
    "$6$",
    "$y$",
    "$7$",
    "$P$",
    "$H$",
    "$pbkdf2",
    "pbkdf2_",
    "pbkdf2:",
    "bcrypt_sha256$",
    "scrypt:",
    "{SSHA",
    "{SHA}",
    "{bcrypt}",
];

/// How keys and tokens of well known services begin. Keys that are meant to be public, such as
/// `pk_live_`, are none.
const KEYS: &[&str] = &[
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "rk_test_",
    "whsec_",
    "sk-",
    "sk_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "gldt-",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "xoxs-",
    "xapp-",
    "AIza",
    "ya29.",
    "SG.",
    "npm_",
    "pypi-",
    "dop_v1_",
    "shpat_",
    "shpss_",
    "hf_",
    "hvs.",
    "sbp_",
    "sb_secret_",
    "EAAC",
    "AGE-SECRET-KEY-",
    "otpauth://",
    "nsec1",
    "PRIVATE-",
    "lin_api_",
];

/// A key is at least so long: shorter texts that begin like one are words.
const SHORTEST: usize = 20;

/// True for a text that as a whole is a hash of a password, a private key, a token, a key of a
/// well known service, or an address with a password in it.
pub(crate) fn is_secret(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("-----BEGIN ") && text.contains("PRIVATE KEY-----")
        || !text.contains(char::is_whitespace)
            && (is_hash(text) || is_key(text) || is_token(text) || has_password(text))
}

/// The same for any value: a text, or one inside a list or an object.
pub(crate) fn holds_secret(value: &Value) -> bool {
    match value {
        Value::String(text) => is_secret(text),
        Value::Array(items) => items.iter().any(holds_secret),
        Value::Object(members) => members.values().any(holds_secret),
        _ => false,
    }
}

/// True for a text that nobody chose: letters and digits without a blank, long enough that it is
/// not guessed.
pub(crate) fn is_opaque(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.+/=".contains(c);
    let has = |test: fn(&char) -> bool| text.chars().any(|c| test(&c));
    text.len() >= 16
        && text.chars().all(plain)
        && has(char::is_ascii_digit)
        && has(char::is_ascii_alphabetic)
}

fn is_hash(text: &str) -> bool {
    text.len() >= SHORTEST && HASHES.iter().any(|start| text.starts_with(start))
}

fn is_key(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:?=&%".contains(c);
    let has = |test: fn(&char) -> bool| text.chars().any(|c| test(&c));
    text.len() >= SHORTEST
        && text.chars().all(plain)
        && KEYS.iter().any(|start| text.starts_with(start))
        && has(char::is_ascii_digit)
        && has(char::is_ascii_alphabetic)
}

/// A JWT, signed or encrypted: the base64 of `{"` begins with these letters.
fn is_token(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let base64 = |part: &&str| {
        part.chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    text.starts_with("eyJ")
        && text.len() >= SHORTEST
        && (parts.len() == 5 || parts.len() == 3 && parts[1].starts_with("eyJ"))
        && parts.iter().all(base64)
}

/// A connection string.
fn has_password(text: &str) -> bool {
    text.contains("://")
        && url::Url::parse(text)
            .is_ok_and(|url| url.password().is_some_and(|password| !password.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_shape() {
        for text in [
            "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
            "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA",
            "pbkdf2_sha256$260000$salt$hash",
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
            "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "postgres://app:s3cret@db:5432/app",
        ] {
            assert!(is_secret(text), "{text}");
            assert!(holds_secret(&serde_json::json!({"a": [text]})), "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "milk and bread",
            "3f2a91c4-7d0e-4c8e-9d2f-0a1b2c3d4e5f",
            "d41d8cd98f00b204e9800998ecf8427e",
            "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
            "pk_live_4eC39HqLyjWDarjtT1zdp7dc",
            "sk-learn-tutorial-for-beginners",
            "https://example.test/a?b=c",
            "https://user@example.test/",
            "$5$",
            "$100",
            "eyJ.eyJ.x",
            "my key is sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        ] {
            assert!(!is_secret(text), "{text}");
        }
    }
}
