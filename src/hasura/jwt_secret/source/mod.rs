//! The places where a JWT secret is written down, and the values in them: files of assignments
//! ([`crate::dotenv`]), compose files, manifests and other YAML ([`yaml`]), or the bare value.
//!
//! A value is what the program that reads the file would get; what gets lost on the way there is
//! a [`Finding`] already.

mod beside;
mod compose;
mod neighbours;
mod yaml;

pub(crate) use beside::{Beside, Unread, beside};

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use super::lint::{Finding, Variable};
use crate::dotenv::{self, Assignment};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Where in the file, for people; empty for the file itself.
    pub place: String,
    /// Under which name.
    pub variable: Variable,
    /// What its reader gets; `None` where it gets nothing, and a flaw says why.
    pub text: Option<String>,
    /// What its reader would trip over.
    pub flaws: Vec<Finding>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub found: Vec<Found>,
    /// Places that only say where the value comes from.
    pub elsewhere: Vec<String>,
    /// Files in which the value may stand and that cannot be read, and why.
    pub unread: Vec<String>,
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
    /// `name = "value"`, for Terraform, whose names are in lower case.
    Terraform,
    /// `NAME=value` for docker's `--env-file` alone, to which quotes are a part of the value.
    Docker,
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
        if extension == Some("tfvars") {
            return Self::Terraform;
        }
        if ours(text).next().is_some() || commented(text).is_some() {
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

/// The values in a text. What a compose file only names is looked for beside it.
pub(crate) fn read(text: &str, kind: Kind, beside: Beside<'_>) -> Result<Contents, String> {
    let mut contents = match kind {
        Kind::Value => Contents {
            found: vec![Found {
                place: String::new(),
                variable: Variable::Unknown,
                text: Some(text.to_owned()),
                flaws: Vec::new(),
            }],
            ..Contents::default()
        },
        Kind::Assignments => assignments(text, |(assignment, variable)| {
            let other = in_other_letters(assignment.name, variable);
            let mut found = assigned((assignment, variable));
            found.flaws.extend(other);
            found
        }),
        Kind::Terraform => assignments(text, assigned),
        Kind::Docker => Contents {
            found: ours(text)
                .map(|(assignment, variable)| Found {
                    place: format!("line {}", assignment.line),
                    variable,
                    text: Some(assignment.verbatim()),
                    flaws: assignment
                        .spaced
                        .then(Finding::blank_in_name)
                        .into_iter()
                        .chain(in_other_letters(assignment.name, variable))
                        .collect(),
                })
                .collect(),
            notes: repeated(text),
            ..Contents::default()
        },
        Kind::Yaml => yaml::read(text.trim_start_matches(dotenv::BYTE_ORDER_MARK), beside)?,
    };
    contents.shorten();
    Ok(contents)
}

/// Values of one file that are looked at, and places that are told; people read no more.
const MOST: usize = 50;

impl Contents {
    /// Keeps the last values: of several assignments of one name the last one counts.
    fn shorten(&mut self) {
        let more = self.found.len().saturating_sub(MOST);
        if more > 0 {
            self.found.drain(..more);
            self.notes.push(format!(
                "{more} more values stand before these, and are not looked at"
            ));
        }
        for places in [&mut self.elsewhere, &mut self.unread] {
            let more = places.len().saturating_sub(MOST);
            if more > 0 {
                places.truncate(MOST);
                places.push(format!("{more} more places"));
            }
        }
    }
}

fn assignments<'t>(text: &'t str, read: impl Fn((Assignment<'t>, Variable)) -> Found) -> Contents {
    file(text, ours(text).map(read).collect())
}

/// A file of assignments with these values in it.
fn file(text: &str, mut found: Vec<Found>) -> Contents {
    let mut notes = repeated(text);
    if text.starts_with(dotenv::BYTE_ORDER_MARK) {
        notes.push(
            "it begins with a byte order mark, which some readers take for a part of the first \
             name: save it as UTF-8 without one"
                .into(),
        );
    }
    if let Some(last) = found.last_mut() {
        last.flaws.extend(neighbours::role(
            dotenv::last(text, neighbours::UNAUTHORIZED_ROLE)
                .and_then(|role| role.value())
                .as_deref(),
        ));
    }
    Contents {
        found,
        notes,
        ..Contents::default()
    }
}

/// The first line that would set one of our variables, were it not a comment.
pub(crate) fn commented(text: &str) -> Option<usize> {
    let line = text.lines().position(|line| {
        let Some(comment) = line.trim_start().strip_prefix('#') else {
            return false;
        };
        let bare = comment.trim_start_matches(['#', ' ', '\t', '-']);
        let bare = bare.strip_prefix("export ").unwrap_or(bare);
        let end = bare.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let (name, rest) = bare.split_at(end.unwrap_or(bare.len()));
        variable(name).is_some() && rest.trim_start().starts_with(['=', ':'])
    })?;
    Some(line + 1)
}

/// The assignments of our variables.
fn ours(text: &str) -> impl Iterator<Item = (Assignment<'_>, Variable)> {
    dotenv::assignments(text).filter_map(|one| Some((one, variable(one.name)?)))
}

fn assigned((assignment, variable): (Assignment<'_>, Variable)) -> Found {
    let value = assignment.value();
    let mut flaws = Vec::new();
    if value.is_none() {
        flaws.push(Finding::unclosed());
    } else if assignment.has_quotes() {
        flaws.push(Finding::quotes_for_docker());
    } else if !assignment.exported {
        flaws.extend(value.as_deref().and_then(compose::taken_apart));
    }
    Found {
        place: format!("line {}", assignment.line),
        variable,
        text: value,
        flaws,
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
            let more = lines.len().saturating_sub(MOST);
            lines.truncate(MOST);
            let mut before: Vec<String> = lines.iter().map(ToString::to_string).collect();
            if more > 0 {
                before.push(format!("… and {more} more"));
            }
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

/// A name that only Terraform hands to Hasura under the right one.
fn in_other_letters(name: &str, variable: Variable) -> Option<Finding> {
    (name != variable.name()).then(|| Finding::name_in_other_letters(variable))
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
