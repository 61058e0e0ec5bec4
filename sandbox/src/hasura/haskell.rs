//! The turns of phrase that the engine's JSON library and `show` bring into its messages.

use std::fmt::Write as _;

use serde_json::Value;

/// What a JSON value is called.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "Null",
        Value::Bool(_) => "Boolean",
        Value::Number(_) => "Number",
        Value::String(_) => "String",
        Value::Array(_) => "Array",
        Value::Object(_) => "Object",
    }
}

/// `parsing <type> failed, expected <kind>, but encountered <kind>`.
pub(super) fn mismatch(wanted: &str, expected: &str, found: &Value) -> String {
    format!(
        "parsing {wanted} failed, expected {expected}, but encountered {}",
        kind(found)
    )
}

/// A member's place in a JSON path: `.name` for plain names, `['the name']` for others.
pub(super) fn member(name: &str) -> String {
    let mut letters = name.chars();
    let plain =
        letters.next().is_some_and(char::is_alphabetic) && letters.all(char::is_alphanumeric);
    if plain {
        format!(".{name}")
    } else {
        format!("['{}']", name.replace('\\', "\\\\").replace('\'', "\\'"))
    }
}

/// A string as `show` prints it: in quotes, everything beyond printable ASCII escaped.
pub(super) fn show(text: &str) -> String {
    let mut out = String::from("\"");
    let mut after_number = false;
    for letter in text.chars() {
        // `\&` keeps a digit from being read as part of the escape before it.
        if after_number && letter.is_ascii_digit() {
            out.push_str("\\&");
        }
        after_number = false;
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(letter),
            other => {
                let _ = write!(out, "\\{}", u32::from(other));
                after_number = true;
            }
        }
    }
    out.push('"');
    out
}

/// What the JSON parser says about bytes that are not JSON.
pub(super) fn not_json(bytes: &[u8]) -> String {
    let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(bytes) else {
        return "Unexpected JSON value, expecting another shape".into();
    };
    if error.is_eof() {
        return "Unexpected end-of-input, expecting JSON value".into();
    }
    let start = offset(bytes, error.line(), error.column());
    let rest = String::from_utf8_lossy(&bytes[start..]);
    let shown: String = rest.chars().take(30).collect();
    format!("Unexpected {}, expecting JSON value", show(&shown))
}

/// The byte at which the word begins that the parser stumbled over.
fn offset(bytes: &[u8], line: usize, column: usize) -> usize {
    let line_start: usize = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    let mut at = (line_start + column.saturating_sub(1)).min(bytes.len());
    while at > line_start && bytes[at - 1].is_ascii_alphanumeric() {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_shown_as_haskell_shows_them() {
        assert_eq!(show("a\"b\\c\n\u{e4}1"), r#""a\"b\\c\n\228\&1""#);
    }

    #[test]
    fn broken_json_is_quoted() {
        for (body, message) in [
            ("", "Unexpected end-of-input, expecting JSON value"),
            ("not json", "Unexpected \"not json\", expecting JSON value"),
            ("{\"a\":", "Unexpected end-of-input, expecting JSON value"),
            ("{\"a\":}", "Unexpected \"}\", expecting JSON value"),
        ] {
            assert_eq!(not_json(body.as_bytes()), message, "{body}");
        }
    }

    #[test]
    fn members_with_underscores_are_bracketed() {
        assert_eq!(member("aud"), ".aud");
        assert_eq!(member("jwk_url"), "['jwk_url']");
    }
}
