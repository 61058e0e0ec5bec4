//! `update_T`, `update_T_by_pk`, `update_T_many`.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::expr::Expr;
use super::mutation::{check_foreign_keys, key_condition, refused};
use super::run::{Run, args_path, unknown_root};
use super::value::{Scalar, read, stored};
use crate::hasura::graphql::error::GqlError;
use crate::hasura::graphql::schema::catalog::TableId;
use crate::hasura::graphql::validate::Field;
use crate::hasura::model::data::{Database, Row};

impl Run<'_> {
    pub(super) fn update(
        &self,
        database: &mut Database,
        id: TableId,
        field: &Field,
    ) -> Result<Value, GqlError> {
        let rows = self.change(database, id, field, &field.args, field.args.get("where"))?;
        self.response(database, id, field, &rows)
    }

    pub(super) fn update_by_pk(
        &self,
        database: &mut Database,
        id: TableId,
        field: &Field,
    ) -> Result<Value, GqlError> {
        let argument = self.schema.catalog.tables[id].names.word("pk_columns");
        let key = field.args.get(&argument).and_then(Value::as_object);
        let condition = key.map(key_condition).unwrap_or_default();
        let rows = self.change(database, id, field, &field.args, Some(&condition))?;
        self.single(database, id, field, rows.first())
    }

    pub(super) fn update_many(
        &self,
        database: &mut Database,
        id: TableId,
        field: &Field,
    ) -> Result<Value, GqlError> {
        let mut answers = Vec::new();
        let updates = field.args.get("updates").and_then(Value::as_array);
        for update in updates.into_iter().flatten().filter_map(Value::as_object) {
            let rows = self.change(database, id, field, update, update.get("where"))?;
            answers.push(self.response(database, id, field, &rows)?);
        }
        Ok(Value::Array(answers))
    }

    /// Changes the rows that the role may change and the caller means; returns them as they are
    /// now.
    fn change(
        &self,
        database: &mut Database,
        id: TableId,
        field: &Field,
        operators: &Map<String, Value>,
        condition: Option<&Value>,
    ) -> Result<Vec<Row>, GqlError> {
        let Some(grant) = &self.schema.grants[id].update else {
            return Err(unknown_root(&field.name));
        };
        let operator = |name: &str| operators.get(name).and_then(Value::as_object);
        let (set, inc) = (operator("_set"), operator("_inc"));
        let mut set = set.map_or_else(|| Ok(Row::new()), |set| self.columns(id, set))?;
        let inc = inc.map_or_else(|| Ok(Row::new()), |inc| self.columns(id, inc))?;
        set.extend(self.presets(id, &grant.set)?);
        if set.is_empty() && inc.is_empty() {
            return Err(GqlError::in_args(
                &args_path(field),
                "at least any one of '_inc', '_set' is expected",
            ));
        }
        let rows = Expr::And(vec![
            self.permission(id, &grant.filter)?,
            self.condition(id, condition)?,
        ]);
        let check = self.permission(id, &grant.check)?;
        let mut changed = Vec::new();
        for position in self.positions(database, id, &rows) {
            let row = self.changed(&self.data(database, id)?.rows[position], id, &set, &inc)?;
            let table = self.data(database, id)?;
            table
                .check(&row, Some(position))
                .map_err(|error| refused(&error, "$"))?;
            let (source, _) = self.schema.catalog.tables[id].position;
            check_foreign_keys(database, source, table, &row, "$")?;
            Arc::make_mut(&mut self.data_mut(database, id)?.rows)[position].clone_from(&row);
            changed.push(row);
        }
        self.check_rows(database, &check, &changed, "$")?;
        Ok(changed)
    }

    fn changed(&self, old: &Row, id: TableId, set: &Row, inc: &Row) -> Result<Row, GqlError> {
        let table = &self.schema.catalog.tables[id];
        let mut row = old.clone();
        row.extend(set.clone());
        for (name, by) in inc {
            let Some(index) = table.column(name) else {
                continue;
            };
            let kind = &table.columns[index].kind;
            let sum = match (
                read(old.get(name).unwrap_or(&Value::Null), kind),
                read(by, kind),
            ) {
                (Scalar::Int(a), Scalar::Int(b)) => {
                    a.checked_add(b).map_or(Value::Null, Value::from)
                }
                (a, b) => match (float(&a), float(&b)) {
                    (Some(a), Some(b)) => (a + b).into(),
                    _ => Value::Null,
                },
            };
            row.insert(name.clone(), stored(&sum, kind)?);
        }
        Ok(row)
    }
}

fn float(value: &Scalar<'_>) -> Option<f64> {
    match value {
        // Beyond 53 bits a float column could not hold the sum either.
        #[allow(clippy::cast_precision_loss)]
        Scalar::Int(int) => Some(*int as f64),
        Scalar::Float(float) => Some(*float),
        _ => None,
    }
}
