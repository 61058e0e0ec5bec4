//! Hasura's dialect of JSON paths (contracts: hasura §1.4), which no library speaks.

use std::fmt::{self, Write as _};

use serde_json::Value;

/// A path that Hasura can read: `$`, or an optional `$` and one or more steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JsonPath(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Name(String),
    Index(usize),
}

impl JsonPath {
    /// Reads a path; `None` for one outside the dialect.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let mut rest = path.strip_prefix('$').unwrap_or(path);
        if rest.is_empty() {
            return (path == "$").then(|| Self(Vec::new()));
        }
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, after) = element(rest)?;
            steps.push(step);
            rest = after;
        }
        Some(Self(steps))
    }

    /// True for `$`: all claims together.
    pub(crate) fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The member that it begins with.
    pub(crate) fn first(&self) -> Option<&str> {
        match self.0.first()? {
            Step::Name(name) => Some(name),
            Step::Index(_) => None,
        }
    }

    /// A name in it that looks like a path itself, and that path: `['$.team']` asks for a member
    /// whose name is `$.team`.
    pub(crate) fn quoted_path(&self) -> Option<(&str, Self)> {
        self.0.iter().find_map(|step| match step {
            Step::Name(name) if name.starts_with('$') || name.contains('[') => {
                Some((name.as_str(), Self::parse(name)?))
            }
            _ => None,
        })
    }

    /// What the path leads to.
    pub(super) fn find<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(root, |value, step| match step {
            Step::Name(name) => value.as_object()?.get(name),
            Step::Index(index) => value.as_array()?.get(*index),
        })
    }
}

/// As Hasura writes it: `.name` where the name is simple, `["a name"]` where it is not.
impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('$')?;
        for step in &self.0 {
            match step {
                Step::Name(text) if matches!(name(text), Some((_, ""))) => write!(f, ".{text}")?,
                Step::Name(text) => write!(f, "[{}]", Value::from(text.as_str()))?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// The element at the start, an optional dot and a name or brackets, and what follows it.
fn element(text: &str) -> Option<(Step, &str)> {
    let text = text.strip_prefix('.').unwrap_or(text);
    match text.strip_prefix('[') {
        Some(inside) => index(inside)
            .or_else(|| double_quoted(inside))
            .or_else(|| single_quoted(inside)),
        None => name(text),
    }
}

fn name(text: &str) -> Option<(Step, &str)> {
    let first = text.chars().next()?;
    if !(first.is_alphabetic() || first == '_') {
        return None;
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    Some((Step::Name(name.to_owned()), rest))
}

/// An index too large for this machine leads nowhere, like every one beyond the list.
fn index(inside: &str) -> Option<(Step, &str)> {
    let rest = inside.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &inside[..inside.len() - rest.len()];
    let rest = rest.strip_prefix(']').filter(|_| !digits.is_empty())?;
    Some((Step::Index(digits.parse().unwrap_or(usize::MAX)), rest))
}

/// A JSON string; its end is where the JSON parser ends.
fn double_quoted(inside: &str) -> Option<(Step, &str)> {
    if !inside.starts_with('"') {
        return None;
    }
    let mut strings = serde_json::Deserializer::from_str(inside).into_iter::<String>();
    let name = strings.next()?.ok()?;
    let rest = inside.get(strings.byte_offset()..)?.strip_prefix(']')?;
    Some((Step::Name(name), rest))
}

fn single_quoted(inside: &str) -> Option<(Step, &str)> {
    let (name, rest) = inside.strip_prefix('\'')?.split_once('\'')?;
    Some((Step::Name(name.to_owned()), rest.strip_prefix(']')?))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::JsonPath;

    #[test]
    fn the_dialect() {
        for (good, shown) in [
            ("$", "$"),
            ("$.a.b", "$.a.b"),
            ("a.b", "$.a.b"),
            ("a", "$.a"),
            ("$.roles[0]", "$.roles[0]"),
            (
                "$['https://hasura.io/jwt/claims']['x-hasura-user-id']",
                "$[\"https://hasura.io/jwt/claims\"].x-hasura-user-id",
            ),
            ("$[\"a\\\"b\"].c", "$[\"a\\\"b\"].c"),
            ("$.größe-1", "$.größe-1"),
            ("$.[0]", "$[0]"),
            ("[0]", "$[0]"),
        ] {
            let path = JsonPath::parse(good);
            assert_eq!(path.map(|path| path.to_string()).as_deref(), Some(shown));
        }
        for bad in [
            "",
            "$.https://x",
            "$..a",
            "$.a[*]",
            "$.a%",
            "$.a.",
            "$.1a",
            "$[",
            "$[]",
            "$[-1]",
            "$['a]",
            "$[\"a]",
            "$[\"a\"",
            "$.a b",
        ] {
            assert_eq!(JsonPath::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn where_paths_lead() {
        let token = json!({"st-role": {"v": ["user", "editor"]}, "a.b": 1, "n": null});
        let find = |path: &str| JsonPath::parse(path).unwrap().find(&token).cloned();
        assert_eq!(find("$"), Some(token.clone()));
        assert_eq!(find("$.st-role.v[1]"), Some(json!("editor")));
        assert_eq!(find("st-role.v"), Some(json!(["user", "editor"])));
        assert_eq!(find("$['a.b']"), Some(json!(1)));
        assert_eq!(find("$.n"), Some(Value::Null));
        for nowhere in [
            "$.a.b",
            "$.st-role.v[2]",
            "$.st-role[0]",
            "$.n.x",
            "$.v",
            "$.a[99999999999999999999]",
        ] {
            assert_eq!(find(nowhere), None, "{nowhere}");
        }
    }
}
