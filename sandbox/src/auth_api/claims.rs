//! Where the application puts its Hasura claims into the tokens.

use serde_json::{Map, Value, json};

use crate::options::ClaimsAt;

const PREFIX: &str = "x-hasura-";
const ALLOWED: &str = "x-hasura-allowed-roles";

/// The claims of the token that hold these, which are named as Hasura wants them.
pub(super) fn put(hasura: Map<String, Value>, at: &ClaimsAt, as_text: bool) -> Map<String, Value> {
    let whole = |hasura: Map<String, Value>| {
        let value = Value::Object(hasura);
        if as_text {
            Value::String(value.to_string())
        } else {
            value
        }
    };
    match at {
        ClaimsAt::Claim(name) => Map::from_iter([(name.clone(), whole(hasura))]),
        ClaimsAt::Path(names) => match names.split_last() {
            None => hasura,
            Some((last, before)) => {
                let inner = Map::from_iter([(last.clone(), whole(hasura))]);
                before.iter().rev().fold(inner, |inner, name| {
                    Map::from_iter([(name.clone(), Value::Object(inner))])
                })
            }
        },
        ClaimsAt::Spread => hasura
            .into_iter()
            .map(|(name, value)| match name.as_str() {
                ALLOWED => ("st-role".to_owned(), json!({ "v": value, "t": 0 })),
                other => {
                    let bare = other.strip_prefix(PREFIX).unwrap_or(other);
                    (bare.to_owned(), value)
                }
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place() {
        let claims = || {
            let claims = json!({"x-hasura-allowed-roles": ["user"], "x-hasura-org": "7"});
            claims.as_object().cloned().unwrap()
        };
        let at =
            |at: &str, as_text| Value::Object(put(claims(), &ClaimsAt::read(at).unwrap(), as_text));
        let plain = Value::Object(claims());
        assert_eq!(at("a.b", false), json!({ "a.b": plain }));
        assert_eq!(at("a", true), json!({ "a": plain.to_string() }));
        assert_eq!(at("$", false), plain);
        assert_eq!(at("$.a.b", false), json!({"a": {"b": plain}}));
        assert_eq!(
            at("spread", false),
            json!({"st-role": {"v": ["user"], "t": 0}, "org": "7"})
        );
        assert_eq!(ClaimsAt::read("$..a"), None);
        assert_eq!(ClaimsAt::read(""), None);
    }
}
