//! `delete_T`, `delete_T_by_pk`.

use std::sync::Arc;

use serde_json::Value;

use super::expr::Expr;
use super::mutation::{key_condition, violation};
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
        // What is returned may speak of related rows, so it is put together first.
        let answer = self.response(database, id, field, &rows)?;
        self.remove(database, id, &positions, &rows)?;
        Ok(answer)
    }

    pub(super) fn delete_by_pk(
        &self,
        database: &mut Database,
        id: TableId,
        field: &Field,
    ) -> Result<Value, GqlError> {
        let condition = key_condition(&field.args);
        let (positions, rows) = self.doomed(database, id, field, Some(&condition))?;
        let answer = self.single(database, id, field, rows.first())?;
        self.remove(database, id, &positions, &rows)?;
        Ok(answer)
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
        rows: &[Row],
    ) -> Result<(), GqlError> {
        let table = self.data_mut(database, id)?;
        let mut position = 0;
        Arc::make_mut(&mut table.rows).retain(|_| {
            position += 1;
            positions.binary_search(&(position - 1)).is_err()
        });
        let table = self.data(database, id)?;
        let (source, _) = self.schema.catalog.tables[id].position;
        for other in &database.sources[source].tables {
            for key in other
                .foreign_keys
                .iter()
                .filter(|key| key.table == table.table)
            {
                let points_to = |child: &Row, row: &Row| {
                    key.columns
                        .iter()
                        .zip(&key.references)
                        .all(|(own, theirs)| {
                            let value = child.get(own).filter(|value| !value.is_null());
                            value.is_some() && value == row.get(theirs)
                        })
                };
                if other
                    .rows
                    .iter()
                    .any(|child| rows.iter().any(|row| points_to(child, row)))
                {
                    return Err(violation(
                        "$",
                        &format!(
                            "Foreign key violation. update or delete on table \"{}\" violates \
                             foreign key constraint \"{}\" on table \"{}\"",
                            table.table.name, key.constraint, other.table.name
                        ),
                    ));
                }
            }
        }
        Ok(())
    }
}
