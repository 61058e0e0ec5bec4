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
use crate::SandboxError;

const DATA: &str = include_str!("dataset/data.json");
const METADATA: &str = include_str!("dataset/metadata.json");

/// Users, tables and rows.
pub(super) fn data() -> Result<Loaded, SandboxError> {
    read(DATA).and_then(|document| data::load(&document).map_err(|error| broken(&error)))
}

/// Tracking, relationships and permissions.
pub(super) fn metadata() -> Result<Metadata, SandboxError> {
    read(METADATA).and_then(|document| Metadata::load(&document).map_err(|error| broken(&error)))
}

fn read(text: &str) -> Result<Value, SandboxError> {
    serde_json::from_str(text).map_err(|error| broken(&LoadError::content(error.to_string())))
}

/// Cannot happen in a tested build: the files are part of the program.
fn broken(error: &LoadError) -> SandboxError {
    SandboxError::Input {
        place: "the built-in notes application".into(),
        message: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::consistency;
    use super::*;
    use serde_json::json;

    #[test]
    fn everything_in_it_is_consistent() {
        let (_, found) = consistency::check(&metadata().unwrap(), &data().unwrap().database);
        assert_eq!(found, []);
    }

    #[test]
    fn every_row_belongs_to_somebody_who_is_there() {
        let loaded = data().unwrap();
        let source = loaded.database.source("default").unwrap();
        let ids: Vec<Value> = loaded.users.iter().map(|user| json!(user.id)).collect();
        for table in &source.tables {
            for key in &table.foreign_keys {
                let other = source.table(&key.table).unwrap();
                for row in table.rows.iter() {
                    let value = &row[&key.columns[0]];
                    let found = if key.table.name == "emailpassword_users" {
                        ids.contains(value)
                    } else {
                        other
                            .rows
                            .iter()
                            .any(|row| row[&key.references[0]] == *value)
                    };
                    assert!(found, "{} of {}: {value}", key.constraint, table.table);
                }
            }
        }
    }

    #[test]
    fn no_permission_is_wider_than_its_owner() {
        for table in &metadata().unwrap().sources[0].tables {
            let permission = table.select("user").unwrap();
            assert!(
                !permission.columns.contains("password_hash"),
                "{}",
                table.table
            );
            assert!(permission.filter.to_string().contains("X-Hasura-User-Id"));
            assert_eq!(permission.allow_aggregations, table.table.name == "notes");
            assert!(table.insert_permissions.is_empty() && table.delete_permissions.is_empty());
        }
    }
}
