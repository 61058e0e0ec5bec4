//! Mutations, on a draft of the rows that is kept only if the whole operation succeeds.

use serde_json::{Map, Value};

use super::expr::{Expr, Store};
use super::run::{Run, unknown_root};
use super::value::stored;
use crate::hasura::graphql::error::GqlError;
use crate::hasura::graphql::schema::Root;
use crate::hasura::graphql::schema::catalog::TableId;
use crate::hasura::graphql::schema::names::RootKind;
use crate::hasura::graphql::validate::Field;
use crate::hasura::model::data::{ConstraintError, DataTable, Database, Row};

impl Run<'_> {
    pub(super) fn mutate(
        &self,
        database: &mut Database,
        fields: &[Field],
        type_name: &str,
    ) -> Result<Value, GqlError> {
        let mut answer = Map::new();
        for field in fields {
            let value = if field.name == "__typename" {
                type_name.into()
            } else {
                match self.schema.root(type_name, &field.name) {
                    Some(Root::Table(kind, id)) => self.mutate_table(database, kind, id, field)?,
                    Some(Root::Namespace) => {
                        self.mutate(database, &field.selection, &field.type_name)?
                    }
                    None => return Err(unknown_root(&field.name)),
                }
            };
            answer.insert(field.key.clone(), value);
        }
        Ok(Value::Object(answer))
    }

    fn mutate_table(
        &self,
        database: &mut Database,
        kind: RootKind,
        id: TableId,
        field: &Field,
    ) -> Result<Value, GqlError> {
        if !self.data(database, id)?.is_stored() {
            let table = &self.schema.catalog.tables[id].meta.table;
            return Err(GqlError::root(
                "not-supported",
                format!("the rows of \"{table}\" belong to the core and cannot be changed here"),
            ));
        }
        match kind {
            RootKind::Insert => self.insert(database, id, field, false),
            RootKind::InsertOne => self.insert(database, id, field, true),
            RootKind::Update => self.update(database, id, field),
            RootKind::UpdateByPk => self.update_by_pk(database, id, field),
            RootKind::UpdateMany => self.update_many(database, id, field),
            RootKind::Delete => self.delete(database, id, field),
            RootKind::DeleteByPk => self.delete_by_pk(database, id, field),
            RootKind::Select
            | RootKind::SelectByPk
            | RootKind::SelectAggregate
            | RootKind::SelectStream => Err(unknown_root(&field.name)),
        }
    }

    pub(super) fn data<'d>(
        &self,
        database: &'d Database,
        id: TableId,
    ) -> Result<&'d DataTable, GqlError> {
        let (source, table) = self.schema.catalog.tables[id].position;
        let found = database
            .sources
            .get(source)
            .and_then(|source| source.tables.get(table));
        found.ok_or_else(|| unknown_root("table"))
    }

    pub(super) fn data_mut<'d>(
        &self,
        database: &'d mut Database,
        id: TableId,
    ) -> Result<&'d mut DataTable, GqlError> {
        let (source, table) = self.schema.catalog.tables[id].position;
        let found = database
            .sources
            .get_mut(source)
            .and_then(|s| s.tables.get_mut(table));
        found.ok_or_else(|| unknown_root("table"))
    }

    /// Fields with values, as columns in the form in which they are stored.
    pub(super) fn columns(
        &self,
        id: TableId,
        given: &Map<String, Value>,
        path: &str,
    ) -> Result<Row, GqlError> {
        let table = &self.schema.catalog.tables[id];
        let mut row = Row::new();
        for (field, value) in given {
            if let Some(index) = table.column_by_field(field) {
                let column = &table.columns[index];
                let value = stored(value, &column.kind).map_err(|error| GqlError {
                    path: path.to_owned(),
                    ..error
                })?;
                row.insert(column.name.clone(), value);
            }
        }
        Ok(row)
    }

    /// The values that the permission sets.
    pub(super) fn presets(&self, id: TableId, set: &Map<String, Value>) -> Result<Row, GqlError> {
        let table = &self.schema.catalog.tables[id];
        let mut row = Row::new();
        for (name, value) in set {
            if let Some(index) = table.column(name) {
                let value = self.with_session(value)?;
                row.insert(name.clone(), stored(&value, &table.columns[index].kind)?);
            }
        }
        Ok(row)
    }

    /// `affected_rows` and `returning`, which shows every changed row: the select permission
    /// limits the columns only (contracts: hasura §3.1).
    pub(super) fn response(
        &self,
        database: &Database,
        id: TableId,
        field: &Field,
        rows: &[Row],
    ) -> Result<Value, GqlError> {
        let store = Store::new(&self.schema.catalog, database);
        let mut answer = Map::new();
        for inner in &field.selection {
            let value = match inner.name.as_str() {
                "__typename" => field.type_name.as_str().into(),
                "returning" => {
                    let shape = self.shape(id, inner)?;
                    rows.iter()
                        .map(|row| shape.show(&store, row))
                        .collect::<Result<_, _>>()?
                }
                _ => rows.len().into(),
            };
            answer.insert(inner.key.clone(), value);
        }
        Ok(Value::Object(answer))
    }

    /// The changed row, if there is one.
    pub(super) fn single(
        &self,
        database: &Database,
        id: TableId,
        field: &Field,
        row: Option<&Row>,
    ) -> Result<Value, GqlError> {
        let store = Store::new(&self.schema.catalog, database);
        match row {
            Some(row) => self.shape(id, field)?.show(&store, row),
            None => Ok(Value::Null),
        }
    }

    /// Positions of the rows for which all of the expressions hold.
    pub(super) fn positions(&self, database: &Database, id: TableId, expr: &Expr) -> Vec<usize> {
        let store = Store::new(&self.schema.catalog, database);
        let rows = store.rows(id).iter().enumerate();
        rows.filter(|(_, row)| store.holds(expr, row))
            .map(|(position, _)| position)
            .collect()
    }

    /// Refuses rows for which the permission's check is false. One that comes out neither true nor
    /// false passes (contracts: hasura §3.7).
    pub(super) fn check_rows(
        &self,
        database: &Database,
        check: &Expr,
        rows: &[Row],
        path: &str,
    ) -> Result<(), GqlError> {
        let store = Store::new(&self.schema.catalog, database);
        if !rows.iter().any(|row| store.refutes(check, row)) {
            return Ok(());
        }
        Err(GqlError::coded(
            "permission-error",
            path.to_owned(),
            "check constraint of an insert/update permission has failed",
        ))
    }
}

/// The condition that selects by primary key.
pub(super) fn key_condition(key: &Map<String, Value>) -> Value {
    let equal =
        |(field, value): (&String, &Value)| (field.clone(), serde_json::json!({"_eq": value}));
    Value::Object(key.iter().map(equal).collect())
}

/// Refuses a row whose foreign keys lead nowhere.
pub(super) fn check_foreign_keys(
    database: &Database,
    source: usize,
    table: &DataTable,
    row: &Row,
    path: &str,
) -> Result<(), GqlError> {
    for key in &table.foreign_keys {
        let given: Vec<&Value> = key
            .columns
            .iter()
            .map(|name| row.get(name).unwrap_or(&Value::Null))
            .collect();
        if given.iter().any(|value| value.is_null()) {
            continue;
        }
        let other = database.sources[source].table(&key.table);
        let found = other.is_some_and(|other| {
            other.rows.iter().any(|candidate| {
                key.references
                    .iter()
                    .zip(&given)
                    .all(|(name, value)| candidate.get(name) == Some(*value))
            })
        });
        if !found {
            return Err(violation(
                path,
                &format!(
                    "Foreign key violation. insert or update on table \"{}\" violates foreign key \
                     constraint \"{}\"",
                    table.table.name, key.constraint
                ),
            ));
        }
    }
    Ok(())
}

pub(super) fn refused(error: &ConstraintError, path: &str) -> GqlError {
    match error {
        ConstraintError::Duplicate { .. } => {
            violation(path, &format!("Uniqueness violation. {error}"))
        }
        ConstraintError::StillReferenced { .. } => {
            violation(path, &format!("Foreign key violation. {error}"))
        }
        ConstraintError::NotNull { .. } => violation(path, &format!("Not-NULL violation. {error}")),
        ConstraintError::UnknownColumn { .. } => {
            GqlError::coded("unexpected", path.to_owned(), error.to_string())
        }
    }
}

fn violation(path: &str, message: &str) -> GqlError {
    GqlError::coded("constraint-violation", path.to_owned(), message)
}
