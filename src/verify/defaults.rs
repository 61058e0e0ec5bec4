//! What the database puts where nothing is written: a pass may hold what a filter asks for because
//! whoever makes it leaves a column out.
//!
//! Neither GraphQL nor the metadata tells. The catalogue of the database does, asked once a source
//! and only where somebody may insert rows (contracts: hasura §4.4).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::hasura::metadata::{Metadata, Source, TableName};
use crate::hasura::{Access, Client, sql};
use crate::secret::Secret;

const QUESTION: &str = "\
/* st-hasura: defaults */
SELECT n.nspname AS table_schema, c.relname AS table_name, a.attname AS column_name, \
pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression
FROM pg_catalog.pg_attrdef d
JOIN pg_catalog.pg_class c ON c.oid = d.adrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
WHERE NOT a.attisdropped
AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hdb_catalog', 'hdb_views')
ORDER BY n.nspname, c.relname, a.attnum";

/// What a column holds where nothing is written to it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Preset {
    Constant(Value),
    /// What an expression returns; something, in any case.
    Computed,
}

/// By column.
pub(crate) type OfTable = BTreeMap<String, Preset>;

/// By source and table, of those sources whose database answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Defaults {
    sources: BTreeMap<String, BTreeMap<TableName, OfTable>>,
}

impl Defaults {
    /// Asks the databases in which users may insert rows. One that does not answer, such as one
    /// that is no `PostgreSQL`, stays unknown.
    pub(crate) async fn ask(client: &Client, secret: &Secret, metadata: &Metadata) -> Self {
        let mut known = Self::default();
        let access = Access::admin(secret.clone());
        for source in metadata.sources.iter().filter(|source| takes_rows(source)) {
            let question = sql::question(&source.name, QUESTION);
            let Ok((200, answer)) = client.command(&access, sql::PATH, &question, true).await
            else {
                continue;
            };
            if let Ok(rows) = sql::rows(&answer) {
                known.sources.insert(source.name.clone(), by_table(rows));
            }
        }
        known
    }

    /// Those of a table; `None` where nobody told.
    pub(crate) fn of(&self, source: &str, table: &TableName) -> Option<&OfTable> {
        static NONE: OfTable = OfTable::new();
        Some(self.sources.get(source)?.get(table).unwrap_or(&NONE))
    }
}

fn takes_rows(source: &Source) -> bool {
    let tables = source.tables.iter();
    let mut all = tables.flat_map(|table| &table.insert_permissions);
    all.any(|one| one.permission.backend_only != Some(true))
}

fn by_table(rows: Vec<[String; 4]>) -> BTreeMap<TableName, OfTable> {
    let mut tables: BTreeMap<TableName, OfTable> = BTreeMap::new();
    for [schema, name, column, expression] in rows {
        let table = tables.entry(TableName { schema, name }).or_default();
        table.insert(column, preset(&expression));
    }
    tables
}

/// Reads an expression as `pg_get_expr` prints it: a constant is a number, a truth value, or a text
/// in quotes with its type behind it.
fn preset(expression: &str) -> Preset {
    let number = |text: &str| Some(Value::Number(text.parse().ok()?));
    let constant = match expression {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        text => number(text).or_else(|| {
            let (value, kind) = text.rsplit_once("::")?;
            if value == "NULL" {
                return Some(Value::Null);
            }
            let inner = value.strip_prefix('\'')?.strip_suffix('\'')?;
            // A quote within is written twice; a single one ends the text, and more follows.
            let whole = !inner.replace("''", "").contains('\'');
            let text = inner.replace("''", "'");
            whole.then(|| match kind {
                "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" => {
                    number(&text).unwrap_or_else(|| Value::String(text))
                }
                _ => Value::String(text),
            })
        }),
    };
    constant.map_or(Preset::Computed, Preset::Constant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn constants_are_told_from_expressions() {
        for (expression, value) in [
            ("true", json!(true)),
            ("'member'::text", json!("member")),
            ("'member'::app.member_role", json!("member")),
            ("'it''s'::character varying", json!("it's")),
            ("'a::b'::text", json!("a::b")),
            ("NULL::text", json!(null)),
            ("5", json!(5)),
            ("'-1'::integer", json!(-1)),
            ("'5'::text", json!("5")),
        ] {
            let expected = Preset::Constant(value);
            assert_eq!(preset(expression), expected, "{expression}");
        }
        for expression in [
            "now()",
            "('a'::text || 'b'::text)",
            "'a'::text || 'b'::text",
            "nextval('notes_id_seq'::regclass)",
            "CURRENT_USER",
            "",
        ] {
            assert_eq!(preset(expression), Preset::Computed, "{expression}");
        }
    }
}
