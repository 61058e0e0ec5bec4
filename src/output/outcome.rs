//! What a command hands to the renderer.

use serde_json::Value;

use super::report::Report;
use super::text_page::Page;
use crate::exit::Exit;

/// The result of a command that did what it was asked.
///
/// The struct lives beside its command in `commands`; this trait is implemented for it in the
/// command's `text.rs`.
pub(crate) trait Outcome: std::fmt::Debug {
    /// The `result` member of `--output json`.
    fn json(&self) -> Value;

    /// The text on stdout.
    fn text(&self, page: &mut Page);

    /// The exit status; anything but [`Exit::Ok`] also makes `"ok": false`.
    fn exit(&self) -> Exit {
        Exit::Ok
    }

    /// The test report for `--output junit`, where the command makes one.
    fn report(&self) -> Option<Report> {
        None
    }

    /// True when the result is itself a secret that the user asked for (`token`, `session
    /// export`): it is then printed as it is. Everything else goes through the redactor.
    fn discloses(&self) -> bool {
        false
    }

    /// True when stdout has had all that belongs there before the command ended.
    fn is_published(&self) -> bool {
        false
    }
}
