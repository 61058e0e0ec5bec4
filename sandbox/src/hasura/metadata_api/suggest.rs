//! Relationships that the foreign keys suggest (contracts: hasura §4.5).

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::error::ApiError;
use super::super::model::TableName;
use super::super::model::data::{DataSource, DataTable, ForeignKey};
use super::super::model::metadata::{Relationship, Source};
use super::super::model::relationship;
use super::command::Command;
use super::draft::{Done, Draft, no_source};
use super::tracking::default_source;

#[derive(Deserialize)]
struct Args {
    #[serde(default = "default_source")]
    source: String,
    #[serde(default)]
    tables: Option<Vec<TableName>>,
    #[serde(default)]
    omit_tracked: bool,
}

/// For each foreign key between tracked tables: an object relationship on its side, and one back:
/// an object where the key is unique, an array otherwise.
pub(super) fn suggest(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: Args = command.args()?;
    let database = std::sync::Arc::clone(&draft.database);
    let source: &Source = draft.source(&args.source)?;
    let data = database
        .source(&args.source)
        .ok_or_else(|| no_source(&args.source))?;
    let wanted = |table: &TableName| {
        args.tables
            .as_ref()
            .is_none_or(|tables| tables.contains(table))
    };
    let mut suggestions = Vec::new();
    for tracked in &source.tables {
        let Some(table) = data.table(&tracked.table) else {
            continue;
        };
        for key in &table.foreign_keys {
            if source.table(&key.table).is_none() || !(wanted(&table.table) || wanted(&key.table)) {
                continue;
            }
            let both = [forth(table, key), back(table, key)];
            suggestions.extend(
                both.into_iter()
                    .filter(|one| !args.omit_tracked || !exists(source, data, one))
                    .map(|one| one.json(key)),
            );
        }
    }
    Ok(Done::looked(json!({"relationships": suggestions})))
}

struct Suggestion<'a> {
    kind: &'static str,
    from: &'a TableName,
    to: &'a TableName,
    from_columns: &'a [String],
    to_columns: &'a [String],
    owns_key: bool,
}

fn forth<'a>(table: &'a DataTable, key: &'a ForeignKey) -> Suggestion<'a> {
    Suggestion {
        kind: "object",
        from: &table.table,
        to: &key.table,
        from_columns: &key.columns,
        to_columns: &key.references,
        owns_key: true,
    }
}

fn back<'a>(table: &'a DataTable, key: &'a ForeignKey) -> Suggestion<'a> {
    let unique = table.unique.iter().any(|unique| {
        unique.columns.len() == key.columns.len()
            && unique
                .columns
                .iter()
                .all(|column| key.columns.contains(column))
    });
    Suggestion {
        kind: if unique { "object" } else { "array" },
        from: &key.table,
        to: &table.table,
        from_columns: &key.references,
        to_columns: &key.columns,
        owns_key: false,
    }
}

impl Suggestion<'_> {
    fn json(&self, key: &ForeignKey) -> Value {
        let mut from = json!({"table": self.from, "columns": self.from_columns});
        let mut to = json!({"table": self.to, "columns": self.to_columns});
        let owner = if self.owns_key { &mut from } else { &mut to };
        owner["constraint_name"] = json!(key.constraint);
        json!({"type": self.kind, "from": from, "to": to})
    }
}

/// True when a relationship of this kind already goes the same way.
fn exists(source: &Source, data: &DataSource, one: &Suggestion<'_>) -> bool {
    let Some(table) = source.table(one.from) else {
        return false;
    };
    let list: &[Relationship] = if one.kind == "object" {
        &table.object_relationships
    } else {
        &table.array_relationships
    };
    list.iter().any(|known| {
        relationship::resolve(data, one.from, &known.using).is_ok_and(|target| {
            target.table == *one.to
                && target.mapping.len() == one.from_columns.len()
                && one
                    .from_columns
                    .iter()
                    .zip(one.to_columns)
                    .all(|(from, to)| {
                        target
                            .mapping
                            .iter()
                            .any(|(mine, theirs)| mine == from && theirs == to)
                    })
        })
    })
}
