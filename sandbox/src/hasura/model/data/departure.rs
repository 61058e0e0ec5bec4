//! What goes when a user is deleted: rows that refer to them, and rows that refer to those.
//!
//! Foreign keys to the core's tables act as `ON DELETE CASCADE`, which is how an application
//! declares them that lets its users be deleted at all.

use std::sync::Arc;

use serde_json::Value;

use super::{DataSource, Database, ForeignKey, Origin, Row};
use crate::hasura::model::TableName;

/// Removes the rows that depend on a user.
pub(crate) fn departure(database: &mut Database, user_id: &str) {
    for source in &mut database.sources {
        let mut gone: Vec<(TableName, Row)> = source
            .tables
            .iter()
            .filter(|table| {
                matches!(
                    table.origin,
                    Origin::EmailPasswordUsers | Origin::AllAuthRecipeUsers
                )
            })
            .map(|table| {
                let id = Value::from(user_id);
                (
                    table.table.clone(),
                    Row::from_iter([("user_id".to_owned(), id)]),
                )
            })
            .collect();
        while let Some((name, row)) = gone.pop() {
            gone.extend(remove_dependants(source, &name, &row));
        }
    }
}

/// Rows that refer to `row` of the table `name`, taken out.
fn remove_dependants(
    source: &mut DataSource,
    name: &TableName,
    row: &Row,
) -> Vec<(TableName, Row)> {
    let mut gone = Vec::new();
    for table in source.tables.iter_mut().filter(|table| table.is_stored()) {
        let keys: Vec<ForeignKey> = table
            .foreign_keys
            .iter()
            .filter(|key| key.table == *name)
            .cloned()
            .collect();
        let refers = |other: &Row| keys.iter().any(|key| refers(key, other, row));
        if !table.rows.iter().any(refers) {
            continue;
        }
        let (dependants, rest): (Vec<Row>, Vec<Row>) =
            table.rows.iter().cloned().partition(|other| refers(other));
        table.rows = Arc::new(rest);
        gone.extend(dependants.into_iter().map(|row| (table.table.clone(), row)));
    }
    gone
}

fn refers(key: &ForeignKey, from: &Row, to: &Row) -> bool {
    let mut pairs = key.columns.iter().zip(&key.references);
    pairs.all(|(own, theirs)| {
        from.get(own)
            .is_some_and(|value| !value.is_null() && to.get(theirs) == Some(value))
    })
}
