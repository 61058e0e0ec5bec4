//! Changing the value where it stands: in a compose file ([`crate::hasura::compose::edit`]) or in a
//! file of assignments ([`assignments`]). Only the value's own bytes are replaced, or a line is added;
//! comments, anchors, order and quoting stay.

pub(crate) mod assignments;
mod error;
mod shown;

use serde_json::{Map, Value};

pub(crate) use error::EditError;
pub(crate) use shown::shown;

/// A text with another value in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub text: String,
    /// Where in it the value stands, for people.
    pub place: String,
    /// In which line, from 1.
    pub line: usize,
    /// What stood there.
    pub before: Option<String>,
    /// What to know about it.
    pub remarks: Vec<String>,
}

/// What became of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edited {
    /// It says the same already.
    Same {
        /// Where, for people.
        place: String,
        /// In which line, from 1.
        line: usize,
    },
    /// It was changed.
    Changed(Edit),
}

/// True when both are the same JSON, however it is written.
pub(in crate::hasura) fn is_same(one: &str, other: &str) -> bool {
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    one == other || read(one).is_some_and(|value| Some(value) == read(other))
}

/// The members of a former value by which Hasura refuses tokens or reads their claims, and that a
/// new one lacks or has otherwise: who writes over them may open the engine to tokens that were made
/// for others (contracts: hasura §1.2).
pub(crate) fn let_go(before: &str, after: &str) -> Vec<&'static str> {
    let members = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let (before, after) = (members(before), members(after));
    let mut gone = CHECKS.to_vec();
    gone.retain(|name| {
        let value = before.get(*name).filter(|value| !value.is_null());
        value.is_some() && value != after.get(*name)
    });
    gone
}

/// What of a secret says which tokens are taken, and where their claims are.
const CHECKS: [&str; 6] = [
    "audience",
    "issuer",
    "claims_map",
    "claims_namespace",
    "claims_namespace_path",
    "header",
];

/// Which line an offset is in, from 1.
pub(in crate::hasura) fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset)
        .map_or(0, |before| before.matches('\n').count())
        + 1
}

#[cfg(test)]
mod tests;
