//! Looks that compare the row in another way than by equal columns.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Look;
use crate::error::Result;
use crate::hasura::metadata::{Condition, Operator};
use crate::verify::model::RoleTable;
use crate::verify::ownership::filter::Reading;

/// Rows with other values to take a look for, where it has to be taken for each.
const TIMES: usize = 200;

/// What a row holds in the columns that are compared, by the database's names.
type Held<'a> = BTreeMap<&'a str, Value>;

/// What a look says of rows that hold the same.
enum Told {
    /// It finds nothing.
    Nothing,
    /// It finds something: because of the caller and about the row, or not.
    Something { bound: bool, exact: bool },
    /// That could not be asked.
    Unknown,
}

impl Look<'_> {
    /// A look that compares the row in another way than by equal columns: taken for each of the
    /// rows that are known, with what they hold put in. A row comes in because of the caller where
    /// what is found for that reason speaks of it.
    pub(super) async fn by_row(
        &self,
        condition: &Condition,
        target: &RoleTable,
    ) -> Result<Option<Reading>> {
        let mut names = BTreeSet::new();
        condition.visit(&mut |part| names.extend(part.of_root().map(ToOwned::to_owned)));
        let references = self.references_in(condition, target);
        let spoken_of = references.iter().flatten().flatten();
        names.extend(spoken_of.map(|(_, ours)| ours.clone()));
        let columns: Option<Vec<(String, String)>> = names
            .into_iter()
            .map(|name| Some((name.clone(), self.column(self.table, &name)?)))
            .collect();
        let columns = columns.filter(|columns| !columns.is_empty());
        let Some(held) = columns.as_deref().and_then(|columns| self.held(columns)) else {
            return Ok(None);
        };
        let (mut full, mut because, mut exact) = (Vec::new(), Vec::new(), true);
        for values in &held {
            let told = self
                .told(condition, target, references.as_deref(), values)
                .await?;
            let Told::Something {
                bound,
                exact: wholly,
            } = told
            else {
                if matches!(told, Told::Unknown) {
                    return Ok(None);
                }
                continue;
            };
            let these = columns.iter().flatten().map(|(name, field)| {
                let value = values.get(name.as_str()).cloned().unwrap_or_default();
                if value.is_null() {
                    Condition::compare(field, Operator::IsNull, true.into())
                } else {
                    Condition::compare(field, Operator::Eq, value)
                }
            });
            let these = Condition::all(these);
            exact &= wholly && bound;
            because.extend(bound.then(|| these.clone()));
            full.push(these);
        }
        if full.is_empty() {
            return Ok(Some(Reading::nothing()));
        }
        Ok(Some(Reading {
            bound: (!because.is_empty()).then(|| Condition::any(because)),
            exact,
            explained: exact,
            ..Reading::open(Condition::any(full))
        }))
    }

    /// How what is found speaks of a row: as the look asks, else by what refers to it. `None` where
    /// it is the caller's own row, of which nothing else is asked.
    fn references_in(
        &self,
        condition: &Condition,
        target: &RoleTable,
    ) -> Option<Vec<Vec<(String, String)>>> {
        let callers = self.callers(target, condition)?;
        let mut links = Vec::new();
        condition.visit(&mut |part| {
            let link = part.equals_root();
            links.extend(link.map(|(theirs, ours)| vec![(theirs.to_owned(), ours.to_owned())]));
        });
        if links.is_empty() {
            links = self.references(target, &callers);
        }
        Some(links)
    }

    /// What the known rows hold in these columns; `None` where not all rows are known, or they hold
    /// too much.
    fn held<'c>(&self, columns: &'c [(String, String)]) -> Option<Vec<Held<'c>>> {
        let admin = self.facts.and_then(|facts| facts.admin.as_ref());
        let mut held = BTreeMap::new();
        for row in admin.filter(|seen| !seen.truncated)?.rows.values() {
            let values = columns.iter().map(|(name, field)| {
                let value = row.get(field).cloned().unwrap_or_default();
                (name.as_str(), value)
            });
            let values: Held<'c> = values.collect();
            held.insert(format!("{values:?}"), values);
        }
        (held.len() <= TIMES).then(|| held.into_values().collect())
    }

    async fn told(
        &self,
        condition: &Condition,
        target: &RoleTable,
        references: Option<&[Vec<(String, String)>]>,
        values: &Held<'_>,
    ) -> Result<Told> {
        let asked = with_values(condition, values, false);
        let Some(Ok(reading)) = asked.map(|asked| self.read(&asked, target, None)) else {
            return Ok(Told::Unknown);
        };
        let (full, exact) = (reading.full, reading.exact);
        match self.rows(target, &full, &[]).await? {
            None => return Ok(Told::Unknown),
            Some(rows) if rows.is_empty() => return Ok(Told::Nothing),
            Some(_) => {}
        }
        let Some(because) = reading.bound else {
            let bound = false;
            return Ok(Told::Something { bound, exact });
        };
        let Some(about) = self.about(target, references, values) else {
            return Ok(Told::Unknown);
        };
        let found = Condition::all([because, about]);
        Ok(match self.rows(target, &found, &[]).await? {
            None => Told::Unknown,
            Some(rows) => Told::Something {
                bound: !rows.is_empty(),
                exact,
            },
        })
    }

    /// What rows of another table hold that speak of a row here, by one of these references; `None`
    /// where that is not known. Without references, each of them does.
    fn about(
        &self,
        target: &RoleTable,
        references: Option<&[Vec<(String, String)>]>,
        values: &Held<'_>,
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
}

/// A condition in which the columns of the row are what it holds. `None` where null is compared
/// within a `_not`, which makes neither true.
fn with_values(condition: &Condition, values: &Held<'_>, denied: bool) -> Option<Condition> {
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
