//! TOML with line numbers: tables to walk through, and sections that `serde` reads into types.
//!
//! Every error names the key, the line and what would be right, and never the value, which may be
//! a secret.

use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue, ValueDeserializer};

use super::ConfigError;

/// A text being read.
pub(super) struct Reader<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
    /// Where its lines end; each value asks which one it stands in.
    ends: Vec<usize>,
}

/// A key that a section does not have.
pub(super) struct UnknownKey<'e> {
    pub(super) name: &'e str,
    pub(super) line: usize,
    /// The keys that may stand there.
    pub(super) known: Vec<&'e str>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(path: &'a Path, text: &'a str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at).collect();
        Self { path, text, ends }
    }

    /// The whole text as a table.
    pub(super) fn root(&self) -> Result<Spanned<DeTable<'a>>, ConfigError> {
        DeTable::parse(self.text).map_err(|error| ConfigError::Syntax {
            path: self.path.to_owned(),
            line: error.span().map_or(1, |span| self.line(&span)),
            message: error.message().to_owned(),
        })
    }

    pub(super) fn line(&self, span: &Range<usize>) -> usize {
        self.ends.partition_point(|end| *end < span.start) + 1
    }

    pub(super) fn table<'v, 'i>(
        &self,
        name: &str,
        value: &'v Spanned<DeValue<'i>>,
    ) -> Result<&'v DeTable<'i>, ConfigError> {
        value
            .get_ref()
            .as_table()
            .ok_or_else(|| self.wrong_type(name, "a table".into(), value))
    }

    pub(super) fn wrong_type(
        &self,
        name: &str,
        expected: String,
        value: &Spanned<DeValue<'_>>,
    ) -> ConfigError {
        ConfigError::WrongType {
            path: self.path.to_owned(),
            line: self.line(&value.span()),
            name: name.to_owned(),
            expected,
            found: value.get_ref().type_str(),
        }
    }

    /// A section as a type. `unknown` words the error for a key that the type does not have.
    pub(super) fn section<T: DeserializeOwned>(
        &self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
        unknown: impl FnOnce(UnknownKey<'_>) -> ConfigError,
    ) -> Result<T, ConfigError> {
        self.table(name, value)?;
        let mut plain = value.clone();
        without_dates(&mut plain);
        let read = serde_path_to_error::deserialize(ValueDeserializer::from(plain));
        read.map_err(|error| {
            let place = Place::find(name, value, error.path());
            let message = error.inner().message();
            if message.starts_with("unknown field ") {
                return unknown(UnknownKey {
                    name: place.name,
                    line: place.key.map_or(1, |span| self.line(&span)),
                    known: in_backticks(message).skip(1).collect(),
                });
            }
            let expected = message.rsplit_once(", expected ");
            let expected = expected.map_or(message, |(_, what)| what);
            self.wrong_type(place.name, in_toml(expected), place.value)
        })
    }
}

/// Where `serde` stopped.
struct Place<'v, 'i> {
    /// The name of the value, or of the list that it is in.
    name: &'v str,
    key: Option<Range<usize>>,
    value: &'v Spanned<DeValue<'i>>,
}

impl<'v, 'i> Place<'v, 'i> {
    fn find(
        name: &'v str,
        value: &'v Spanned<DeValue<'i>>,
        path: &serde_path_to_error::Path,
    ) -> Self {
        let mut place = Self {
            name,
            key: None,
            value,
        };
        for segment in path {
            match (segment, place.value.get_ref()) {
                (Segment::Map { key }, DeValue::Table(table)) => {
                    // What the library itself puts between is no key of the table.
                    let Some((name, value)) = table.iter().find(|(name, _)| name.get_ref() == key)
                    else {
                        continue;
                    };
                    place = Self {
                        name: name.get_ref(),
                        key: Some(name.span()),
                        value,
                    };
                }
                (Segment::Seq { index }, DeValue::Array(items)) => {
                    if let Some(value) = items.get(*index) {
                        place.value = value;
                    }
                }
                _ => {}
            }
        }
        place
    }
}

/// The library shows a date as a table, which a map would take for its own: where no date belongs,
/// a number stands in for it, which no section takes either.
fn without_dates(value: &mut Spanned<DeValue<'_>>) {
    match value.get_mut() {
        DeValue::Table(table) => {
            for (name, value) in table.iter_mut() {
                if name.get_ref() != DATE || value.get_ref().is_table() {
                    without_dates(value);
                }
            }
        }
        DeValue::Array(items) => items.iter_mut().for_each(without_dates),
        date @ DeValue::Datetime(_) => *date = DeValue::Integer(DeInteger::default()),
        _ => {}
    }
}

/// The one key that takes a date.
const DATE: &str = "until";

/// What `serde` expected, in TOML's words.
fn in_toml(expected: &str) -> String {
    match expected {
        "a boolean" => "true or false",
        "a sequence" => "a list of strings",
        "a map" => "a table",
        what if what.starts_with("struct ") => "a table",
        what => what,
    }
    .to_owned()
}

fn in_backticks(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}
