//! Columns that hold users' ids, and the ways to them from other tables.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::embedded::{self, ids_in};
use crate::hasura::columns::named_like_an_owner;
use crate::verify::model::{Model, RoleTable};
use crate::verify::rows::{Row, plain};

/// How it is known that a column names an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Basis {
    /// The policy says so.
    Policy,
    /// The permission's filter compares it with the caller's id.
    Filter,
    /// It holds ids of users that are known.
    Data,
    /// It holds what stands for them: the names that a table of users gives them, or the tenants
    /// that their tokens name.
    StandIn,
    /// Its name looks like it. The report says so.
    Name,
}

/// A way from a row to a user's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OwnerPath {
    /// Relationships on the way; none for a column of the row itself.
    pub through: Vec<String>,
    pub column: String,
    /// How it is known.
    pub basis: Basis,
    /// True when the way leads through an array: the ids behind it share the row.
    pub many: bool,
}

impl OwnerPath {
    /// As a report shows it: `note.user_id`.
    pub(crate) fn show(&self) -> String {
        let mut parts = self.through.clone();
        parts.push(self.column.clone());
        parts.join(".")
    }

    /// The ids behind it in a row.
    pub(crate) fn ids(&self, row: &Row) -> BTreeSet<String> {
        let mut ids = BTreeSet::new();
        if let Some((first, rest)) = self.through.split_first() {
            if let Some(next) = row.get(first) {
                descend(next, rest, &self.column, &mut ids);
            }
        } else if let Some(value) = row.get(&self.column) {
            ids.extend(embedded::named_in(value));
        }
        ids
    }
}

fn descend(value: &Value, through: &[String], column: &str, ids: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => {
            for item in items {
                descend(item, through, column, ids);
            }
        }
        Value::Object(members) => {
            if let Some((first, rest)) = through.split_first() {
                if let Some(next) = members.get(first) {
                    descend(next, rest, column, ids);
                }
            } else if let Some(value) = members.get(column) {
                ids.extend(embedded::named_in(value));
            }
        }
        _ => {}
    }
}

/// Ways to walk on from at each step; a schema in which everything hangs together has more than
/// would tell anything new.
const WAYS: usize = 60;

/// Rows of a table, from wherever they were seen.
pub(crate) struct Sample<'a> {
    /// The table, in the widest view there is.
    pub table: &'a RoleTable,
    pub rows: Vec<&'a Row>,
    /// Columns that the filter compares with the caller's id.
    pub filtered: Vec<String>,
}

/// An id that no other value will equal by chance. SuperTokens' are UUIDs; a short number could
/// be anything.
pub(crate) fn distinctive(id: &str) -> bool {
    id.chars().count() >= 8 && !id.chars().all(|c| c.is_ascii_digit())
}

/// The columns of each table that hold users' ids.
///
/// First those that hold one of `ids`. A table where such a column alone is the key lists users,
/// and a column that a filter compares with the caller's id holds nothing else: their ids then
/// tell the columns that hold other users'.
pub(crate) fn columns(
    samples: &[Sample],
    ids: &BTreeSet<String>,
) -> BTreeMap<String, Vec<(String, Basis)>> {
    let certain: BTreeSet<String> = ids.iter().filter(|id| distinctive(id)).cloned().collect();
    let mut known = certain.clone();
    for sample in samples {
        let listed = user_list(sample, &certain);
        for column in listed.iter().chain(&sample.filtered) {
            known.extend(values(sample, column).filter(|id| distinctive(id)));
        }
    }
    let look = Look {
        ids,
        certain: &certain,
        known: &known,
    };
    samples
        .iter()
        .map(|sample| (sample.table.type_name.clone(), look.of(sample)))
        .collect()
}

struct Look<'a> {
    /// Of those who look, also short ones.
    ids: &'a BTreeSet<String>,
    /// Of those who look, where they cannot be anything else.
    certain: &'a BTreeSet<String>,
    /// Of all users that are known.
    known: &'a BTreeSet<String>,
}

impl Look<'_> {
    fn of(&self, sample: &Sample) -> Vec<(String, Basis)> {
        let mut found = Vec::new();
        for column in &sample.table.columns {
            let basis = if sample.filtered.contains(&column.name) {
                Some(Basis::Filter)
            } else {
                self.holds_ids(sample, &column.name).then_some(Basis::Data)
            };
            found.extend(basis.map(|basis| (column.name.clone(), basis)));
        }
        found
    }

    fn holds_ids(&self, sample: &Sample, column: &str) -> bool {
        let held: BTreeSet<String> = values(sample, column).collect();
        if !held.is_disjoint(self.certain) {
            return true;
        }
        if !held.is_empty() && held.is_subset(self.known) {
            return true;
        }
        if embedded::names_users(&values_of(sample, column), self.certain) {
            return true;
        }
        // A short id could be any word, but hardly so for two of them in one column; a number is
        // taken for one only in a column that is called so.
        let number = |id: &&String| id.chars().all(|c| c.is_ascii_digit());
        let named = named_like_an_owner(column);
        let short = held.intersection(self.ids);
        short.filter(|id| named || !number(id)).count() > 1
    }
}

/// The column that makes a table a list of users: its key, alone or beside an app and a tenant.
fn user_list(sample: &Sample, certain: &BTreeSet<String>) -> Option<String> {
    let key = sample.table.primary_key.as_ref()?;
    let ids: Vec<&str> = key
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .filter(|name| values(sample, name).any(|id| certain.contains(&id)))
        .collect();
    let [id] = ids.as_slice() else { return None };
    let others_are_constant = key
        .columns
        .iter()
        .filter(|column| column.name != *id)
        .all(|column| values(sample, &column.name).collect::<BTreeSet<_>>().len() <= 1);
    others_are_constant.then(|| (*id).to_owned())
}

fn values<'a>(sample: &'a Sample, column: &'a str) -> impl Iterator<Item = String> + 'a {
    values_of(sample, column).into_iter().flat_map(ids_in)
}

fn values_of<'a>(sample: &Sample<'a>, column: &str) -> Vec<&'a Value> {
    let rows = sample.rows.iter();
    rows.filter_map(|row| row.get(column)).collect()
}

/// The ways from a table to ids: its own columns, then through relationships, two deep; three
/// where no nearer row names an owner.
pub(crate) fn paths(
    table: &RoleTable,
    model: &Model,
    columns: &BTreeMap<String, Vec<(String, Basis)>>,
) -> Vec<OwnerPath> {
    let near = walk(table, model, columns, 2);
    if near.iter().any(|path| !path.many) {
        return near;
    }
    let mut far = walk(table, model, columns, 3);
    far.retain(|path| !path.many || path.through.len() < 3);
    far
}

fn walk(
    table: &RoleTable,
    model: &Model,
    columns: &BTreeMap<String, Vec<(String, Basis)>>,
    depth: usize,
) -> Vec<OwnerPath> {
    let mut found = own(table, columns, &[], false);
    let mut ways = vec![(table, Vec::new(), false)];
    for _ in 0..depth {
        let mut longer = Vec::new();
        for (at, through, many) in &ways {
            // From many to many there is no telling who shares what.
            for next in at
                .relationships
                .iter()
                .filter(|next| !(next.array && *many))
            {
                // Back to where it came from: one row there is this row again, many are those
                // beside it, which tell who shares what this row belongs to.
                let back = !through.is_empty() && next.target == table.type_name;
                if back && !(*many || next.array) {
                    continue;
                }
                let Some(target) = model.table(&next.target) else {
                    continue;
                };
                let mut way: Vec<String> = through.clone();
                way.push(next.name.clone());
                let many = *many || next.array;
                found.extend(own(target, columns, &way, many));
                longer.push((target, way, many));
            }
        }
        longer.truncate(WAYS);
        ways = longer;
    }
    found
}

fn own(
    table: &RoleTable,
    columns: &BTreeMap<String, Vec<(String, Basis)>>,
    through: &[String],
    many: bool,
) -> Vec<OwnerPath> {
    columns
        .get(&table.type_name)
        .into_iter()
        .flatten()
        .filter(|(column, _)| table.column(column).is_some())
        .map(|(column, basis)| OwnerPath {
            through: through.to_vec(),
            column: column.clone(),
            basis: *basis,
            many,
        })
        .collect()
}

/// Columns whose names look like an owner's id. Only for tables where nothing better is known.
pub(crate) fn guess(table: &RoleTable, rows: &[&Row], ids: &BTreeSet<String>) -> Vec<String> {
    let shapes: BTreeSet<String> = ids.iter().map(|id| shape(id)).collect();
    table
        .columns
        .iter()
        .filter(|column| named_like_an_owner(&column.name))
        .filter(|column| {
            rows.iter()
                .filter_map(|row| row.get(&column.name).and_then(plain))
                // The author of a book has a name; a user has an id like everybody's.
                .any(|id| distinctive(&id) && shapes.contains(&shape(&id)))
        })
        .map(|column| column.name.clone())
        .collect()
}

/// What ids of one kind have in common.
pub(crate) fn shape(id: &str) -> String {
    id.chars()
        .map(|c| if c.is_alphanumeric() { 'x' } else { c })
        .collect()
}

/// Columns that hold the e-mail addresses of users, given in lower case. Only for tables that name nobody by id.
pub(crate) fn addressed(
    table: &RoleTable,
    rows: &[&Row],
    emails: &BTreeSet<String>,
) -> Vec<String> {
    table
        .columns
        .iter()
        .filter(|column| {
            rows.iter()
                .filter_map(|row| row.get(&column.name).and_then(plain))
                .any(|value| emails.contains(&value.to_lowercase()))
        })
        .map(|column| column.name.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ids_are_read_through_lists_and_nulls() {
        let row = json!({"user_id": "u1  ", "note": {"user": {"id": "u2"}},
            "members": [{"user_id": "u3"}, {"user_id": "u4"}], "gone": null});
        let row = row.as_object().unwrap();
        let path = |through: &[&str], column: &str| {
            OwnerPath {
                through: through.iter().map(|s| (*s).to_owned()).collect(),
                column: column.into(),
                basis: Basis::Data,
                many: false,
            }
            .ids(row)
            .into_iter()
            .collect::<Vec<_>>()
        };
        assert_eq!(path(&[], "user_id"), ["u1"]);
        assert_eq!(path(&["note", "user"], "id"), ["u2"]);
        assert_eq!(path(&["members"], "user_id"), ["u3", "u4"]);
        assert!(path(&["gone"], "id").is_empty());
    }

    #[test]
    fn numbers_are_not_taken_for_users() {
        assert!(!distinctive("12345678901"));
        assert!(!distinctive("u1"));
        assert!(distinctive("0a9b7c5d-1111-2222-3333-444455556666"));
    }
}
