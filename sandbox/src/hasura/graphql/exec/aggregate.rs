//! Aggregate functions.

use bigdecimal::{BigDecimal, ToPrimitive as _};
use serde_json::Value;

use super::expr::{Column, Store};
use super::value::Scalar;
use crate::hasura::graphql::schema::Aggregate;
use crate::hasura::model::data::{Row, decimal};

/// What to compute over some rows.
#[derive(Debug)]
pub(super) enum Function {
    /// Of rows, or of rows in which what these columns hold is a value.
    Count {
        columns: Vec<Column>,
        distinct: bool,
    },
    /// Of a column's values.
    Of(Aggregate, Column),
}

impl Function {
    /// `count(*)`
    pub(super) fn rows() -> Self {
        Self::Count {
            columns: Vec::new(),
            distinct: false,
        }
    }
}

/// The result as a value to order by.
pub(super) fn scalar<'d>(store: &Store<'d>, function: &Function, rows: &[&'d Row]) -> Scalar<'d> {
    match function {
        Function::Count { columns, distinct } => {
            let number = store.count(rows.iter().copied(), columns, *distinct);
            Scalar::Int(i64::try_from(number).unwrap_or(i64::MAX))
        }
        Function::Of(aggregate @ (Aggregate::Max | Aggregate::Min), column) => {
            extreme(store, *aggregate, column, rows)
                .map_or(Scalar::Null, |row| column.read(store, row))
        }
        Function::Of(aggregate, column) => statistic(*aggregate, &numbers(store, column, rows)),
    }
}

/// The result as JSON.
pub(super) fn json(store: &Store<'_>, function: &Function, rows: &[&Row]) -> Value {
    if let Function::Of(aggregate @ (Aggregate::Max | Aggregate::Min), column) = function {
        // As it is stored.
        let row = extreme(store, *aggregate, column, rows);
        return row
            .and_then(|row| row.get(&column.name).cloned())
            .unwrap_or_default();
    }
    match scalar(store, function, rows) {
        Scalar::Int(number) => number.into(),
        Scalar::Float(number) => number.into(),
        Scalar::Decimal(number) => decimal::json(&number),
        _ => Value::Null,
    }
}

fn extreme<'r>(
    store: &Store<'_>,
    aggregate: Aggregate,
    column: &Column,
    rows: &[&'r Row],
) -> Option<&'r Row> {
    let wanted = if aggregate == Aggregate::Max {
        std::cmp::Ordering::Greater
    } else {
        std::cmp::Ordering::Less
    };
    let mut best: Option<&'r Row> = None;
    for row in rows
        .iter()
        .copied()
        .filter(|row| !column.read(store, row).is_null())
    {
        let better = best.is_none_or(|best| {
            column.read(store, row).compare(&column.read(store, best)) == Some(wanted)
        });
        if better {
            best = Some(row);
        }
    }
    best
}

fn numbers<'d>(store: &Store<'_>, column: &Column, rows: &[&'d Row]) -> Vec<Scalar<'d>> {
    rows.iter()
        .copied()
        .map(|row| column.read(store, row))
        .filter(|value| {
            matches!(
                value,
                Scalar::Int(_) | Scalar::Float(_) | Scalar::Decimal(_)
            )
        })
        .collect()
}

/// Null without any value; the sample statistics also with a single one.
fn statistic(aggregate: Aggregate, numbers: &[Scalar<'_>]) -> Scalar<'static> {
    if numbers.is_empty() {
        return Scalar::Null;
    }
    // Averages and deviations are floating point in GraphQL whatever the column is.
    #[allow(clippy::cast_precision_loss)]
    let floats: Vec<f64> = numbers
        .iter()
        .map(|number| match number {
            Scalar::Int(int) => *int as f64,
            Scalar::Float(float) => *float,
            Scalar::Decimal(number) => number.to_f64().unwrap_or(f64::NAN),
            _ => 0.0,
        })
        .collect();
    if aggregate == Aggregate::Sum {
        let zero = BigDecimal::default();
        let exact: Option<BigDecimal> = numbers.iter().try_fold(zero, |sum, number| match number {
            Scalar::Int(int) => Some(sum + *int),
            Scalar::Decimal(number) => Some(sum + number),
            _ => None,
        });
        return exact.map_or_else(|| Scalar::Float(floats.iter().sum()), Scalar::Decimal);
    }
    #[allow(clippy::cast_precision_loss)]
    let count = floats.len() as f64;
    let mean = floats.iter().sum::<f64>() / count;
    if aggregate == Aggregate::Avg {
        return Scalar::Float(mean);
    }
    let squares: f64 = floats.iter().map(|float| (float - mean).powi(2)).sum();
    let population = matches!(aggregate, Aggregate::StddevPop | Aggregate::VarPop);
    if !population && floats.len() < 2 {
        return Scalar::Null;
    }
    let variance = squares / if population { count } else { count - 1.0 };
    let root = matches!(
        aggregate,
        Aggregate::Stddev | Aggregate::StddevPop | Aggregate::StddevSamp
    );
    Scalar::Float(if root { variance.sqrt() } else { variance })
}
