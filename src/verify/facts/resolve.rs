//! Parts of a filter that GraphQL has no words for, read from the rows that they speak of.
//!
//! An `_exists` is looked up in its table as administrator: one that compares nothing with the
//! row holds for all rows or for none, and one that does holds for the rows with the values
//! found. A comparison of two columns is made on the rows that are known. What stays unknown is
//! left to impersonation ([`super::admission`]).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::fetch;
use super::rows::{KeySpec, Row};
use super::table::TableFacts;
use crate::error::Result;
use crate::hasura::metadata::{Metadata, TableName};
use crate::verify::actor::Actor;
use crate::verify::caller::Caller;
use crate::verify::context::{Admin, Context};
use crate::verify::model::Table;
use crate::verify::model::document::{ListQuery, Selection};
use crate::verify::ownership::filter::{Reading, compares_columns};
use crate::verify::ownership::permission::{self, Parts};

/// Rows of another table to read for an `_exists`; one with more stays unknown.
const ROWS: u32 = 1000;

/// Other users to ask whether an `_exists` holds for them too.
const OTHERS: usize = 20;

/// The parts of a filter of `facts` that can be read for a user.
pub(super) async fn parts(
    ctx: &Context<'_>,
    admin: &Admin,
    metadata: &Metadata,
    actor: &Actor,
    facts: &TableFacts,
    filter: &Value,
    everybody: &BTreeSet<String>,
) -> Result<Parts> {
    let mut parts = Parts::default();
    let Some(table) = admin.model.table(&facts.type_name) else {
        return Ok(parts);
    };
    let look = Look {
        ctx,
        admin,
        metadata,
        actor,
        table,
        facts,
        everybody,
    };
    let mut found = Vec::new();
    collect(filter, &mut found);
    for part in found {
        let (key, reading) = match part {
            Part::Exists(operand) => (Parts::key("_exists", operand), look.exists(operand).await?),
            Part::Columns(column, operator, operand) => {
                let Some(name) = look.column(table, column) else {
                    continue;
                };
                let part = json!({ name.as_str(): { operator.as_str(): operand } });
                (
                    Parts::key("columns", &part),
                    look.compared(&name, &operator, operand),
                )
            }
        };
        if let Some(reading) = reading {
            parts.known.insert(key, reading);
        }
    }
    Ok(parts)
}

enum Part<'f> {
    Exists(&'f Value),
    /// Column as the metadata has it, operator, operand.
    Columns(&'f str, String, &'f Value),
}

/// The parts on the table itself: behind a relationship, rows of another table are meant.
fn collect<'f>(filter: &'f Value, found: &mut Vec<Part<'f>>) {
    for (name, value) in filter.as_object().into_iter().flatten() {
        match name.as_str() {
            "_and" | "$and" | "_or" | "$or" => match value {
                Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
                one => collect(one, found),
            },
            "_not" | "$not" => collect(value, found),
            "_exists" | "$exists" => found.push(Part::Exists(value)),
            column => {
                for (operator, operand) in value.as_object().into_iter().flatten() {
                    let operator = operator.replace('$', "_");
                    if compares_columns(&operator) {
                        found.push(Part::Columns(column, operator, operand));
                    }
                }
            }
        }
    }
}

struct Look<'a> {
    ctx: &'a Context<'a>,
    admin: &'a Admin,
    metadata: &'a Metadata,
    actor: &'a Actor,
    table: &'a Table,
    facts: &'a TableFacts,
    /// Ids of all users that are known.
    everybody: &'a BTreeSet<String>,
}

impl Look<'_> {
    /// A column's name in GraphQL.
    fn column(&self, table: &Table, name: &str) -> Option<String> {
        let config = permission::metadata_of(table, self.metadata).ok();
        permission::column_of(table, config, name).map(|column| column.name.clone())
    }

    async fn exists(&self, operand: &Value) -> Result<Option<Reading>> {
        let Some((target, name)) = self.target(operand) else {
            return Ok(None);
        };
        let Some((links, rest)) = split(operand.get("_where").unwrap_or(&Value::Null)) else {
            return Ok(None);
        };
        let mut pairs = Vec::new();
        for (theirs, ours) in links {
            match (self.column(target, theirs), self.column(self.table, ours)) {
                (Some(theirs), Some(ours)) => pairs.push((theirs, ours)),
                _ => return Ok(None),
            }
        }
        let Ok(reading) = self.read(&rest, target, None) else {
            return Ok(None);
        };
        let columns: Vec<&str> = pairs.iter().map(|(theirs, _)| theirs.as_str()).collect();
        let Some(rows) = self.rows(target, &reading.full, &columns).await? else {
            return Ok(None);
        };
        if rows.is_empty() {
            return Ok(Some(Reading::nothing()));
        }
        if pairs.is_empty() {
            let privilege = reading.exact && !self.for_everybody(&rest, target).await?;
            self.ctx.app.ui.trace(
                2,
                format!("_exists {name} holds, for everybody: {}", !privilege),
            );
            return Ok(Some(if privilege {
                Reading::of_caller(json!({}))
            } else {
                Reading::open(json!({}))
            }));
        }
        let full = any_of(&pairs, &rows);
        Ok(Some(if reading.exact {
            Reading::of_caller(full)
        } else {
            Reading::open(full)
        }))
    }

    /// The table that an `_exists` looks into, in the administrator's model.
    fn target(&self, operand: &Value) -> Option<(&Table, String)> {
        let name: TableName = serde_json::from_value(operand.get("_table")?.clone()).ok()?;
        let table = self.admin.model.tables.iter().find(|table| {
            permission::metadata_of(table, self.metadata).is_ok_and(|one| one.table == name)
        })?;
        Some((table, name.qualified()))
    }

    fn read(&self, rest: &Value, target: &Table, id: Option<&str>) -> Result<Reading, String> {
        let parts = Parts {
            user_id: id.map(ToOwned::to_owned),
            ..Parts::default()
        };
        permission::read_with(
            rest,
            target,
            &self.admin.model,
            self.metadata,
            self.actor,
            &parts,
        )
    }

    /// True when the condition holds for every other user that is known: what everybody meets is
    /// no privilege of the caller's.
    async fn for_everybody(&self, rest: &Value, target: &Table) -> Result<bool> {
        let own = self.actor.ids();
        let others = self.everybody.iter().filter(|id| !own.contains(id));
        for id in others.take(OTHERS) {
            let Ok(reading) = self.read(rest, target, Some(id)) else {
                return Ok(false);
            };
            match self.rows(target, &reading.full, &[]).await? {
                Some(rows) if !rows.is_empty() => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Rows of a table that meet a condition, as administrator; `None` where they are too many
    /// or cannot be asked for.
    async fn rows(
        &self,
        target: &Table,
        condition: &Value,
        columns: &[&str],
    ) -> Result<Option<Vec<Row>>> {
        let Some(field) = &target.list else {
            return Ok(None);
        };
        // With nothing to compare, one row is as good as all.
        let limit = if columns.is_empty() { 1 } else { ROWS };
        let query = ListQuery {
            selection: Selection::columns(columns.iter().copied()),
            filter: condition.clone(),
            limit: Some(limit),
            ..ListQuery::default()
        };
        let key = KeySpec {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            primary: false,
        };
        let caller = Caller::admin(self.admin.secret.clone());
        let seen = fetch::run(self.ctx, &caller, field, &key, &query).await?;
        let cut = seen.truncated && !columns.is_empty();
        Ok((seen.error.is_none() && !cut).then(|| seen.rows.into_values().collect()))
    }

    /// The known rows in which two columns compare as asked.
    fn compared(&self, column: &str, operator: &str, operand: &Value) -> Option<Reading> {
        let other = match operand {
            Value::String(name) => name.as_str(),
            Value::Array(path) => match path.as_slice() {
                [name] => name.as_str()?,
                [root, name] if root == "$" => name.as_str()?,
                _ => return None,
            },
            _ => return None,
        };
        let other = self.column(self.table, other)?;
        let admin = self.facts.admin.as_ref().filter(|seen| !seen.truncated)?;
        if !self.facts.key.filterable(self.table) {
            return None;
        }
        let keys: Vec<_> = admin
            .rows
            .iter()
            .filter(|(_, row)| compare(row.get(column), operator, row.get(&other)))
            .map(|(key, _)| key)
            .collect();
        Some(if keys.is_empty() {
            Reading::nothing()
        } else {
            Reading::open(self.facts.key.filter(&keys))
        })
    }
}

/// `{theirs: value, …}` of the rows found, in our columns.
fn any_of(pairs: &[(String, String)], rows: &[Row]) -> Value {
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    for row in rows {
        let equal: Vec<Value> = pairs
            .iter()
            .filter_map(|(theirs, ours)| {
                let value = row.get(theirs).filter(|value| !value.is_null())?;
                Some(json!({ ours.as_str(): { "_eq": value } }))
            })
            .collect();
        // Null equals nothing.
        if equal.len() == pairs.len() {
            let condition = json!({ "_and": equal });
            found.insert(condition.to_string(), condition);
        }
    }
    json!({ "_or": found.into_values().collect::<Vec<_>>() })
}

/// Splits the condition of an `_exists` into pairs of columns that must be equal, theirs and
/// ours, and the rest; `None` where the row is compared in another way.
fn split(condition: &Value) -> Option<(Vec<(&str, &str)>, Value)> {
    let mut links = Vec::new();
    let mut rest = Vec::new();
    let members = match condition {
        Value::Null => return Some((links, json!({}))),
        Value::Object(members) => members,
        _ => return None,
    };
    for (name, value) in members {
        match (name.as_str(), value) {
            ("_and" | "$and", Value::Array(items)) => {
                for item in items {
                    let (more, left) = split(item)?;
                    links.extend(more);
                    rest.push(left);
                }
            }
            (_, Value::Object(operators)) => {
                let mut left = operators.clone();
                if let Some(Value::Array(path)) = operators.get("_ceq").or(operators.get("$ceq"))
                    && let [Value::String(root), Value::String(ours)] = path.as_slice()
                    && root == "$"
                {
                    links.push((name.as_str(), ours.as_str()));
                    left.retain(|operator, _| operator.trim_start_matches(['_', '$']) != "ceq");
                }
                if !left.is_empty() || operators.is_empty() {
                    rest.push(json!({ name.as_str(): left }));
                }
            }
            _ => rest.push(json!({ name.as_str(): value })),
        }
    }
    let rest = json!({ "_and": rest });
    // The row itself, deeper down.
    (!rest.to_string().contains("\"$\"")).then_some((links, rest))
}

fn compare(left: Option<&Value>, operator: &str, right: Option<&Value>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return false;
    };
    if left.is_null() || right.is_null() {
        return false;
    }
    let order = match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.partial_cmp(&right),
        _ => match (left.as_str(), right.as_str()) {
            (Some(left), Some(right)) => Some(left.trim_end().cmp(right.trim_end())),
            _ if left == right => Some(Ordering::Equal),
            _ => None,
        },
    };
    match operator {
        "_ceq" => order == Some(Ordering::Equal),
        "_cne" | "_cneq" => order != Some(Ordering::Equal),
        "_cgt" => order == Some(Ordering::Greater),
        "_clt" => order == Some(Ordering::Less),
        "_cgte" => order.is_some_and(Ordering::is_ge),
        "_clte" => order.is_some_and(Ordering::is_le),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_the_row_are_split_off() {
        let condition =
            json!({"note_id": {"_ceq": ["$", "id"]}, "who": {"_eq": "X-Hasura-User-Id"}});
        let (links, rest) = split(&condition).unwrap();
        assert_eq!(links, [("note_id", "id")]);
        assert_eq!(
            rest,
            json!({"_and": [{"who": {"_eq": "X-Hasura-User-Id"}}]})
        );
        assert!(split(&json!({"_or": [{"note_id": {"_ceq": ["$", "id"]}}, {}]})).is_none());
    }

    #[test]
    fn columns_compare_as_in_sql() {
        assert!(compare(Some(&json!("a ")), "_ceq", Some(&json!("a"))));
        assert!(compare(Some(&json!(2)), "_cgt", Some(&json!(1.5))));
        assert!(!compare(Some(&json!(null)), "_ceq", Some(&json!(null))));
    }
}
