//! `columns: "*"`: every column there is, and every one that will be (contracts: hasura §3.7).

use crate::hasura::metadata::{Columns, Metadata, TrackedTable};

/// Tables whose select permission for `role` names no columns.
pub(crate) fn tables<'a>(
    metadata: &'a Metadata,
    role: &str,
) -> impl Iterator<Item = &'a TrackedTable> {
    metadata.tables().filter_map(move |(_, table)| {
        let permission = table.select_permission(role)?;
        matches!(permission.columns, Columns::Star(_)).then_some(table)
    })
}
