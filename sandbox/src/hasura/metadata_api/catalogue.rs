//! `run_sql` about columns and keys: what a set-up tool asks `pg_attribute` and `pg_constraint`.
//!
//! Understood is a `SELECT` that joins these with `pg_class`, `pg_namespace` and `pg_type` by
//! their oids, unnests `conkey` (and `confkey`) in order, and selects names. The relation that is
//! asked for follows from the tables that are joined and from the kinds of constraint:
//!
//! * columns: `pg_attribute` without `pg_constraint`, no dropped and no system columns;
//! * keys: `pg_constraint` with `contype` among `p` and `u`;
//! * foreign keys: `pg_constraint` with `contype = 'f'`.
//!
//! Besides, the rows of a table of two ids: `SELECT app_id, tenant_id FROM "schema"."table"` with an
//! `ORDER BY` both and a `LIMIT`, which is how SuperTokens' tenants are counted.
//!
//! Every other condition must be one that holds for all that this double has, or one about
//! schemas. Anything else is not understood, and an error.

use super::super::model::TableName;
use super::super::model::data::{DataSource, DataTable, Origin};

/// A row by what the columns mean, in the order of the table, and of the key.
type Facts = Vec<(&'static str, String)>;

/// Answers a normalised statement (lower case outside of quotes, single blanks): head and rows.
pub(super) fn answer(source: &DataSource, sql: &str) -> Option<Vec<Vec<String>>> {
    let (selected, rest) = sql.strip_prefix("select ")?.split_once(" from ")?;
    if selected == "app_id, tenant_id" {
        return tenants(source, rest);
    }
    let (rest, order) = rest.split_once(" order by ")?;
    let (tables, conditions) = rest.split_once(" where ")?;
    let asked = Asked::of(tables, conditions)?;
    asked.takes_order(order)?;
    let columns: Vec<(&str, &str)> = selected
        .split(',')
        .map(|column| {
            let column = column.trim();
            let (expression, name) = match column.split_once(" as ") {
                Some((expression, name)) => (expression.trim(), name.trim()),
                None => (
                    column,
                    column.split_once('.').map_or(column, |(_, name)| name),
                ),
            };
            Asked::meaning(expression).map(|meaning| (meaning, name))
        })
        .collect::<Option<_>>()?;
    let hidden = hidden_schemas(conditions)?;
    let mut rows = vec![
        columns
            .iter()
            .map(|(_, name)| (*name).to_owned())
            .collect::<Vec<_>>(),
    ];
    let mut tables: Vec<&DataTable> = source
        .tables
        .iter()
        .filter(|table| !matches!(table.origin, Origin::View { .. }))
        .filter(|table| !hidden.contains(&table.table.schema))
        .collect();
    tables.sort_by_key(|table| (&table.table.schema, &table.table.name));
    for table in tables {
        for facts in asked.facts(table) {
            let cells = columns.iter().map(|(meaning, _)| {
                let fact = facts.iter().find(|(name, _)| name == meaning);
                fact.map(|(_, value)| value.clone())
            });
            rows.push(cells.collect::<Option<_>>()?);
        }
    }
    Some(rows)
}

fn tenants(source: &DataSource, rest: &str) -> Option<Vec<Vec<String>>> {
    let (table, order) = rest.split_once(" order by ")?;
    let limit = order
        .strip_prefix("app_id, tenant_id limit ")?
        .parse()
        .ok()?;
    let (schema, name) = table.split_once('.')?;
    let bare = |text: &str| text.strip_prefix('"')?.strip_suffix('"').map(str::to_owned);
    let table = source.table(&TableName::new(bare(schema)?, bare(name)?))?;
    let mut rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| {
            let text = |name: &str| row.get(name)?.as_str().map(str::to_owned);
            Some(vec![text("app_id")?, text("tenant_id")?])
        })
        .collect::<Option<_>>()?;
    rows.sort();
    rows.truncate(limit);
    rows.insert(0, vec!["app_id".into(), "tenant_id".into()]);
    Some(rows)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Columns,
    Keys,
    ForeignKeys,
}

/// Joins and conditions that say nothing new about what this double has.
const JOINS: [&str; 10] = [
    "join pg_class c on c.oid = a.attrelid",
    "join pg_class c on c.oid = k.conrelid",
    "join pg_class fc on fc.oid = k.confrelid",
    "join pg_namespace n on n.oid = c.relnamespace",
    "join pg_namespace fn on fn.oid = fc.relnamespace",
    "join pg_type t on t.oid = a.atttypid",
    "join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum",
    "join pg_attribute fa on fa.attrelid = k.confrelid and fa.attnum = u.foreign_attnum",
    "cross join lateral unnest(k.conkey) with ordinality as u (attnum, place)",
    "cross join lateral unnest(k.conkey, k.confkey) with ordinality as u (attnum, foreign_attnum, \
     place)",
];

impl Asked {
    /// What the statement is about, when all of it is understood.
    fn of(tables: &str, conditions: &str) -> Option<Self> {
        let tables = tables.replace("pg_catalog.", "");
        let tables = without(&tables, &JOINS);
        let conditions: Vec<&str> = conditions.split(" and ").map(str::trim).collect();
        let has = |condition: &str| conditions.contains(&condition);
        let asked = match tables.trim() {
            "pg_attribute a" if has("a.attnum > 0") && has("not a.attisdropped") => Self::Columns,
            "pg_constraint k" if has("k.contype in ('p', 'u')") => Self::Keys,
            "pg_constraint k" if has("k.contype = 'f'") => Self::ForeignKeys,
            _ => return None,
        };
        let always = [
            "a.attnum > 0",
            "not a.attisdropped",
            "not c.relispartition",
            "k.conparentid = 0",
            "k.contype in ('p', 'u')",
            "k.contype = 'f'",
            "c.relkind in ('r', 'p')",
        ];
        let known = conditions
            .iter()
            .all(|condition| always.contains(condition) || condition.contains("nspname not in ("));
        known.then_some(asked)
    }

    /// Tables by name, then columns in their order.
    fn takes_order(self, order: &str) -> Option<()> {
        let wanted = match self {
            Self::Columns => "n.nspname, c.relname, a.attnum",
            Self::Keys | Self::ForeignKeys => "n.nspname, c.relname, k.conname, u.place",
        };
        (order.trim() == wanted).then_some(())
    }

    /// What an expression of the select list means here.
    fn meaning(expression: &str) -> Option<&'static str> {
        let known: &[(&str, &'static str)] = &[
            ("n.nspname", "schema"),
            ("c.relname", "table"),
            ("a.attname", "column"),
            ("t.typname", "type"),
            ("k.conname", "constraint"),
            ("k.contype", "kind"),
            ("fn.nspname", "foreign schema"),
            ("fc.relname", "foreign table"),
            ("fa.attname", "foreign column"),
        ];
        let found = known.iter().find(|(name, _)| *name == expression);
        found.map(|(_, meaning)| *meaning)
    }

    fn facts(self, table: &DataTable) -> Vec<Facts> {
        let of_table = [
            ("schema", table.table.schema.clone()),
            ("table", table.table.name.clone()),
        ];
        let row = |more: Facts| of_table.iter().cloned().chain(more).collect::<Facts>();
        match self {
            Self::Columns => table
                .columns
                .iter()
                .map(|column| {
                    row(vec![
                        ("column", column.name.clone()),
                        ("type", column.kind.postgres_name()),
                    ])
                })
                .collect(),
            Self::Keys => keys(table)
                .into_iter()
                .flat_map(|(name, kind, columns)| {
                    columns.iter().map(move |column| {
                        vec![
                            ("constraint", name.clone()),
                            ("kind", kind.to_owned()),
                            ("column", column.clone()),
                        ]
                    })
                })
                .map(row)
                .collect(),
            Self::ForeignKeys => {
                let mut all: Vec<_> = table.foreign_keys.iter().collect();
                all.sort_by_key(|key| &key.constraint);
                all.into_iter()
                    .flat_map(|key| {
                        key.columns
                            .iter()
                            .zip(&key.references)
                            .map(|(own, theirs)| {
                                row(vec![
                                    ("constraint", key.constraint.clone()),
                                    ("column", own.clone()),
                                    ("foreign schema", key.table.schema.clone()),
                                    ("foreign table", key.table.name.clone()),
                                    ("foreign column", theirs.clone()),
                                ])
                            })
                    })
                    .collect()
            }
        }
    }
}

/// Primary key and unique constraints under the names that Postgres gives, by name.
fn keys(table: &DataTable) -> Vec<(String, &'static str, &Vec<String>)> {
    let name = &table.table.name;
    let mut all: Vec<(String, &'static str, &Vec<String>)> = table
        .unique
        .iter()
        .map(|columns| (format!("{name}_{}_key", columns.join("_")), "u", columns))
        .collect();
    if !table.primary_key.is_empty() {
        all.push((format!("{name}_pkey"), "p", &table.primary_key));
    }
    all.sort();
    all
}

/// The text without each of these parts.
fn without(text: &str, parts: &[&str]) -> String {
    let mut text = text.to_owned();
    for part in parts {
        text = text.replace(part, "");
    }
    text
}

/// The schemas that the conditions leave out.
fn hidden_schemas(conditions: &str) -> Option<Vec<String>> {
    let Some((_, list)) = conditions.split_once("nspname not in (") else {
        return Some(Vec::new());
    };
    let (list, _) = list.split_once(')')?;
    list.split(',')
        .map(|item| {
            let item = item.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            Some(item.to_owned())
        })
        .collect()
}
