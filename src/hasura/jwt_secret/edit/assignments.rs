//! The value in a file of `NAME=value` lines.

use super::{Edit, EditError, Edited, is_same, line_of};
use crate::assignments::{Assignment, assignments};
use crate::hasura::jwt_secret::VARIABLES;
use crate::hasura::jwt_secret::format::tame_for_dotenv;

/// Sets the variable in this text to the value on `line`.
pub(crate) fn edit(text: &str, name: &str, line: &str) -> Result<Edited, EditError> {
    let mut remarks = Vec::new();
    if last(text, VARIABLES).is_some() {
        remarks.push(format!("{VARIABLES} is set, too, and wins"));
    }
    let Some(found) = last(text, name) else {
        let mut changed = text.to_owned();
        if !changed.is_empty() && !changed.ends_with('\n') {
            changed.push('\n');
        }
        let offset = changed.len();
        changed.push_str(&[name, "='", &tame_for_dotenv(line), "'\n"].concat());
        return Ok(Edited::Changed(Edit {
            line: line_of(&changed, offset),
            text: changed,
            place: name.to_owned(),
            before: None,
            remarks,
        }));
    };
    let place = name.to_owned();
    let number = found.line;
    let (length, before) =
        value(&text[found.start..], found.exported).ok_or(EditError::Unclosed { line: number })?;
    if is_same(&before, line) {
        return Ok(Edited::Same {
            place,
            line: number,
        });
    }
    let written = written(
        &text[found.start..found.start + length],
        found.exported,
        line,
    );
    let mut changed = text.to_owned();
    changed.replace_range(found.start..found.start + length, &written);
    Ok(Edited::Changed(Edit {
        text: changed,
        place,
        line: number,
        before: Some(before),
        remarks,
    }))
}

/// What the variable says, if the file sets it and its quotes can be read.
pub(crate) fn find(text: &str, name: &str) -> Option<String> {
    let found = last(text, name)?;
    value(&text[found.start..], found.exported).map(|(_, value)| value)
}

/// The last assignment counts.
fn last<'t>(text: &'t str, name: &str) -> Option<Assignment<'t>> {
    assignments(text).filter(|one| one.name == name).last()
}

/// How many bytes the value takes, and what its reader gets. Where it ends is not for this
/// program to say: the shortest text that a reader accepts is the value.
fn value(rest: &str, exported: bool) -> Option<(usize, String)> {
    let first = rest.lines().next().unwrap_or_default();
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let quoted = &rest[blanks..];
    let is_quoted = quoted.starts_with(['\'', '"']) || exported && first.contains(['\'', '"']);
    if !is_quoted {
        let bare = first.trim_end();
        let value = if exported {
            shlex::split(bare).map_or_else(String::new, |words| words.concat())
        } else {
            bare.trim_start().to_owned()
        };
        return Some((bare.len(), value));
    }
    let ends = quoted
        .match_indices(['\'', '"'])
        .map(|(index, _)| blanks + index + 1)
        .skip(1);
    for end in ends {
        // A closing quote that more of the same word follows is none.
        if rest[end..].starts_with(|next: char| !next.is_whitespace() && !"#;&|".contains(next)) {
            continue;
        }
        let text = &rest[blanks..end];
        let read = if exported {
            let words = shlex::split(text);
            words
                .filter(|words| words.len() == 1)
                .map(|words| words.concat())
        } else {
            dotenv(text)
        };
        if let Some(value) = read {
            return Some((end, value));
        }
    }
    None
}

fn dotenv(text: &str) -> Option<String> {
    // The reader wants a name; its errors quote the line, and are not shown.
    let line = format!("VALUE={text}");
    let mut pairs = dotenvy::from_read_iter(line.as_bytes());
    let (_, value) = pairs.next()?.ok()?;
    pairs.next().is_none().then_some(value)
}

/// The new value, quoted as the old one was.
fn written(before: &str, exported: bool, line: &str) -> String {
    if exported {
        // JSON writes NUL as \u0000, so this cannot fail.
        return shlex::try_quote(line)
            .map_or_else(|_| line.to_owned(), std::borrow::Cow::into_owned);
    }
    let blanks: String = before.chars().take_while(|c| c.is_whitespace()).collect();
    let bare = before.trim_start();
    if bare.is_empty() || bare.starts_with(['\'', '"']) {
        return format!("{blanks}'{}'", tame_for_dotenv(line));
    }
    // Readers that take the line as it is have no quotes. What others would take for a comment or
    // a variable is written as a JSON escape.
    let tame = tame_for_dotenv(line)
        .replace('#', "\\u0023")
        .replace('$', "\\u0024");
    format!("{blanks}{tame}")
}
