//! The smallest and largest values that an aggregate shows, for many columns in one request.

use serde_json::Value;

use crate::error::Result;
use crate::hasura::GraphQlAnswer;
use crate::verify::asking::refused_column;
use crate::verify::model::{Column, RoleTable};

/// Columns that can have extremes, in groups that one request may ask for.
///
/// The schema offers those of a uuid, and PostgreSQL has had them only since version 18: they must
/// not take the others' answer with them.
pub(super) fn extreme_groups(view: &RoleTable, wanted: impl Fn(&Column) -> bool) -> Vec<Vec<&str>> {
    let columns = view.columns.iter().filter(|column| {
        wanted(column) && !matches!(column.scalar.as_str(), "json" | "jsonb" | "Boolean")
    });
    let (uuids, others): (Vec<&Column>, Vec<&Column>) =
        columns.partition(|column| column.scalar == "uuid");
    [others, uuids]
        .into_iter()
        .filter(|group| !group.is_empty())
        .map(|group| group.iter().map(|column| column.name.as_str()).collect())
        .collect()
}

/// Asks for the extremes of columns. Those that Hasura refuses by name are left out; where it
/// refuses without a name, each is asked for by itself.
pub(super) async fn extremes_of(
    mut columns: Vec<&str>,
    ask: impl AsyncFn(&[&str]) -> Result<GraphQlAnswer>,
) -> Result<Vec<GraphQlAnswer>> {
    while !columns.is_empty() {
        let answer = ask(&columns).await?;
        if answer.data.is_some() {
            return Ok(vec![answer]);
        }
        match refused_column(&answer, &columns) {
            Some(index) => columns.remove(index),
            None => break,
        };
    }
    let mut answers = Vec::new();
    if columns.len() > 1 {
        for column in columns {
            answers.push(ask(&[column]).await?);
        }
    }
    Ok(answers)
}

/// The extremes in an `aggregate`: which end, of which column, and the value.
pub(super) fn ends(aggregate: &Value) -> impl Iterator<Item = (&'static str, &str, &Value)> {
    ["min", "max"].into_iter().flat_map(move |end| {
        let values = aggregate.get(end).and_then(Value::as_object);
        values
            .into_iter()
            .flatten()
            .filter(|(_, value)| !value.is_null())
            .map(move |(name, value)| (end, name.as_str(), value))
    })
}
