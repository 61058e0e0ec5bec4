//! `insert_T`, `insert_T_one`, with `on_conflict`.

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
    check: Option<Expr>,
    presets: Row,
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
        let mut written = Vec::new();
        for object in objects {
            let mut row = self.columns(id, object)?;
            row.extend(presets.clone());
            let Some(row) = self.write(database, id, &row, conflict.as_ref(), &path)? else {
                continue;
            };
            check_foreign_keys(database, source, self.data(database, id)?, &row, &path)?;
            written.push(row);
        }
        self.check_rows(database, &check, &written, &path)?;
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
        path: &str,
    ) -> Result<Option<Row>, GqlError> {
        let error = match self.data_mut(database, id)?.insert(row.clone()) {
            Ok(row) => return Ok(Some(row)),
            Err(error) => error,
        };
        match (&error, conflict) {
            (ConstraintError::Duplicate { constraint }, Some(conflict))
                if *constraint == conflict.constraint =>
            {
                self.replace(database, id, row, conflict, path)
            }
            _ => Err(refused(&error, path)),
        }
    }

    fn replace(
        &self,
        database: &mut Database,
        id: TableId,
        given: &Row,
        conflict: &Conflict,
        path: &str,
    ) -> Result<Option<Row>, GqlError> {
        if conflict.columns.is_empty() {
            return Ok(None);
        }
        let constraints = &self.schema.catalog.tables[id].constraints;
        let key = constraints
            .iter()
            .find(|(name, _)| *name == conflict.constraint);
        let key = key
            .map(|(_, columns)| columns.as_slice())
            .unwrap_or_default();
        let position = {
            let store = Store::new(&self.schema.catalog, database);
            let same = |row: &Row| key.iter().all(|name| row.get(name) == given.get(name));
            store
                .rows(id)
                .iter()
                .position(|row| same(row) && store.holds(&conflict.rows, row))
        };
        let Some(position) = position else {
            return Ok(None);
        };
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
        if let Some(check) = &conflict.check {
            self.check_rows(database, check, std::slice::from_ref(&row), path)?;
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
