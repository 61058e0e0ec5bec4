//! What is at fault where something was found, as far as the probe can tell: findings of one fault
//! are told as one ([`super::causes`]).

use std::collections::BTreeSet;

use super::actor::Who;
use super::facts::TableFacts;
use super::ownership::row_verdict::Admission;
use super::rows::Key;

#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// The select permission of the role on a table lets rows out.
    Permission {
        /// Type name of the table whose rows they are.
        table: String,
        /// Who got them.
        who: Who,
        /// The rows; none where the permission itself was read, and no row was seen.
        rows: BTreeSet<Key>,
    },
    /// Anything else, in words that all of its findings share.
    Named(String),
}

impl Fault {
    /// The role's permission, where it is what let these rows out: its filter admits them, or the
    /// plain list shows them. `None` where a way shows more than the list does: that way is at
    /// fault then.
    pub(crate) fn of_rows(table: &TableFacts, who: Who, rows: &[Key]) -> Option<Self> {
        let seen = &table.seen(who).rows;
        let let_out = |key: &Key| {
            seen.contains_key(key)
                || matches!(
                    table.admitted(who, key),
                    Admission::Open | Admission::Published | Admission::Unread
                )
        };
        rows.iter()
            .all(let_out)
            .then(|| Self::of_permission(table, who, rows.iter().cloned()))
    }

    /// What requests without a token get of a table, whatever way they take.
    pub(crate) fn of_strangers(table: &str) -> Self {
        Self::Named(format!("without a token {table}"))
    }

    /// What makes a role meet an error in place of a table's rows, such as a session variable that
    /// tokens lack.
    pub(crate) fn of_errors(table: &str, role: &str) -> Self {
        Self::Named(format!("errors of {role} in {table}"))
    }

    /// The role's permission itself.
    pub(crate) fn of_permission(
        table: &TableFacts,
        who: Who,
        rows: impl IntoIterator<Item = Key>,
    ) -> Self {
        Self::Permission {
            table: table.type_name.clone(),
            who,
            rows: rows.into_iter().collect(),
        }
    }
}
