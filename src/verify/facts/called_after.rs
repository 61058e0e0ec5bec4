//! Tables by what they are called: those of users, and those that columns elsewhere are called
//! after, such as `account_id` after `bank_accounts`.

use std::collections::BTreeMap;

use crate::hasura::columns::words;
use crate::verify::model::{Model, RoleTable};

/// What tables of users are called.
const USERS: [&str; 8] = [
    "user", "account", "profile", "person", "people", "member", "customer", "identity",
];

/// The tables of a model by the last word of their names.
pub(super) struct Names<'m> {
    by_last: BTreeMap<String, Vec<(Vec<String>, &'m String)>>,
}

impl<'m> Names<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        let mut by_last = BTreeMap::<String, Vec<_>>::new();
        for table in &model.tables {
            let name = words(table.name());
            if let Some(last) = name.last() {
                let last = singular(last).to_owned();
                by_last
                    .entry(last)
                    .or_default()
                    .push((name, &table.type_name));
            }
        }
        Self { by_last }
    }

    /// The type names of tables of users.
    pub(super) fn users(&self) -> impl Iterator<Item = &'m String> {
        let tables = USERS.iter().filter_map(|word| self.by_last.get(*word));
        tables.flatten().map(|(_, name)| *name)
    }

    /// The type names of tables that columns of a table are called after.
    pub(super) fn meant_by(&self, table: &RoleTable) -> Vec<&'m String> {
        let columns = table.columns.iter();
        columns
            .flat_map(|column| {
                let column = called(&column.name);
                let last = column.last().map(|last| singular(last));
                let tables = last.and_then(|last| self.by_last.get(last));
                let mut found = Vec::new();
                for (name, type_name) in tables.into_iter().flatten() {
                    if ends_with(name, &column) {
                        found.push(*type_name);
                    }
                }
                found
            })
            .collect()
    }
}

/// The words of a column's name without those that say that it refers to something.
pub(super) fn called(column: &str) -> Vec<String> {
    let mut column = words(column);
    column.pop_if(|last| matches!(last.as_str(), "id" | "key" | "no" | "nr"));
    column
}

/// True for a name that ends with these words, whether one is meant or many.
pub(super) fn ends_with(name: &[String], end: &[String]) -> bool {
    let mut pairs = end.iter().rev().zip(name.iter().rev());
    end.len() <= name.len() && pairs.all(|(one, other)| singular(one) == singular(other))
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}
