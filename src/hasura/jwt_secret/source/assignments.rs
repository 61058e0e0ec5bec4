//! `NAME=value` lines. Who reads them is told by how they are written: `export` is for a shell, a
//! quoted value for a .env reader, a bare one for docker, which takes the line as it is.

use super::{Found, variable};
use crate::hasura::jwt_secret::lint::{Finding, Variable};

struct Assignment<'a> {
    line: usize,
    exported: bool,
    variable: Variable,
    /// Everything behind the `=`, to the end of the text: quoted values may have several lines.
    rest: &'a str,
}

fn assignments(text: &str) -> impl Iterator<Item = Assignment<'_>> {
    let mut offset = 0;
    text.split_inclusive('\n')
        .enumerate()
        .filter_map(move |(index, line)| {
            let start = offset;
            offset += line.len();
            let (name, _) = line.split_once('=')?;
            let rest = &text[start + name.len() + 1..];
            let name = name.trim();
            let (exported, name) = match name.strip_prefix("export ") {
                Some(name) => (true, name.trim_start()),
                None => (false, name),
            };
            Some(Assignment {
                line: index + 1,
                exported,
                variable: variable(name)?,
                rest,
            })
        })
}

/// True when one of the variables is assigned.
pub(super) fn any(text: &str) -> bool {
    assignments(text).next().is_some()
}

/// The values.
pub(super) fn read(text: &str) -> Vec<Found> {
    assignments(text)
        .map(|assignment| {
            let value = value(&assignment);
            let flaws = if value.is_none() {
                vec![Finding::unclosed()]
            } else {
                Vec::new()
            };
            Found {
                place: format!("line {}", assignment.line),
                variable: assignment.variable,
                text: value.unwrap_or_default(),
                flaws,
            }
        })
        .collect()
}

/// `None` when its quotes cannot be read.
fn value(assignment: &Assignment<'_>) -> Option<String> {
    let rest = assignment.rest;
    if assignment.exported {
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
