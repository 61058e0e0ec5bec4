//! `run_sql` without a database: questions about the catalogue, told by the tag at their head
//! (contracts: hasura §4.4).
//!
//! A tagged question is answered from what this double holds, whatever its statement says; that
//! the statement asks for just that, a real `PostgreSQL` has to prove. There is no SQL here, so
//! everything else is an error that says so.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::error::ApiError;
use super::super::model::data::{DataSource, DataTable, Database, Key, Origin};
use super::super::model::metadata::Metadata;
use super::command::Command;
use super::draft::no_source;
use super::tracking::default_source;

#[derive(Deserialize)]
struct Args {
    #[serde(default = "default_source")]
    source: String,
    sql: String,
}

/// What a tag asks for, and the heads of the columns that answer it.
#[derive(Clone, Copy)]
enum Question {
    Tables,
    Columns,
    Keys,
    ForeignKeys,
    Defaults,
    Tenants,
}

/// Answers a tagged question; every value is a string.
pub(super) fn run(
    metadata: &Metadata,
    database: &Database,
    command: &Command<'_>,
) -> Result<Value, ApiError> {
    let args: Args = command.bare_args()?;
    // A database that Hasura is not connected to cannot be asked.
    let source = metadata
        .source(&args.source)
        .and_then(|_| database.source(&args.source))
        .ok_or_else(|| no_source(&args.source).at("$"))?;
    let question = Question::of(&args.sql).ok_or_else(|| no_sql(&args.sql))?;
    let rows = question
        .rows(source)
        .ok_or_else(|| no_tenants(&args.sql))?
        .into_iter()
        .map(Value::from);
    let result: Vec<Value> = std::iter::once(question.head().into())
        .chain(rows)
        .collect();
    Ok(json!({"result_type": "TuplesOk", "result": result}))
}

impl Question {
    fn of(sql: &str) -> Option<Self> {
        let (tag, _) = sql
            .trim_start()
            .strip_prefix("/* st-hasura: ")?
            .split_once(" */")?;
        Some(match tag {
            "tables" => Self::Tables,
            "columns" => Self::Columns,
            "keys" => Self::Keys,
            "foreign keys" => Self::ForeignKeys,
            "defaults" => Self::Defaults,
            "tenants" => Self::Tenants,
            _ => return None,
        })
    }

    const fn head(self) -> &'static [&'static str] {
        match self {
            Self::Tables => &["table_schema", "table_name", "kind"],
            Self::Columns => &["table_schema", "table_name", "column_name", "type_name"],
            Self::Keys => &[
                "table_schema",
                "table_name",
                "constraint_name",
                "kind",
                "column_name",
            ],
            Self::ForeignKeys => &[
                "table_schema",
                "table_name",
                "constraint_name",
                "column_name",
                "foreign_schema",
                "foreign_table",
                "foreign_column",
            ],
            Self::Defaults => &["table_schema", "table_name", "column_name", "expression"],
            Self::Tenants => &["app_id", "tenant_id"],
        }
    }

    /// `None` when there is no such table as it asks about.
    fn rows(self, source: &DataSource) -> Option<Vec<Vec<String>>> {
        if matches!(self, Self::Tenants) {
            return tenants(source);
        }
        let mut tables: Vec<&DataTable> = source
            .tables
            .iter()
            .filter(|table| !HIDDEN.contains(&table.table.schema.as_str()))
            .filter(|table| matches!(self, Self::Tables) || !is_view(table))
            .collect();
        tables.sort_by_key(|table| (&table.table.schema, &table.table.name));
        let rows = tables.into_iter().flat_map(|table| {
            let facts = match self {
                Self::Tables => vec![vec![if is_view(table) { "v" } else { "r" }.to_owned()]],
                Self::Columns => columns(table),
                Self::Keys => keys(table),
                Self::ForeignKeys => foreign_keys(table),
                Self::Defaults => defaults(table),
                Self::Tenants => Vec::new(),
            };
            let named = [&table.table.schema, &table.table.name];
            facts.into_iter().map(move |facts| {
                let name = named.into_iter().cloned();
                name.chain(facts).collect::<Vec<_>>()
            })
        });
        Some(rows.collect())
    }
}

/// Schemas of the database's own, and Hasura's.
const HIDDEN: [&str; 4] = [
    "pg_catalog",
    "information_schema",
    "hdb_catalog",
    "hdb_views",
];

const fn is_view(table: &DataTable) -> bool {
    matches!(table.origin, Origin::View { .. })
}

fn columns(table: &DataTable) -> Vec<Vec<String>> {
    let columns = table.columns.iter();
    columns
        .map(|column| vec![column.name.clone(), column.kind.postgres_name()])
        .collect()
}

/// Primary key and unique constraints, by name.
fn keys(table: &DataTable) -> Vec<Vec<String>> {
    let mut all: Vec<Key> = table.keys().collect();
    all.sort();
    all.into_iter()
        .flat_map(|Key { name, columns }| {
            let primary = columns == table.primary_key;
            let kind = if primary { "p" } else { "u" };
            columns
                .into_iter()
                .map(move |column| vec![name.clone(), kind.to_owned(), column])
        })
        .collect()
}

fn foreign_keys(table: &DataTable) -> Vec<Vec<String>> {
    let mut all: Vec<_> = table.foreign_keys.iter().collect();
    all.sort_by_key(|key| &key.constraint);
    all.into_iter()
        .flat_map(|key| {
            let pairs = key.columns.iter().zip(&key.references);
            pairs.map(|(own, theirs)| {
                vec![
                    key.constraint.clone(),
                    own.clone(),
                    key.table.schema.clone(),
                    key.table.name.clone(),
                    theirs.clone(),
                ]
            })
        })
        .collect()
}

fn defaults(table: &DataTable) -> Vec<Vec<String>> {
    let columns = table.columns.iter();
    columns
        .filter_map(|column| Some(vec![column.name.clone(), column.default_expression()?]))
        .collect()
}

/// The rows of the table that has SuperTokens' name, after a prefix perhaps, and its columns.
fn tenants(source: &DataSource) -> Option<Vec<Vec<String>>> {
    let table = source.tables.iter().find(|table| {
        let name = &table.table.name;
        (name == "tenants" || name.ends_with("_tenants"))
            && table.column("app_id").is_some()
            && table.column("tenant_id").is_some()
    })?;
    let mut rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| {
            let text = |name: &str| row.get(name)?.as_str().map(str::to_owned);
            Some(vec![text("app_id")?, text("tenant_id")?])
        })
        .collect::<Option<_>>()?;
    rows.sort();
    rows.truncate(100);
    Some(rows)
}

fn no_sql(statement: &str) -> ApiError {
    let hint = "a database behind it (--database-url) answers everything that only reads; without \
                one it knows st-hasura's questions about the catalogue, by the tag at their head. \
                Migrations and seeds need a real engine";
    refusal(statement, "the sandbox runs no SQL", hint, "0A000")
}

fn no_tenants(statement: &str) -> ApiError {
    let hint = "it has the name tenants and the columns app_id and tenant_id";
    refusal(statement, "there is no table of tenants", hint, "42P01")
}

/// As the engine words what the database refused.
fn refusal(statement: &str, message: &str, hint: &str, code: &str) -> ApiError {
    ApiError::new("postgres-error", "query execution failed").internal(json!({
        "statement": statement,
        "prepared": false,
        "error": {
            "exec_status": "FatalError",
            "hint": hint,
            "message": message,
            "status_code": code,
            "description": null,
        },
        "arguments": [],
    }))
}
