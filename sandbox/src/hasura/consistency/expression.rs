//! Whether a boolean expression of a permission speaks about things that exist.

use serde_json::Value;

use super::super::model::data::{ColumnType, DataSource};
use super::super::model::metadata::{Relationship, Source, Table};
use super::super::model::{OtherColumn, TableName, relationship};
use crate::hasura::haskell;

/// Comparison operators; metadata may also write them with `$`.
const OPERATORS: [&str; 38] = [
    "eq",
    "ne",
    "neq",
    "gt",
    "lt",
    "gte",
    "lte",
    "in",
    "nin",
    "is_null",
    "like",
    "nlike",
    "ilike",
    "nilike",
    "similar",
    "nsimilar",
    "regex",
    "nregex",
    "iregex",
    "niregex",
    "contains",
    "contained_in",
    "has_key",
    "has_keys_any",
    "has_keys_all",
    "cast",
    "st_contains",
    "st_crosses",
    "st_equals",
    "st_intersects",
    "st_overlaps",
    "st_touches",
    "st_within",
    "st_d_within",
    "st_3d_d_within",
    "st_3d_intersects",
    "ancestor",
    "descendant",
];

/// Those that compare with another column.
const WITH_COLUMNS: [&str; 7] = ["ceq", "cne", "cneq", "cgt", "clt", "cgte", "clte"];

/// Operators that compare with a pattern; with an `n` before them, their opposites.
const PATTERNS: [&str; 5] = ["like", "ilike", "similar", "regex", "iregex"];

/// The tables that an expression can reach.
pub(super) struct Scope<'a> {
    pub(super) source: &'a Source,
    pub(super) data: &'a DataSource,
    /// Where the expression begins.
    pub(super) root: &'a Table,
}

impl Scope<'_> {
    /// Checks `rule` on rows of `table`.
    pub(super) fn check(&self, table: &Table, rule: &Value) -> Result<(), String> {
        let members = match rule {
            Value::Null => return Ok(()),
            Value::Object(members) => members,
            _ => return Err("expecting an object for a boolean expression".into()),
        };
        members
            .iter()
            .try_for_each(|(name, operand)| match name.as_str() {
                "_and" | "_or" | "$and" | "$or" => operand
                    .as_array()
                    .ok_or_else(|| format!("expecting a list for {name}"))?
                    .iter()
                    .try_for_each(|rule| self.check(table, rule)),
                "_not" | "$not" => self.check(table, operand),
                "_exists" | "$exists" => self.exists(operand),
                name => self.field(table, name, operand),
            })
    }

    fn exists(&self, operand: &Value) -> Result<(), String> {
        let table: TableName = operand
            .get("_table")
            .and_then(|table| serde_json::from_value(table.clone()).ok())
            .ok_or("expecting _table and _where in _exists")?;
        let table = self
            .source
            .table(&table)
            .ok_or_else(|| format!("table \"{table}\" is not tracked"))?;
        self.check(table, operand.get("_where").unwrap_or(&Value::Null))
    }

    fn field(&self, table: &Table, name: &str, operand: &Value) -> Result<(), String> {
        let columns = self.data.table(&table.table);
        if let Some(column) = columns.and_then(|columns| columns.column(name)) {
            return self.operators(table, &column.kind, operand);
        }
        if let Some(one) = relationship_of(table, name) {
            let target = relationship::resolve(self.data, &table.table, &one.using)?;
            let remote = self
                .source
                .table(&target.table)
                .ok_or_else(|| format!("table \"{}\" is not tracked", target.table))?;
            return self.check(remote, operand);
        }
        // Computed fields are not evaluated here, so nothing is known about their operands.
        if table
            .computed_fields
            .iter()
            .any(|field| field.get("name").and_then(Value::as_str) == Some(name))
        {
            return Ok(());
        }
        Err(format!("\"{name}\" does not exist"))
    }

    /// What a column is compared with; a literal stands for equality.
    fn operators(&self, table: &Table, kind: &ColumnType, operand: &Value) -> Result<(), String> {
        if *kind == ColumnType::Json {
            return Err("JSON column can not be part of boolean expression".into());
        }
        let Some(members) = operand.as_object() else {
            return value(kind, operand);
        };
        members.iter().try_for_each(|(name, operand)| {
            let bare = name.strip_prefix(['_', '$']);
            match bare.filter(|bare| WITH_COLUMNS.contains(bare)) {
                Some(_) => self.other_column(table, operand),
                None => operator(kind, name, operand),
            }
        })
    }

    fn other_column(&self, table: &Table, operand: &Value) -> Result<(), String> {
        let OtherColumn { name, of_root } = OtherColumn::read(operand)?;
        let table = if of_root { self.root } else { table };
        let columns = self.data.table(&table.table);
        match columns.and_then(|columns| columns.column(name)) {
            Some(_) => Ok(()),
            None => Err(format!("\"{name}\" does not exist")),
        }
    }
}

fn operator(kind: &ColumnType, name: &str, operand: &Value) -> Result<(), String> {
    let bare = name
        .strip_prefix(['_', '$'])
        .filter(|bare| OPERATORS.contains(bare))
        .ok_or_else(|| format!("Unknown operator: {name}"))?;
    match bare {
        "is_null" if !operand.is_boolean() => Err(format!(
            "expected Bool, but encountered {}",
            haskell::kind(operand)
        )),
        bare if PATTERNS.contains(&bare.trim_start_matches('n')) && !is_text(kind) => Err(format!(
            " is of type \"{}\"; this operator works only on columns of type \"varchar\", \
             \"text\", \"citext\", \"bpchar\"",
            kind.sql_name()
        )),
        "cast" => operand
            .as_object()
            .into_iter()
            .flatten()
            .try_for_each(|(target, tests)| match target.as_str() {
                "text" => tests
                    .as_object()
                    .into_iter()
                    .flatten()
                    .try_for_each(|(name, operand)| operator(&ColumnType::Text, name, operand)),
                other => Err(format!(
                    "cannot cast column of type \"{}\" to type \"{other}\"",
                    kind.postgres_name()
                )),
            }),
        "eq" | "ne" | "neq" | "gt" | "lt" | "gte" | "lte" => value(kind, operand),
        "in" | "nin" => operand
            .as_array()
            .into_iter()
            .flatten()
            .try_for_each(|item| value(kind, item)),
        _ => Ok(()),
    }
}

/// A literal for a column of text has to be one. Of other types a text is taken too, and the
/// database judges it.
fn value(kind: &ColumnType, literal: &Value) -> Result<(), String> {
    if !is_text(kind) || literal.is_string() || literal.is_null() {
        return Ok(());
    }
    Err(format!(
        "parsing Text failed, expected String, but encountered {}",
        haskell::kind(literal)
    ))
}

fn is_text(kind: &ColumnType) -> bool {
    matches!(
        kind,
        ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Citext | ColumnType::Bpchar(_)
    )
}

/// A relationship of a table by name.
fn relationship_of<'a>(table: &'a Table, name: &str) -> Option<&'a Relationship> {
    table
        .object_relationships
        .iter()
        .chain(&table.array_relationships)
        .find(|one| one.name == name)
}
