//! The mutations of a table; one of them sent, and what it wrote.

use serde_json::Value;

use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::model::document::{self, pick};
use crate::verify::model::{Model, RoleTable, TypedArg, Write};
use crate::verify::rows::Row;

/// What a mutation came to.
pub(super) enum Sent {
    /// So many rows were written; those that came back.
    Wrote(u64, Vec<Row>),
    Refused(String),
    /// Hasura's words, when it is the permission that did not let the rows be as they were to be.
    Forbidden(String),
}

/// A mutation with its arguments, which selects these columns of what it writes.
pub(super) fn request(
    write: &Write,
    args: &[(&TypedArg, Value)],
    columns: &[String],
) -> GraphQlRequest {
    let columns = if columns.is_empty() {
        "__typename".to_owned()
    } else {
        columns.join(" ")
    };
    let selection = match (&write.affected, &write.returning) {
        (Some(affected), Some(returning)) => {
            format!("{{ {affected} {returning} {{ {columns} }} }}")
        }
        (Some(affected), None) => format!("{{ {affected} }}"),
        _ => format!("{{ {columns} }}"),
    };
    document::mutation(&write.namespace, &write.name, args, &selection)
}

/// The mutations of a table and of no other. One that returns no rows, because the role may not
/// read them, only tells the table's name, which tables of several databases may share.
pub(super) fn writes<'m>(
    ctx: &Context<'_>,
    model: &'m Model,
    table: &RoleTable,
) -> impl Iterator<Item = &'m Write> {
    let unread = model.table(&table.type_name).is_none();
    let namesakes = ctx
        .admin
        .iter()
        .flat_map(|admin| &admin.model.tables)
        .filter(|one| one.db_name.is_some() && one.db_name == table.db_name)
        .count();
    model.writes.iter().filter(move |write| {
        write.type_name.as_ref().map_or_else(
            || unread && namesakes == 1 && write.db_name == table.db_name,
            |name| *name == table.type_name,
        )
    })
}

pub(super) async fn send(
    ctx: &Context<'_>,
    caller: &Caller,
    write: &Write,
    request: &GraphQlRequest,
) -> Result<Sent> {
    let answer = ctx.ask(caller, request).await?;
    if let Some(error) = answer.errors.first() {
        let words = error.message.clone();
        return Ok(match error.code.as_deref() {
            Some("permission-error") => Sent::Forbidden(words),
            _ => Sent::Refused(words),
        });
    }
    let found = answer
        .data
        .as_ref()
        .and_then(|data| pick(data, &write.namespace, &write.name));
    Ok(match (&write.affected, found) {
        // A response for each of several changes.
        (Some(affected), Some(Value::Array(all))) => {
            let counts = all.iter().filter_map(|one| one.get(affected)?.as_u64());
            Sent::Wrote(counts.sum(), Vec::new())
        }
        (Some(affected), Some(found)) => {
            let count = found.get(affected).and_then(Value::as_u64).unwrap_or(0);
            let rows = write
                .returning
                .as_ref()
                .and_then(|name| found.get(name)?.as_array())
                .map(|rows| rows.iter().filter_map(Value::as_object).cloned().collect())
                .unwrap_or_default();
            Sent::Wrote(count, rows)
        }
        (None, Some(Value::Object(row))) => Sent::Wrote(1, vec![row.clone()]),
        _ => Sent::Wrote(0, Vec::new()),
    })
}
