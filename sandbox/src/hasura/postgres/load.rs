//! The catalogue and all rows, read in one snapshot. `PostgreSQL` itself turns both into JSON, so
//! a value looks as it looks in an answer of Hasura's, which does the same.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::super::model::TableName;
use super::super::model::data::{
    Action, Column, ColumnType, DataSource, DataTable, Database, ForeignKey, Key, Origin, Row,
    Unserved, Writes,
};
use super::connection::{Postgres, failed, words};
use crate::SandboxError;

/// Rows of one table that the sandbox is ready to hold in memory.
const MOST_ROWS: usize = 50_000;

#[derive(Deserialize)]
struct TableEntry {
    schema: String,
    name: String,
    quoted: String,
    /// As `pg_class` says it.
    kind: String,
    comment: Option<String>,
    /// As `pg_relation_is_updatable` says it.
    writes: u32,
    checks: Vec<String>,
    triggers: Vec<String>,
    columns: Vec<ColumnEntry>,
    keys: Vec<KeyEntry>,
}

#[derive(Deserialize)]
struct ColumnEntry {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    /// Values of an enum type.
    labels: Option<Vec<String>>,
    nullable: bool,
    default: Option<String>,
    generated: bool,
    sequence: Option<i64>,
    comment: Option<String>,
}

#[derive(Deserialize)]
struct KeyEntry {
    kind: String,
    name: String,
    columns: Vec<String>,
    schema: Option<String>,
    table: Option<String>,
    references: Option<Vec<String>>,
    on_delete: String,
    on_update: String,
}

/// Reads everything into a source of this name. A relation that cannot be read stays without its
/// rows, and with the reason.
pub(crate) async fn load(database: &Postgres, source: &str) -> Result<Database, SandboxError> {
    let client = database.connect().await.map_err(|error| failed(&error))?;
    client
        .batch_execute(
            "begin transaction isolation level repeatable read, read only; \
             set local statement_timeout = '60s'",
        )
        .await
        .map_err(|error| failed(&error))?;
    let entries: Vec<TableEntry> = json(&client, include_str!("catalogue.sql"))
        .await?
        .map_err(|detail| SandboxError::Database { detail })?;
    let version: Option<u16> = json(
        &client,
        "select current_setting('server_version_num')::int / 10000",
    )
    .await?
    .map_err(|detail| SandboxError::Database { detail })?;
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
        version,
    })
}

/// The rows, or why they cannot be had.
async fn rows(
    client: &Client,
    table: &TableEntry,
) -> Result<Result<Vec<Row>, String>, SandboxError> {
    let query = format!(
        "select coalesce(json_agg(row_to_json(one.*)), '[]')::text \
         from (select * from {} limit {}) as one",
        table.quoted,
        MOST_ROWS + 1
    );
    let begin = client.batch_execute("savepoint one").await;
    begin.map_err(|error| failed(&error))?;
    let rows: Result<Vec<Row>, String> = json(client, &query).await?;
    // What went wrong must not end the transaction for the others.
    let end = client.batch_execute("rollback to savepoint one").await;
    end.map_err(|error| failed(&error))?;
    Ok(rows.and_then(|rows| {
        if rows.len() > MOST_ROWS {
            return Err(format!(
                "it has more than {MOST_ROWS} rows, and the sandbox holds all of them in memory"
            ));
        }
        Ok(rows)
    }))
}

/// The JSON that a query makes in its only value, or the database's words against the query.
async fn json<T: DeserializeOwned>(
    client: &Client,
    query: &str,
) -> Result<Result<T, String>, SandboxError> {
    let messages = match client.simple_query(query).await {
        Ok(messages) => messages,
        Err(error) if error.as_db_error().is_some() => return Ok(Err(words(&error))),
        Err(error) => return Err(failed(&error)),
    };
    let text = messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    Ok(serde_json::from_str(text.unwrap_or("null"))
        .map_err(|error| format!("what it said about itself is not understood: {error}")))
}

fn table(entry: TableEntry, rows: Result<Vec<Row>, String>) -> DataTable {
    const UPDATE: u32 = 4;
    const INSERT: u32 = 8;
    const DELETE: u32 = 16;
    let unserved = unserved(&entry);
    let (rows, unread) = match rows {
        Ok(rows) => (rows, None),
        Err(reason) => (Vec::new(), Some(reason)),
    };
    let mut table = DataTable {
        table: TableName::new(entry.schema, entry.name),
        columns: entry.columns.into_iter().map(column).collect(),
        primary_key: Vec::new(),
        primary_key_name: None,
        foreign_keys: Vec::new(),
        unique: Vec::new(),
        // Views too: what they show now is what they will show as long as the sandbox runs.
        origin: Origin::Stored,
        writes: Writes {
            insert: entry.writes & INSERT != 0,
            update: entry.writes & UPDATE != 0,
            delete: entry.writes & DELETE != 0,
        },
        unread,
        unserved,
        rows: Arc::new(rows),
        comment: entry.comment,
    };
    for key in entry.keys {
        match (key.kind.as_str(), key.schema, key.table, key.references) {
            ("p", ..) => {
                table.primary_key = key.columns;
                table.primary_key_name = Some(key.name);
            }
            ("u", ..) => table.unique.push(Key {
                name: key.name,
                columns: key.columns,
            }),
            (_, Some(schema), Some(other), Some(references)) => {
                table.foreign_keys.push(ForeignKey {
                    constraint: key.name,
                    columns: key.columns,
                    table: TableName::new(schema, other),
                    references,
                    on_delete: action(&key.on_delete),
                    on_update: action(&key.on_update),
                });
            }
            _ => {}
        }
    }
    table
}

/// What the database does and a copy in memory does not.
fn unserved(entry: &TableEntry) -> Vec<Unserved> {
    let mut all = Vec::new();
    if matches!(entry.kind.as_str(), "v" | "m") {
        all.push(Unserved::within(
            "view",
            String::new(),
            "it goes on showing the rows that it showed at the start",
        ));
    }
    for name in &entry.checks {
        let meaning = "rows that it forbids can be written";
        all.push(Unserved::within("check constraint", name.clone(), meaning));
    }
    for name in &entry.triggers {
        let meaning = "what it does when rows are written is not done";
        all.push(Unserved::within("trigger", name.clone(), meaning));
    }
    for column in entry.columns.iter().filter(|column| column.generated) {
        let meaning = "it is not computed anew when a row is written";
        all.push(Unserved::within(
            "generated column",
            column.name.clone(),
            meaning,
        ));
    }
    all
}

/// As `pg_constraint` writes it.
fn action(letter: &str) -> Action {
    match letter {
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::Refuse,
    }
}

fn column(entry: ColumnEntry) -> Column {
    Column {
        kind: match entry.labels {
            Some(labels) => ColumnType::Enum(entry.kind, labels.into()),
            None => ColumnType::parse(&entry.kind),
        },
        name: entry.name,
        nullable: entry.nullable,
        default: entry.default.as_deref().and_then(fallback),
        sequence: entry.sequence,
        comment: entry.comment,
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
