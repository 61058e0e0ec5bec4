//! `delete_T`, `delete_T_by_pk`.

use serde_json::Value;

use super::expr::Expr;
use super::mutation::{key_condition, refused};
use super::run::{Run, unknown_root};
use crate::hasura::graphql::error::GqlError;
use crate::hasura::graphql::schema::catalog::TableId;
use crate::hasura::graphql::validate::Field;
use crate::hasura::model::data::{Database, Row};

impl Run<'_> {
    pub(super) fn delete(
        &self,
        database: &mut Database,
        id: TableId,
        field: &Field,
    ) -> Result<Value, GqlError> {
        let (positions, rows) = self.doomed(database, id, field, field.args.get("where"))?;
        self.remove(database, id, &positions)?;
        self.response(database, id, field, &rows)
    }

    pub(super) fn delete_by_pk(
        &self,
        database: &mut Database,
        id: TableId,
        field: &Field,
    ) -> Result<Value, GqlError> {
        let condition = key_condition(&field.args);
        let (positions, rows) = self.doomed(database, id, field, Some(&condition))?;
        self.remove(database, id, &positions)?;
        self.single(database, id, field, rows.first())
    }

    fn doomed(
        &self,
        database: &Database,
        id: TableId,
        field: &Field,
        condition: Option<&Value>,
    ) -> Result<(Vec<usize>, Vec<Row>), GqlError> {
        let Some(grant) = &self.schema.grants[id].delete else {
            return Err(unknown_root(&field.name));
        };
        let expr = Expr::And(vec![
            self.permission(id, &grant.filter)?,
            self.condition(id, condition)?,
        ]);
        let positions = self.positions(database, id, &expr);
        let table = self.data(database, id)?;
        let rows = positions
            .iter()
            .map(|position| table.rows[*position].clone())
            .collect();
        Ok((positions, rows))
    }

    fn remove(
        &self,
        database: &mut Database,
        id: TableId,
        positions: &[usize],
    ) -> Result<(), GqlError> {
        let table = &self.schema.catalog.tables[id];
        let (source, _) = table.position;
        database.sources[source]
            .remove(&table.meta.table, positions)
            .map_err(|error| refused(&error, "$"))
    }
}
