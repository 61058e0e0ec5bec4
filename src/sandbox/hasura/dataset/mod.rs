//! The built-in application: notes with comments and tags, next to SuperTokens' own table of
//! users.
//!
//! Three users have notes from the start (`data.json` names their passwords). Everything is
//! strictly owned, and role `user` may read its own: a note by its owner, a comment by its author
//! and by the owner of the note, a tag by its owner, a tagging through its note. Aggregates are
//! allowed on notes only. Whoever signs up gets one note with a comment and a tag, so that every
//! user has something to see and something to lose.

use serde_json::Value;

use super::model::LoadError;
use super::model::data::{self, Loaded};
use super::model::metadata::Metadata;
use crate::sandbox::SandboxError;

const DATA: &str = include_str!("data.json");
const METADATA: &str = include_str!("metadata.json");

/// Users, tables and rows.
pub(super) fn data() -> Result<Loaded, SandboxError> {
    read(DATA).and_then(|document| data::load(&document).map_err(broken))
}

/// Tracking, relationships and permissions.
pub(super) fn metadata() -> Result<Metadata, SandboxError> {
    read(METADATA).and_then(|document| Metadata::load(&document).map_err(broken))
}

fn read(text: &str) -> Result<Value, SandboxError> {
    serde_json::from_str(text).map_err(|error| broken(LoadError::content(error.to_string())))
}

/// Cannot happen in a tested build: the files are part of the program.
fn broken(error: LoadError) -> SandboxError {
    SandboxError::Input {
        place: "the built-in notes application".into(),
        message: error.to_string(),
    }
}
