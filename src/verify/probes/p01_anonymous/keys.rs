//! Keys to try without credentials in a table that shows no list.

use super::{Reached, Way, somebodys};
use crate::text::count;
use crate::verify::facts::TableFacts;
use crate::verify::model::RoleTable;
use crate::verify::probes::p06_by_pk::candidates;
use crate::verify::rows::Key;

/// Keys to try in a table; the fault is a table's, not a row's.
const KEYS: usize = 20;

pub(super) struct Keys {
    pub(super) values: Vec<Key>,
    /// True when they are those of all rows that are known to be somebody's; else they are values
    /// that other tables hold.
    certain: bool,
}

impl Way<'_> {
    pub(super) fn keys(&self, view: &RoleTable) -> Keys {
        let of_key = |table: &&TableFacts| {
            view.primary_key.as_ref().is_some_and(|key| {
                let names = key.columns.iter().map(|argument| &argument.name);
                table.key.primary && names.eq(&table.key.columns)
            })
        };
        let known = self.facts.table(&view.type_name);
        let mut keys = match known.filter(|table| table.shared || of_key(table)) {
            Some(table) => Keys {
                values: somebodys_keys(table),
                certain: true,
            },
            None => Keys {
                values: candidates(self.facts, view),
                certain: false,
            },
        };
        keys.values.truncate(KEYS);
        keys
    }
}

/// The keys of the rows that are known to be somebody's.
pub(super) fn somebodys_keys(table: &TableFacts) -> Vec<Key> {
    let keys = table.all_keys().into_iter();
    keys.filter(|key| somebodys(table, key, None))
        .cloned()
        .collect()
}

impl Keys {
    /// Tells that a way on which they found no row has proven nothing, where it has not.
    pub(super) fn nothing_found(
        &self,
        view: &RoleTable,
        path: &str,
        failed: Option<&str>,
        reached: &mut Reached,
    ) {
        match failed {
            Some(words) if self.certain => reached.failed(path, words),
            _ if self.certain => {}
            _ => reached.untold.push(format!(
                "{} is offered without credentials through {path}, and none of {} that other \
                 tables hold is the key of a row",
                view.name(),
                count(self.values.len(), "value")
            )),
        }
    }
}
