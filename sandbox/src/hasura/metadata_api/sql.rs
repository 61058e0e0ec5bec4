//! `run_sql`: the few questions about the catalogue that a set-up tool asks before it tracks
//! anything. There is no SQL behind this double, so everything else is an error that says so.
//!
//! Understood is a `SELECT` of `nspname`, `relname` and `relkind` from `pg_class` joined with
//! `pg_namespace`, or of `table_schema`, `table_name` and `table_type` from
//! `information_schema.tables`, with a `WHERE` whose conditions (joined by `AND`) are among those
//! of [`Condition`], and an `ORDER BY` the same columns. A column may be given another name.
//! Columns and keys are answered by [`super::catalogue`].

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::error::ApiError;
use super::super::model::data::{DataTable, Database, Origin};
use super::super::model::metadata::Metadata;
use super::catalogue;
use super::command::Command;
use super::draft::no_source;
use super::tracking::default_source;

#[derive(Deserialize)]
struct Args {
    #[serde(default = "default_source")]
    source: String,
    sql: String,
}

/// Answers a query about the catalogue; every value is a string.
pub(super) fn run(
    metadata: &Metadata,
    database: &Database,
    command: &Command<'_>,
) -> Result<Value, ApiError> {
    let args: Args = command.args()?;
    // A database that Hasura is not connected to cannot be asked.
    let source = metadata
        .source(&args.source)
        .and_then(|_| database.source(&args.source))
        .ok_or_else(|| no_source(&args.source))?;
    if let Some(result) = catalogue::answer(source, &normalise(&args.sql)) {
        return Ok(json!({"result_type": "TuplesOk", "result": result}));
    }
    let query = Query::read(&args.sql).ok_or_else(|| unknown(&args.sql))?;
    let mut rows: Vec<Vec<String>> = source
        .tables
        .iter()
        .filter(|table| {
            query
                .conditions
                .iter()
                .all(|condition| condition.holds(table))
        })
        .map(|table| {
            query
                .columns
                .iter()
                .map(|(column, _)| column.of(table))
                .collect()
        })
        .collect();
    if query.ordered {
        rows.sort();
    }
    let mut result = vec![query.columns.iter().map(|(_, name)| name.clone()).collect()];
    result.append(&mut rows);
    Ok(json!({"result_type": "TuplesOk", "result": result}))
}

fn unknown(sql: &str) -> ApiError {
    ApiError::new("postgres-error", "query execution failed")
        .at("$.args")
        .internal(json!({
            "statement": sql,
            "prepared": false,
            "error": {
                "exec_status": "FatalError",
                "hint": "ask for nspname, relname, relkind from pg_class join pg_namespace, or \
                         table_schema, table_name, table_type from information_schema.tables",
                "message": "the sandbox has no SQL; it only lists tables",
                "status_code": "0A000",
                "description": null,
            },
            "arguments": [],
        }))
}

struct Query {
    /// With the names that they are given.
    columns: Vec<(Column, String)>,
    conditions: Vec<Condition>,
    ordered: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Schema(&'static str),
    Name(&'static str),
    Kind(&'static str),
}

enum Condition {
    /// `relkind in ('r', …)` or `table_type = 'BASE TABLE'`, as letters.
    KindIn(Vec<String>),
    /// `nspname = 'x'` or `in ('x', …)`.
    SchemaIn(Vec<String>),
    /// `nspname not in ('x', …)` or `<> 'x'`.
    SchemaNotIn(Vec<String>),
    /// True of every table that this double has.
    Always,
}

const CATALOGUE: [Column; 3] = [
    Column::Schema("nspname"),
    Column::Name("relname"),
    Column::Kind("relkind"),
];
const INFORMATION_SCHEMA: [Column; 3] = [
    Column::Schema("table_schema"),
    Column::Name("table_name"),
    Column::Kind("table_type"),
];

impl Query {
    fn read(sql: &str) -> Option<Self> {
        let text = normalise(sql);
        let (columns, rest) = text.strip_prefix("select ")?.split_once(" from ")?;
        let (rest, order) = match rest.split_once(" order by ") {
            Some((rest, order)) => (rest, Some(order)),
            None => (rest, None),
        };
        let (tables, conditions) = match rest.split_once(" where ") {
            Some((tables, conditions)) => (tables, conditions),
            None => (rest, ""),
        };
        let known = from(tables)?;
        let columns = columns
            .split(',')
            .map(|column| {
                let (column, alias) = match column.trim().split_once(" as ") {
                    Some((column, alias)) => (column, Some(alias)),
                    None => (column, None),
                };
                let column = named(column, &known)?;
                Some((column, alias.unwrap_or(column.name()).to_owned()))
            })
            .collect::<Option<Vec<_>>>()?;
        if let Some(order) = order {
            // Only the order in which the columns come is sorted by.
            let order = order
                .split(',')
                .map(|column| named(column.trim_end_matches(" asc"), &known))
                .collect::<Option<Vec<_>>>()?;
            let selected: Vec<Column> = columns.iter().map(|(column, _)| *column).collect();
            if !selected.starts_with(&order) {
                return None;
            }
        }
        let conditions = conditions
            .split(" and ")
            .filter(|condition| !condition.trim().is_empty())
            .map(|condition| Condition::read(condition.trim(), &known))
            .collect::<Option<Vec<_>>>()?;
        Some(Self {
            columns,
            conditions,
            ordered: order.is_some(),
        })
    }
}

/// Lower case outside of quotes, single blanks, no final semicolon.
fn normalise(sql: &str) -> String {
    let mut quoted = false;
    let lowered: String = sql
        .chars()
        .map(|letter| {
            if letter == '\'' {
                quoted = !quoted;
            }
            if quoted {
                letter
            } else {
                letter.to_ascii_lowercase()
            }
        })
        .collect();
    let words: Vec<&str> = lowered.split_whitespace().collect();
    words.join(" ").trim_end_matches([';', ' ']).to_owned()
}

/// Which tables are asked, and the columns that they have.
fn from(tables: &str) -> Option<[Column; 3]> {
    let words: Vec<&str> = tables
        .split(' ')
        .filter(|word| !matches!(*word, "as" | "inner"))
        .map(|word| word.trim_start_matches("pg_catalog."))
        .collect();
    match words[..] {
        ["information_schema.tables"] | ["information_schema.tables", _] => {
            Some(INFORMATION_SCHEMA)
        }
        [
            "pg_class",
            c,
            "join",
            "pg_namespace",
            n,
            "on",
            ref condition @ ..,
        ] => {
            let condition: String = condition.concat().replace(['(', ')'], "");
            let forms = [
                format!("{n}.oid={c}.relnamespace"),
                format!("{c}.relnamespace={n}.oid"),
            ];
            forms.contains(&condition).then_some(CATALOGUE)
        }
        _ => None,
    }
}

/// A column by its name, with or without the alias of its table.
fn named(column: &str, known: &[Column; 3]) -> Option<Column> {
    let column = column.trim();
    let name = column.split_once('.').map_or(column, |(_, name)| name);
    known.iter().find(|one| one.name() == name).copied()
}

impl Column {
    const fn name(self) -> &'static str {
        match self {
            Self::Schema(name) | Self::Name(name) | Self::Kind(name) => name,
        }
    }

    fn of(self, table: &DataTable) -> String {
        match self {
            Self::Schema(_) => table.table.schema.clone(),
            Self::Name(_) => table.table.name.clone(),
            Self::Kind(name) => kind(table, name).to_owned(),
        }
    }
}

/// As the column `relkind` or `table_type` has it.
fn kind(table: &DataTable, column: &str) -> &'static str {
    let is_view = matches!(table.origin, Origin::View { .. });
    match (column, is_view) {
        ("relkind", false) => "r",
        ("relkind", true) => "v",
        (_, false) => "BASE TABLE",
        (_, true) => "VIEW",
    }
}

impl Condition {
    fn read(condition: &str, known: &[Column; 3]) -> Option<Self> {
        if let Some(negated) = condition.strip_prefix("not ") {
            let name = negated.split_once('.').map_or(negated, |(_, name)| name);
            return (name == "relispartition").then_some(Self::Always);
        }
        let (column, rest) = condition.split_once([' ', '=', '<', '!'])?;
        let column = named(column, known)?;
        let rest = condition.get(condition.find(rest)? - 1..)?.trim();
        let (negated, values) = if let Some(list) = rest.strip_prefix("not in ") {
            (true, strings(list)?)
        } else if let Some(list) = rest.strip_prefix("in ") {
            (false, strings(list)?)
        } else if let Some(one) = rest.strip_prefix("<>").or_else(|| rest.strip_prefix("!=")) {
            (true, strings(one)?)
        } else {
            (false, strings(rest.strip_prefix('=')?)?)
        };
        match (column, negated) {
            (Column::Schema(_), false) => Some(Self::SchemaIn(values)),
            (Column::Schema(_), true) => Some(Self::SchemaNotIn(values)),
            (Column::Kind(_), false) => Some(Self::KindIn(values)),
            (Column::Kind(_), true) | (Column::Name(_), _) => None,
        }
    }

    fn holds(&self, table: &DataTable) -> bool {
        match self {
            Self::KindIn(kinds) => kinds
                .iter()
                .any(|one| one == kind(table, "relkind") || one == kind(table, "table_type")),
            Self::SchemaIn(schemas) => schemas.contains(&table.table.schema),
            Self::SchemaNotIn(schemas) => !schemas.contains(&table.table.schema),
            Self::Always => true,
        }
    }
}

/// `'a'` or `('a','b')`.
fn strings(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    let list = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
        .unwrap_or(text);
    list.split(',')
        .map(|item| {
            let item = item.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            Some(item.to_owned())
        })
        .collect()
}
