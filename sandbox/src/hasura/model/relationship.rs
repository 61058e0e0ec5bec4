//! Where a relationship leads.

use super::TableName;
use super::data::{DataSource, DataTable};
use super::metadata::{ForeignKeyOn, Using};

/// The other side of a relationship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub table: TableName,
    /// Own column → column of the other table.
    pub mapping: Vec<(String, String)>,
}

/// Finds the other side of a relationship of `table`.
pub(crate) fn resolve(
    source: &DataSource,
    table: &TableName,
    using: &Using,
) -> Result<Target, String> {
    match using {
        Using::ForeignKeyConstraintOn(key) => by_key(source, table, key),
        Using::ManualConfiguration(manual) => {
            let remote = existing(source, &manual.remote_table)?;
            let own = existing(source, table)?;
            for (mine, theirs) in &manual.column_mapping {
                for (side, column) in [(own, mine), (remote, theirs)] {
                    if side.column(column).is_none() {
                        return Err(format!(
                            "the column \"{column}\" does not exist in table \"{}\"",
                            side.table
                        ));
                    }
                }
            }
            Ok(Target {
                table: remote.table.clone(),
                mapping: manual
                    .column_mapping
                    .iter()
                    .map(|(mine, theirs)| (mine.clone(), theirs.clone()))
                    .collect(),
            })
        }
    }
}

fn by_key(source: &DataSource, table: &TableName, on: &ForeignKeyOn) -> Result<Target, String> {
    const MISSING: &str = "no foreign constraint exists on the given column(s)";
    if let Some(remote) = on.remote_table() {
        // The key sits over there and points back here.
        let key = existing(source, remote)?
            .foreign_keys
            .iter()
            .find(|key| key.table == *table && same(&key.columns, &on.columns()))
            .ok_or(MISSING)?;
        Ok(Target {
            table: remote.clone(),
            mapping: pairs(&key.references, &key.columns),
        })
    } else {
        let key = existing(source, table)?
            .foreign_key(&on.columns())
            .ok_or(MISSING)?;
        Ok(Target {
            table: key.table.clone(),
            mapping: pairs(&key.columns, &key.references),
        })
    }
}

fn existing<'a>(source: &'a DataSource, name: &TableName) -> Result<&'a DataTable, String> {
    source
        .table(name)
        .ok_or_else(|| format!("no such table/view exists in source: \"{name}\""))
}

fn same(have: &[String], want: &[&str]) -> bool {
    have.len() == want.len()
        && want
            .iter()
            .all(|column| have.iter().any(|own| own == column))
}

fn pairs(own: &[String], other: &[String]) -> Vec<(String, String)> {
    own.iter().cloned().zip(other.iter().cloned()).collect()
}
