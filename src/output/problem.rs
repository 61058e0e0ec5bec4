//! An error as text.

use crate::error::Error;
use crate::secret::blank_tokens;
use crate::text::visible_lines;
use crate::ui::{Ui, indented};

/// What an error says. It may quote what was typed, and somebody may have typed a token in place
/// of a name: those are blanked.
#[derive(Debug)]
pub(super) struct Told {
    pub message: String,
    pub notes: Vec<String>,
    pub causes: Vec<String>,
    pub hint: Option<String>,
}

impl Told {
    pub(super) fn of(error: &Error) -> Self {
        let mut causes = Vec::new();
        let mut source = std::error::Error::source(error);
        while let Some(inner) = source {
            causes.push(blank_tokens(&inner.to_string()));
            source = inner.source();
        }
        Self {
            message: blank_tokens(&error.to_string()),
            notes: error.notes().iter().map(|it| blank_tokens(it)).collect(),
            causes,
            hint: error.hint().map(|it| blank_tokens(&it)),
        }
    }

    /// Notes and causes.
    fn below(&self) -> Vec<String> {
        let causes = self.causes.iter().map(|it| format!("caused by: {it}"));
        self.notes.iter().cloned().chain(causes).collect()
    }
}

/// `error[code]: …`, notes, causes, `help: …`, the way out nearest to the prompt.
pub(crate) fn show_error(ui: &Ui, error: &Error) {
    let told = Told::of(error);
    ui.problem(
        error.code(),
        &told.message,
        &told.below(),
        told.hint.as_deref(),
    );
}

/// The same as a plain text.
pub(super) fn error_text(error: &Error) -> String {
    let told = Told::of(error);
    let mut lines = vec![format!("error[{}]: {}", error.code(), told.message)];
    lines.extend(told.below().iter().map(|note| format!("note: {note}")));
    lines.extend(told.hint.map(|hint| format!("help: {hint}")));
    let lines: Vec<String> = lines.iter().map(|line| indented(line)).collect();
    visible_lines(&lines.join("\n")) + "\n"
}
