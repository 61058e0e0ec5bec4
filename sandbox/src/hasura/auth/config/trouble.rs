//! What is wrong with a configuration, in the engine's words.

use serde_json::Value;

use super::super::super::haskell;

/// A value that cannot be used, and where it stands.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) path: String,
    pub(super) reason: String,
}

impl Trouble {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            reason: reason.into(),
        }
    }

    pub(super) fn within(mut self, step: &str) -> Self {
        self.path.insert_str(0, step);
        self
    }

    pub(super) fn fatal(&self, variable: &str, prefix: &str) -> String {
        format!(
            "Fatal Error:- Environment variable {variable}: Error in ${prefix}{}: {}",
            self.path, self.reason
        )
    }
}

pub(super) fn text(value: &Value) -> Result<String, Trouble> {
    value
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| Trouble::new(haskell::mismatch("Text", "String", value)))
}
