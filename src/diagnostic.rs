//! What every error says about itself beyond its message.
//!
//! Each part of the program has an error enum of its own and implements [`Diagnostic`] for it
//! with exhaustive matches. A code is a stable string (`part.what_happened`), the same in JSON
//! output and in `explain`.

use crate::exit::Exit;

/// An error that a command may end with.
///
/// Display strings are lower-case fragments without a final full stop.
pub(crate) trait Diagnostic: std::error::Error + Send + Sync {
    /// Stable machine-readable code, `part.what_happened`, and the exit status that this error
    /// ends the process with.
    fn class(&self) -> (&'static str, Exit);
    /// What to do about it: the next command to run or the value to change.
    fn hint(&self) -> Option<String>;
    /// Further facts, one line each: what was expected, what came, raw words of a server.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    fn code(&self) -> &'static str {
        self.class().0
    }

    fn exit(&self) -> Exit {
        self.class().1
    }
}
