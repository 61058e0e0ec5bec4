//! Parts of a filter that GraphQL has no words for, read from the rows that they speak of.
//!
//! A look into another table is taken as administrator: one that compares nothing with the row
//! holds for all rows or for none, and one that does holds for the rows with the values found. A
//! comparison of two columns is made on the rows that are known. What stays unknown is left to
//! impersonation ([`super::filter_decision`]).

use std::collections::{BTreeMap, BTreeSet};

use super::called_after::{called, ends_with};
use super::column_compare::compare;
use super::fetch;
use super::foreign_keys::{self, ForeignKey, Known};
use super::table::Attributed;
use serde_json::Value;

use crate::error::Result;
use crate::hasura::columns;
use crate::hasura::metadata::condition::EXISTS;
use crate::hasura::metadata::{Comparison, Condition, Exists, Operand, Operator, TableName};
use crate::hasura::naming::camel;
use crate::verify::actor::Actor;
use crate::verify::caller::Caller;
use crate::verify::model::RoleTable;
use crate::verify::model::document::{ListQuery, Selection};
use crate::verify::ownership::filter::Reading;
use crate::verify::ownership::permission::{self, KnownPart, Parts};
use crate::verify::rows::{KeySpec, Row};
use crate::verify::rules::writes::bound_columns;
use crate::verify::run::{Admin, Run};
use crate::verify::schema::Schema;

/// Rows of another table to read; a look into one with more stays unknown.
const ROWS: u32 = 1000;

/// Rows with other values to take a look for, where it has to be taken for each.
const TIMES: usize = 200;

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
            if let Some(behind) = behind(schema, table, name) {
                let way: Vec<String> = way.iter().cloned().chain([name.clone()]).collect();
                collect(condition, (behind, &way), schema, found);
            }
        }
        Condition::Compare(_) | Condition::Unreadable(_) => {}
    }
}

/// The table behind a relationship.
fn behind<'s>(schema: &'s Schema, table: &RoleTable, name: &str) -> Option<&'s RoleTable> {
    let camel = camel(name);
    let mut all = table.relationships.iter();
    let relationship = all.find(|one| one.name == name || one.name == camel)?;
    schema.model.table(&relationship.target)
}

/// How rows that are looked for speak of rows here.
enum Reference {
    /// They do not, or they are asked for it.
    None,
    /// They do, by these pairs of columns, and are not asked for it.
    LeftOut(Vec<(String, String)>),
    /// They may, and nothing says how.
    Unsure,
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
            return Ok(Some(Reading::nothing()));
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
            let privilege = reading.exact && !self.for_everybody(&rest, target).await?;
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

    /// The reference by which rows that are looked for speak of rows here, where they are looked
    /// for without it, or by a part of it: a share of any document, a membership of any room, or of
    /// any organisation where the rows here are an organisation's. What only says who the caller
    /// is, a row of their own in a table of users, is none.
    fn left_out(&self, target: &RoleTable, links: &[(&str, &str)], rest: &Condition) -> Reference {
        let Some(callers) = self.callers(target, rest) else {
            return Reference::None;
        };
        let asked = |(theirs, ours): &(String, String)| links.contains(&(theirs, ours));
        let (whole, partly): (Vec<_>, Vec<_>) = self
            .references(target, &callers)
            .into_iter()
            .partition(|pairs| pairs.iter().all(asked));
        let about_it = |pairs: &&Vec<(String, String)>| links.is_empty() || pairs.iter().any(asked);
        if !whole.is_empty() {
            return Reference::None;
        }
        if let Some(key) = partly.iter().find(about_it) {
            let fields = self.fields(target, key);
            return fields.map_or(Reference::Unsure, Reference::LeftOut);
        }
        if links.is_empty() && self.is_called_alike(target, &callers) {
            return Reference::Unsure;
        }
        Reference::None
    }

    /// The columns of a table that look for the caller; `None` where they find the row that is the
    /// caller's alone.
    fn callers(&self, target: &RoleTable, rest: &Condition) -> Option<BTreeSet<String>> {
        let config = self.schema.tracked(&target.type_name).ok()?;
        let callers = bound_columns(rest, config);
        let of_the_caller = target.primary_key.as_ref().is_some_and(|key| {
            let mut columns = key.columns.iter();
            columns.all(|column| callers.contains(&column.name))
        });
        (!of_the_caller).then_some(callers)
    }

    /// The ways in which rows of another table speak of rows here, but by who the caller is: they
    /// refer to them, or to what these refer to as well. Pairs of their columns and ours, by the
    /// database's names.
    fn references(
        &self,
        target: &RoleTable,
        callers: &BTreeSet<String>,
    ) -> Vec<Vec<(String, String)>> {
        let between = |from, to| foreign_keys::between(self.schema, self.keys, from, to);
        let by_caller =
            |pairs: &[(String, String)]| pairs.iter().any(|(name, _)| callers.contains(name));
        let direct = between(target, self.table);
        let parents = self.schema.model.tables.iter().filter(|parent| {
            parent.type_name != self.table.type_name && parent.type_name != target.type_name
        });
        let by_parent = parents.flat_map(|parent| {
            let (theirs, ours) = (between(target, parent), between(self.table, parent));
            theirs.into_iter().flat_map(move |theirs| {
                let ours = ours.clone().into_iter();
                ours.filter_map(move |ours| joined(&theirs, &ours))
                    .collect::<Vec<_>>()
            })
        });
        let all = direct.into_iter().chain(by_parent);
        all.filter(|pairs| !pairs.is_empty() && !by_caller(pairs))
            .collect()
    }

    /// True where a column of another table may refer to a row here, or to the same as a column here,
    /// by its name: nothing says so, and nothing says that it does not.
    fn is_called_alike(&self, target: &RoleTable, callers: &BTreeSet<String>) -> bool {
        let table = columns::words(self.table.name());
        target.columns.iter().any(|column| {
            let (name, means) = (&column.name, called(&column.name));
            columns::names_ids(name)
                && !means.is_empty()
                && !callers.contains(name)
                && (self.table.column(name).is_some() || ends_with(&table, &means))
        })
    }

    /// A look that compares the row in another way than by equal columns: taken for each of the
    /// rows that are known, with what they hold put in. A row comes in because of the caller where
    /// what is found for that reason speaks of it.
    async fn by_row(&self, condition: &Condition, target: &RoleTable) -> Result<Option<Reading>> {
        let admin = self.facts.and_then(|facts| facts.admin.as_ref());
        let Some(admin) = admin.filter(|seen| !seen.truncated) else {
            return Ok(None);
        };
        let mut names = BTreeSet::new();
        condition.visit(&mut |part| names.extend(part.of_root().map(ToOwned::to_owned)));
        let mut links = Vec::new();
        condition.visit(&mut |part| links.extend(link(part).map(|link| vec![link])));
        let references = match self.callers(target, condition) {
            None => None,
            Some(_) if !links.is_empty() => Some(links),
            Some(callers) => Some(self.references(target, &callers)),
        };
        let spoken_of = references.iter().flatten().flatten();
        names.extend(spoken_of.map(|(_, ours)| ours.clone()));
        let columns: Option<Vec<(String, String)>> = names
            .into_iter()
            .map(|name| Some((name.clone(), self.column(self.table, &name)?)))
            .collect();
        let Some(columns) = columns.filter(|columns| !columns.is_empty()) else {
            return Ok(None);
        };
        let mut held: BTreeMap<String, BTreeMap<&str, Value>> = BTreeMap::new();
        for row in admin.rows.values() {
            let values = columns.iter().map(|(name, field)| {
                let value = row.get(field).cloned().unwrap_or_default();
                (name.as_str(), value)
            });
            let values: BTreeMap<&str, Value> = values.collect();
            held.insert(format!("{values:?}"), values);
        }
        if held.len() > TIMES {
            return Ok(None);
        }
        let (mut full, mut bound, mut exact) = (Vec::new(), Vec::new(), true);
        for values in held.values() {
            let Some(asked) = with_values(condition, values, false) else {
                return Ok(None);
            };
            let Ok(reading) = self.read(&asked, target, None) else {
                return Ok(None);
            };
            let found = |condition: Condition| async move {
                let rows = self.rows(target, &condition, &[]).await?;
                Ok::<_, crate::error::Error>(rows.map(|rows| !rows.is_empty()))
            };
            match found(reading.full.clone()).await? {
                None => return Ok(None),
                Some(false) => continue,
                Some(true) => {}
            }
            let these = columns.iter().map(|(name, field)| {
                let value = values.get(name.as_str()).cloned().unwrap_or_default();
                if value.is_null() {
                    Condition::compare(field, Operator::IsNull, true.into())
                } else {
                    Condition::compare(field, Operator::Eq, value)
                }
            });
            let these = Condition::all(these);
            full.push(these.clone());
            exact &= reading.exact;
            let Some(because) = reading.bound else {
                continue;
            };
            let Some(about) = self.about(target, references.as_deref(), values) else {
                return Ok(None);
            };
            match found(Condition::all([because, about])).await? {
                None => return Ok(None),
                Some(true) => bound.push(these),
                Some(false) => {}
            }
        }
        if full.is_empty() {
            return Ok(Some(Reading::nothing()));
        }
        let exact = exact && bound.len() == full.len();
        Ok(Some(Reading {
            bound: (!bound.is_empty()).then(|| Condition::any(bound)),
            exact,
            explained: exact,
            ..Reading::open(Condition::any(full))
        }))
    }

    /// What rows of another table hold that speak of a row here, by one of these references; `None`
    /// where that is not known. Without references, each of them does.
    fn about(
        &self,
        target: &RoleTable,
        references: Option<&[Vec<(String, String)>]>,
        values: &BTreeMap<&str, Value>,
    ) -> Option<Condition> {
        let Some(references) = references else {
            return Some(Condition::default());
        };
        if references.is_empty() {
            return None;
        }
        let any = references.iter().map(|pairs| {
            let equal = pairs.iter().map(|(theirs, ours)| {
                let value = values.get(ours.as_str())?;
                let theirs = self.column(target, theirs)?;
                // Null equals nothing.
                Some(if value.is_null() {
                    Condition::Or(Vec::new())
                } else {
                    Condition::compare(&theirs, Operator::Eq, value.clone())
                })
            });
            equal.collect::<Option<Vec<_>>>().map(Condition::all)
        });
        any.collect::<Option<Vec<_>>>().map(Condition::any)
    }

    /// The table that is looked into, in the administrator's model.
    fn target(&self, name: Option<&TableName>) -> Option<(&RoleTable, String)> {
        let name = name?;
        let table = self.admin.model.tables.iter().find(|table| {
            self.schema
                .tracked(&table.type_name)
                .is_ok_and(|one| one.table == *name)
        })?;
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

/// Pairs of columns that refer to the same rows of a third table.
fn joined(theirs: &[(String, String)], ours: &[(String, String)]) -> Option<Vec<(String, String)>> {
    let pairs = theirs.iter().map(|(column, of_parent)| {
        let mut ours = ours.iter();
        let (own, _) = ours.find(|(_, same)| same == of_parent)?;
        Some((column.clone(), own.clone()))
    });
    pairs.collect()
}

/// A column of theirs that must equal one of the row's.
fn link(part: &Condition) -> Option<(String, String)> {
    let Condition::Compare(one) = part else {
        return None;
    };
    let ours = part
        .of_root()
        .filter(|_| one.operator == Operator::ColumnEq);
    Some((one.column.clone(), ours?.to_owned()))
}

/// A condition in which the columns of the row are what it holds. `None` where null is compared
/// within a `_not`, which makes neither true.
fn with_values(
    condition: &Condition,
    values: &BTreeMap<&str, Value>,
    denied: bool,
) -> Option<Condition> {
    let each = |parts: &[Condition]| -> Option<Vec<Condition>> {
        let parts = parts.iter();
        parts
            .map(|part| with_values(part, values, denied))
            .collect()
    };
    Some(match condition {
        Condition::And(parts) => Condition::all(each(parts)?),
        Condition::Or(parts) => Condition::any(each(parts)?),
        Condition::Not(inner) => Condition::not(with_values(inner, values, !denied)?),
        Condition::Related { name, condition } => {
            Condition::related(name, with_values(condition, values, denied)?)
        }
        Condition::Exists(_) if condition.mentions_root() => return None,
        Condition::Compare(one) => match condition.of_root() {
            None => condition.clone(),
            Some(name) => {
                let value = values.get(name)?;
                if value.is_null() {
                    return (!denied).then(|| Condition::Or(Vec::new()));
                }
                let operator = one.operator.with_a_value()?;
                Condition::compare(&one.column, operator, value.clone())
            }
        },
        other => other.clone(),
    })
}

/// Splits the condition of a look into another table into pairs of columns that must be equal,
/// theirs and ours, and the rest; `None` where the row is compared in another way.
fn split(condition: &Condition) -> Option<(Vec<(&str, &str)>, Condition)> {
    let mut links = Vec::new();
    let mut rest = Vec::new();
    for part in condition.conjuncts() {
        match part {
            Condition::Compare(Comparison {
                column,
                operator: Operator::ColumnEq,
                operand:
                    Operand::Column {
                        name,
                        of_root: true,
                    },
            }) => links.push((column.as_str(), name.as_str())),
            other => rest.push(other.clone()),
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
