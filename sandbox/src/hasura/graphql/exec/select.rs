//! Carries a plan out.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::aggregate;
use super::expr::{Expr, Store};
use super::order;
use super::plan::{AggregateField, Outcome, Output, PathStep, Rows, Shape, Source};
use crate::hasura::graphql::error::GqlError;
use crate::hasura::model::data::Row;

impl Source {
    /// The field's value, read from the whole table.
    pub(super) fn read(&self, store: &Store<'_>) -> Result<Value, GqlError> {
        self.read_from(store, store.rows(self.rows().table).iter().collect())
    }

    fn rows(&self) -> &Rows {
        match self {
            Self::List(rows, _) | Self::One(rows, _) | Self::Aggregate(rows, _) => rows,
        }
    }

    /// The field's value, read from some rows of the table.
    fn read_from<'d>(
        &self,
        store: &Store<'d>,
        candidates: Vec<&'d Row>,
    ) -> Result<Value, GqlError> {
        match self {
            Self::List(rows, shape) => {
                let mut found = rows.find(store, candidates);
                found.truncate(rows.node_limit.unwrap_or(usize::MAX));
                found
                    .into_iter()
                    .map(|row| shape.show(store, row))
                    .collect()
            }
            Self::One(rows, shape) => match rows.find(store, candidates).first() {
                Some(row) => shape.show(store, row),
                None => Ok(Value::Null),
            },
            Self::Aggregate(rows, fields) => {
                let found = rows.find(store, candidates);
                show_aggregate(store, fields, &found, rows.node_limit)
            }
        }
    }
}

impl Rows {
    /// The rows, filtered, ordered and cut.
    pub(super) fn find<'d>(&self, store: &Store<'d>, mut candidates: Vec<&'d Row>) -> Vec<&'d Row> {
        candidates.retain(|row| self.admits(store, row));
        order::sort(store, &self.orders, &mut candidates);
        if !self.distinct.is_empty() {
            let mut seen = HashSet::new();
            candidates.retain(|row| {
                let key: Vec<Option<String>> = self
                    .distinct
                    .iter()
                    .map(|column| column.read(store, row).key())
                    .collect();
                seen.insert(key)
            });
        }
        let limit = self.limit.unwrap_or(usize::MAX);
        candidates
            .into_iter()
            .skip(self.offset)
            .take(limit)
            .collect()
    }

    /// May the row be seen, and was it asked for?
    pub(super) fn admits(&self, store: &Store<'_>, row: &Row) -> bool {
        // What was asked for usually leaves fewer rows.
        store.holds(&self.condition, row) && store.holds(&self.permission, row)
    }
}

impl Shape {
    /// A row as the caller sees it.
    pub(super) fn show<'d>(&self, store: &Store<'d>, row: &'d Row) -> Result<Value, GqlError> {
        let mut shown = Map::new();
        for (key, output) in &self.0 {
            shown.insert(key.clone(), output.show(store, row)?);
        }
        Ok(Value::Object(shown))
    }
}

impl Output {
    fn show<'d>(&self, store: &Store<'d>, row: &'d Row) -> Result<Value, GqlError> {
        match self {
            Self::TypeName(name) => Ok(name.as_str().into()),
            Self::Column(column, path) => {
                let value = row.get(&column.name).filter(|_| column.visible(store, row));
                Ok(value
                    .and_then(|value| follow(value, path))
                    .cloned()
                    .unwrap_or_default())
            }
            Self::Answer(holds) => Ok(store.answer(holds, row).into()),
            Self::Object(join, filter, shape) => {
                let other = first(store, filter, store.matching(join, row));
                other.map_or(Ok(Value::Null), |other| shape.show(store, other))
            }
            Self::Related(join, source) => source.read_from(store, store.matching(join, row)),
        }
    }
}

fn first<'d>(store: &Store<'d>, filter: &Expr, rows: Vec<&'d Row>) -> Option<&'d Row> {
    rows.into_iter().find(|row| store.holds(filter, row))
}

fn follow<'v>(value: &'v Value, path: &[PathStep]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, step| match step {
        PathStep::Member(name) => value.get(name),
        PathStep::Item(position) => value.get(position),
    })
}

fn show_aggregate<'d>(
    store: &Store<'d>,
    fields: &[AggregateField],
    rows: &[&'d Row],
    node_limit: Option<usize>,
) -> Result<Value, GqlError> {
    let mut shown = Map::new();
    for field in fields {
        let (key, value) = match field {
            AggregateField::TypeName(key, name) => (key, name.as_str().into()),
            AggregateField::Nodes(key, shape) => {
                let nodes = rows.iter().take(node_limit.unwrap_or(usize::MAX));
                (
                    key,
                    nodes
                        .map(|row| shape.show(store, row))
                        .collect::<Result<_, _>>()?,
                )
            }
            AggregateField::Results(key, outcomes) => {
                check_not_bare(outcomes, fields.len(), rows.len())?;
                (key, show_outcomes(store, outcomes, rows))
            }
        };
        shown.insert(key.clone(), value);
    }
    Ok(Value::Object(shown))
}

/// `aggregate { __typename }` alone makes the real engine build a statement that fails unless
/// there is exactly one row (contracts: hasura §3.4).
fn check_not_bare(
    outcomes: &[(String, Outcome)],
    fields: usize,
    rows: usize,
) -> Result<(), GqlError> {
    let bare = outcomes
        .iter()
        .all(|(_, outcome)| matches!(outcome, Outcome::TypeName(_)));
    if bare && fields == 1 && rows != 1 {
        return Err(GqlError::database(
            "unexpected",
            "21000",
            "database query error",
        ));
    }
    Ok(())
}

fn show_outcomes(store: &Store<'_>, outcomes: &[(String, Outcome)], rows: &[&Row]) -> Value {
    let shown: Map<String, Value> = outcomes
        .iter()
        .map(|(key, outcome)| {
            let value = match outcome {
                Outcome::TypeName(name) => name.as_str().into(),
                Outcome::Value(function) => aggregate::json(store, function, rows),
                Outcome::Group(inner) => show_outcomes(store, inner, rows),
            };
            (key.clone(), value)
        })
        .collect();
    Value::Object(shown)
}
