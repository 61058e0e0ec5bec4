//! A former value as it may be shown. It was written by somebody else, and where they erred a secret
//! stands in another place than it should: only what is known to be public is shown, by its name
//! and by its form, and all else is blanked.

use serde_json::{Map, Value};
use url::Url;

use crate::hasura::jwt_secret::lint::TYPES;
use crate::http::typed_shown;
use crate::jwt::Key;
use crate::secret::MASK;

/// Blocks of PEM that hold nothing secret.
const PUBLIC: [&str; 3] = ["PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE"];

/// The value, or the list of values, without what may be a secret.
pub(crate) fn shown(value: &str) -> String {
    let Ok(json) = serde_json::from_str::<Value>(value) else {
        return "(a text that is no JSON)".to_owned();
    };
    let json = match json {
        Value::Array(secrets) => secrets.iter().map(public_part).collect(),
        secret => public_part(&secret),
    };
    json.to_string()
}

fn public_part(secret: &Value) -> Value {
    let Value::Object(members) = secret else {
        return MASK.into();
    };
    let shown = members.iter().map(|(name, value)| {
        let text = value.as_str();
        let public = match name.as_str() {
            "type" => text.filter(|text| TYPES.contains(text)).map(Value::from),
            "key" => text.filter(|text| is_public_key(text)).map(Value::from),
            "jwk_url" => text.and_then(url).map(Value::from),
            "claims_format" => {
                let known = |text: &&str| ["json", "stringified_json"].contains(text);
                text.filter(known).map(Value::from)
            }
            "claims_namespace" | "claims_namespace_path" | "issuer" => text.map(words),
            "audience" => match value {
                Value::Array(list) => list.iter().map(|one| one.as_str().map(words)).collect(),
                _ => text.map(words),
            },
            "claims_map" => value.is_object().then(|| all_words(value)),
            "allowed_skew" => value.is_number().then(|| value.clone()),
            "header" => value.as_object().map(header),
            // A name that Hasura does not know may be a key that stands before the colon.
            _ => return (MASK.to_owned(), MASK.into()),
        };
        (name.clone(), public.unwrap_or_else(|| MASK.into()))
    });
    Value::Object(shown.collect())
}

/// Where the token is read from.
fn header(members: &Map<String, Value>) -> Value {
    let shown = members.iter().map(|(name, value)| {
        let public = match (name.as_str(), value.as_str()) {
            ("type", Some("Authorization" | "Cookie" | "CustomHeader")) => value.clone(),
            ("name", Some(text)) => words(text),
            ("type" | "name", _) => MASK.into(),
            _ => return (MASK.to_owned(), MASK.into()),
        };
        (name.clone(), public)
    });
    Value::Object(shown.collect())
}

fn words(text: &str) -> Value {
    typed_shown(text).into()
}

fn all_words(value: &Value) -> Value {
    match value {
        Value::String(text) => words(text),
        Value::Array(list) => list.iter().map(all_words).collect(),
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| (name.clone(), all_words(value)));
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}

/// The address of a key set, without who asks for it and with what: both may be credentials.
fn url(text: &str) -> Option<String> {
    let mut url = Url::parse(text).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let bare = url.username().is_empty() && url.password().is_none();
    if bare && url.query().is_none() && url.fragment().is_none() {
        return Some(text.to_owned());
    }
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    url.set_query(None);
    url.set_fragment(None);
    Some(format!("{url} {MASK}"))
}

/// True for blocks of PEM and nothing beside them, each of which can be read as a public key.
fn is_public_key(text: &str) -> bool {
    let mut rest = text.trim();
    while !rest.is_empty() {
        let label = rest
            .strip_prefix("-----BEGIN ")
            .and_then(|rest| Some(rest.split_once("-----")?.0));
        let Some(label) = label.filter(|label| PUBLIC.contains(label)) else {
            return false;
        };
        let end = format!("-----END {label}-----");
        let Some(at) = rest.find(&end) else {
            return false;
        };
        let (block, after) = rest.split_at(at + end.len());
        if block.matches("-----BEGIN").count() > 1 || Key::from_secret(block).is_err() {
            return false;
        }
        rest = after.trim_start();
    }
    !text.trim().is_empty()
}
