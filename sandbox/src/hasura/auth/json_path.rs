//! The dialect of `JSONPath` that the JWT configuration speaks (contracts: hasura §1.4): names and
//! indices, no wildcards.

use std::fmt::Write as _;

use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JsonPath(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Name(String),
    Index(usize),
}

impl JsonPath {
    /// Reads a path.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        steps(text).map(Self).ok_or_else(|| {
            format!(
                "{text}. Accept letters, digits, underscore (_) or hyphen (-) only. Use quotes \
                 enclosed in bracket ([\"...\"]) if there is any special character"
            )
        })
    }

    /// What the path leads to.
    pub(crate) fn find<'a>(&self, root: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(root, |value, step| match step {
            Step::Name(name) => value.as_object()?.get(name),
            Step::Index(index) => value.as_array()?.get(*index),
        })
    }
}

/// `$` and each step as `.name`, `["a name"]` or `[0]`.
impl std::fmt::Display for JsonPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_char('$')?;
        for step in &self.0 {
            match step {
                Step::Name(name) if is_plain(name) => write!(f, ".{name}")?,
                Step::Name(name) => write!(f, "[{}]", Value::from(name.as_str()))?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

fn is_plain(name: &str) -> bool {
    matches!(plain_name(name), Some((_, "")))
}

fn steps(text: &str) -> Option<Vec<Step>> {
    if text == "$" {
        return Some(Vec::new());
    }
    let mut rest = text.strip_prefix('$').unwrap_or(text);
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let after_dot = rest.strip_prefix('.').unwrap_or(rest);
        let (step, after) = if let Some(inside) = after_dot.strip_prefix('[') {
            bracketed(inside)?
        } else {
            let (name, after) = plain_name(after_dot)?;
            (Step::Name(name.to_owned()), after)
        };
        steps.push(step);
        rest = after;
    }
    (!steps.is_empty()).then_some(steps)
}

fn plain_name(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    if !(first.is_alphabetic() || first == '_') {
        return None;
    }
    let end = text
        .find(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '-'))
        .unwrap_or(text.len());
    Some(text.split_at(end))
}

fn bracketed(text: &str) -> Option<(Step, &str)> {
    if let Some(inside) = text.strip_prefix('\'') {
        let (name, after) = inside.split_once('\'')?;
        return Some((Step::Name(name.to_owned()), after.strip_prefix(']')?));
    }
    if text.starts_with('"') {
        let mut strings = serde_json::Deserializer::from_str(text).into_iter::<String>();
        let name = strings.next()?.ok()?;
        let after = text.get(strings.byte_offset()..)?;
        return Some((Step::Name(name), after.strip_prefix(']')?));
    }
    let (digits, after) = text.split_once(']')?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((Step::Index(digits.parse().ok()?), after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_of_the_dialect_are_read_and_written() {
        for (text, shown) in [
            ("$", "$"),
            ("$.a.b", "$.a.b"),
            ("a.b", "$.a.b"),
            ("$.roles[0]", "$.roles[0]"),
            (
                "$['https://hasura.io/jwt/claims']['x-hasura-user-id']",
                "$[\"https://hasura.io/jwt/claims\"].x-hasura-user-id",
            ),
            ("$[\"a \\\" b\"]", "$[\"a \\\" b\"]"),
        ] {
            assert_eq!(JsonPath::parse(text).unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "$.https://x",
            "$..a",
            "$.a[*]",
            "$.a%",
            "$.a.",
            "$.a[-1]",
            "$.a[\"b]",
        ] {
            let error = JsonPath::parse(text).unwrap_err();
            assert!(
                error.starts_with(&format!("{text}. Accept letters")),
                "{error}"
            );
        }
    }

    #[test]
    fn paths_lead_to_values() {
        let claims = json!({"a": {"b": ["x", "y"]}});
        let path = JsonPath::parse("$.a.b[1]").unwrap();
        assert_eq!(path.find(&claims), Some(&json!("y")));
        assert_eq!(JsonPath::parse("$.a.c").unwrap().find(&claims), None);
    }
}
