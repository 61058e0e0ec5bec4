//! What rows name beside a user: a friend, the other member of a chat, what was shared with them.
//!
//! A filter may look for such a row, and show what the friend wrote. Without the administrator
//! nobody can say whether it does, so rows that a row of another table names beside the user, or
//! whose owner it does, are neither shared nor leaked.

use std::collections::{BTreeMap, BTreeSet};

use crate::hasura::columns::words;
use crate::verify::actor::Who;
use crate::verify::ownership::owners;
use crate::verify::rows::{Key, Row, plain};

/// A place in which something stands in a row that names a user.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    table: String,
    column: String,
}

/// By user and by value.
#[derive(Debug, Default)]
pub(super) struct Acquaintances(BTreeMap<(Who, String), BTreeSet<Place>>);

impl Acquaintances {
    /// What a row that names the user names besides.
    pub(super) fn note(&mut self, who: Who, me: &[String], table: &str, row: &Row) {
        let held = row
            .iter()
            .filter_map(|(name, value)| Some((name, plain(value)?)));
        let (mine, others): (Vec<_>, Vec<_>) = held.partition(|(_, value)| me.contains(value));
        if mine.is_empty() {
            return;
        }
        for (column, value) in others {
            let place = Place {
                table: table.to_owned(),
                column: column.clone(),
            };
            self.0.entry((who, value)).or_default().insert(place);
        }
    }

    /// Another table with a row that names the user beside this row or one of its owners.
    pub(super) fn beside(
        &self,
        who: Who,
        table: &str,
        key: &Key,
        owners: &BTreeSet<String>,
    ) -> Option<&str> {
        let places = |value: &str| self.0.get(&(who, value.to_owned())).into_iter().flatten();
        let mut owners = owners.iter().flat_map(|owner| places(owner));
        let key = match key.values.as_slice() {
            [value] => plain(value),
            _ => None,
        };
        // A small number stands anywhere; where it is a key, its column is called after the table.
        let mut keys = key.iter().flat_map(|value| {
            let sure = owners::distinctive(value);
            places(value).filter(move |place| sure || refers(&place.column, table))
        });
        let elsewhere = |place: &&Place| place.table != table;
        let found = owners.find(elsewhere).or_else(|| keys.find(elsewhere));
        found.map(|place| place.table.as_str())
    }
}

/// True for a column that is called after a table: `note_id` and `notes`.
fn refers(column: &str, table: &str) -> bool {
    let table = words(table.rsplit('.').next().unwrap_or(table)).concat();
    let mut column = words(column);
    if column.last().is_some_and(|last| last == "id") {
        column.pop();
    }
    let column = column.concat();
    !column.is_empty() && table.starts_with(&column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_after_tables() {
        assert!(refers("note_id", "notes") && refers("noteId", "public.notes"));
        assert!(refers("article", "articles"));
        assert!(!refers("folder_id", "notes") && !refers("id", "notes"));
    }
}
