//! What is tracked already.

use crate::hasura::metadata::{Source, Table, TableName};

pub(super) fn table_of<'a>(source: &'a Source, name: &TableName) -> Option<&'a Table> {
    source.tables.iter().find(|table| table.table == *name)
}
