//! The lists of one table, as each party sees it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::config::policy::Mark;
use crate::hasura::{GraphQlRequest, explain};
use crate::verify::actor::Who;
use crate::verify::ownership::publication::{self, Word};
use crate::verify::rows::{Key, KeySpec, Row};

/// What one party sees in a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// True when the party's role has the list at all.
    pub listed: bool,
    /// The rows, by key.
    pub rows: BTreeMap<Key, Row>,
    /// Further rows under keys that are among them: where a role reads no column of the primary
    /// key, rows look alike.
    pub alike: Vec<(Key, Row)>,
    /// Those of them that the plain list ends before ([`super::beyond_sample`]).
    pub later: BTreeSet<Key>,
    /// True when there may be more rows than were asked for.
    pub truncated: bool,
    /// How many rows came beyond the number that was asked for; they were left out.
    pub unasked: usize,
    /// True when, beyond the rows that were asked for, all those were looked at that are not the
    /// party's own.
    pub beyond: bool,
    /// What Hasura said instead of rows.
    pub error: Option<String>,
    pub request: GraphQlRequest,
}

impl Seen {
    /// What Hasura said instead of rows, where the token lacks a session variable.
    pub(crate) fn lacks_a_variable(&self) -> Option<&str> {
        let error = self.error.as_deref()?;
        let (code, message) = error.split_once(": ").unwrap_or(("", error));
        let kind = explain::explain(Some(code), message).kind;
        (kind == explain::Kind::SessionVariableMissing).then_some(error)
    }

    /// The rows that came under a key.
    fn under<'r>(&'r self, key: &Key) -> impl Iterator<Item = &'r Row> {
        let alike = self.alike.iter().filter(move |(other, _)| other == key);
        self.rows
            .get(key)
            .into_iter()
            .chain(alike.map(|(_, row)| row))
    }

    /// How many they are.
    pub(super) fn times(&self, key: &Key) -> usize {
        self.under(key).count()
    }

    /// The rows of the plain list.
    pub(crate) fn plainly(&self) -> impl Iterator<Item = &Key> {
        self.rows.keys().filter(|key| !self.later.contains(*key))
    }
}

/// A row of which each user sees a part; what one is shown null of, the other may see.
fn together(mut row: Row, part: Row) -> Row {
    for (column, value) in part {
        let known = row.entry(column).or_insert(Value::Null);
        if known.is_null() {
            *known = value;
        }
    }
    row
}

/// A table whose lists were read.
#[derive(Debug)]
pub(crate) struct Listed {
    pub type_name: String,
    /// The name to show.
    pub name: String,
    /// What identifies a row.
    pub key: KeySpec,
    /// What each user sees.
    pub seen: BTreeMap<Who, Seen>,
    /// What the administrator sees, where there is one.
    pub admin: Option<Seen>,
    /// True when the policy says that its rows are for everybody who has the role.
    pub shared: bool,
    /// What the policy says of rows that are.
    pub marks: Vec<Mark>,
}

impl Listed {
    /// What a user sees.
    ///
    /// Both users are put in when the facts are made, so the default is never seen.
    pub(crate) fn seen(&self, who: Who) -> &Seen {
        static NOTHING: std::sync::LazyLock<Seen> = std::sync::LazyLock::new(Seen::default);
        self.seen.get(&who).unwrap_or(&NOTHING)
    }

    /// Rows from everywhere.
    pub(crate) fn all_rows(&self) -> impl Iterator<Item = &Row> {
        self.seen
            .values()
            .chain(&self.admin)
            .flat_map(|seen| seen.rows.values())
    }

    /// Keys from everywhere.
    pub(crate) fn all_keys(&self) -> BTreeSet<&Key> {
        self.seen
            .values()
            .chain(&self.admin)
            .flat_map(|seen| seen.rows.keys())
            .collect()
    }

    /// True when a row says of itself that it is public, or has a mark that the policy states.
    pub(crate) fn declared_public(&self, key: &Key) -> bool {
        self.is_stated(key)
            || self
                .views(key)
                .any(|row| publication::word(row) == Word::Public)
    }

    /// A column of a row that may mark it as public.
    pub(super) fn hinted(&self, key: &Key) -> Option<&str> {
        let perhaps = |word| match word {
            Word::Perhaps(column) => Some(column),
            Word::Public | Word::No => None,
        };
        let mut by_words = self.views(key).map(publication::word);
        perhaps(self.stated(key)).or_else(|| by_words.find_map(perhaps))
    }

    /// True when a row has a mark that the policy states.
    pub(super) fn is_stated(&self, key: &Key) -> bool {
        self.stated(key) == Word::Public
    }

    /// Whether a row has a mark that the policy states. The administrator sees all of it; else each
    /// user may see a part. Of rows that look alike, all have to.
    fn stated(&self, key: &Key) -> Word<'_> {
        let under = |seen: &'_ Seen| seen.under(key).cloned().collect::<Vec<Row>>();
        let admin = self.admin.as_ref().map(under).unwrap_or_default();
        let nulls = !admin.is_empty();
        let rows = if nulls {
            admin
        } else if self.seen.values().any(|seen| seen.times(key) > 1) {
            self.seen.values().flat_map(under).collect()
        } else {
            let parts = self.views(key).cloned();
            parts.reduce(together).into_iter().collect()
        };
        let mut words = rows
            .iter()
            .map(|row| publication::stated(&self.marks, row, nulls));
        match words.find(|word| *word != Word::Public) {
            None if rows.is_empty() => Word::No,
            None => Word::Public,
            // What the administrator does not see is not there.
            Some(_) if nulls => Word::No,
            Some(word) => word,
        }
    }

    /// A row as each party sees it.
    fn views<'r>(&'r self, key: &Key) -> impl Iterator<Item = &'r Row> {
        let all = self.seen.values().chain(&self.admin);
        all.filter_map(|seen| seen.rows.get(key))
    }
}
