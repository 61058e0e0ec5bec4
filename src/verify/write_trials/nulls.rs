//! Rows that name no owner: a check that comes out null lets them pass (contracts: hasura §3.7).
//!
//! Nobody but the administrator can be sure to remove such a row, by a key that was chosen here; so
//! they are only made where both is possible.

use serde_json::{Map, Value};

use super::make::Inserted;
use super::trial::{Breach, Trial};
use crate::error::Result;
use crate::verify::evidence::Finding;
use crate::verify::model::{Write, WriteKind};
use crate::verify::rows::{Key, Row};

impl Trial<'_> {
    /// Inserts a row that is nobody's.
    pub(super) async fn insert_for_nobody(&mut self) -> Result<Option<Finding>> {
        for kind in [WriteKind::Insert, WriteKind::InsertOne] {
            let Some(write) = self.write(kind).filter(|_| self.administrator_removes()) else {
                continue;
            };
            let nobody = self.of_nobody(write);
            let row = self.draft(write, self.mine(), &nobody);
            if nobody.is_empty() || !self.key.columns.iter().all(|name| row.contains_key(name)) {
                continue;
            }
            let caller = self.mine().caller();
            let inserted = self.insert(&caller, write, row).await?;
            let Inserted::Made(Some(key), request) = inserted else {
                continue;
            };
            if self.is_nobodys(&key).await? {
                let breach = Breach {
                    way: "insert",
                    does: "inserted a row without an owner: a check that comes out null passes",
                    remedy: "make the owner's column NOT NULL, preset it, or ask for a value in the \
                             check of the role's insert permission as well (_is_null: false)",
                };
                return Ok(Some(self.finding(&breach, &key, &request)));
            }
        }
        Ok(None)
    }

    /// Changes a row of the other's in which one of several owners is not named.
    pub(super) async fn update_beside_null(&mut self) -> Result<Option<Finding>> {
        if self.owners.len() < 2 || !self.administrator_removes() {
            return Ok(None);
        }
        for owner in self.owners.clone() {
            let given = Map::from_iter([(owner, Value::Null)]);
            if let Ok(key) = self.make_with(self.other(), &given).await?
                && let Some(found) = self.update(&key).await?
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Nulls for the owner's columns that can be given.
    pub(super) fn of_nobody(&self, write: &Write) -> Row {
        let columns = write.columns.iter();
        columns
            .filter(|column| self.owners.contains(&column.name))
            .filter(|column| !self.key.columns.contains(&column.name))
            .map(|column| (column.name.clone(), Value::Null))
            .collect()
    }

    /// True when the administrator sees the row, and no owner in it.
    pub(super) async fn is_nobodys(&self, key: &Key) -> Result<bool> {
        let row = self.read(key, self.mine(), &self.owners).await?;
        Ok(row.is_some_and(|row| {
            let mut owners = self.owners.iter();
            owners.all(|name| row.get(name).is_some_and(Value::is_null))
        }))
    }

    /// True when the administrator can remove a row by its key.
    pub(super) fn administrator_removes(&self) -> bool {
        self.ctx.admin.as_ref().is_some_and(|admin| {
            admin
                .model
                .table(&self.table.type_name)
                .is_some_and(|table| {
                    let mut writes = admin.model.writes_to(table);
                    writes.any(|write| write.kind == WriteKind::Delete)
                })
        })
    }
}
