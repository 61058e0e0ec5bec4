//! `StringOrURI` of RFC 7519 §2: a string that contains a colon must be an absolute URI. Holds
//! for the configuration and for the tokens (contracts: hasura §1.2).

use iri_string::types::UriStr;
use serde_json::Value;

use super::super::haskell;

pub(super) fn parse(value: &Value) -> Result<String, String> {
    let text = value
        .as_str()
        .ok_or_else(|| haskell::mismatch("StringOrURI", "String", value))?;
    if text.contains(':') && UriStr::new(text).is_err() {
        return Err("failed to parse StringOrURI".into());
    }
    Ok(text.to_owned())
}

/// Reads one or a list of them; an error comes with its place.
pub(super) fn parse_audience(value: &Value) -> Result<Vec<String>, (String, String)> {
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| parse(item).map_err(|reason| (format!("[{index}]"), reason)))
            .collect(),
        single => parse(single)
            .map(|text| vec![text])
            .map_err(|reason| (String::new(), reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_colon_makes_it_a_uri() {
        for good in ["my-api", "urn:x:y", "https://a/b", ""] {
            assert!(parse(&json!(good)).is_ok(), "{good}");
        }
        for bad in ["foo: bar", ":x", "http://a b"] {
            assert_eq!(
                parse(&json!(bad)).unwrap_err(),
                "failed to parse StringOrURI"
            );
        }
    }
}
