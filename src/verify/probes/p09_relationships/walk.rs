//! Walking: one request for several ways, and one for each that needs a look of its own.

use serde_json::Value;

use super::ways::AccessPath;
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::verify::asking::{keys_of, rows_of};
use crate::verify::context::Context;
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::model::RootField;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::probes::foreign::{foreign, theirs};
use crate::verify::rows::{Key, Row};

/// Rows to set out from.
const START: usize = 20;

/// What a way led to.
pub(super) struct Step<'a> {
    pub(super) way: AccessPath<'a>,
    pub(super) note: Option<String>,
    /// `None` when there was no row to set out from, or no telling whose the rows are.
    pub(super) found: Option<Found<'a>>,
}

/// The rows at the end of a way.
pub(super) struct Found<'a> {
    pub(super) remote: &'a TableFacts,
    pub(super) rows: usize,
    pub(super) astray: Vec<Key>,
    pub(super) request: GraphQlRequest,
}

impl<'a> Step<'a> {
    const fn nowhere(way: AccessPath<'a>, note: Option<String>) -> Self {
        Self {
            way,
            note,
            found: None,
        }
    }
}

/// Walks ways of one user from one table.
pub(super) async fn bundle<'a>(
    ctx: &'a Context<'_>,
    facts: &'a Facts,
    ways: Vec<AccessPath<'a>>,
) -> Result<Vec<Step<'a>>> {
    let mut steps = Vec::new();
    let mut known: Vec<(AccessPath<'a>, &'a TableFacts)> = Vec::new();
    for way in ways {
        let remote = facts
            .table(&way.end.type_name)
            .filter(|remote| !remote.key.columns.is_empty());
        if let Some(remote) = remote {
            known.push((way, remote));
        } else {
            let note = format!(
                "{} is reached through relationships only, and nothing tells whose its rows are",
                way.end.name()
            );
            steps.push(Step::nowhere(way, Some(note)));
        }
    }
    let together: Vec<(&AccessPath<'_>, &TableFacts)> =
        known.iter().map(|(way, remote)| (way, *remote)).collect();
    let screened = walk(ctx, &together).await?;
    let alone = known.len() == 1;
    for (index, (way, remote)) in known.into_iter().enumerate() {
        let step = match &screened {
            // Nothing to set out from.
            None => Step::nowhere(way, None),
            // One way that Hasura refuses must not hide the others.
            Some(Screened::Refused(_)) if !alone => single(ctx, way, remote).await?,
            Some(Screened::Refused(words)) => {
                let note = format!("{}: {words}", way.show());
                Step::nowhere(way, Some(note))
            }
            Some(Screened::Seen(answer)) => {
                let astray = foreign(ctx, remote, way.who, answer.keys[index].clone()).await?;
                if !astray.is_empty() && !alone {
                    single(ctx, way, remote).await?
                } else {
                    let rows = answer.keys[index].len();
                    Step {
                        way,
                        note: None,
                        found: Some(Found {
                            remote,
                            rows,
                            astray,
                            request: answer.request.clone(),
                        }),
                    }
                }
            }
        };
        steps.push(step);
    }
    Ok(steps)
}

/// Walks one way by itself.
async fn single<'a>(
    ctx: &'a Context<'_>,
    way: AccessPath<'a>,
    remote: &'a TableFacts,
) -> Result<Step<'a>> {
    let screened = walk(ctx, &[(&way, remote)]).await?;
    Ok(match screened {
        None => Step::nowhere(way, None),
        Some(Screened::Refused(words)) => {
            let note = format!("{}: {words}", way.show());
            Step::nowhere(way, Some(note))
        }
        Some(Screened::Seen(mut answer)) => {
            let keys = answer.keys.remove(0);
            let rows = keys.len();
            let astray = foreign(ctx, remote, way.who, keys).await?;
            Step {
                way,
                note: None,
                found: Some(Found {
                    remote,
                    rows,
                    astray,
                    request: answer.request,
                }),
            }
        }
    })
}

enum Screened {
    Refused(String),
    Seen(Answer),
}

struct Answer {
    request: GraphQlRequest,
    /// For each way, the keys at its end.
    keys: Vec<Vec<Key>>,
}

async fn walk(
    ctx: &Context<'_>,
    ways: &[(&AccessPath<'_>, &TableFacts)],
) -> Result<Option<Screened>> {
    let Some((request, field)) = request(ctx, ways) else {
        return Ok(None);
    };
    let who = ways[0].0.who;
    let answer = ctx.ask(&ctx.actor(who).caller(), &request).await?;
    if let Some(words) = answer.first_error() {
        return Ok(Some(Screened::Refused(words)));
    }
    let rows = rows_of(&answer, field);
    let keys = ways
        .iter()
        .map(|(way, remote)| {
            let mut ends = Vec::new();
            for row in &rows {
                reached(row, &way.through, &mut ends);
            }
            keys_of(remote, &ends).into_iter().collect()
        })
        .collect();
    Ok(Some(Screened::Seen(Answer { request, keys })))
}

/// Asks for the keys at the ends of ways from one table, from rows that are for the user; `None`
/// when there are none, or no way to ask for just those.
fn request<'a>(
    ctx: &'a Context<'_>,
    ways: &[(&AccessPath<'_>, &TableFacts)],
) -> Option<(GraphQlRequest, &'a RootField)> {
    let (first, _) = ways.first()?;
    let view = ctx.actor(first.who).model.table(&first.from.type_name)?;
    let field = view.list.as_ref()?;
    let seen = first.from.seen(first.who);
    let keys: Vec<&Key> = seen
        .rows
        .keys()
        .filter(|key| theirs(first.from, first.who, key))
        .take(START)
        .collect();
    if keys.is_empty() {
        return None;
    }
    let filter = if first.from.key.filterable(view) && field.args.filter.is_some() {
        first.from.key.filter(&keys)
    } else if keys.len() == seen.rows.len() {
        Value::Null
    } else {
        return None;
    };
    let mut selection = Selection::columns(first.from.key.columns.iter().map(String::as_str));
    for (way, remote) in ways {
        for column in &remote.key.columns {
            selection.add_path(&way.fields, column);
        }
    }
    let query = ListQuery {
        selection,
        filter,
        limit: Some(ctx.sample),
        order_by: first.from.key.columns.clone(),
    };
    Some((document::list(field, &query), field))
}

/// The rows at the end of a way.
fn reached<'r>(row: &'r Row, through: &[String], rows: &mut Vec<&'r Row>) {
    let Some((next, rest)) = through.split_first() else {
        rows.push(row);
        return;
    };
    match row.get(next) {
        Some(Value::Object(one)) => reached(one, rest, rows),
        Some(Value::Array(many)) => {
            for one in many.iter().filter_map(Value::as_object) {
                reached(one, rest, rows);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_are_reached_through_lists_and_nulls() {
        let row = json!({"id": 1, "gone": null, "notes": [
            {"owner": {"id": 2}}, {"owner": null}, {"owner": {"id": 3}}]});
        let ids = |through: &[&str]| {
            let through: Vec<String> = through.iter().map(|name| (*name).to_owned()).collect();
            let mut rows = Vec::new();
            reached(row.as_object().unwrap(), &through, &mut rows);
            rows.iter()
                .filter_map(|row| row.get("id")?.as_u64())
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(&["notes", "owner"]), [2, 3]);
        assert_eq!(ids(&["gone", "owner"]), Vec::<u64>::new());
        assert_eq!(ids(&[]), [1]);
    }
}
