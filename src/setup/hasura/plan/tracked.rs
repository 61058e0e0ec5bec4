//! What is tracked already.

use crate::hasura::metadata::{Source, TableName, TrackedTable};

pub(super) fn table_of<'a>(source: &'a Source, name: &TableName) -> Option<&'a TrackedTable> {
    source.tables.iter().find(|table| table.table == *name)
}
