//! Rows that are for everybody by what their columns hold, read as Hasura writes a condition.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Map, Value};

use super::wrong::wrong;
use crate::config::ConfigError;
use crate::config::toml::Reader;

/// By column, what a row holds that is for everybody: all of it.
pub(crate) type Mark = BTreeMap<String, Held>;

/// Marks with other names of their columns, such as the database's.
pub(crate) fn renamed(marks: &[Mark], name: impl Fn(&str) -> String) -> Vec<Mark> {
    let renamed = |mark: &Mark| {
        let columns = mark.iter();
        columns
            .map(|(column, held)| (name(column), held.clone()))
            .collect()
    };
    marks.iter().map(renamed).collect()
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Held {
    /// One of these values; null is one.
    OneOf(Vec<Value>),
    /// Anything but null.
    Something,
}

/// The section as it is written.
#[derive(serde::Deserialize)]
#[serde(
    untagged,
    expecting = "what columns hold, such as { kind = \"system\" }, or a list of such"
)]
pub(super) enum Written {
    One(Map<String, Value>),
    More(Vec<Map<String, Value>>),
}

/// The marks of a table, of which a row has to have one.
pub(super) fn read(
    reader: &Reader<'_>,
    table: &str,
    written: Written,
    span: &Range<usize>,
) -> Result<Vec<Mark>, ConfigError> {
    let written = match written {
        Written::One(mark) => vec![mark],
        Written::More(marks) => marks,
    };
    if written.is_empty() || written.iter().any(Map::is_empty) {
        return Err(wrong(
            reader,
            span,
            format!("{table} names no column whose values make a row public"),
            "write a column and its value; where all rows are for everybody, name the table in \
             shared",
        ));
    }
    let mut marks = Vec::new();
    for mark in written {
        let mut columns = Mark::new();
        for (column, value) in mark {
            let held = Held::read(value).ok_or_else(|| {
                wrong(
                    reader,
                    span,
                    format!("{table} does not say what {column} holds in a public row"),
                    "write a value, { _in = [\"a\", \"b\"] } or { _is_null = true }; a session \
                     variable makes no row public",
                )
            })?;
            columns.insert(column, held);
        }
        marks.push(columns);
    }
    Ok(marks)
}

impl Held {
    /// `"a"`, `{ _eq: "a" }`, `{ _in: ["a"] }` or `{ _is_null: true }`.
    fn read(value: Value) -> Option<Self> {
        let Value::Object(members) = value else {
            return is_plain(&value).then(|| Self::OneOf(vec![value]));
        };
        let mut members = members.into_iter();
        let (Some(member), None) = (members.next(), members.next()) else {
            return None;
        };
        match (member.0.as_str(), member.1) {
            ("_eq", value) if is_plain(&value) => Some(Self::OneOf(vec![value])),
            ("_in", Value::Array(values)) if !values.is_empty() && values.iter().all(is_plain) => {
                Some(Self::OneOf(values))
            }
            ("_is_null", Value::Bool(true)) => Some(Self::OneOf(vec![Value::Null])),
            ("_is_null", Value::Bool(false)) => Some(Self::Something),
            _ => None,
        }
    }
}

/// A value that a column holds whoever asks.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.to_ascii_lowercase().starts_with("x-hasura-"),
        Value::Number(_) | Value::Bool(_) => true,
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}
