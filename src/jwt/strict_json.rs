//! JSON objects in which a name may stand once only.
//!
//! `serde_json` silently keeps the last of two members with one name, Hasura the first. A token
//! that says two things must not be read as if it said one (RFC 7515 §4, RFC 7519 §4); a secret or
//! a key set is read as Hasura reads it, and the second member is told.

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Nobody reads more of them.
const MOST_REPEATED: usize = 50;

/// The name under which `serde_json` hands a number over that is to keep its digits (its feature
/// `arbitrary_precision`; its own `Number` knows the name, and nobody else is told).
const NUMBER: &str = "$serde_json::private::Number";

/// Why a text is not a strict JSON value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A member's name stands twice in one object.
    Duplicate(String),
    /// Not JSON; the parser's words, which quote nothing of the text.
    Syntax(String),
}

/// A member whose name its object has already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repeated {
    /// JSON pointer to both (RFC 6901).
    pub at: String,
    pub name: String,
    /// It says what the first one says.
    pub same: bool,
}

/// Parses `bytes` as one JSON value.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, Flaw> {
    let (value, repeated) = parse_first(bytes).map_err(|error| Flaw::Syntax(error.to_string()))?;
    match repeated.into_iter().next() {
        Some(first) => Err(Flaw::Duplicate(first.name)),
        None => Ok(value),
    }
}

/// Parses `bytes` as one JSON value, in which the first member of a name counts.
pub(crate) fn parse_first(bytes: &[u8]) -> serde_json::Result<(Value, Vec<Repeated>)> {
    let mut parser = serde_json::Deserializer::from_slice(bytes);
    let mut path = String::new();
    let mut repeated = Vec::new();
    let reader = Reader {
        path: &mut path,
        repeated: &mut repeated,
    };
    let value = reader.deserialize(&mut parser)?;
    parser.end()?;
    Ok((value, repeated))
}

struct Reader<'r> {
    /// JSON pointer to the value that is read.
    path: &'r mut String,
    repeated: &'r mut Vec<Repeated>,
}

impl Reader<'_> {
    /// A reader for what stands one step further down, and the way back.
    fn below(&mut self, step: &str) -> (usize, Reader<'_>) {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&pointer_step(step));
        let reader = Reader {
            path: &mut *self.path,
            repeated: &mut *self.repeated,
        };
        (length, reader)
    }
}

/// A name within a JSON pointer (RFC 6901 §3).
pub(crate) fn pointer_step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, parser: D) -> Result<Value, D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
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

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        loop {
            let (length, reader) = self.below(&array.len().to_string());
            let item = items.next_element_seed(reader)?;
            self.path.truncate(length);
            match item {
                Some(item) => array.push(item),
                None => return Ok(Value::Array(array)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if name == NUMBER && object.is_empty() {
                let number: Number = members
                    .next_value::<String>()?
                    .parse()
                    .map_err(A::Error::custom)?;
                // A time beyond all doubles is no time; it must not look like an absent one.
                if number.as_f64().is_none() {
                    return Err(A::Error::custom("number out of range"));
                }
                return Ok(Value::Number(number));
            }
            let (length, reader) = self.below(&name);
            let value = members.next_value_seed(reader)?;
            match object.get(&name) {
                None => {
                    object.insert(name, value);
                }
                Some(first) if self.repeated.len() < MOST_REPEATED => {
                    self.repeated.push(Repeated {
                        at: self.path.clone(),
                        same: *first == value,
                        name,
                    });
                }
                Some(_) => {}
            }
            self.path.truncate(length);
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
    fn the_first_of_a_name_counts_and_the_others_are_told() {
        let text = br#"{"a":1,"b":[{"x/y":2,"x/y":3}],"a":1}"#;
        let (value, repeated) = parse_first(text).unwrap();
        assert_eq!(value, json!({"a":1,"b":[{"x/y":2}]}));
        let repeated: Vec<(&str, &str, bool)> = repeated
            .iter()
            .map(|one| (one.at.as_str(), one.name.as_str(), one.same))
            .collect();
        assert_eq!(repeated, [("/b/0/x~1y", "x/y", false), ("/a", "a", true)]);
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
