//! `insert_T`, `insert_T_one`, with `on_conflict`.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::expr::{Expr, Store};
use super::mutation::{check_foreign_keys, refused};
use super::run::{Run, args_path, unknown_root};
use crate::hasura::graphql::error::GqlError;
use crate::hasura::graphql::schema::catalog::TableId;
use crate::hasura::graphql::validate::Field;
use crate::hasura::model::data::{ConstraintError, Database, Row};

/// What to do with a row that is there already.
struct Conflict {
    constraint: String,
    columns: Vec<String>,
    /// Which rows may be replaced.
    rows: Expr,
    /// Alone holds for a replaced row, where there is one.
    check: Option<Expr>,
    presets: Row,
}

/// What one statement has written so far.
#[derive(Default)]
struct Written {
    rows: Vec<Row>,
    /// Those of them that the check of the insert permission is about.
    to_check: Vec<Row>,
    /// Their places, none of which a second object may take.
    positions: HashSet<usize>,
}

impl Run<'_> {
    pub(super) fn insert(
        &self,
        database: &mut Database,
        id: TableId,
        field: &Field,
        one: bool,
    ) -> Result<Value, GqlError> {
        let Some(grant) = &self.schema.grants[id].insert else {
            return Err(unknown_root(&field.name));
        };
        let argument = if one { "object" } else { "objects" };
        let path = format!("{}.{argument}", args_path(field));
        let objects: Vec<&Map<String, Value>> = match field.args.get(argument) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_object).collect(),
            Some(single) => single.as_object().into_iter().collect(),
            None => Vec::new(),
        };
        let check = self.permission(id, &grant.check)?;
        let presets = self.presets(id, &grant.set)?;
        let conflict = self.conflict(id, &field.args)?;
        let (source, _) = self.schema.catalog.tables[id].position;
        let mut written = Written::default();
        for object in objects {
            let mut row = self.columns(id, object, &path)?;
            row.extend(presets.clone());
            let Some(row) =
                self.write(database, id, &row, conflict.as_ref(), &mut written, &path)?
            else {
                continue;
            };
            check_foreign_keys(database, source, self.data(database, id)?, &row, &path)?;
            written.rows.push(row);
        }
        self.check_rows(database, &check, &written.to_check, &path)?;
        let written = written.rows;
        if one {
            return self.single(database, id, field, written.first());
        }
        self.response(database, id, field, &written)
    }

    /// The row as it is now; `None` if a conflict left things as they were.
    fn write(
        &self,
        database: &mut Database,
        id: TableId,
        row: &Row,
        conflict: Option<&Conflict>,
        written: &mut Written,
        path: &str,
    ) -> Result<Option<Row>, GqlError> {
        let table = self.data_mut(database, id)?;
        let error = match table.insert(row.clone()) {
            Ok(row) => {
                written.positions.insert(table.rows.len() - 1);
                written.to_check.push(row.clone());
                return Ok(Some(row));
            }
            Err(error) => error,
        };
        // Whatever else is in the way, the named constraint is met first.
        match (&error, conflict) {
            (ConstraintError::Duplicate { .. }, Some(conflict)) => {
                match self.in_the_way(database, id, row, &conflict.constraint)? {
                    Some(position) => {
                        self.replace(database, id, row, conflict, position, written, path)
                    }
                    None => Err(refused(&error, path)),
                }
            }
            _ => Err(refused(&error, path)),
        }
    }

    /// The row that has the same values under this constraint.
    fn in_the_way(
        &self,
        database: &Database,
        id: TableId,
        given: &Row,
        constraint: &str,
    ) -> Result<Option<usize>, GqlError> {
        let constraints = &self.schema.catalog.tables[id].constraints;
        let Some(key) = constraints.iter().find(|key| key.name == constraint) else {
            return Ok(None);
        };
        let rows = &self.data(database, id)?.rows;
        Ok(rows.iter().position(|row| {
            let mut columns = key.columns.iter();
            columns.all(|name| {
                let value = row.get(name).filter(|value| !value.is_null());
                value.is_some() && value == given.get(name)
            })
        }))
    }

    #[allow(clippy::too_many_arguments)] // all of them are what the statement is about
    fn replace(
        &self,
        database: &mut Database,
        id: TableId,
        given: &Row,
        conflict: &Conflict,
        position: usize,
        written: &mut Written,
        path: &str,
    ) -> Result<Option<Row>, GqlError> {
        if conflict.columns.is_empty() {
            return Ok(None);
        }
        let admitted = {
            let store = Store::new(&self.schema.catalog, database);
            store.holds(&conflict.rows, &store.rows(id)[position])
        };
        if !admitted {
            return Ok(None);
        }
        if !written.positions.insert(position) {
            // ON CONFLICT DO UPDATE command cannot affect row a second time
            let error = GqlError::database("unexpected", "21000", "database query error");
            return Err(GqlError {
                path: path.to_owned(),
                ..error
            });
        }
        let table = self.data_mut(database, id)?;
        let mut row = table.rows[position].clone();
        for name in &conflict.columns {
            row.insert(name.clone(), given.get(name).cloned().unwrap_or_default());
        }
        row.extend(conflict.presets.clone());
        table
            .check(&row, Some(position))
            .map_err(|error| refused(&error, path))?;
        Arc::make_mut(&mut table.rows)[position].clone_from(&row);
        match &conflict.check {
            Some(check) => self.check_rows(database, check, std::slice::from_ref(&row), path)?,
            None => written.to_check.push(row.clone()),
        }
        Ok(Some(row))
    }

    fn conflict(
        &self,
        id: TableId,
        args: &Map<String, Value>,
    ) -> Result<Option<Conflict>, GqlError> {
        let table = &self.schema.catalog.tables[id];
        let given = args
            .get(&table.names.word("on_conflict"))
            .filter(|given| !given.is_null());
        let Some(given) = given else {
            return Ok(None);
        };
        let update = self.schema.grants[id].update.as_ref();
        let columns = given
            .get(table.names.word("update_columns").as_str())
            .and_then(Value::as_array);
        let columns = columns
            .into_iter()
            .flatten()
            .filter_map(|field| table.column_by_field(field.as_str()?))
            .map(|index| table.columns[index].name.clone())
            .collect();
        let check = update.filter(|update| !update.check.is_null());
        let check = check.map(|update| self.permission(id, &update.check));
        Ok(Some(Conflict {
            constraint: given
                .get("constraint")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            columns,
            rows: Expr::And(vec![
                // Whoever may update nothing can name no column, so that no row is touched.
                update.map_or(Ok(Expr::Const(false)), |update| {
                    self.permission(id, &update.filter)
                })?,
                self.condition(id, given.get("where"))?,
            ]),
            check: check.transpose()?,
            presets: update.map_or(Ok(Row::new()), |update| self.presets(id, &update.set))?,
        }))
    }
}
