//! An error as text.

use crate::error::Error;
use crate::text::visible_lines;
use crate::ui::{Ui, indented};

/// `error[code]: …`, notes, causes, `help: …`, the way out nearest to the prompt.
pub(crate) fn show_error(ui: &Ui, error: &Error) {
    let hint = error.hint();
    let notes = notes(error);
    ui.problem(error.code(), &error.to_string(), &notes, hint.as_deref());
}

fn notes(error: &Error) -> Vec<String> {
    let mut notes = error.notes();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        notes.push(format!("caused by: {inner}"));
        source = inner.source();
    }
    notes
}

/// The same as a plain text.
pub(super) fn error_text(error: &Error) -> String {
    let mut lines = vec![format!("error[{}]: {error}", error.code())];
    lines.extend(notes(error).iter().map(|note| format!("note: {note}")));
    lines.extend(error.hint().map(|hint| format!("help: {hint}")));
    let lines: Vec<String> = lines.iter().map(|line| indented(line)).collect();
    visible_lines(&lines.join("\n")) + "\n"
}
