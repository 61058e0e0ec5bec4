//! Names of sessions and profiles, which are names of files.

use super::error::SessionError;
use crate::secret::holds_token;

/// Holds the name that `session use` chose.
pub(super) const CHOICE: &str = ".default";

/// True for what can be the name of a session or a profile.
pub(crate) fn is_name(name: &str) -> bool {
    check_name("name", name).is_ok()
}

/// A name must be one path component on every system, and must not start with a dot: those are
/// locks and files being written.
pub(super) fn check_name(what: &'static str, name: &str) -> Result<(), SessionError> {
    let why = if name.is_empty() {
        "it is empty"
    } else if name.len() > 100 {
        "it is longer than 100 bytes"
    } else if name.starts_with('.') || name.ends_with('.') {
        "it starts or ends with a dot"
    } else if name.starts_with('-') {
        "it starts with a hyphen"
    } else if !name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+'))
    {
        "it has a character that file names should not have"
    } else if holds_token(name) {
        // Names are shown wherever there is a session; this one was pasted into the wrong place.
        "it is a token"
    } else {
        return Ok(());
    };
    Err(SessionError::BadName {
        what,
        name: name.to_owned(),
        why,
    })
}
