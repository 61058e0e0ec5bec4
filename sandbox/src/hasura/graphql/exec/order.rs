//! `order_by`: by columns, by columns of related rows, by aggregates of related rows.

use std::cmp::Ordering;
use std::rc::Rc;

use serde_json::Value;

use super::aggregate::{self, Function};
use super::expr::{Column, Expr, Join, Store};
use super::run::Run;
use super::value::Scalar;
use crate::hasura::graphql::error::GqlError;
use crate::hasura::graphql::schema::AGGREGATES;
use crate::hasura::graphql::schema::catalog::TableId;
use crate::hasura::model::data::Row;

#[derive(Debug)]
pub(super) struct Order {
    /// Object relationships on the way, each with the rows the role may see.
    path: Vec<(Rc<Join>, Rc<Expr>)>,
    by: By,
    descending: bool,
    nulls_first: bool,
}

#[derive(Debug)]
enum By {
    Column(Column),
    /// An aggregate over an array relationship.
    Aggregate(Rc<Join>, Rc<Expr>, Function),
}

impl Order {
    /// The column, when the criterion is a column of the row itself.
    pub(super) fn own_column(&self) -> Option<&str> {
        match (&self.by, self.path.is_empty()) {
            (By::Column(column), true) => Some(&column.name),
            _ => None,
        }
    }

    /// Ascending by a column of the row itself.
    pub(super) fn ascending(column: Column) -> Self {
        Self::by(column, false)
    }

    /// By a column of the row itself, nulls last.
    pub(super) fn by(column: Column, descending: bool) -> Self {
        Self {
            path: Vec::new(),
            by: By::Column(column),
            descending,
            nulls_first: false,
        }
    }

    fn value<'d>(&self, store: &Store<'d>, row: &'d Row) -> Scalar<'d> {
        let mut row = row;
        for (join, filter) in &self.path {
            let found = store
                .matching(join, row)
                .into_iter()
                .find(|r| store.holds(filter, r));
            let Some(found) = found else {
                return Scalar::Null;
            };
            row = found;
        }
        match &self.by {
            By::Column(column) => column.read(store, row),
            By::Aggregate(join, filter, function) => {
                let rows = store.matching(join, row);
                let rows: Vec<&Row> = rows
                    .into_iter()
                    .filter(|row| store.holds(filter, row))
                    .collect();
                aggregate::scalar(store, function, &rows)
            }
        }
    }

    fn compare(&self, a: &Scalar<'_>, b: &Scalar<'_>) -> Ordering {
        match (a.is_null(), b.is_null()) {
            (true, true) => Ordering::Equal,
            (true, false) if self.nulls_first => Ordering::Less,
            (true, false) => Ordering::Greater,
            (false, true) if self.nulls_first => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => {
                let order = a.compare(b).unwrap_or(Ordering::Equal);
                if self.descending {
                    order.reverse()
                } else {
                    order
                }
            }
        }
    }
}

/// Sorts rows; equal ones keep their order.
pub(super) fn sort<'d>(store: &Store<'d>, orders: &[Order], rows: &mut Vec<&'d Row>) {
    if orders.is_empty() {
        return;
    }
    let mut keyed: Vec<(Vec<Scalar<'d>>, &'d Row)> = rows
        .drain(..)
        .map(|row| {
            (
                orders.iter().map(|order| order.value(store, row)).collect(),
                row,
            )
        })
        .collect();
    keyed.sort_by(|(a, _), (b, _)| {
        let parts = orders
            .iter()
            .zip(a.iter().zip(b))
            .map(|(order, (a, b))| order.compare(a, b));
        parts.fold(Ordering::Equal, Ordering::then)
    });
    rows.extend(keyed.into_iter().map(|(_, row)| row));
}

impl Run<'_> {
    /// Reads the argument; absent and null mean no order.
    pub(super) fn orders(
        &self,
        id: TableId,
        given: Option<&Value>,
    ) -> Result<Vec<Order>, GqlError> {
        let mut orders = Vec::new();
        for criterion in given.and_then(Value::as_array).into_iter().flatten() {
            self.order(id, &[], criterion, &mut orders)?;
        }
        Ok(orders)
    }

    fn order(
        &self,
        id: TableId,
        path: &[(Rc<Join>, Rc<Expr>)],
        criterion: &Value,
        into: &mut Vec<Order>,
    ) -> Result<(), GqlError> {
        let table = &self.schema.catalog.tables[id];
        // Of several in one object, the name decides which comes first.
        let mut criteria: Vec<_> = criterion.as_object().into_iter().flatten().collect();
        criteria.sort_by_key(|(name, _)| *name);
        for (name, value) in criteria {
            if let Some(index) = table.column_by_field(name) {
                push(into, path, value, || {
                    Ok(By::Column(self.column(id, index)?))
                })?;
            } else if let Some(link) = table.link(name).filter(|_| !value.is_null()) {
                let mut longer = path.to_vec();
                longer.push((self.join(id, link), self.readable_rows(link.target)?));
                self.order(link.target, &longer, value, into)?;
            } else if let Some(link) = table.link_by_aggregate(name) {
                let rows = if self.leaks.orders {
                    Rc::new(Expr::And(Vec::new()))
                } else {
                    self.readable_rows(link.target)?
                };
                let join = self.join(id, link);
                let by = |function| By::Aggregate(Rc::clone(&join), Rc::clone(&rows), function);
                self.aggregate_order(link.target, path, value, &by, into)?;
            }
        }
        Ok(())
    }

    fn aggregate_order(
        &self,
        target: TableId,
        path: &[(Rc<Join>, Rc<Expr>)],
        criterion: &Value,
        by: &dyn Fn(Function) -> By,
        into: &mut Vec<Order>,
    ) -> Result<(), GqlError> {
        let table = &self.schema.catalog.tables[target];
        for (name, value) in criterion.as_object().into_iter().flatten() {
            if name == "count" {
                push(into, path, value, || Ok(by(Function::rows())))?;
                continue;
            }
            let function = AGGREGATES
                .into_iter()
                .find(|f| table.names.word(f.name()) == *name);
            let Some(function) = function else { continue };
            for (field, value) in value.as_object().into_iter().flatten() {
                if let Some(index) = table.column_by_field(field) {
                    push(into, path, value, || {
                        Ok(by(Function::Of(function, self.column(target, index)?)))
                    })?;
                }
            }
        }
        Ok(())
    }
}

/// Adds a criterion unless its direction is null.
fn push(
    into: &mut Vec<Order>,
    path: &[(Rc<Join>, Rc<Expr>)],
    direction: &Value,
    by: impl FnOnce() -> Result<By, GqlError>,
) -> Result<(), GqlError> {
    let Some(direction) = direction.as_str() else {
        return Ok(());
    };
    let direction = direction.to_ascii_lowercase();
    let descending = direction.starts_with("desc");
    into.push(Order {
        path: path.to_vec(),
        by: by()?,
        descending,
        // As in Postgres, nulls count as greater than everything else.
        nulls_first: match direction.split_once("_nulls_") {
            Some((_, place)) => place == "first",
            None => descending,
        },
    });
    Ok(())
}
