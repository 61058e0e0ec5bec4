//! From boolean expressions to [`Expr`]: those of permissions, which speak of columns of the
//! database and of session variables, and those of callers, which speak of fields and see only
//! what their role sees.

use std::borrow::Cow;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::array::array_literal;
use super::expr::{Column, Count, Exists, Expr, Join, Mask};
use super::run::Run;
use super::test_op::{Comparison, Test, malformed_array};
use crate::hasura::graphql::error::GqlError;
use crate::hasura::graphql::schema::catalog::{Link, TableId, Tracked};
use crate::hasura::model::data::ColumnType;
use crate::hasura::model::{OtherColumn, TableName};

impl Run<'_> {
    /// The rows of a table that the role may read.
    pub(super) fn readable_rows(&self, id: TableId) -> Result<Rc<Expr>, GqlError> {
        if let Some(known) = self.compiled.filters.borrow().get(&id) {
            return Ok(Rc::clone(known));
        }
        let branches = self.schema.grants[id]
            .select
            .iter()
            .flat_map(|grant| &grant.branches);
        let parts: Result<Vec<Expr>, GqlError> = branches
            .map(|branch| self.permission(id, &branch.filter))
            .collect();
        let filter = Rc::new(Expr::Or(parts?));
        self.compiled
            .filters
            .borrow_mut()
            .insert(id, Rc::clone(&filter));
        Ok(filter)
    }

    /// A column as the role sees it.
    pub(super) fn column(&self, id: TableId, index: usize) -> Result<Column, GqlError> {
        let mut column = Column::of(&self.schema.catalog.tables[id], index);
        let everywhere = self.schema.grants[id]
            .select
            .as_ref()
            .is_none_or(|grant| grant.branches.iter().all(|branch| branch.columns[index]));
        if !everywhere {
            column.mask = self.mask(id)?;
        }
        Ok(column)
    }

    fn mask(&self, id: TableId) -> Result<Option<Rc<Mask>>, GqlError> {
        if let Some(known) = self.compiled.masks.borrow().get(&id) {
            return Ok(known.clone());
        }
        let mask = match &self.schema.grants[id].select {
            None => None,
            Some(grant) => {
                let branches = grant.branches.iter().map(|branch| {
                    Ok((self.permission(id, &branch.filter)?, branch.columns.clone()))
                });
                Some(Rc::new(Mask {
                    branches: branches.collect::<Result<_, GqlError>>()?,
                }))
            }
        };
        self.compiled.masks.borrow_mut().insert(id, mask.clone());
        Ok(mask)
    }

    /// A boolean expression of the metadata, on rows of a table. What it says about things that
    /// do not exist is false.
    pub(super) fn permission(&self, id: TableId, rule: &Value) -> Result<Expr, GqlError> {
        let Some(members) = rule.as_object() else {
            return Ok(Expr::Const(rule.is_null()));
        };
        let table = &self.schema.catalog.tables[id];
        let mut parts = Vec::new();
        for (name, operand) in members {
            parts.push(match name.as_str() {
                "_and" | "$and" => Expr::And(self.permissions(id, operand)?),
                "_or" | "$or" => Expr::Or(self.permissions(id, operand)?),
                "_not" | "$not" => Expr::Not(Box::new(self.permission(id, operand)?)),
                "_exists" | "$exists" => self.exists(id, operand)?,
                name => {
                    if let Some(index) = table.column(name) {
                        self.permission_column(id, index, operand)?
                    } else if let Some(link) = table.link(name) {
                        let inner = self.permission(link.target, operand)?;
                        Expr::Related(self.join(id, link), Box::new(inner))
                    } else if let Some(holds) = self.computed(id, name)? {
                        let short = serde_json::json!({ "_eq": operand });
                        let tests = if operand.is_object() { operand } else { &short };
                        Expr::Answer(Box::new(holds), self.flag_tests(tests)?)
                    } else {
                        Expr::Const(false)
                    }
                }
            });
        }
        Ok(Expr::And(parts))
    }

    /// When a computed field is true; `None` without a field of this name.
    pub(super) fn computed(&self, id: TableId, name: &str) -> Result<Option<Expr>, GqlError> {
        let table = &self.schema.catalog.tables[id];
        let Some(field) = table.computed.iter().find(|one| one.name == name) else {
            return Ok(None);
        };
        match &field.holds {
            Some(holds) => self.permission(id, holds).map(Some),
            // To guess would be to call an open table closed.
            None => Err(GqlError::root(
                "not-supported",
                format!("the sandbox does not know what the computed field \"{name}\" answers"),
            )),
        }
    }

    fn flag_tests(&self, operators: &Value) -> Result<Vec<Test>, GqlError> {
        members(operators)
            .map(|(operator, operand)| {
                let operand = self.with_session(operand)?;
                Test::parse(operator, &operand, &ColumnType::Bool)
            })
            .collect()
    }

    fn permissions(&self, id: TableId, rules: &Value) -> Result<Vec<Expr>, GqlError> {
        list(rules)
            .iter()
            .map(|rule| self.permission(id, rule))
            .collect()
    }

    fn exists(&self, id: TableId, operand: &Value) -> Result<Expr, GqlError> {
        let source = &self.schema.catalog.tables[id].source;
        let name: Option<TableName> = operand
            .get("_table")
            .and_then(|name| serde_json::from_value(name.clone()).ok());
        let Some(target) = name.and_then(|name| self.schema.catalog.find(source, &name)) else {
            return Ok(Expr::Const(false));
        };
        let rows = self.permission(target, operand.get("_where").unwrap_or(&Value::Null))?;
        let id = self.compiled.exists.get();
        self.compiled.exists.set(id + 1);
        let correlated = rows.looks_at_root();
        Ok(Expr::Exists(Box::new(Exists {
            id,
            table: target,
            rows,
            correlated,
        })))
    }

    fn permission_column(
        &self,
        id: TableId,
        index: usize,
        operand: &Value,
    ) -> Result<Expr, GqlError> {
        let table = &self.schema.catalog.tables[id];
        let left = Column::of(table, index);
        let Some(operators) = operand.as_object() else {
            // A bare value stands for equality.
            return Ok(Expr::Test(left, self.test(table, index, "eq", operand)?));
        };
        let mut parts = Vec::new();
        for (operator, operand) in operators {
            let bare = operator.trim_start_matches(['_', '$']);
            let comparison = bare.strip_prefix('c').and_then(Comparison::parse);
            parts.push(if let Some(comparison) = comparison {
                compare_columns(table, &left, comparison, operand)
            } else {
                Expr::Test(left.clone(), self.test(table, index, bare, operand)?)
            });
        }
        Ok(Expr::And(parts))
    }

    /// One operator of a permission on a column.
    fn test(
        &self,
        table: &Tracked,
        index: usize,
        bare: &str,
        operand: &Value,
    ) -> Result<Test, GqlError> {
        let column = &table.columns[index];
        match (bare, operand) {
            // On a column that may be null, null is a value like others.
            ("eq" | "neq" | "ne", Value::Null) if column.nullable => Ok(Test::IsNull(bare == "eq")),
            ("cast", Value::Object(casts)) => {
                let tests = casts.values().flat_map(members).map(|(operator, operand)| {
                    let operand = self.with_session(operand)?;
                    Test::parse(operator, &operand, &ColumnType::Text)
                });
                Ok(Test::AsText(tests.collect::<Result<_, GqlError>>()?))
            }
            _ => Test::parse(
                bare,
                &*self.operand(bare, operand, &column.kind)?,
                &column.kind,
            ),
        }
    }

    /// An operand of a permission for a column of this type. A session variable is text that is
    /// cast to it: to JSON for what is compared with JSON, to an array for a list of keys.
    fn operand<'v>(
        &self,
        bare: &str,
        value: &'v Value,
        kind: &ColumnType,
    ) -> Result<Cow<'v, Value>, GqlError> {
        let operand = self.with_session(value)?;
        let Cow::Owned(Value::String(text)) = &operand else {
            return Ok(operand);
        };
        match bare {
            "has_key" | "in" | "nin" => Ok(operand),
            "has_keys_any" | "has_keys_all" => {
                let items = array_literal(text).ok_or_else(|| malformed_array(text))?;
                Ok(Cow::Owned(items.into_iter().flatten().collect()))
            }
            _ if matches!(kind, ColumnType::Json | ColumnType::Jsonb) => serde_json::from_str(text)
                .map(Cow::Owned)
                .map_err(|_| GqlError::data_exception("invalid input syntax for type json")),
            _ => Ok(operand),
        }
    }

    /// Replaces `X-Hasura-…` by the session's value where it is the whole operand; inside a list
    /// it is text like any other (contracts: hasura §3.7).
    pub(super) fn with_session<'v>(&self, value: &'v Value) -> Result<Cow<'v, Value>, GqlError> {
        match value {
            Value::String(name) if is_session_variable(name) => match self.session.var(name) {
                // The session travels as JSON, in which Postgres takes no such letter.
                Some(text) if text.contains('\0') => Err(GqlError::data_exception(
                    "unsupported Unicode escape sequence",
                )),
                Some(text) => Ok(Cow::Owned(text.into())),
                None => Err(GqlError::root(
                    "not-found",
                    format!(
                        "missing session variable: \"{}\"",
                        name.to_ascii_lowercase()
                    ),
                )),
            },
            other => Ok(Cow::Borrowed(other)),
        }
    }

    /// A caller's boolean expression on rows of a table; absent means all rows.
    pub(super) fn condition(&self, id: TableId, rule: Option<&Value>) -> Result<Expr, GqlError> {
        let Some(members) = rule.and_then(Value::as_object) else {
            return Ok(Expr::Const(true));
        };
        let table = &self.schema.catalog.tables[id];
        let mut parts = Vec::new();
        for (name, operand) in members {
            parts.push(match name.as_str() {
                "_and" => Expr::And(self.conditions(id, operand)?),
                "_or" => Expr::Or(self.conditions(id, operand)?),
                "_not" => Expr::Not(Box::new(self.condition(id, Some(operand))?)),
                name => {
                    if let Some(index) = table.column_by_field(name) {
                        self.condition_column(id, index, operand)?
                    } else if let Some(link) = table.link(name) {
                        let inner = self.condition(link.target, Some(operand))?;
                        let rows = self.seen_through_condition(link.target, inner)?;
                        Expr::Related(self.join(id, link), Box::new(rows))
                    } else if let Some(link) = table.link_by_aggregate(name) {
                        self.count(id, link, operand)?
                    } else if let Some(holds) = self.computed(id, name)? {
                        Expr::Answer(Box::new(holds), self.flag_tests(operand)?)
                    } else {
                        Expr::Const(false)
                    }
                }
            });
        }
        Ok(Expr::And(parts))
    }

    fn conditions(&self, id: TableId, rules: &Value) -> Result<Vec<Expr>, GqlError> {
        list(rules)
            .iter()
            .map(|rule| self.condition(id, Some(rule)))
            .collect()
    }

    /// Rows that satisfy a condition and that the role may see.
    fn seen_through_condition(&self, id: TableId, condition: Expr) -> Result<Expr, GqlError> {
        let readable = self.readable_rows(id)?;
        if self.leaks.conditions {
            return Ok(condition);
        }
        Ok(Expr::And(vec![(*readable).clone(), condition]))
    }

    fn condition_column(
        &self,
        id: TableId,
        index: usize,
        operators: &Value,
    ) -> Result<Expr, GqlError> {
        let column = self.column(id, index)?;
        let parts = members(operators).map(|(operator, operand)| {
            Ok(Expr::Test(
                column.clone(),
                Test::parse(operator, operand, &column.kind)?,
            ))
        });
        Ok(Expr::And(parts.collect::<Result<_, GqlError>>()?))
    }

    fn count(&self, id: TableId, link: &Link, rule: &Value) -> Result<Expr, GqlError> {
        let target = &self.schema.catalog.tables[link.target];
        let Some(rule) = rule.get("count") else {
            return Ok(Expr::Const(true));
        };
        let condition = self.condition(link.target, rule.get("filter"))?;
        let columns = list(rule.get("arguments").unwrap_or(&Value::Null))
            .iter()
            .filter_map(|field| target.column_by_field(field.as_str()?))
            .map(|index| self.column(link.target, index))
            .collect::<Result<_, _>>()?;
        let number = &ColumnType::Int8;
        let tests = members(rule.get("predicate").unwrap_or(&Value::Null))
            .map(|(operator, operand)| Test::parse(operator, operand, number))
            .collect::<Result<_, _>>()?;
        Ok(Expr::Count(Box::new(Count {
            join: self.join(id, link),
            rows: self.seen_through_condition(link.target, condition)?,
            columns,
            distinct: rule
                .get("distinct")
                .and_then(Value::as_bool)
                .unwrap_or_default(),
            tests,
        })))
    }

    pub(super) fn join(&self, id: TableId, link: &Link) -> Rc<Join> {
        let catalog = &self.schema.catalog;
        Rc::new(Join::new(catalog, &catalog.tables[id], link))
    }
}

/// A comparison with another column of the row, or of the row at the root of the expression.
fn compare_columns(
    table: &Tracked,
    left: &Column,
    comparison: Comparison,
    operand: &Value,
) -> Expr {
    // What cannot be read has made its permission inconsistent.
    let Ok(OtherColumn {
        name,
        of_root: root,
    }) = OtherColumn::read(operand)
    else {
        return Expr::Const(false);
    };
    let right = match table.column(name) {
        Some(index) if !root => Column::of(table, index),
        // The root may be another table; its column is found by name alone.
        _ if root => Column {
            name: name.to_owned(),
            ..left.clone()
        },
        _ => return Expr::Const(false),
    };
    Expr::Columns {
        left: left.clone(),
        comparison,
        right,
        root,
    }
}

fn is_session_variable(text: &str) -> bool {
    let prefix = "x-hasura-";
    text.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Null => &[],
        single => std::slice::from_ref(single),
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}
