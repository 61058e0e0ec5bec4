//! The places where a JWT secret is written down, and the values in them: files of assignments
//! ([`crate::dotenv`]), compose files, manifests and other YAML ([`yaml`]), or the bare value.
//!
//! A value is what the program that reads the file would get; what gets lost on the way there is
//! a [`Finding`] already.

mod yaml;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use super::lint::{Finding, Variable};
use crate::dotenv::{self, Assignment};

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct Found {
    /// Where in the file, for people; empty for the file itself.
    pub place: String,
    /// Under which name.
    pub variable: Variable,
    pub text: String,
    /// What its reader would trip over.
    pub flaws: Vec<Finding>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub found: Vec<Found>,
    /// Places that only say where the value comes from.
    pub elsewhere: Vec<String>,
    /// What to know of it besides.
    pub notes: Vec<String>,
}

/// How to read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The value and nothing else.
    Value,
    /// `NAME=value`, for shells, .env readers and docker.
    Assignments,
    /// YAML or JSON with the variable somewhere in it.
    Yaml,
}

impl Kind {
    /// By the file's name, and by how the text looks.
    pub(crate) fn guess(file_name: &str, text: &str) -> Self {
        let lower = file_name.to_lowercase();
        let extension = Path::new(&lower).extension().and_then(OsStr::to_str);
        if matches!(extension, Some("yml" | "yaml")) {
            return Self::Yaml;
        }
        if ours(text).next().is_some() {
            return Self::Assignments;
        }
        let is_document = text.trim_start().starts_with(['{', '['])
            && serde_json::from_str(text).is_ok_and(|value| yaml::has_variable(&value));
        if is_document || yaml::looks_like_manifest(text) {
            Self::Yaml
        } else if lower.starts_with(".env") || extension == Some("env") {
            Self::Assignments
        } else {
            Self::Value
        }
    }
}

/// The values in a text.
pub(crate) fn read(text: &str, kind: Kind) -> Result<Contents, String> {
    Ok(match kind {
        Kind::Value => Contents {
            found: vec![Found {
                place: String::new(),
                variable: Variable::Unknown,
                text: text.to_owned(),
                flaws: Vec::new(),
            }],
            ..Contents::default()
        },
        Kind::Assignments => Contents {
            found: ours(text).map(assigned).collect(),
            notes: repeated(text),
            ..Contents::default()
        },
        Kind::Yaml => yaml::read(text)?,
    })
}

/// The assignments of our variables.
fn ours(text: &str) -> impl Iterator<Item = (Assignment<'_>, Variable)> {
    dotenv::assignments(text).filter_map(|one| Some((one, variable(one.name)?)))
}

fn assigned((assignment, variable): (Assignment<'_>, Variable)) -> Found {
    let value = assignment.value();
    Found {
        place: format!("line {}", assignment.line),
        variable,
        flaws: value
            .is_none()
            .then(Finding::unclosed)
            .into_iter()
            .collect(),
        text: value.unwrap_or_default(),
    }
}

/// Says which of several assignments of one name counts.
fn repeated(text: &str) -> Vec<String> {
    let mut lines: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (assignment, _) in ours(text) {
        lines
            .entry(assignment.name)
            .or_default()
            .push(assignment.line);
    }
    lines
        .into_iter()
        .filter_map(|(name, mut lines)| {
            let last = lines.pop().filter(|_| !lines.is_empty())?;
            let before: Vec<String> = lines.iter().map(ToString::to_string).collect();
            Some(format!(
                "{name} is assigned more than once: line {last} counts, line {} does not",
                before.join(", ")
            ))
        })
        .collect()
}

/// True when one and several secrets are set side by side.
pub(crate) fn has_both(found: &[Found]) -> bool {
    let has = |variable| found.iter().any(|found| found.variable == variable);
    has(Variable::Secret) && has(Variable::Secrets)
}

/// Which of the two variables a name is. Terraform writes its variables in lower case.
fn variable(name: &str) -> Option<Variable> {
    if name.eq_ignore_ascii_case(super::VARIABLE) {
        Some(Variable::Secret)
    } else if name.eq_ignore_ascii_case(super::VARIABLES) {
        Some(Variable::Secrets)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
