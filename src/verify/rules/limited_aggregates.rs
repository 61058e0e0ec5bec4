//! A permission's limit beside `allow_aggregations`: the limit cuts lists short and leaves counts
//! alone (contracts: hasura §3.7).

use crate::hasura::metadata::TrackedTable;

/// The limit of a role's select permission that its aggregates pass by.
pub(crate) fn limit(table: &TrackedTable, role: &str) -> Option<u64> {
    let permission = table.select_permission(role)?;
    permission.limit.filter(|_| permission.allow_aggregations)
}
