//! The catalogue and all rows, read in one snapshot. `PostgreSQL` itself turns both into JSON, so
//! a value looks as it looks in an answer of Hasura's, which does the same.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::super::model::TableName;
use super::super::model::data::{
    Column, ColumnType, DataSource, DataTable, Database, ForeignKey, Origin, Row,
};
use super::connection::{Postgres, failed};
use crate::SandboxError;

/// Rows of one table that the sandbox is ready to hold in memory.
const MOST_ROWS: usize = 50_000;

#[derive(Deserialize)]
struct TableEntry {
    schema: String,
    name: String,
    quoted: String,
    comment: Option<String>,
    columns: Vec<ColumnEntry>,
    keys: Vec<KeyEntry>,
}

#[derive(Deserialize)]
struct ColumnEntry {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    nullable: bool,
    default: Option<String>,
}

#[derive(Deserialize)]
struct KeyEntry {
    kind: String,
    name: String,
    columns: Vec<String>,
    schema: Option<String>,
    table: Option<String>,
    references: Option<Vec<String>>,
}

/// Reads everything into a source of this name.
pub(crate) async fn load(database: &Postgres, source: &str) -> Result<Database, SandboxError> {
    let client = database.connect().await.map_err(|error| failed(&error))?;
    client
        .batch_execute("begin transaction isolation level repeatable read, read only")
        .await
        .map_err(|error| failed(&error))?;
    let entries: Vec<TableEntry> = json(&client, include_str!("catalogue.sql")).await?;
    let mut tables = Vec::new();
    for entry in entries {
        let rows = rows(&client, &entry).await?;
        tables.push(table(entry, rows));
    }
    Ok(Database {
        sources: vec![DataSource {
            name: source.to_owned(),
            tables,
            functions: Vec::new(),
        }],
    })
}

async fn rows(client: &Client, table: &TableEntry) -> Result<Vec<Row>, SandboxError> {
    let query = format!(
        "select coalesce(json_agg(row_to_json(one.*)), '[]')::text \
         from (select * from {} limit {}) as one",
        table.quoted,
        MOST_ROWS + 1
    );
    let rows: Vec<Row> = json(client, &query).await?;
    if rows.len() > MOST_ROWS {
        return Err(SandboxError::Database {
            detail: format!(
                "table {} has more than {MOST_ROWS} rows, and the sandbox holds all of them in \
                 memory",
                table.quoted
            ),
        });
    }
    Ok(rows)
}

/// The JSON that a query makes in its only value.
async fn json<T: DeserializeOwned>(client: &Client, query: &str) -> Result<T, SandboxError> {
    let messages = client
        .simple_query(query)
        .await
        .map_err(|error| failed(&error))?;
    let text = messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    serde_json::from_str(text.unwrap_or("null")).map_err(|error| SandboxError::Database {
        detail: format!("what it said about itself is not understood: {error}"),
    })
}

fn table(entry: TableEntry, rows: Vec<Row>) -> DataTable {
    let mut table = DataTable {
        table: TableName::new(entry.schema, entry.name),
        columns: entry.columns.into_iter().map(column).collect(),
        primary_key: Vec::new(),
        foreign_keys: Vec::new(),
        unique: Vec::new(),
        // Views too: what they show now is what they will show as long as the sandbox runs.
        origin: Origin::Stored,
        rows: Arc::new(rows),
        comment: entry.comment,
    };
    for key in entry.keys {
        match (key.kind.as_str(), key.schema, key.table, key.references) {
            ("p", ..) => table.primary_key = key.columns,
            ("u", ..) => table.unique.push(key.columns),
            (_, Some(schema), Some(other), Some(references)) => {
                table.foreign_keys.push(ForeignKey {
                    constraint: key.name,
                    columns: key.columns,
                    table: TableName::new(schema, other),
                    references,
                });
            }
            _ => {}
        }
    }
    table
}

fn column(entry: ColumnEntry) -> Column {
    Column {
        kind: ColumnType::parse(&entry.kind),
        name: entry.name,
        nullable: entry.nullable,
        default: entry.default.as_deref().and_then(fallback),
    }
}

/// A default that an insert into the sandbox's memory can fill in: a literal, a fresh UUID or the
/// time. Others, such as the next number of a sequence, are the database's alone.
fn fallback(expression: &str) -> Option<Value> {
    match expression {
        "gen_random_uuid()" | "uuid_generate_v4()" => return Some("gen_random_uuid()".into()),
        "now()" | "CURRENT_TIMESTAMP" | "transaction_timestamp()" => return Some("now()".into()),
        _ => {}
    }
    if let Some(quoted) = expression.strip_prefix('\'') {
        let (literal, rest) = quoted.split_once('\'')?;
        return (rest.is_empty() || rest.starts_with("::")).then(|| literal.into());
    }
    serde_json::from_str(expression)
        .ok()
        .filter(|value: &Value| value.is_number() || value.is_boolean())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn defaults_that_need_no_database_are_kept() {
        for (expression, expected) in [
            ("gen_random_uuid()", Some(json!("gen_random_uuid()"))),
            ("CURRENT_TIMESTAMP", Some(json!("now()"))),
            ("'public'::character varying", Some(json!("public"))),
            ("false", Some(json!(false))),
            ("-1", Some(json!(-1))),
            ("nextval('notes_id_seq'::regclass)", None),
            ("'it''s'::text", None),
            ("('a'::text || 'b'::text)", None),
        ] {
            assert_eq!(fallback(expression), expected, "{expression}");
        }
    }
}
