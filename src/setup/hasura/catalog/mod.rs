//! The database as its own catalogue describes it: tables with columns and keys.
//!
//! [`sql`] asks, [`read()`] makes a [`Catalog`] of the answers; [`tenants`] are SuperTokens'.

mod read;
pub(crate) mod sql;
pub(crate) mod tenants;

use crate::hasura::metadata::TableName;

pub(crate) use read::read;
pub(crate) use tenants::Tenant;

/// A database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Catalog {
    /// Tables that hold rows, partitioned ones included.
    pub tables: Vec<DbTable>,
    /// Views, materialized views and foreign tables, with the word for what they are.
    pub others: Vec<(TableName, &'static str)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DbTable {
    pub name: TableName,
    /// Columns in their order.
    pub columns: Vec<Column>,
    /// Columns of the primary key.
    pub primary_key: Vec<String>,
    /// Columns of each unique constraint; the primary key is not among them.
    pub unique: Vec<Vec<String>>,
    pub foreign_keys: Vec<ForeignKey>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub name: String,
    /// PostgreSQL's internal name of its type, such as `bpchar` or `int8`.
    pub kind: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ForeignKey {
    pub constraint: String,
    pub columns: Vec<String>,
    /// The table that they refer to.
    pub table: TableName,
    /// Its columns, in the same order.
    pub references: Vec<String>,
}

impl Catalog {
    /// A table by its name.
    pub(crate) fn table(&self, name: &TableName) -> Option<&DbTable> {
        self.tables.iter().find(|table| table.name == *name)
    }
}

impl DbTable {
    /// A column by its name.
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// True when these columns are one of the unique constraints, in whatever order.
    pub(crate) fn is_unique(&self, columns: &[String]) -> bool {
        self.unique.iter().any(|unique| {
            unique.len() == columns.len() && unique.iter().all(|column| columns.contains(column))
        })
    }

    /// Names of the columns.
    pub(crate) fn column_names(&self) -> Vec<String> {
        self.columns
            .iter()
            .map(|column| column.name.clone())
            .collect()
    }
}
