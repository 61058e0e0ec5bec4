//! What is said of an object that the database does not bear out.

use serde_json::{Value, json};

use super::super::model::TableName;

/// One object that is left out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Inconsistency {
    /// `source`, `table`, `object_relation`, `array_relation`, `select_permission`, …
    pub kind: &'static str,
    /// Its name in words.
    pub name: String,
    /// As the metadata writes it.
    pub definition: Value,
    /// Where it is, for everything inside a table.
    pub place: Option<(String, TableName)>,
    /// Name of the relationship, or role of the permission.
    pub subject: String,
    /// What is wrong, behind `Inconsistent object: `.
    pub reason: String,
}

impl Inconsistency {
    /// The sentence about it.
    pub(crate) fn message(&self) -> String {
        format!("Inconsistent object: {}", self.reason)
    }

    /// As the metadata API shows it.
    pub(crate) fn json(&self) -> Value {
        json!({
            "definition": self.definition,
            "name": self.name,
            "reason": self.message(),
            "type": self.kind,
        })
    }
}
