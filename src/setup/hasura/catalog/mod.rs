//! The database as its own catalogue describes it: tables with columns and keys.
//!
//! [`sql`] asks, [`read()`] makes a [`Catalog`] of the answers; [`tenants`] are SuperTokens'.

mod read;
pub mod sql;
pub mod tenants;

use crate::hasura::metadata::TableName;

pub use read::read;
pub use tenants::Tenant;

/// A database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    /// Tables that hold rows, partitioned ones included.
    pub tables: Vec<Table>,
    /// Views, materialized views and foreign tables, with the word for what they are.
    pub others: Vec<(TableName, &'static str)>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: TableName,
    /// Columns in their order.
    pub columns: Vec<Column>,
    /// Columns of the primary key.
    pub primary_key: Vec<String>,
    /// Columns of each unique constraint; the primary key is not among them.
    pub unique: Vec<Vec<String>>,
    /// Foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// PostgreSQL's internal name of its type, such as `bpchar` or `int8`.
    pub kind: String,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// Its name.
    pub constraint: String,
    /// Own columns.
    pub columns: Vec<String>,
    /// The table that they refer to.
    pub table: TableName,
    /// Its columns, in the same order.
    pub references: Vec<String>,
}

impl Catalog {
    /// A table by its name.
    #[must_use]
    pub fn table(&self, name: &TableName) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == *name)
    }
}

impl Table {
    /// A column by its name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// True when these columns are one of the unique constraints, in whatever order.
    #[must_use]
    pub fn is_unique(&self, columns: &[String]) -> bool {
        self.unique.iter().any(|unique| {
            unique.len() == columns.len() && unique.iter().all(|column| columns.contains(column))
        })
    }

    /// Names of the columns.
    #[must_use]
    pub fn column_names(&self) -> Vec<String> {
        self.columns
            .iter()
            .map(|column| column.name.clone())
            .collect()
    }
}
