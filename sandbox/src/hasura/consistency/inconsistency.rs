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
    pub object: Object,
    /// Where it is, for everything inside a table.
    pub place: Option<(String, TableName)>,
    /// Name of the relationship, or role of the permission.
    pub subject: String,
    /// What is wrong.
    pub reason: String,
}

/// What an inconsistency is about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Object {
    /// Something that the metadata writes down.
    Written(Value),
    /// Something that would have followed from it.
    Derived(Value),
}

impl Inconsistency {
    /// The sentence about it.
    pub(crate) fn message(&self) -> String {
        match self.object {
            Object::Written(_) => format!("Inconsistent object: {}", self.reason),
            Object::Derived(_) => self.reason.clone(),
        }
    }

    /// As the metadata API shows it.
    pub(crate) fn json(&self) -> Value {
        let (member, object) = match &self.object {
            Object::Written(object) => ("definition", object),
            Object::Derived(object) => ("entity", object),
        };
        let mut shown = json!({
            member: object,
            "name": self.name,
            "reason": self.message(),
            "type": self.kind,
        });
        shown.sort_all_objects();
        shown
    }
}
