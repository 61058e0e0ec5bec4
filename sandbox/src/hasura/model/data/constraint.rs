//! Inserting as a database would: defaults, not-null, primary and unique keys.

use std::sync::Arc;

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Column, ColumnType, DataTable, Key, Row, decimal};

/// Why a row cannot be stored. The display strings are those of Postgres.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ConstraintError {
    /// The table has no such column.
    #[error("column \"{column}\" of relation \"{table}\" does not exist")]
    UnknownColumn { column: String, table: String },
    /// A value is missing.
    #[error(
        "null value in column \"{column}\" of relation \"{table}\" violates not-null constraint"
    )]
    NotNull { column: String, table: String },
    /// Another row refers to it.
    #[error(
        "update or delete on table \"{table}\" violates foreign key constraint \"{constraint}\" on \
         table \"{by}\""
    )]
    StillReferenced {
        table: String,
        constraint: String,
        by: String,
    },
    /// A key is there already.
    #[error("duplicate key value violates unique constraint \"{constraint}\"")]
    Duplicate {
        /// Name of the constraint.
        constraint: String,
    },
}

impl DataTable {
    /// Adds a row, with defaults filled in and its columns in the table's order, and returns it
    /// as stored.
    pub(crate) fn insert(&mut self, mut given: Row) -> Result<Row, ConstraintError> {
        let mut row = Row::new();
        for column in &mut self.columns {
            let value = match (given.shift_remove(&column.name), &mut column.sequence) {
                (Some(value), _) => value,
                (None, Some(last)) => {
                    *last += 1;
                    (*last).into()
                }
                (None, None) => column.default.as_ref().map_or(Value::Null, fill_in),
            };
            // A document that was taken apart may have spelled a number anew.
            let number = match &column.kind {
                ColumnType::Numeric(digits) => {
                    decimal::decimal(&value).and_then(|number| decimal::stored(&number, *digits))
                }
                _ => None,
            };
            row.insert(column.name.clone(), number.unwrap_or(value));
        }
        if let Some(column) = given.keys().next() {
            return Err(ConstraintError::UnknownColumn {
                column: column.clone(),
                table: self.table.name.clone(),
            });
        }
        self.check(&row, None)?;
        Arc::make_mut(&mut self.rows).push(row.clone());
        Ok(row)
    }

    /// Checks a complete row against the constraints; `replacing` is the index of the row whose
    /// place it takes.
    pub(crate) fn check(&self, row: &Row, replacing: Option<usize>) -> Result<(), ConstraintError> {
        for column in &self.columns {
            let required = !column.nullable || self.primary_key.contains(&column.name);
            if required && row.get(&column.name).is_none_or(Value::is_null) {
                return Err(ConstraintError::NotNull {
                    column: column.name.clone(),
                    table: self.table.name.clone(),
                });
            }
        }
        for Key { name, columns } in self.keys() {
            let clash = self.rows.iter().enumerate().any(|(index, other)| {
                Some(index) != replacing
                    && columns.iter().all(|column| {
                        let value = row.get(column);
                        value.filter(|value| !value.is_null()).is_some_and(|value| {
                            other
                                .get(column)
                                .is_some_and(|it| decimal::equal(value, it))
                        })
                    })
            });
            if clash {
                return Err(ConstraintError::Duplicate { constraint: name });
            }
        }
        Ok(())
    }
}

/// Defaults that are made anew for each row.
const UUID: &str = "gen_random_uuid()";
const NOW: &str = "now()";

/// The value that a default stands for.
pub(super) fn fill_in(default: &Value) -> Value {
    match default.as_str() {
        Some(UUID) => Value::from(uuid::Uuid::new_v4().to_string()),
        Some(NOW) => Value::from(now()),
        _ => default.clone(),
    }
}

impl Column {
    /// What an insertion fills in, as `pg_get_expr` prints it.
    pub(crate) fn default_expression(&self) -> Option<String> {
        if self.sequence.is_some() {
            return Some(format!("nextval('{}_seq'::regclass)", self.name));
        }
        let quoted = |text: &str| {
            let kind = self.kind.postgres_name();
            format!("'{}'::{kind}", text.replace('\'', "''"))
        };
        Some(match self.default.as_ref()? {
            Value::Null => return None,
            Value::String(text) if matches!(text.as_str(), UUID | NOW) => text.clone(),
            Value::String(text) => quoted(text),
            Value::Bool(flag) => flag.to_string(),
            Value::Number(number) => number.to_string(),
            list => quoted(&list.to_string()),
        })
    }
}

/// The current time as Hasura shows a `timestamptz`.
pub(super) fn now() -> String {
    let now = OffsetDateTime::now_utc();
    let now = now.replace_microsecond(now.microsecond()).unwrap_or(now);
    now.format(&Rfc3339)
        .map_or_else(|_| String::new(), |text| text.replace('Z', "+00:00"))
}

#[cfg(test)]
mod tests {
    use super::super::load;
    use super::*;
    use crate::hasura::model::TableName;
    use serde_json::json;

    fn notes() -> DataTable {
        let loaded = load(&json!({"tables": [{
            "name": "notes",
            "columns": [
                {"name": "id", "type": "uuid", "default": "gen_random_uuid()"},
                {"name": "slug", "type": "text"},
                {"name": "body", "type": "text", "nullable": true}
            ],
            "primary_key": ["id"],
            "unique": [["slug"]],
            "rows": [{"id": "00000000-0000-4000-8000-000000000001", "slug": "a"}]
        }]}))
        .unwrap();
        loaded
            .database
            .table("default", &TableName::new("public", "notes"))
            .unwrap()
            .clone()
    }

    #[allow(clippy::needless_pass_by_value)] // so that calls can be written with json!
    fn row(value: Value) -> Row {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn defaults_are_filled_in_and_columns_ordered() {
        let mut notes = notes();
        let stored = notes.insert(row(json!({"slug": "b"}))).unwrap();
        assert_eq!(
            stored.keys().collect::<Vec<_>>(),
            ["id", "slug", "body"],
            "{stored:?}"
        );
        assert_eq!(stored["id"].as_str().unwrap().len(), 36);
        assert_eq!(stored["body"], Value::Null);
    }

    #[test]
    fn what_postgres_refuses_is_refused() {
        let mut notes = notes();
        let before = notes.clone();
        for (given, message) in [
            (
                json!({"slug": "a"}),
                "duplicate key value violates unique constraint \"notes_slug_key\"",
            ),
            (
                json!({"id": "00000000-0000-4000-8000-000000000001", "slug": "c"}),
                "duplicate key value violates unique constraint \"notes_pkey\"",
            ),
            (
                json!({"body": "x"}),
                "null value in column \"slug\" of relation \"notes\" violates not-null constraint",
            ),
            (
                json!({"slug": "d", "colour": 1}),
                "column \"colour\" of relation \"notes\" does not exist",
            ),
        ] {
            let error = notes.insert(row(given)).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
        assert_eq!(notes, before);
    }
}
