//! What Compose makes of a value with `$` in it, in the Compose file or in a file of variables.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Beside, Contents, Found, Unread, file, in_other_letters, variable};
use crate::hasura::compose_file::env_file::{self, Entry, bare};
use crate::hasura::compose_file::{Substituted, sole_variable, substitute};
use crate::hasura::jwt_secret::lint::{Finding, Severity};

/// A value as Compose hands it on.
pub(super) enum Reading {
    /// `None` where it refuses the file, and the flaw says why.
    Value(Option<String>, Option<Finding>),
    /// It stands somewhere else.
    Elsewhere(String),
    /// It would stand in a file that cannot be read.
    Unread(String),
}

/// The variables that `.env` beside a Compose file sets.
#[derive(Default)]
pub(super) struct Variables {
    values: BTreeMap<String, String>,
    entries: BTreeMap<String, Entry>,
    /// Why there are none.
    unread: Option<Unread>,
}

impl Variables {
    pub(super) fn beside(beside: Beside<'_>) -> Self {
        match beside(".env") {
            Ok(text) => {
                let entries = env_file::entries(&text);
                Self {
                    values: entries
                        .iter()
                        .map(|one| (one.name.clone(), one.read.text.clone()))
                        .collect(),
                    entries: entries
                        .into_iter()
                        .map(|one| (one.name.clone(), one))
                        .collect(),
                    unread: None,
                }
            }
            Err(Unread::Missing) => Self::default(),
            Err(why) => Self {
                unread: Some(why),
                ..Self::default()
            },
        }
    }

    /// A value in the Compose file.
    pub(super) fn read(&self, text: &str) -> Reading {
        let read = substitute(text, &self.values);
        // What is wrong with the whole of it is wrong in `.env`.
        let sole = sole_variable(text).and_then(|name| self.entries.get(name));
        if let Some(entry) = sole.filter(|entry| entry.read.text == read.text) {
            return of_entry(entry, ".env beside it");
        }
        if read.lone || read.stray {
            return Reading::Value(Some(text.to_owned()), Some(Finding::lone_dollar()));
        }
        match (&self.unread, substituted_from(text, &read)) {
            (_, None) => Reading::Value(Some(read.text), None),
            (None, Some(how)) => {
                Reading::Elsewhere(format!("{how}, which .env beside it does not set"))
            }
            (Some(why), Some(how)) => {
                Reading::Unread(format!("{how}, and .env beside it cannot be read: {why}"))
            }
        }
    }
}

/// An assignment in a file of variables.
fn of_entry(entry: &Entry, place: &str) -> Reading {
    let Some(written) = &entry.written else {
        return Reading::Value(None, Some(Finding::unclosed()));
    };
    if entry.is_quoted {
        return Reading::Value(Some(written.clone()), None);
    }
    if let Some(flaw) = flaw(written, &entry.read) {
        return Reading::Value(Some(written.clone()), Some(flaw));
    }
    match substituted_from(written, &entry.read) {
        Some(how) => Reading::Elsewhere(format!("{how}, which {place} does not set")),
        None => Reading::Value(Some(entry.read.text.clone()), None),
    }
}

/// Where the text gets a part from that nobody sets.
fn substituted_from(text: &str, read: &Substituted) -> Option<String> {
    let mut names: Vec<&str> = read.unset.iter().map(String::as_str).collect();
    if read.has_unnamed {
        names.push("a variable (write $$ for a $ that is meant)");
    }
    let what = if sole_variable(text).is_some() {
        "it"
    } else {
        "a part of it"
    };
    (!names.is_empty()).then(|| format!("compose substitutes {what} from {}", names.join(" and ")))
}

/// What the readers of a file of variables take out of a bare value. Where they refuse the file
/// and say so, it may well be meant for docker.
pub(super) fn taken_apart(written: &str) -> Option<Finding> {
    let read = substitute(bare(written), &BTreeMap::new());
    let flaw = flaw(written, &read)?;
    let is_loud = read.lone && bare(written) == written;
    Some(Finding {
        severity: if is_loud {
            Severity::Info
        } else {
            flaw.severity
        },
        ..flaw
    })
}

fn flaw(written: &str, read: &Substituted) -> Option<Finding> {
    let is_json = |text: &str| serde_json::from_str::<Value>(text).is_ok();
    let what = if is_json(written) && !is_json(bare(written)) {
        "a # behind a blank in it for the start of a comment"
    } else if read.lone || read.stray {
        "a $ in it for the start of a variable"
    } else {
        return None;
    };
    Some(Finding::bare_for_docker_alone(what))
}

/// The values in a file that a service names with `env_file`.
pub(super) fn named(text: &str, entries: &[Entry]) -> Contents {
    let mut elsewhere = Vec::new();
    let mut found = Vec::new();
    for entry in entries {
        let Some(variable) = variable(&entry.name) else {
            continue;
        };
        let place = format!("line {}", entry.line);
        match of_entry(entry, "it") {
            Reading::Value(text, flaw) => found.push(Found {
                place,
                variable,
                text,
                flaws: flaw
                    .into_iter()
                    .chain(in_other_letters(&entry.name, variable))
                    .collect(),
            }),
            Reading::Elsewhere(how) | Reading::Unread(how) => {
                elsewhere.push(format!("{place}: {how}"));
            }
        }
    }
    Contents {
        elsewhere,
        ..file(text, found)
    }
}
