//! A YAML text as values with the lines that they stand in.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_saphyr::{Spanned, Tagged};

/// The tag, and the beginning of a text, that stands for the content of another file. hasura-cli
/// writes the text (contracts: hasura §5).
const INCLUDE: &str = "!include";

/// A value and where it begins.
#[derive(Debug)]
pub(super) struct Node {
    pub kind: Kind,
    /// From 1; 0 where it is unknown.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

#[derive(Debug)]
pub(super) enum Kind {
    Leaf(Value),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
    /// The content of the file with this name.
    Include(String),
}

/// Why a text is no YAML: line and column from 1, and words.
pub(super) struct Fault {
    pub line: usize,
    pub column: usize,
    pub message: String,
}

/// Reads a text of one document; an empty one is null.
pub(super) fn read(text: &str) -> Result<Node, Fault> {
    serde_saphyr::from_str(text).map_err(|error| {
        let place = error.location();
        Fault {
            line: place.map_or(1, |place| number(place.line())),
            column: place.map_or(1, |place| number(place.column())),
            message: words(&error),
        }
    })
}

/// The library's own words without the place, which is told before them: its first line, as the
/// others show the text, which may hold secrets.
fn words(error: &serde_saphyr::Error) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    match (error.location(), first.split_once(": ")) {
        (Some(_), Some((place, rest))) if place.starts_with("line ") => rest.to_owned(),
        _ => first.to_owned(),
    }
}

/// A value of which nobody knows where its parts stand.
pub(super) fn without_places(value: Value) -> Node {
    let kind = match value {
        Value::Array(items) => Kind::List(items.into_iter().map(without_places).collect()),
        Value::Object(members) => Kind::Map(
            members
                .into_iter()
                .map(|(name, value)| (name, without_places(value)))
                .collect(),
        ),
        leaf => Kind::Leaf(leaf),
    };
    Node {
        kind,
        line: 0,
        column: 0,
    }
}

fn number(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Tagged<Kind>>::deserialize(deserializer)?;
        let Tagged(kind, tag) = spanned.value;
        let kind = match (tag.as_deref(), kind) {
            (Some(INCLUDE), Kind::Leaf(Value::String(file))) => Kind::Include(file),
            (_, kind) => kind,
        };
        Ok(Self {
            kind,
            line: number(spanned.referenced.line()),
            column: number(spanned.referenced.column()),
        })
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Kind, E> {
        Ok(Kind::Leaf(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Kind, E> {
        Ok(Kind::Leaf(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Kind, E> {
        Ok(Kind::Leaf(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Kind, E> {
        Ok(Kind::Leaf(value.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Kind, E> {
        let file = text
            .strip_prefix(INCLUDE)
            .filter(|rest| rest.starts_with(char::is_whitespace));
        Ok(match file {
            Some(file) => Kind::Include(file.trim().to_owned()),
            None => Kind::Leaf(text.into()),
        })
    }

    fn visit_unit<E>(self) -> Result<Kind, E> {
        Ok(Kind::Leaf(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Kind, E> {
        Ok(Kind::Leaf(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Kind, D::Error> {
        Kind::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Kind, D::Error> {
        Kind::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Kind, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Kind::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Kind, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Kind::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn plain(node: &Node) -> Value {
        match &node.kind {
            Kind::Leaf(value) => value.clone(),
            Kind::List(items) => items.iter().map(plain).collect(),
            Kind::Map(entries) => entries
                .iter()
                .map(|(name, node)| (name.clone(), plain(node)))
                .collect(),
            Kind::Include(file) => json!({ "file": file }),
        }
    }

    #[test]
    fn values_keep_their_types_and_lines() {
        let text = "- table:\n    name: notes\n  limit: 5\n  on: \"5\"\n  check: null\n  open: true\n\
            - a: &a [1.5, x]\n  b: *a\n- \"!include notes.yaml\"\n- !include tags.yaml\n- !includes\n";
        let node = read(text).ok().unwrap();
        assert_eq!(
            plain(&node),
            json!([
                {"table": {"name": "notes"}, "limit": 5, "on": "5", "check": null, "open": true},
                {"a": [1.5, "x"], "b": [1.5, "x"]},
                {"file": "notes.yaml"}, {"file": "tags.yaml"}, null])
        );
        let Kind::List(items) = &node.kind else {
            panic!("{node:?}")
        };
        let lines: Vec<_> = items.iter().map(|node| (node.line, node.column)).collect();
        assert_eq!(lines, [(1, 3), (7, 3), (9, 3), (10, 12), (11, 12)]);
    }

    #[test]
    fn json_is_read_as_well() {
        let text = "{\n\t\"a\": [1, \"x\\u00e9\"],\n\t\"b\": \"http:\\/\\/x\"\n}";
        let node = read(text).ok().unwrap();
        assert_eq!(plain(&node), json!({"a": [1, "xé"], "b": "http://x"}));
        let value = json!({"a": [{"b": null}]});
        assert_eq!(plain(&without_places(value.clone())), value);
    }

    #[test]
    fn what_is_no_yaml_is_told_by_its_line() {
        let fault = read("a: 1\nb: [1,\n").err().unwrap();
        assert!(fault.line >= 2, "{}", fault.line);
        assert!(!fault.message.is_empty());
    }
}
