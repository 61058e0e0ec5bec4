//! Rows whose parent is not there: where a parent's key can be chosen and can be there only once,
//! these are all that somebody who makes a parent comes to.

use std::collections::BTreeSet;

use super::case::TableCase;
use crate::error::Result;
use crate::verify::asking::rows_of;
use crate::verify::caller::Caller;
use crate::verify::model::RoleTable;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::rows::{Key, KeySpec, plain};
use crate::verify::rules::membership::Gate;

/// Keys in one condition; more would make documents that a proxy may cut.
const KEYS: usize = 100;

impl TableCase<'_> {
    /// How many rows have no pass, as the administrator sees them; `None` where that cannot be
    /// asked.
    pub(super) async fn without_pass(&self, gate: &Gate<'_>) -> Result<Option<usize>> {
        let (own, theirs): (Vec<String>, Vec<String>) = gate.joined_fields().into_iter().unzip();
        let Some(rows) = self.values(gate.from, own, None).await? else {
            return Ok(None);
        };
        let spec = KeySpec {
            columns: theirs.clone(),
            primary: false,
            renamed: Vec::new(),
        };
        let rows: Vec<&Key> = rows.iter().collect();
        let mut without = 0;
        for chunk in rows.chunks(KEYS) {
            let filter = spec.filter(chunk);
            let there = self.values(gate.passes(), theirs.clone(), Some(filter));
            let Some(there) = there.await? else {
                return Ok(None);
            };
            // A text and a number are the same to the database.
            let texts = |key: &Key| key.values.iter().map(plain).collect::<Vec<_>>();
            let there: BTreeSet<Vec<Option<String>>> = there.iter().map(texts).collect();
            let missing = chunk.iter().filter(|key| !there.contains(&texts(key)));
            without += missing.count();
        }
        Ok(Some(without))
    }

    /// The values of some columns; rows with a null among them lead nowhere.
    pub(super) async fn values(
        &self,
        table: &RoleTable,
        columns: Vec<String>,
        filter: Option<serde_json::Value>,
    ) -> Result<Option<BTreeSet<Key>>> {
        let visible = |name: &String| table.column(name).is_some_and(|one| one.filterable);
        let Some(field) = table.list.as_ref().filter(|_| columns.iter().all(visible)) else {
            return Ok(None);
        };
        let query = ListQuery {
            selection: Selection::columns(columns.iter().map(String::as_str)),
            filter: filter.unwrap_or_default(),
            limit: Some(self.ctx.sample),
            ..ListQuery::default()
        };
        let caller = Caller::admin(self.admin.secret.clone());
        let request = document::list(field, &query);
        let answer = self.ctx.ask(&caller, &request).await?;
        let spec = KeySpec {
            columns,
            primary: false,
            renamed: Vec::new(),
        };
        let keys = rows_of(&answer, field).into_iter().map(|row| spec.key(row));
        Ok(Some(
            keys.filter(|key| !key.values.iter().any(serde_json::Value::is_null))
                .collect(),
        ))
    }
}
