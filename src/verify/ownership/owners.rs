//! Columns that hold users' ids, and the ways to them from other tables.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::verify::facts::rows::{Row, plain};
use crate::verify::model::{Model, Table};

/// How it is known that a column names an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The policy says so.
    Policy,
    /// The permission's filter compares it with the caller's id.
    Filter,
    /// It holds ids of users that are known.
    Data,
    /// Its name looks like it. The report says so.
    Name,
}

/// A way from a row to a user's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnerPath {
    /// Relationships on the way; none for a column of the row itself.
    pub through: Vec<String>,
    /// The column.
    pub column: String,
    /// How it is known.
    pub basis: Basis,
    /// True when the way leads through an array: the ids behind it share the row.
    pub many: bool,
}

impl OwnerPath {
    /// As a report shows it: `note.user_id`.
    #[must_use]
    pub fn show(&self) -> String {
        let mut parts = self.through.clone();
        parts.push(self.column.clone());
        parts.join(".")
    }

    /// The ids behind it in a row.
    #[must_use]
    pub fn ids(&self, row: &Row) -> BTreeSet<String> {
        let mut ids = BTreeSet::new();
        if let Some((first, rest)) = self.through.split_first() {
            if let Some(next) = row.get(first) {
                descend(next, rest, &self.column, &mut ids);
            }
        } else if let Some(id) = row.get(&self.column).and_then(plain) {
            ids.insert(id);
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
            } else if let Some(id) = members.get(column).and_then(plain) {
                ids.insert(id);
            }
        }
        _ => {}
    }
}

/// Rows of a table, from wherever they were seen.
pub struct Sample<'a> {
    /// The table, in the widest view there is.
    pub table: &'a Table,
    /// Its rows.
    pub rows: Vec<&'a Row>,
    /// Columns that the filter compares with the caller's id.
    pub filtered: Vec<String>,
}

/// An id that no other value will equal by chance. SuperTokens' are UUIDs; a short number could
/// be anything.
#[must_use]
pub fn distinctive(id: &str) -> bool {
    id.chars().count() >= 8 && !id.chars().all(|c| c.is_ascii_digit())
}

/// The columns of each table that hold users' ids.
///
/// First those that hold one of `ids`. A table where such a column alone is the key lists users;
/// its ids then tell the columns that hold other users'.
#[must_use]
pub fn columns(
    samples: &[Sample],
    ids: &BTreeSet<String>,
) -> BTreeMap<String, Vec<(String, Basis)>> {
    let certain: BTreeSet<String> = ids.iter().filter(|id| distinctive(id)).cloned().collect();
    let mut known = certain.clone();
    for sample in samples {
        if let Some(column) = user_list(sample, &certain) {
            known.extend(values(sample, &column).filter(|id| distinctive(id)));
        }
    }
    samples
        .iter()
        .map(|sample| (sample.table.type_name.clone(), of(sample, &certain, &known)))
        .collect()
}

fn of(
    sample: &Sample,
    certain: &BTreeSet<String>,
    known: &BTreeSet<String>,
) -> Vec<(String, Basis)> {
    let mut found = Vec::new();
    for column in &sample.table.columns {
        let basis = if sample.filtered.contains(&column.name) {
            Some(Basis::Filter)
        } else if values(sample, &column.name).any(|id| certain.contains(&id)) {
            Some(Basis::Data)
        } else {
            let mut any = false;
            let all = values(sample, &column.name).all(|id| {
                any = true;
                known.contains(&id)
            });
            (any && all).then_some(Basis::Data)
        };
        found.extend(basis.map(|basis| (column.name.clone(), basis)));
    }
    found
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
    sample
        .rows
        .iter()
        .filter_map(move |row| row.get(column).and_then(plain))
}

/// The ways from a table to ids: its own columns, then through object relationships, two deep.
#[must_use]
pub fn paths(
    table: &Table,
    model: &Model,
    columns: &BTreeMap<String, Vec<(String, Basis)>>,
) -> Vec<OwnerPath> {
    let mut found = own(table, columns, &[], false);
    for first in &table.relationships {
        let Some(near) = model.table(&first.target) else {
            continue;
        };
        let way = vec![first.name.clone()];
        found.extend(own(near, columns, &way, first.array));
        for second in near
            .relationships
            .iter()
            .filter(|rel| !(rel.array && first.array))
        {
            // Back to where it came from: one row there is this row again, many are those beside
            // it, which tell who shares what this row belongs to.
            if second.target == table.type_name && !(first.array || second.array) {
                continue;
            }
            if let Some(far) = model.table(&second.target) {
                let way = vec![first.name.clone(), second.name.clone()];
                found.extend(own(far, columns, &way, first.array || second.array));
            }
        }
    }
    found
}

fn own(
    table: &Table,
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
#[must_use]
pub fn guess(table: &Table, rows: &[&Row]) -> Vec<String> {
    table
        .columns
        .iter()
        .filter(|column| named_like_an_owner(&column.name))
        .filter(|column| {
            rows.iter()
                .filter_map(|row| row.get(&column.name).and_then(plain))
                .any(|id| distinctive(&id))
        })
        .map(|column| column.name.clone())
        .collect()
}

/// True for names that most often are those of an owner's id.
#[must_use]
pub fn named_like_an_owner(column: &str) -> bool {
    const NAMES: [&str; 9] = [
        "userid",
        "ownerid",
        "authorid",
        "createdby",
        "accountid",
        "customerid",
        "memberid",
        "owner",
        "author",
    ];
    let name: String = column
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase();
    NAMES.contains(&name.as_str())
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
