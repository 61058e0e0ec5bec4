//! Rows that every new user gets, as an application's sign-up hook would write them.
//!
//! `"on_sign_up": [{"table": "notes", "row": {"owner_id": "{{user_id}}", …}}]` in the data file.
//! In the strings of `row`, `{{user_id}}`, `{{email}}` and `{{now}}` are replaced, and
//! `{{uuid:NAME}}` by a fresh UUID that is the same wherever NAME appears during one sign-up, so
//! that the rows can refer to each other. Users of the data file itself get nothing: their rows
//! are written out.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::super::{DEFAULT_SOURCE, LoadError, TableName};
use super::constraint::now;
use super::{Database, Row, UserRow};

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignUpRow {
    /// The database.
    #[serde(default = "default_source")]
    pub source: String,
    /// Where the row goes.
    pub table: TableName,
    /// The row, with placeholders.
    pub row: Row,
}

impl SignUpRow {
    /// The table exists, stores rows and has the template's columns.
    pub(super) fn check(&self, database: &Database) -> Result<(), LoadError> {
        let table = database
            .table(&self.source, &self.table)
            .filter(|table| table.is_stored())
            .ok_or_else(|| {
                LoadError::content(format!(
                    "on_sign_up names {}, which is not a table that stores rows",
                    self.table
                ))
            })?;
        for column in self.row.keys() {
            if table.column(column).is_none() {
                return Err(LoadError::content(format!(
                    "on_sign_up names the column {column}, which {} has not",
                    self.table
                )));
            }
        }
        Ok(())
    }
}

/// Writes the rows of one new user. A row that the table refuses is left out, as a hook that
/// fails would leave it out.
pub(crate) fn sign_up(database: &mut Database, templates: &[SignUpRow], user: &UserRow) {
    let mut placeholders = Placeholders {
        user,
        uuids: BTreeMap::new(),
    };
    for template in templates {
        let row = template
            .row
            .iter()
            .map(|(column, value)| (column.clone(), placeholders.fill(value)))
            .collect();
        if let Some(table) = database.table_mut(&template.source, &template.table) {
            let _ = table.insert(row);
        }
    }
}

struct Placeholders<'a> {
    user: &'a UserRow,
    uuids: BTreeMap<String, String>,
}

impl Placeholders<'_> {
    fn fill(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.replace(text)),
            Value::Array(items) => items.iter().map(|item| self.fill(item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(name, member)| (name.clone(), self.fill(member)))
                .collect(),
            other => other.clone(),
        }
    }

    fn replace(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            let Some((name, after)) = after.split_once("}}") else {
                out.push_str("{{");
                rest = after;
                continue;
            };
            if let Some(value) = self.value(name) {
                out.push_str(&value);
            } else {
                out.push_str("{{");
                out.push_str(name);
                out.push_str("}}");
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn value(&mut self, name: &str) -> Option<String> {
        match name {
            "user_id" => Some(self.user.user_id.clone()),
            "email" => Some(self.user.email.clone()),
            "now" => Some(now()),
            _ => {
                let key = name.strip_prefix("uuid:")?;
                let uuid = self
                    .uuids
                    .entry(key.to_owned())
                    .or_insert_with(|| uuid::Uuid::new_v4().to_string());
                Some(uuid.clone())
            }
        }
    }
}

fn default_source() -> String {
    DEFAULT_SOURCE.to_owned()
}
