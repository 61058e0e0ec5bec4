//! Asking as a given caller, and reading what comes back.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::error::Result;
use crate::hasura::columns::is_masked;
use crate::hasura::explain::Kind;
use crate::hasura::{GraphQlAnswer, GraphQlError, GraphQlRequest, HasuraError};
use crate::secret::MASK;
use crate::verify::caller::Caller;
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::masking;
use crate::verify::model::document::{self, ListQuery, Selection, pick};
use crate::verify::model::{Model, RoleTable, RootField};
use crate::verify::rows::{Key, Row};
use crate::verify::run::Run;

/// What happened to a request that should have been turned away.
pub(super) enum Reception {
    /// The credentials were refused; Hasura's words.
    Refused(String),
    /// They were taken.
    Taken(GraphQlAnswer),
}

/// Sends a request that should be refused.
pub(super) async fn receive(
    ctx: &Run<'_>,
    caller: &Caller,
    request: &GraphQlRequest,
) -> Result<Reception> {
    let answer = match ctx.ask(caller, request).await {
        Ok(answer) => answer,
        Err(error) => match error.downcast_ref() {
            Some(HasuraError::NotHasura {
                status: status @ (401 | 403),
                ..
            }) => return Ok(Reception::Refused(format!("status {status}"))),
            _ => return Err(error),
        },
    };
    let words = answer.first_error();
    let refused = answer.data.is_none()
        && answer.errors.iter().any(|error| {
            let kind = error.explanation().kind;
            kind.is_refusal() || matches!(kind, Kind::Unknown | Kind::Internal)
        });
    Ok(match words {
        Some(words) if refused => Reception::Refused(words),
        _ => Reception::Taken(answer),
    })
}

/// All rows of a list field as `caller`, with the given columns.
pub(super) fn list_request(
    ctx: &Run<'_>,
    field: &RootField,
    columns: &[&str],
    order_by: &[String],
) -> GraphQlRequest {
    document::list(
        field,
        &ListQuery {
            selection: Selection::columns(columns.iter().copied()),
            limit: Some(ctx.sample),
            order_by: order_by.to_vec(),
            ..ListQuery::default()
        },
    )
}

/// What a list gave a caller who may see fewer columns than are asked for.
pub(super) enum Open {
    /// It is not offered, or not to this caller.
    Closed,
    /// Another error than a refusal; Hasura's words.
    Failed(String),
    /// The request that was answered at last, and its rows.
    Rows(GraphQlRequest, Vec<Row>),
}

/// Lists as a caller whose schema may not be known: columns that are refused are left out, one
/// after the other, until the rest is answered.
pub(super) async fn list_open(
    ctx: &Run<'_>,
    caller: &Caller,
    field: &RootField,
    columns: &[&str],
) -> Result<Open> {
    let mut columns = columns.to_vec();
    loop {
        let request = list_request(ctx, field, &columns, &[]);
        let answer = match receive(ctx, caller, &request).await? {
            Reception::Refused(_) => return Ok(Open::Closed),
            Reception::Taken(answer) => answer,
        };
        let Some(error) = answer.errors.first().filter(|_| answer.data.is_none()) else {
            let rows = rows_of(&answer, field).into_iter().cloned().collect();
            return Ok(Open::Rows(request, rows));
        };
        match refused_column(&answer, &columns) {
            Some(index) => columns.remove(index),
            None if closes(error) => return Ok(Open::Closed),
            None => return Ok(Open::Failed(error.message.clone())),
        };
    }
}

/// What a way gave a caller who may not be let in.
pub(super) enum Reply {
    /// It is not offered, or not to this caller.
    Closed,
    /// Another error than a refusal; Hasura's words.
    Failed(String),
    Answer(GraphQlAnswer),
}

/// Asks on a way that may be closed to the caller.
pub(super) async fn reply(
    ctx: &Run<'_>,
    caller: &Caller,
    request: &GraphQlRequest,
) -> Result<Reply> {
    let answer = match receive(ctx, caller, request).await? {
        Reception::Refused(_) => return Ok(Reply::Closed),
        Reception::Taken(answer) => answer,
    };
    let error = answer.errors.first().filter(|_| answer.data.is_none());
    Ok(match error {
        Some(error) if closes(error) => Reply::Closed,
        Some(error) => Reply::Failed(error.message.clone()),
        None => Reply::Answer(answer),
    })
}

/// True for an error that says that a way is not open to its caller, and not that it went wrong.
pub(super) fn closes(error: &GraphQlError) -> bool {
    matches!(error.explanation().kind, Kind::SessionVariableMissing)
        || error.code.as_deref() == Some("validation-failed")
}

/// What keys found.
#[derive(Default)]
pub(super) struct Keyed {
    pub rows: Vec<Row>,
    /// Why some of them could not be asked for; Hasura's words.
    pub failed: Option<String>,
}

/// The rows that keys find, with all columns. A value of another form than the key's type fails a
/// whole request, so one that fails is asked again in halves.
pub(super) async fn keyed(
    ctx: &Run<'_>,
    caller: &Caller,
    view: &RoleTable,
    keys: &[Key],
) -> Result<Keyed> {
    let selection = Selection::columns(view.column_names());
    let mut found = Keyed::default();
    let Some(field) = &view.by_pk else {
        return Ok(found);
    };
    let mut parts = vec![keys];
    while let Some(part) = parts.pop() {
        let values: Vec<Vec<Value>> = part.iter().map(|key| key.values.clone()).collect();
        let request = document::by_pk(view, &values, &selection);
        let Some(request) = request.filter(|_| !part.is_empty()) else {
            continue;
        };
        let answer = match reply(ctx, caller, &request).await? {
            Reply::Answer(answer) => answer,
            Reply::Closed => continue,
            Reply::Failed(_) if part.len() > 1 => {
                let (left, right) = part.split_at(part.len() / 2);
                parts.extend([left, right]);
                continue;
            }
            Reply::Failed(words) => {
                found.failed = Some(words);
                continue;
            }
        };
        let Some(data) = &answer.data else { continue };
        found.rows.extend((0..part.len()).filter_map(|index| {
            let row = pick(data, &field.namespace, &format!("k{index}"))?;
            row.as_object().cloned()
        }));
    }
    Ok(found)
}

/// Which of the selected columns an answer without data refuses, by the path of its error.
pub(super) fn refused_column(answer: &GraphQlAnswer, columns: &[&str]) -> Option<usize> {
    let error = answer.errors.first().filter(|_| answer.data.is_none())?;
    let at = error.path.as_deref()?;
    columns
        .iter()
        .position(|column| at.ends_with(&format!(".selectionSet.{column}")))
}

/// The rows of a list field in an answer.
pub(super) fn rows_of<'a>(answer: &'a GraphQlAnswer, field: &RootField) -> Vec<&'a Row> {
    rows_named(answer, field, &field.name)
}

/// The same of a field that was asked under another name.
pub(super) fn rows_named<'a>(
    answer: &'a GraphQlAnswer,
    field: &RootField,
    alias: &str,
) -> Vec<&'a Row> {
    list_named(answer, field, alias).unwrap_or_default()
}

/// [`rows_named`], or nothing where the answer has no list there.
pub(super) fn list_named<'a>(
    answer: &'a GraphQlAnswer,
    field: &RootField,
    alias: &str,
) -> Option<Vec<&'a Row>> {
    let data = answer.data.as_ref()?;
    let rows = pick(data, &field.namespace, alias)?.as_array()?;
    Some(rows.iter().filter_map(Value::as_object).collect())
}

/// The keys of rows, where all key columns are in them.
pub(super) fn keys_of(table: &TableFacts, rows: &[&Row]) -> BTreeSet<Key> {
    rows.iter()
        .filter(|row| table.key.columns.iter().all(|name| row.contains_key(name)))
        .map(|row| table.key.key(row))
        .collect()
}

/// Up to `n` keys as a report shows them.
pub(super) fn show_keys<'a>(
    table: &TableFacts,
    keys: impl IntoIterator<Item = &'a Key>,
    n: usize,
) -> Vec<Value> {
    keys.into_iter()
        .take(n)
        .map(|key| table.key.show(key))
        .collect()
}

/// A value of a column as a report shows it.
pub(super) fn show_value(ctx: &Run<'_>, table: &TableFacts, column: &str, value: &Value) -> Value {
    if ctx.hides(&table.type_name, column) {
        MASK.into()
    } else if table.key.primary && table.key.columns.iter().any(|name| name == column) {
        masking::key(value)
    } else {
        masking::other(value)
    }
}

/// The facts of a table by its type name, with the list field that `model` has for it.
pub(super) fn lists<'a>(
    model: &'a Model,
    facts: &'a Facts,
) -> impl Iterator<Item = (&'a TableFacts, &'a RoleTable, &'a RootField)> {
    facts.tables.iter().filter_map(|table| {
        let view = model.table(&table.type_name)?;
        Some((table, view, view.list.as_ref()?))
    })
}

/// A small query that the first user's role can run: the keys of some rows of the first table, or
/// `__typename` for a role without tables. Only keys, because the answer becomes evidence.
pub(super) fn control_query(ctx: &Run<'_>) -> GraphQlRequest {
    match ctx.a.model.listed().next() {
        Some((table, field)) => document::list(
            field,
            &ListQuery {
                selection: Selection::columns(
                    table
                        .primary_key
                        .iter()
                        .flat_map(|key| &key.columns)
                        .map(|column| column.name.as_str())
                        .filter(|name| !is_masked(name)),
                ),
                limit: Some(3),
                ..ListQuery::default()
            },
        ),
        None => GraphQlRequest::new("{ __typename }"),
    }
}
