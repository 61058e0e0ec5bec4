//! Parts of a filter that GraphQL has no words for, read from the rows that they speak of.
//!
//! A look into another table is taken as administrator: one that compares nothing with the row
//! holds for all rows or for none, and one that does holds for the rows with the values found. A
//! comparison of two columns is made on the rows that are known. What stays unknown is left to
//! impersonation ([`super::filter_decision`]).

mod by_row;
mod reference;

use std::collections::{BTreeMap, BTreeSet};

use reference::Reference;

use super::column_compare::compare;
use super::fetch;
use super::foreign_keys::{ForeignKey, Known};
use super::table::Attributed;
use crate::error::Result;
use crate::hasura::metadata::condition::EXISTS;
use crate::hasura::metadata::{Comparison, Condition, Exists, Operand, Operator, TableName};
use crate::verify::actor::Actor;
use crate::verify::caller::Caller;
use crate::verify::model::RoleTable;
use crate::verify::model::document::{ListQuery, Selection};
use crate::verify::ownership::filter::Reading;
use crate::verify::ownership::permission::{self, KnownPart, Parts};
use crate::verify::rows::{KeySpec, Row};
use crate::verify::rules::writes::is_usual;
use crate::verify::run::{Admin, Run};
use crate::verify::schema::Schema;

/// Rows of another table to read; a look into one with more stays unknown.
const ROWS: u32 = 1000;

/// Other users to ask whether it holds for them too.
const OTHERS: usize = 20;

/// The parts of a filter of `facts` that can be read for a user.
pub(super) async fn parts(
    ctx: &Run<'_>,
    admin: &Admin,
    schema: &Schema,
    actor: Option<&Actor>,
    facts: &Attributed,
    filter: &Condition,
    (everybody, keys): Known<'_>,
) -> Result<Parts> {
    let mut parts = Parts::default();
    let Some(table) = admin.model.table(&facts.type_name) else {
        return Ok(parts);
    };
    let mut found = Vec::new();
    collect(filter, (table, &[]), schema, &mut found);
    for (part, table, way) in found {
        let look = Look {
            ctx,
            admin,
            schema,
            actor,
            table,
            facts: way.is_empty().then_some(facts),
            everybody,
            keys,
        };
        let reading = match part {
            Condition::Exists(exists) => look.exists(exists).await?,
            Condition::Compare(comparison) => look.compared(comparison),
            _ => None,
        };
        parts.known.extend(reading.map(|reading| KnownPart {
            way,
            part: part.clone(),
            reading,
        }));
    }
    Ok(parts)
}

/// A part, the table whose rows it is asked of, and the relationships that lead there.
type Found<'f> = (&'f Condition, &'f RoleTable, Vec<String>);

fn collect<'f>(
    filter: &'f Condition,
    (table, way): (&'f RoleTable, &[String]),
    schema: &'f Schema,
    found: &mut Vec<Found<'f>>,
) {
    match filter {
        Condition::And(parts) | Condition::Or(parts) => {
            for part in parts {
                collect(part, (table, way), schema, found);
            }
        }
        Condition::Not(inner) => collect(inner, (table, way), schema, found),
        Condition::Exists(_) => found.push((filter, table, way.to_vec())),
        Condition::Compare(comparison) if comparison.operator.compares_columns() => {
            found.push((filter, table, way.to_vec()));
        }
        Condition::Related { name, condition } => {
            if let Some(behind) = schema.behind(table, name) {
                let way: Vec<String> = way.iter().cloned().chain([name.clone()]).collect();
                collect(condition, (behind, &way), schema, found);
            }
        }
        Condition::Compare(_) | Condition::Unreadable(_) => {}
    }
}

struct Look<'a> {
    ctx: &'a Run<'a>,
    admin: &'a Admin,
    schema: &'a Schema,
    /// `None` for whoever brings no token.
    actor: Option<&'a Actor>,
    table: &'a RoleTable,
    /// What was seen of the table; `None` behind a relationship, where no row is a known one.
    facts: Option<&'a Attributed>,
    /// Ids of all users that are known.
    everybody: &'a BTreeSet<String>,
    keys: &'a [ForeignKey],
}

impl Look<'_> {
    /// A column's name in GraphQL.
    fn column(&self, table: &RoleTable, name: &str) -> Option<String> {
        let config = self.schema.tracked(&table.type_name).ok();
        permission::column_of(table, config, name).map(|column| column.name.clone())
    }

    async fn exists(&self, exists: &Exists) -> Result<Option<Reading>> {
        let Some((target, name)) = self.target(exists.table.as_ref()) else {
            return Ok(None);
        };
        let Some((links, rest)) = split(&exists.condition) else {
            return self.by_row(&exists.condition, target).await;
        };
        // Behind a relationship it is the first row that is compared, and no column of this one.
        if self.facts.is_none() && !links.is_empty() {
            return Ok(None);
        }
        let Some(pairs) = self.fields(target, &links) else {
            return Ok(None);
        };
        let Ok(reading) = self.read(&rest, target, None) else {
            return Ok(None);
        };
        // Which rows those that are found speak of, where the filter does not ask them for it.
        let spoken_of = match self.left_out(target, &links, &rest) {
            Reference::LeftOut(pairs) if reading.exact => Some(pairs),
            Reference::Unsure if reading.exact => return Ok(None),
            _ => None,
        };
        let columns = pairs.iter().chain(spoken_of.iter().flatten());
        let columns: BTreeSet<&str> = columns.map(|(theirs, _)| theirs.as_str()).collect();
        let columns: Vec<&str> = columns.into_iter().collect();
        let Some(rows) = self.rows(target, &reading.full, &columns).await? else {
            return Ok(None);
        };
        if rows.is_empty() {
            let none = Reading::nothing();
            return Ok(Some(if spoken_of.is_some() {
                // Nobody who asks is found today.
                Reading::open(none.full)
            } else {
                none
            }));
        }
        if let Some(key) = spoken_of {
            let full = if pairs.is_empty() {
                Condition::default()
            } else {
                any_of(&pairs, &rows)
            };
            return Ok(Some(Reading {
                bound: Some(any_of(&key, &rows)),
                ..Reading::open(full)
            }));
        }
        if pairs.is_empty() {
            // Who is not banned is nobody special where everybody is looked for.
            let parts = rest.conjuncts().iter();
            let whoever = Condition::all(parts.filter(|part| !is_usual(part)).cloned());
            let privilege = reading.exact && !self.for_everybody(&whoever, target).await?;
            self.ctx.app.ui.trace(
                2,
                format!("{EXISTS} {name} holds, for everybody: {}", !privilege),
            );
            return Ok(Some(if privilege {
                Reading::of_caller(Condition::default())
            } else {
                Reading::open(Condition::default())
            }));
        }
        let full = any_of(&pairs, &rows);
        Ok(Some(if reading.exact {
            Reading::of_caller(full)
        } else if reading.public.as_ref() == Some(&reading.full) {
            Reading::of_public(full)
        } else {
            Reading::open(full)
        }))
    }

    /// Pairs of columns of both tables by their names in GraphQL.
    fn fields(
        &self,
        target: &RoleTable,
        pairs: &[(impl AsRef<str>, impl AsRef<str>)],
    ) -> Option<Vec<(String, String)>> {
        let pairs = pairs.iter();
        pairs
            .map(|(theirs, ours)| {
                let theirs = self.column(target, theirs.as_ref())?;
                Some((theirs, self.column(self.table, ours.as_ref())?))
            })
            .collect()
    }

    /// The table that is looked into, in the administrator's model.
    fn target(&self, name: Option<&TableName>) -> Option<(&RoleTable, String)> {
        let name = name?;
        let table = self.schema.named(name)?;
        Some((table, name.qualified()))
    }

    fn read(
        &self,
        rest: &Condition,
        target: &RoleTable,
        id: Option<&str>,
    ) -> Result<Reading, String> {
        let parts = Parts {
            user_id: id.map(ToOwned::to_owned),
            ..Parts::default()
        };
        permission::read_with(rest, target, self.schema, self.actor, &parts)
    }

    /// True when the condition holds for every other user that is known: what everybody meets is
    /// no privilege of the caller's.
    async fn for_everybody(&self, rest: &Condition, target: &RoleTable) -> Result<bool> {
        let own = self.actor.map(Actor::ids).unwrap_or_default();
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
        target: &RoleTable,
        condition: &Condition,
        columns: &[&str],
    ) -> Result<Option<Vec<Row>>> {
        let Some(field) = &target.list else {
            return Ok(None);
        };
        // With nothing to compare, one row is as good as all.
        let limit = if columns.is_empty() { 1 } else { ROWS };
        let query = ListQuery {
            selection: Selection::columns(columns.iter().copied()),
            filter: condition.print(),
            limit: Some(limit),
            ..ListQuery::default()
        };
        let key = KeySpec {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            ..KeySpec::default()
        };
        let caller = Caller::admin(self.admin.secret.clone());
        let seen = fetch::run(self.ctx, &caller, field, &key, &query).await?;
        let cut = seen.truncated && !columns.is_empty();
        Ok((seen.error.is_none() && !cut).then(|| seen.rows.into_values().collect()))
    }

    /// The known rows in which two columns compare as asked.
    fn compared(&self, comparison: &Comparison) -> Option<Reading> {
        let facts = self.facts?;
        let Operand::Column { name: other, .. } = &comparison.operand else {
            return None;
        };
        let column = self.column(self.table, &comparison.column)?;
        let other = self.column(self.table, other)?;
        let admin = facts.admin.as_ref().filter(|seen| !seen.truncated)?;
        if !facts.key.filterable(self.table) {
            return None;
        }
        let keys: Vec<_> = admin
            .rows
            .iter()
            .filter(|(_, row)| compare(row.get(&column), &comparison.operator, row.get(&other)))
            .map(|(key, _)| key)
            .collect();
        Some(if keys.is_empty() {
            Reading::nothing()
        } else {
            Reading::open(Condition::read(&facts.key.filter(&keys)))
        })
    }
}

/// `{theirs: value, …}` of the rows found, in our columns.
fn any_of(pairs: &[(String, String)], rows: &[Row]) -> Condition {
    let mut found: BTreeMap<String, Condition> = BTreeMap::new();
    for row in rows {
        let equal: Vec<Condition> = pairs
            .iter()
            .filter_map(|(theirs, ours)| {
                let value = row.get(theirs).filter(|value| !value.is_null())?;
                Some(Condition::compare(ours, Operator::Eq, value.clone()))
            })
            .collect();
        // Null equals nothing.
        if equal.len() == pairs.len() {
            let condition = Condition::all(equal);
            found.insert(condition.to_string(), condition);
        }
    }
    Condition::any(found.into_values())
}

/// Splits the condition of a look into another table into pairs of columns that must be equal,
/// theirs and ours, and the rest; `None` where the row is compared in another way.
fn split(condition: &Condition) -> Option<(Vec<(&str, &str)>, Condition)> {
    let mut links = Vec::new();
    let mut rest = Vec::new();
    for part in condition.conjuncts() {
        match part.equals_root() {
            Some(pair) => links.push(pair),
            None => rest.push(part.clone()),
        }
    }
    let rest = Condition::all(rest);
    // The row itself, deeper down.
    (!rest.mentions_root()).then_some((links, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn links_to_the_row_are_split_off() {
        let who = json!({"who": {"_eq": "X-Hasura-User-Id"}});
        let condition = Condition::all([
            Condition::read(&json!({"note_id": {"$ceq": ["$", "id"]}})),
            Condition::read(&who),
        ]);
        let (links, rest) = split(&condition).unwrap();
        assert_eq!(links, [("note_id", "id")]);
        assert_eq!(rest.print(), who);
        let deeper = Condition::read(&json!({"_or": [{"note_id": {"_ceq": ["$", "id"]}}, {}]}));
        assert!(split(&deeper).is_none());
    }
}
