//! Whether rows that came on some way are for the user who got them.

use serde_json::Value;

use crate::error::Result;
use crate::hasura::{GraphQlAnswer, GraphQlRequest};
use crate::verify::actor::Who;
use crate::verify::asking::rows_of;
use crate::verify::context::Context;
use crate::verify::facts::TableFacts;
use crate::verify::model::RootField;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::ownership::Standing;
use crate::verify::ownership::row_verdict::Admission;
use crate::verify::rows::Key;

/// Rows to ask about again; the misbehaviour is a way's, not a row's.
const ASKED: usize = 8;

/// A row in the eyes of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Theirs,
    NotTheirs,
    /// Only the table's own list can tell.
    Ask,
}

fn word(table: &TableFacts, who: Who, key: &Key) -> Word {
    match table.admitted(who, key) {
        Admission::Refused => return Word::NotTheirs,
        Admission::Bound => return Word::Theirs,
        Admission::Open | Admission::Published | Admission::Unread | Admission::Unknown => {}
    }
    match table.standing(who, key) {
        Some(Standing::Foreign(_)) => Word::NotTheirs,
        Some(Standing::Own | Standing::Shared) => Word::Theirs,
        Some(Standing::Public | Standing::Doubtful(_)) | None => {
            if table.seen(who).rows.contains_key(key) {
                Word::Theirs
            } else {
                Word::Ask
            }
        }
    }
}

/// Those of `keys` that are not for the user.
///
/// What the facts leave open, the table's own list decides, one row at a time: a list may be cut
/// short by a limit, or the row may be younger than the facts.
pub(super) async fn foreign(
    ctx: &Context<'_>,
    table: &TableFacts,
    who: Who,
    keys: impl IntoIterator<Item = Key>,
) -> Result<Vec<Key>> {
    let mut found = Vec::new();
    let mut asked = 0;
    for key in keys {
        match word(table, who, &key) {
            Word::NotTheirs => found.push(key),
            Word::Ask if asked < ASKED => {
                asked += 1;
                if hidden(ctx, table, who, &key).await? == Some(true) {
                    found.push(key);
                }
            }
            Word::Theirs | Word::Ask => {}
        }
    }
    Ok(found)
}

/// True when the user's own list of the table does not have the row; `None` when it cannot tell.
async fn hidden(
    ctx: &Context<'_>,
    table: &TableFacts,
    who: Who,
    key: &Key,
) -> Result<Option<bool>> {
    let Some((request, field)) = list_where(ctx, table, who, table.key.filter(&[key])) else {
        return Ok(None);
    };
    let answer = ctx.ask(&ctx.actor(who).caller(), &request).await?;
    if !answer.errors.is_empty() {
        return Ok(None);
    }
    Ok(Some(rows_of(&answer, field).is_empty()))
}

/// The user's list of a table under a condition on its key columns; `None` where there is none.
pub(super) fn list_where<'a>(
    ctx: &'a Context<'_>,
    table: &TableFacts,
    who: Who,
    filter: Value,
) -> Option<(GraphQlRequest, &'a RootField)> {
    let view = ctx.actor(who).model.table(&table.type_name)?;
    let field = view
        .list
        .as_ref()
        .filter(|field| field.args.filter.is_some())?;
    if !table.key.filterable(view) {
        return None;
    }
    let query = ListQuery {
        selection: Selection::columns(table.key.columns.iter().map(String::as_str)),
        filter,
        limit: Some(ctx.sample),
        order_by: table.key.columns.clone(),
    };
    Some((document::list(field, &query), field))
}

/// The number at the end of `aggregate.count` of an answer.
pub(super) fn count_in(answer: &GraphQlAnswer, field: &RootField) -> Option<u64> {
    let data = answer.data.as_ref()?;
    document::pick(data, &field.namespace, &field.name)?
        .pointer("/aggregate/count")?
        .as_u64()
}

/// True for a row that is the user's to see, by what the facts alone say.
pub(super) fn theirs(table: &TableFacts, who: Who, key: &Key) -> bool {
    word(table, who, key) == Word::Theirs
}

/// True for a row that is not the user's to see, by what the facts alone say: the permission or
/// its owner excludes it, or the user's whole list does not have it.
pub(super) fn not_theirs(table: &TableFacts, who: Who, key: &Key) -> bool {
    let seen = table.seen(who);
    match word(table, who, key) {
        Word::Theirs => false,
        Word::NotTheirs => true,
        Word::Ask => seen.listed && !seen.truncated && seen.error.is_none(),
    }
}
