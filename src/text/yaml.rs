//! YAML. The serializer quotes what readers of YAML 1.1 would take for a boolean or a number.

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Number, Value};

/// A value as a document. Long texts stay on one line, as hasura-cli writes them.
pub(crate) fn yaml(value: &Value) -> Result<String, String> {
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    serde_saphyr::to_string_with_options(&Plain(value), options).map_err(|error| error.to_string())
}

/// A value for serializers that are not `serde_json`'s, which alone understands how its numbers
/// hand themselves over (its feature `arbitrary_precision`).
struct Plain<'v>(&'v Value);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => to.serialize_unit(),
            Value::Bool(flag) => to.serialize_bool(*flag),
            Value::Number(value) => number(value, to),
            Value::String(text) => to.serialize_str(text),
            Value::Array(items) => to.collect_seq(items.iter().map(Plain)),
            Value::Object(members) => {
                let mut map = to.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, &Plain(value))?;
                }
                map.end()
            }
        }
    }
}

/// A number that the serializer's types hold as it is written; any other as text, since no digit
/// may be lost, and PostgreSQL reads either.
fn number<S: Serializer>(value: &Number, to: S) -> Result<S::Ok, S::Error> {
    if let Some(whole) = value.as_i64() {
        return to.serialize_i64(whole);
    }
    if let Some(whole) = value.as_u64() {
        return to.serialize_u64(whole);
    }
    match value.as_f64() {
        Some(float) if Number::from_f64(float).as_ref() == Some(value) => to.serialize_f64(float),
        _ => to.serialize_str(value.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let value = serde_json::from_str(
            r#"{"whole":-7,"half":0.5,"price":0.30,"long":12345678901234567890123,"text":"7","all":[1]}"#,
        )
        .unwrap();
        assert_eq!(
            yaml(&value).unwrap(),
            "whole: -7\nhalf: 0.5\nprice: \"0.30\"\nlong: \"12345678901234567890123\"\n\
             text: \"7\"\nall:\n- 1\n"
        );
    }
}
