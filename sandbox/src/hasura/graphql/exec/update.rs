//! `update_T`, `update_T_by_pk`, `update_T_many`.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::edit::{CHANGES, Change, Edit};
use super::expr::Expr;
use super::mutation::{check_foreign_keys, key_condition, refused};
use super::run::{Run, args_path, unknown_root};
use super::value::stored;
use crate::hasura::graphql::error::{GqlError, quoted_list};
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
        let edits = self.edits(id, operators, field)?;
        let presets = self.presets(id, &grant.set)?;
        if edits.is_empty() && presets.is_empty() {
            return Ok(Vec::new());
        }
        let rows = Expr::And(vec![
            self.permission(id, &grant.filter)?,
            self.condition(id, condition)?,
        ]);
        let check = self.permission(id, &grant.check)?;
        let (source, _) = self.schema.catalog.tables[id].position;
        let mut changed = Vec::new();
        for position in self.positions(database, id, &rows) {
            let table = self.data(database, id)?;
            let old = table.rows[position].clone();
            let mut row = old.clone();
            for edit in &edits {
                edit.apply(&mut row)?;
            }
            row.extend(presets.clone());
            table
                .check(&row, Some(position))
                .map_err(|error| refused(&error, "$"))?;
            check_foreign_keys(database, source, table, &row, "$")?;
            let name = table.table.clone();
            Arc::make_mut(&mut self.data_mut(database, id)?.rows)[position].clone_from(&row);
            database.sources[source]
                .follow(&name, &[(old, Some(row.clone()))])
                .map_err(|error| refused(&error, "$"))?;
            changed.push(row);
        }
        self.check_rows(database, &check, &changed, "$")?;
        Ok(changed)
    }

    /// What the operators do to each row, in their order.
    fn edits(
        &self,
        id: TableId,
        operators: &Map<String, Value>,
        field: &Field,
    ) -> Result<Vec<Edit>, GqlError> {
        let table = &self.schema.catalog.tables[id];
        let mut edits: Vec<Edit> = Vec::new();
        for (name, change) in CHANGES {
            let given = operators.get(name).and_then(Value::as_object);
            for (key, operand) in given.into_iter().flatten() {
                let Some(index) = table.column_by_field(key) else {
                    continue;
                };
                let column = &table.columns[index];
                if edits.iter().any(|edit| edit.column == column.name) {
                    return Err(GqlError::in_args(
                        &args_path(field),
                        format!(
                            "Column found in multiple operators: {}.",
                            quoted_list([key])
                        ),
                    ));
                }
                edits.push(Edit {
                    column: column.name.clone(),
                    kind: column.kind.clone(),
                    change,
                    operand: match change {
                        Change::Set | Change::Increment => stored(operand, &column.kind)?,
                        _ => operand.clone(),
                    },
                });
            }
        }
        Ok(edits)
    }
}
