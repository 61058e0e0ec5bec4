//! What stands for users in rows that name nobody by id: the names and numbers that a table of
//! users gives them, and what their tokens say that they belong to.
//!
//! Only tables without any better way to an owner are looked at for them: a name is not always a
//! person's.

use std::collections::{BTreeMap, BTreeSet};

use super::called_after::{called, ends_with};
use super::claimed::{self, Claimed};
use super::listed::Listed;
use super::table::StandingFor;
use crate::hasura::columns::words;
use crate::verify::actor::Who;
use crate::verify::model::{Column, RoleTable};
use crate::verify::ownership::Basis;
use crate::verify::ownership::owners::distinctive;
use crate::verify::rows::{Row, plain, same_in};
use crate::verify::run::Run;

/// Words in the names of columns whose values tell people apart.
const NAMES: [&str; 12] = [
    "name", "username", "nick", "nickname", "handle", "login", "mail", "email", "alias", "slug",
    "phone", "mobile",
];

/// The values, and the columns that they come from.
#[derive(Debug, Default)]
pub(super) struct StandIns {
    named: Vec<Named>,
    /// Columns that filters compare with a claim, with the values that the users' tokens have. A
    /// number of a tenant stands for nobody where the numbers are those of users.
    claimed: BTreeMap<String, StandingFor>,
}

/// A column that has one value for each user.
#[derive(Debug)]
struct Named {
    table: String,
    /// The table's name in words, where the column is its key: others refer to it by that.
    key_of: Option<Vec<String>>,
    /// Of the two users.
    theirs: StandingFor,
    all: BTreeSet<String>,
}

impl StandIns {
    /// From what was listed, given the columns that hold users' ids.
    pub(super) fn find(
        ctx: &Run<'_>,
        tables: &[Listed],
        columns: &BTreeMap<String, Vec<(String, Basis)>>,
    ) -> Self {
        let mut found = Self::default();
        for facts in tables {
            let Some(table) = ctx.widest(&facts.type_name) else {
                continue;
            };
            let ids = columns.get(&facts.type_name).into_iter().flatten();
            for (id, _) in ids {
                found.name(ctx, facts, table, id);
            }
            for who in Who::BOTH {
                for claimed in claimed::by(ctx, who, facts, table) {
                    found.claim(who, claimed, tables);
                }
            }
        }
        found
    }

    /// The columns of a table in which such values stand, with those that stand for each user
    /// there.
    pub(super) fn columns(
        &self,
        table: &RoleTable,
        rows: &[&Row],
    ) -> BTreeMap<String, StandingFor> {
        let columns = table.columns.iter();
        columns
            .filter_map(|column| {
                let held: BTreeSet<String> = rows
                    .iter()
                    .filter_map(|row| row.get(&column.name).and_then(plain))
                    .collect();
                let standing = self.standing(table, column, &held);
                (!standing.is_empty()).then(|| (column.name.clone(), standing))
            })
            .collect()
    }

    /// What stands for the users in a column that holds these values.
    fn standing(&self, table: &RoleTable, column: &Column, held: &BTreeSet<String>) -> StandingFor {
        let mut standing = StandingFor::new();
        for (who, values) in self.claimed.get(&column.name).into_iter().flatten() {
            // As the database compares them: a claim is text and may spell a number otherwise.
            let same = |one: &&String| {
                let mut values = values.iter();
                values.any(|value| same_in(&column.scalar, value, one))
            };
            let found: BTreeSet<String> = held.iter().filter(same).cloned().collect();
            if !found.is_empty() {
                standing.entry(*who).or_default().extend(found);
            }
        }
        let named = self.named.iter();
        let named = named.filter(|one| one.table != table.type_name);
        for one in named.filter(|one| one.fits(&column.name, held)) {
            for (who, values) in &one.theirs {
                let known = standing.entry(*who).or_default();
                known.extend(values.iter().cloned());
            }
        }
        standing
    }

    /// Takes in a table in which each row is a user's, whose id stands in `id`.
    fn name(&mut self, ctx: &Run<'_>, facts: &Listed, table: &RoleTable, id: &str) {
        let mut users = BTreeMap::new();
        let mut rows = 0;
        for row in facts.all_rows() {
            rows += 1;
            let known = row.get(id).and_then(plain);
            let Some(known) = known else { return };
            let other = users.insert(known, row);
            // The same row may have been seen by several.
            if other.is_some_and(|other| {
                let shared = other.iter().filter(|(name, _)| row.contains_key(*name));
                shared
                    .into_iter()
                    .any(|(name, value)| row.get(name) != Some(value))
            }) {
                return;
            }
        }
        if rows == 0 {
            return;
        }
        let primary = |name: &str| {
            let key = table.primary_key.as_ref().map(|key| key.columns.as_slice());
            matches!(key, Some([only]) if only.name == name)
        };
        let others = table.columns.iter().filter(|column| column.name != id);
        for column in others {
            let values: Vec<String> = users
                .values()
                .filter_map(|row| row.get(&column.name).and_then(plain))
                .collect();
            let all: BTreeSet<String> = values.iter().cloned().collect();
            let key = primary(&column.name);
            let tells = key || is_name(&column.name) || is_unique(ctx, table, &column.name);
            if !tells || all.len() != values.len() || !holds_names(&column.scalar, key) {
                continue;
            }
            let mut theirs = StandingFor::new();
            for who in Who::BOTH {
                let ids = ctx.actor(who).ids();
                let own = ids.iter().filter_map(|id| users.get(id));
                for value in own.filter_map(|row| row.get(&column.name).and_then(plain)) {
                    theirs.entry(who).or_default().insert(value);
                }
            }
            if !theirs.is_empty() {
                self.named.push(Named {
                    table: table.type_name.clone(),
                    key_of: key.then(|| words(table.name())),
                    theirs,
                    all,
                });
            }
        }
    }

    /// Takes in a column that a user's filter compares with a claim.
    fn claim(&mut self, who: Who, claimed: Claimed<'_>, tables: &[Listed]) {
        let Claimed {
            table,
            column,
            values,
        } = claimed;
        let key = table.primary_key.as_ref().map(|key| key.columns.as_slice());
        if matches!(key, Some([only]) if only.name == column.name) {
            let mut listed = tables.iter();
            let listed = listed.find(|facts| facts.type_name == table.type_name);
            let rows = listed.into_iter().flat_map(Listed::all_rows);
            self.named.push(Named {
                table: table.type_name.clone(),
                key_of: Some(words(table.name())),
                theirs: StandingFor::from([(who, values)]),
                all: rows
                    .filter_map(|row| row.get(&column.name).and_then(plain))
                    .collect(),
            });
        } else {
            let known = self.claimed.entry(column.name.clone()).or_default();
            known.entry(who).or_default().extend(values);
        }
    }
}

impl Named {
    /// True for a column of another table that has these values: those of both users, or one of
    /// them and no others than the users'. What may be any number has to be called after the table.
    fn fits(&self, column: &str, held: &BTreeSet<String>) -> bool {
        let theirs: BTreeSet<&String> = self.theirs.values().flatten().collect();
        let found = held.iter().filter(|value| theirs.contains(value)).count();
        let enough = found > 1 || (found == 1 && held.is_subset(&self.all));
        let called = self
            .key_of
            .as_ref()
            .is_none_or(|table| is_called_after(column, table));
        enough && (called || theirs.iter().all(|value| distinctive(value)))
    }
}

/// True for `account_id` and `account` where the table is called `accounts` or `bank_accounts`.
fn is_called_after(column: &str, table: &[String]) -> bool {
    let column = called(column);
    !column.is_empty() && ends_with(table, &column)
}

fn is_name(column: &str) -> bool {
    words(column)
        .iter()
        .any(|word| NAMES.contains(&word.as_str()))
}

/// True for a column that the database keeps unique by itself, as far as the schema tells.
fn is_unique(ctx: &Run<'_>, table: &RoleTable, column: &str) -> bool {
    let Some(admin) = &ctx.admin else {
        return false;
    };
    let writes = admin.model.writes_to(table);
    let mut constraints = writes
        .filter_map(|write| write.upsert.as_ref())
        .flat_map(|upsert| &upsert.constraints);
    constraints.any(|constraint| matches!(constraint.columns.as_slice(), [only] if only == column))
}

/// True for types of texts, and for those of keys.
fn holds_names(scalar: &str, key: bool) -> bool {
    matches!(
        scalar,
        "String" | "text" | "varchar" | "citext" | "bpchar" | "name"
    ) || key && matches!(scalar, "Int" | "bigint" | "smallint" | "uuid")
}
