//! What becomes of rows that refer to others which go away or change their keys.

use std::sync::Arc;

use serde_json::Value;

use super::constraint::fill_in;
use super::{Action, ConstraintError, DataSource, DataTable, ForeignKey, Row};
use crate::hasura::model::TableName;

/// A row that others may refer to, and what it has become; `None` when it is gone.
type Change = (Row, Option<Row>);

impl DataSource {
    /// Removes the rows at these ascending positions, and does to those that refer to them what
    /// the foreign keys say.
    pub(crate) fn remove(
        &mut self,
        name: &TableName,
        positions: &[usize],
    ) -> Result<(), ConstraintError> {
        let mut gone: Vec<Change> = Vec::new();
        if let Some(table) = self.tables.iter_mut().find(|table| table.table == *name) {
            let mut position = 0;
            Arc::make_mut(&mut table.rows).retain(|row| {
                let stays = positions.binary_search(&position).is_err();
                position += 1;
                if !stays {
                    gone.push((row.clone(), None));
                }
                stays
            });
        }
        self.follow(name, &gone)
    }

    /// Does to rows that refer to changed ones what the foreign keys say.
    pub(crate) fn follow(
        &mut self,
        name: &TableName,
        changes: &[Change],
    ) -> Result<(), ConstraintError> {
        for index in 0..self.tables.len() {
            let keys = self.tables[index].foreign_keys.iter();
            let keys: Vec<ForeignKey> = keys.filter(|key| key.table == *name).cloned().collect();
            for key in keys {
                self.follow_key(index, &key, changes)?;
            }
        }
        Ok(())
    }

    fn follow_key(
        &mut self,
        index: usize,
        key: &ForeignKey,
        changes: &[Change],
    ) -> Result<(), ConstraintError> {
        let table = &self.tables[index];
        let hit = |row: &Row| changes.iter().find(|change| lets_go(key, row, change));
        let found: Vec<(usize, &Change)> = table
            .rows
            .iter()
            .enumerate()
            .filter_map(|(position, row)| Some((position, hit(row)?)))
            .collect();
        let Some((_, (_, becomes))) = found.first() else {
            return Ok(());
        };
        let name = table.table.clone();
        let action = if becomes.is_some() {
            key.on_update
        } else {
            key.on_delete
        };
        match action {
            Action::Refuse => Err(ConstraintError::StillReferenced {
                table: key.table.name.clone(),
                constraint: key.constraint.clone(),
                by: name.name,
            }),
            Action::Cascade if becomes.is_none() => {
                let positions: Vec<usize> = found.iter().map(|(position, _)| *position).collect();
                self.remove(&name, &positions)
            }
            Action::Cascade | Action::SetNull | Action::SetDefault => {
                let becoming: Vec<(usize, Row)> = found
                    .into_iter()
                    .map(|(position, change)| {
                        (position, rewritten(table, key, position, change, action))
                    })
                    .collect();
                self.rewrite(index, becoming)
            }
        }
    }

    fn rewrite(
        &mut self,
        index: usize,
        becoming: Vec<(usize, Row)>,
    ) -> Result<(), ConstraintError> {
        let table = &mut self.tables[index];
        let mut changes: Vec<Change> = Vec::new();
        for (position, row) in becoming {
            table.check(&row, Some(position))?;
            let old = std::mem::replace(&mut Arc::make_mut(&mut table.rows)[position], row);
            changes.push((old, Some(table.rows[position].clone())));
        }
        let name = table.table.clone();
        self.follow(&name, &changes)
    }
}

/// True if a row refers to one that no longer has that key.
fn lets_go(key: &ForeignKey, row: &Row, (old, new): &Change) -> bool {
    let mut pairs = key.columns.iter().zip(&key.references);
    let refers = pairs.all(|(own, theirs)| {
        let value = row.get(own).filter(|value| !value.is_null());
        value.is_some() && value == old.get(theirs)
    });
    refers
        && new.as_ref().is_none_or(|new| {
            let mut references = key.references.iter();
            references.any(|column| new.get(column) != old.get(column))
        })
}

fn rewritten(
    table: &DataTable,
    key: &ForeignKey,
    position: usize,
    (_, new): &Change,
    action: Action,
) -> Row {
    let mut row = table.rows[position].clone();
    for (own, theirs) in key.columns.iter().zip(&key.references) {
        let value = match (action, new) {
            (Action::Cascade, Some(new)) => new.get(theirs).cloned().unwrap_or_default(),
            (Action::SetDefault, _) => {
                let column = table.column(own);
                let default = column.and_then(|column| column.default.as_ref());
                default.map_or(Value::Null, fill_in)
            }
            _ => Value::Null,
        };
        row.insert(own.clone(), value);
    }
    row
}
