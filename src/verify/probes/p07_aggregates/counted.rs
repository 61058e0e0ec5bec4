//! How a count stands to the rows that the user may see.
//!
//! A permission's limit cuts lists short and leaves counts alone (contracts: hasura §3.7), so a
//! count above the list is held against the permission itself, or against the list asked for what
//! it has not shown yet.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::verify::actor::Who;
use crate::verify::asking::{keys_of, rows_of};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::facts::{TableFacts, condition};
use crate::verify::model::RootField;
use crate::verify::model::document::{self, ListQuery};
use crate::verify::ownership::row_verdict::Admission;
use crate::verify::probes::foreign::{count_in, list_where};
use crate::verify::probes::table_case::TableCase;
use crate::verify::rows::Key;

/// Times to ask a list for what it has not shown yet.
const PAGES: usize = 20;

/// How a count stands to the rows.
pub(in crate::verify::probes) enum Counted {
    Agrees(u64),
    /// The list is cut short by a limit and would show the rest when asked for it.
    Limited {
        count: u64,
        shown: u64,
    },
    Leaks {
        count: u64,
        allowed: u64,
    },
    Unknown(String),
    /// Hasura says an error in place of a count, and so gives nothing away.
    Refused(String),
}

pub(in crate::verify::probes) fn count_request(field: &RootField, filter: Value) -> GraphQlRequest {
    let query = ListQuery {
        filter,
        ..ListQuery::default()
    };
    document::aggregate(field, &query, "count")
}

pub(in crate::verify::probes) async fn counted(
    ctx: &Context<'_>,
    case: &TableCase<'_>,
) -> Result<Counted> {
    let caller = ctx.actor(case.who).caller();
    let request = count_request(case.field, Value::Null);
    let mut last = None;
    // Rows may come and go in between: what is told has been seen twice.
    for _ in 0..2 {
        let answer = ctx.ask(&caller, &request).await?;
        let Some(count) = count_in(&answer, case.field) else {
            let words = answer.first_error().unwrap_or_else(|| "no count".into());
            return Ok(Counted::Refused(words));
        };
        if count <= shown_rightly(case.table, case.who) {
            return Ok(Counted::Agrees(count));
        }
        let counted = match by_permission(ctx, case).await? {
            Some(allowed) if count > allowed => Counted::Leaks { count, allowed },
            Some(_) => match listed(ctx, case).await? {
                Some(shown) if shown < count => Counted::Limited { count, shown },
                _ => Counted::Agrees(count),
            },
            None => by_list(ctx, case, count).await?,
        };
        match counted {
            Counted::Leaks { .. } | Counted::Limited { .. } => last = Some(counted),
            Counted::Agrees(_) | Counted::Unknown(_) | Counted::Refused(_) => return Ok(counted),
        }
    }
    Ok(last.unwrap_or_else(|| Counted::Unknown("not counted".into())))
}

/// How many rows the facts have that the list shows and the permission does not refuse. A count
/// within that needs no further look.
pub(in crate::verify::probes) fn shown_rightly(table: &TableFacts, who: Who) -> u64 {
    let rows = table.seen(who).rows.keys();
    let rightly = rows.filter(|key| table.admitted(who, key) != Admission::Refused);
    u64::try_from(rightly.count()).unwrap_or(u64::MAX)
}

/// How many rows the list has by now; `None` where the sample or an error cuts it short.
///
/// The facts file rows under keys, and tell two rows that look alike from nothing.
async fn listed(ctx: &Context<'_>, case: &TableCase<'_>) -> Result<Option<u64>> {
    let seen = case.table.seen(case.who);
    let Some(field) = case
        .view
        .list
        .as_ref()
        .filter(|_| seen.listed && !seen.truncated && seen.error.is_none())
    else {
        return Ok(None);
    };
    let answer = ctx
        .ask(&ctx.actor(case.who).caller(), &seen.request)
        .await?;
    Ok(u64::try_from(rows_of(&answer, field).len()).ok())
}

/// How many rows the permission's filter admits, counted by the administrator.
async fn by_permission(ctx: &Context<'_>, case: &TableCase<'_>) -> Result<Option<u64>> {
    let Some(admin) = &ctx.admin else {
        return Ok(None);
    };
    let field = admin
        .model
        .table(&case.table.type_name)
        .and_then(|table| table.aggregate.as_ref());
    let (Some(field), Some(filter)) = (field, condition(case.who, case.table)) else {
        return Ok(None);
    };
    let caller = Caller::admin(admin.secret.clone());
    let answer = ctx.ask(&caller, &count_request(field, filter)).await?;
    Ok(count_in(&answer, field))
}

/// Asks the list for what it has not shown yet, until it has no more.
async fn by_list(ctx: &Context<'_>, case: &TableCase<'_>, count: u64) -> Result<Counted> {
    let caller = ctx.actor(case.who).caller();
    let seen = case.table.seen(case.who);
    let shown = listed(ctx, case).await?;
    if shown.is_some_and(|shown| shown >= count) {
        return Ok(Counted::Agrees(count));
    }
    if !case.table.key.primary {
        return Ok(Counted::Unknown(
            "the count is above the list, whose rows cannot be told apart".into(),
        ));
    }
    let mut known: BTreeSet<Key> = seen.rows.keys().cloned().collect();
    for _ in 0..PAGES {
        let keys: Vec<&Key> = known.iter().collect();
        let rest = if keys.is_empty() {
            json!({})
        } else {
            json!({ "_not": case.table.key.filter(&keys) })
        };
        let Some((request, field)) = list_where(ctx, case.table, case.who, rest) else {
            return Ok(Counted::Unknown(
                "the count is above the list, which cannot be asked for the rest".into(),
            ));
        };
        let answer = ctx.ask(&caller, &request).await?;
        if let Some(words) = answer.first_error() {
            return Ok(Counted::Unknown(words));
        }
        let more = keys_of(case.table, &rows_of(&answer, field));
        let before = known.len();
        known.extend(more);
        let total = u64::try_from(known.len()).unwrap_or(u64::MAX);
        if total >= count {
            return Ok(match shown {
                Some(shown) => Counted::Limited { count, shown },
                None => Counted::Agrees(count),
            });
        }
        if known.len() == before {
            return Ok(Counted::Leaks {
                count,
                allowed: total,
            });
        }
    }
    Ok(Counted::Unknown(format!(
        "its count of {count} is too far above the list to be followed"
    )))
}
