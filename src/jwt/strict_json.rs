//! JSON objects in which a name may stand once only.
//!
//! `serde_json` silently keeps the last of two members with one name; another parser keeps the
//! first. A token that says two things must not be read as if it said one (RFC 7515 §4,
//! RFC 7519 §4).

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Marks our own error inside the parser's, which can carry text only.
const DUPLICATE: &str = "duplicate member ";

/// Why a text is not a strict JSON value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A member's name stands twice in one object.
    Duplicate(String),
    /// Not JSON; the parser's words, which quote nothing of the text.
    Syntax(String),
}

/// Parses `bytes` as one JSON value.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, Flaw> {
    let mut parser = serde_json::Deserializer::from_slice(bytes);
    let value = Strict
        .deserialize(&mut parser)
        .and_then(|value| parser.end().map(|()| value));
    value.map_err(|error| {
        let text = error.to_string();
        match text.strip_prefix(DUPLICATE) {
            Some(rest) => {
                let name = rest.rsplit_once(" at line ").map_or(rest, |(name, _)| name);
                Flaw::Duplicate(name.to_owned())
            }
            None => Flaw::Syntax(text),
        }
    })
}

struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, parser: D) -> Result<Value, D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(Strict)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(Strict)?;
            if object.contains_key(&name) {
                return Err(A::Error::custom(format!("{DUPLICATE}{name}")));
            }
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn duplicates_are_found_at_any_depth_and_named() {
        assert_eq!(
            parse(br#"{"a":[{"b c":1,"b c":2}]}"#),
            Err(Flaw::Duplicate("b c".into()))
        );
        assert_eq!(
            parse(br#"{"sub":1,"s\u0075b":2}"#),
            Err(Flaw::Duplicate("sub".into())),
            "an escaped name is the same name"
        );
        assert_eq!(
            parse(br#"{"a":{"x":1},"b":{"x":1}}"#),
            Ok(json!({"a":{"x":1},"b":{"x":1}}))
        );
    }

    #[test]
    fn what_follows_the_value_is_an_error() {
        assert!(matches!(parse(b"{} {}"), Err(Flaw::Syntax(_))));
        assert!(matches!(parse(b""), Err(Flaw::Syntax(_))));
    }

    proptest! {
        #[test]
        fn agrees_with_serde_json_where_no_name_is_repeated(text in "[\\[\\]{}:,\"a-c0-9.eE+ -]{0,40}") {
            let ours = parse(text.as_bytes());
            let theirs = serde_json::from_str::<Value>(&text);
            match ours {
                Ok(value) => prop_assert_eq!(value, theirs.unwrap()),
                Err(Flaw::Duplicate(_)) => prop_assert!(theirs.is_ok()),
                Err(Flaw::Syntax(_)) => prop_assert!(theirs.is_err()),
            }
        }
    }
}
