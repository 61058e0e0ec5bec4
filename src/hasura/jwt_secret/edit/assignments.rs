//! The value in a file of `NAME=value` lines.

use super::{Edit, EditError, Edited, is_same, line_of};
use crate::dotenv;
use crate::hasura::jwt_secret::VARIABLES;
use crate::hasura::jwt_secret::format::tame_for_dotenv;

/// Sets the variable in this text to the value on `line`.
pub(crate) fn edit(text: &str, name: &str, line: &str) -> Result<Edited, EditError> {
    let mut remarks = Vec::new();
    if dotenv::last(text, VARIABLES).is_some() {
        remarks.push(format!("{VARIABLES} is set, too, and wins"));
    }
    let Some(found) = dotenv::last(text, name) else {
        let mut changed = text.to_owned();
        let value = format!("'{}'", tame_for_dotenv(line));
        let offset = dotenv::append(&mut changed, name, &value);
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
    let (length, before) = found.span().ok_or(EditError::Unclosed { line: number })?;
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
