//! What to read and what to say about it, with every filter compiled.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::aggregate::Function;
use super::expr::{Column, Expr, Join};
use super::order::Order;
use super::run::{Run, args_path, unknown_root};
use crate::hasura::graphql::error::GqlError;
use crate::hasura::graphql::schema::AGGREGATES;
use crate::hasura::graphql::schema::catalog::TableId;
use crate::hasura::graphql::schema::names::RootKind;
use crate::hasura::graphql::validate::Field;

/// A field that returns rows.
pub(super) enum Source {
    List(Rows, Shape),
    /// At most one row.
    One(Rows, Shape),
    Aggregate(Rows, Vec<AggregateField>),
}

/// Which rows, in which order.
pub(super) struct Rows {
    pub(super) table: TableId,
    /// What the role may see.
    pub(super) permission: Rc<Expr>,
    /// What the caller asked for.
    pub(super) condition: Expr,
    pub(super) orders: Vec<Order>,
    pub(super) distinct: Vec<Column>,
    pub(super) offset: usize,
    pub(super) limit: Option<usize>,
    /// The permission's own limit: for nodes, not for aggregates.
    pub(super) node_limit: Option<usize>,
}

/// What to say about a row.
pub(super) struct Shape(pub(super) Vec<(String, Output)>);

/// One field of a row.
pub(super) enum Output {
    TypeName(String),
    Column(Column, Vec<PathStep>),
    /// What a function says about the row.
    Answer(Expr),
    /// The row on the other side, if there is one.
    Object(Rc<Join>, Rc<Expr>, Shape),
    Related(Rc<Join>, Box<Source>),
}

/// A step into JSON.
pub(super) enum PathStep {
    Member(String),
    Item(usize),
}

/// One field of an aggregate.
pub(super) enum AggregateField {
    TypeName(String, String),
    Nodes(String, Shape),
    /// Results, some of them one level deeper (`max { id }`).
    Results(String, Vec<(String, Outcome)>),
}

/// One field of `aggregate`.
pub(super) enum Outcome {
    TypeName(String),
    Value(Function),
    Group(Vec<(String, Outcome)>),
}

impl Run<'_> {
    pub(super) fn plan_root(
        &self,
        kind: RootKind,
        id: TableId,
        field: &Field,
    ) -> Result<Source, GqlError> {
        let path = args_path(field);
        match kind {
            RootKind::Select => {
                let rows = self.rows(id, &field.args, self.leaks.lists, &path)?;
                Ok(Source::List(rows, self.shape(id, field)?))
            }
            RootKind::SelectAggregate => {
                let rows = self.rows(id, &field.args, self.leaks.aggregates, &path)?;
                Ok(Source::Aggregate(rows, self.aggregate_fields(id, field)?))
            }
            RootKind::SelectByPk => {
                let rows = self.by_key(id, &field.args, self.leaks.by_pk)?;
                Ok(Source::One(rows, self.shape(id, field)?))
            }
            _ => Err(unknown_root(&field.name)),
        }
    }

    /// The rows that a field with the five usual arguments is about.
    fn rows(
        &self,
        id: TableId,
        args: &Map<String, Value>,
        leak: bool,
        path: &str,
    ) -> Result<Rows, GqlError> {
        let table = &self.schema.catalog.tables[id];
        let names = &table.names;
        let size = |name: &str| {
            let number = args.get(&names.word(name)).and_then(Value::as_u64)?;
            Some(usize::try_from(number).unwrap_or(usize::MAX))
        };
        let offset = args.get(&names.word("offset")).and_then(Value::as_i64);
        if offset.is_some_and(|offset| offset < 0) {
            let message = "OFFSET must not be negative";
            return Err(GqlError::database("data-exception", "2201X", message));
        }
        let distinct: Vec<Column> = args
            .get(&names.word("distinct_on"))
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|field| table.column_by_field(field.as_str()?))
            .map(|index| self.column(id, index))
            .collect::<Result<_, _>>()?;
        let mut orders = self.orders(id, args.get(&names.word("order_by")))?;
        if orders.is_empty() {
            orders.extend(distinct.iter().cloned().map(Order::ascending));
        }
        let leading: Vec<_> = orders
            .iter()
            .take(distinct.len())
            .map(Order::own_column)
            .collect();
        let matched = leading.len() == distinct.len()
            && distinct
                .iter()
                .all(|column| leading.contains(&Some(column.name.as_str())));
        if !matched {
            return Err(GqlError::in_args(
                path,
                "\"distinct_on\" columns must match initial \"order_by\" columns",
            ));
        }
        let grant = self.schema.grants[id].select.as_ref();
        // A function that is told null finds nothing, as what it compares with null does not hold.
        let given = args.get("args").and_then(Value::as_object);
        let told_null = given.is_some_and(|given| given.values().any(Value::is_null));
        let condition = if told_null {
            Expr::Const(false)
        } else {
            self.condition(id, args.get("where"))?
        };
        Ok(Rows {
            table: id,
            permission: self.permitted(id, leak)?,
            condition,
            orders,
            distinct,
            offset: size("offset").unwrap_or_default(),
            limit: size("limit"),
            node_limit: grant
                .and_then(|grant| grant.limit)
                .map(|limit| usize::try_from(limit).unwrap_or(usize::MAX)),
        })
    }

    /// The role's rows. The filter is compiled even where a fault leaves it out, so that a
    /// missing session variable does not go unnoticed.
    pub(super) fn permitted(&self, id: TableId, leak: bool) -> Result<Rc<Expr>, GqlError> {
        let filter = self.readable_rows(id)?;
        Ok(if leak {
            Rc::new(Expr::Const(true))
        } else {
            filter
        })
    }

    /// The row with a given primary key.
    pub(super) fn by_key(
        &self,
        id: TableId,
        key: &Map<String, Value>,
        leak: bool,
    ) -> Result<Rows, GqlError> {
        let equal: Map<String, Value> = key
            .iter()
            .map(|(field, value)| (field.clone(), serde_json::json!({ "_eq": value })))
            .collect();
        Ok(Rows {
            table: id,
            permission: self.permitted(id, leak)?,
            condition: self.condition(id, Some(&Value::Object(equal)))?,
            orders: Vec::new(),
            distinct: Vec::new(),
            offset: 0,
            limit: Some(1),
            node_limit: None,
        })
    }

    /// What a field says about each row.
    pub(super) fn shape(&self, id: TableId, field: &Field) -> Result<Shape, GqlError> {
        let fields = field
            .selection
            .iter()
            .map(|inner| Ok((inner.key.clone(), self.output(id, &field.type_name, inner)?)));
        fields.collect::<Result<_, GqlError>>().map(Shape)
    }

    fn output(&self, id: TableId, type_name: &str, field: &Field) -> Result<Output, GqlError> {
        let table = &self.schema.catalog.tables[id];
        if field.name == "__typename" {
            return Ok(Output::TypeName(type_name.to_owned()));
        }
        if let Some(index) = table.column_by_field(&field.name) {
            let path = field
                .args
                .get("path")
                .and_then(Value::as_str)
                .unwrap_or_default();
            return Ok(Output::Column(self.column(id, index)?, json_path(path)));
        }
        if let Some(holds) = self.computed(id, &field.name)? {
            return Ok(Output::Answer(holds));
        }
        let path = args_path(field);
        if let Some(link) = table.link(&field.name) {
            let join = self.join(id, link);
            let leak = self.leaks.relationships;
            let shape = self.shape(link.target, field)?;
            if !link.array {
                return Ok(Output::Object(
                    join,
                    self.permitted(link.target, leak)?,
                    shape,
                ));
            }
            let rows = self.rows(link.target, &field.args, leak, &path)?;
            return Ok(Output::Related(join, Box::new(Source::List(rows, shape))));
        }
        let Some(link) = table.link_by_aggregate(&field.name) else {
            return Err(unknown_root(&field.name));
        };
        let leaks = self.leaks;
        let leak = leaks.aggregates || leaks.relationships || leaks.related_aggregates;
        let rows = self.rows(link.target, &field.args, leak, &path)?;
        let fields = self.aggregate_fields(link.target, field)?;
        Ok(Output::Related(
            self.join(id, link),
            Box::new(Source::Aggregate(rows, fields)),
        ))
    }

    fn aggregate_fields(
        &self,
        id: TableId,
        field: &Field,
    ) -> Result<Vec<AggregateField>, GqlError> {
        let fields = field.selection.iter().map(|inner| {
            let key = inner.key.clone();
            Ok(match inner.name.as_str() {
                "__typename" => AggregateField::TypeName(key, field.type_name.clone()),
                "nodes" => AggregateField::Nodes(key, self.shape(id, inner)?),
                _ => AggregateField::Results(key, self.outcomes(id, inner)?),
            })
        });
        fields.collect()
    }

    fn outcomes(&self, id: TableId, field: &Field) -> Result<Vec<(String, Outcome)>, GqlError> {
        let table = &self.schema.catalog.tables[id];
        let mut outcomes = Vec::new();
        for inner in &field.selection {
            let outcome = match inner.name.as_str() {
                "__typename" => Outcome::TypeName(field.type_name.clone()),
                "count" => Outcome::Value(self.count_function(id, &inner.args)?),
                name => {
                    let function = AGGREGATES
                        .into_iter()
                        .find(|f| table.names.word(f.name()) == name);
                    let Some(function) = function else {
                        return Err(unknown_root(name));
                    };
                    let mut group = Vec::new();
                    for leaf in &inner.selection {
                        let outcome = match table.column_by_field(&leaf.name) {
                            Some(index) => {
                                Outcome::Value(Function::Of(function, self.column(id, index)?))
                            }
                            None => Outcome::TypeName(inner.type_name.clone()),
                        };
                        group.push((leaf.key.clone(), outcome));
                    }
                    Outcome::Group(group)
                }
            };
            outcomes.push((inner.key.clone(), outcome));
        }
        Ok(outcomes)
    }

    fn count_function(&self, id: TableId, args: &Map<String, Value>) -> Result<Function, GqlError> {
        let table = &self.schema.catalog.tables[id];
        let columns = args
            .get("columns")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|field| table.column_by_field(field.as_str()?))
            .map(|index| self.column(id, index))
            .collect::<Result<_, _>>()?;
        let distinct = args
            .get("distinct")
            .and_then(Value::as_bool)
            .unwrap_or_default();
        Ok(Function::Count { columns, distinct })
    }
}

/// Reads `$.a.b[0]`; what is odd about it leads nowhere.
fn json_path(text: &str) -> Vec<PathStep> {
    let normal = text.trim_start_matches('$').replace('[', ".[");
    normal
        .split('.')
        .filter(|step| !step.is_empty())
        .map(|step| {
            let Some(inner) = step.strip_prefix('[').and_then(|s| s.strip_suffix(']')) else {
                return PathStep::Member(step.to_owned());
            };
            match inner.parse() {
                Ok(position) => PathStep::Item(position),
                Err(_) => PathStep::Member(inner.trim_matches(['"', '\'']).to_owned()),
            }
        })
        .collect()
}
