//! `NAME=value` lines. Who reads them is told by how they are written: `export` is for a shell, a
//! quoted value for a .env reader, a bare one for docker, which takes the line as it is.

use super::{Found, variable};
use crate::assignments::{Assignment, assignments};
use crate::hasura::jwt_secret::lint::{Finding, Variable};

/// The assignments of our variables; with each, everything behind its `=` to the end of the text:
/// quoted values may have several lines.
fn ours(text: &str) -> impl Iterator<Item = (Assignment<'_>, Variable, &str)> {
    assignments(text).filter_map(|one| Some((one, variable(one.name)?, &text[one.start..])))
}

/// True when one of the variables is assigned.
pub(super) fn any(text: &str) -> bool {
    ours(text).next().is_some()
}

pub(super) fn read(text: &str) -> Vec<Found> {
    ours(text)
        .map(|(assignment, variable, rest)| {
            let value = value(assignment.exported, rest);
            let flaws = if value.is_none() {
                vec![Finding::unclosed()]
            } else {
                Vec::new()
            };
            Found {
                place: format!("line {}", assignment.line),
                variable,
                text: value.unwrap_or_default(),
                flaws,
            }
        })
        .collect()
}

/// `None` when its quotes cannot be read.
fn value(exported: bool, rest: &str) -> Option<String> {
    if exported {
        if rest.starts_with(char::is_whitespace) || rest.is_empty() {
            return Some(String::new());
        }
        return shlex::Shlex::new(rest).next();
    }
    let trimmed = rest.trim_start_matches([' ', '\t']);
    if trimmed.starts_with(['\'', '"']) {
        // The reader wants a name; its errors quote the line, and are not shown.
        let line = format!("VALUE={trimmed}");
        let (_, value) = dotenvy::from_read_iter(line.as_bytes()).next()?.ok()?;
        return Some(value);
    }
    Some(rest.lines().next().unwrap_or_default().to_owned())
}
