//! Tables of which the users' own lists prove nothing. The administrator sees every column and every
//! row, and reads the filter; without one, nobody does.

use std::collections::BTreeSet;

use serde_json::json;

use super::META;
use crate::hasura::columns::names_a_user;
use crate::text::count;
use crate::verify::actor::{Actor, Who};
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::facts::TableFacts;
use crate::verify::finding::{Details, Draft};
use crate::verify::rows::Key;

/// What could not be told of a table in which `public` rows seem to be nobody's.
pub(super) fn finding(ctx: &Context<'_>, table: &TableFacts, public: usize) -> Option<Finding> {
    if table.shared {
        return None;
    }
    if ctx.admin.is_some() {
        return named(ctx, table).filter(|_| public > 0);
    }
    let summary = if public > 0 {
        nobodys(table).then(|| {
            format!(
                "both users see the same {}, and no column that they see says whose these are",
                count(public, "row")
            )
        })?
    } else if let Some((who, alone)) = alone(ctx, table) {
        format!(
            "{} sees {} that {} does not, and no column that they see says whose these are",
            ctx.actor(who).label,
            count(alone, "row"),
            ctx.actor(who.other()).label
        )
    } else {
        let empty = |who: &Who| {
            let seen = table.seen(*who);
            !seen.listed || (seen.error.is_none() && seen.rows.is_empty())
        };
        Who::BOTH.iter().all(empty).then(|| {
            "neither user sees a row, and whether there are any to see is not known".to_owned()
        })?
    };
    let actor = Who::BOTH
        .into_iter()
        .find(|who| table.seen(*who).listed)
        .map(|who| (ctx.actor(who), table.seen(who)));
    let (actor, seen) = actor?;
    Some(
        draft(table, actor)
            .why("a filter that lets rows of others through would look the same")
            .told(Details {
                summary,
                request: ctx.show(&actor.caller(), &seen.request),
                evidence: json!({ "rows": public }),
                remedy: format!(
                    "give the admin secret, and the permission itself will tell; where its rows \
                     are for everybody, name {} in the policy's shared",
                    table.name
                ),
            }),
    )
}

/// What cannot be told though everything is seen: a column is called as if it named users, and
/// nothing says who these are.
fn named(ctx: &Context<'_>, table: &TableFacts) -> Option<Finding> {
    if table.owned() {
        return None;
    }
    let admin = table.admin.as_ref()?;
    let mut columns = admin.rows.values().next()?.keys();
    let column = columns.find(|name| {
        let values = admin
            .rows
            .values()
            .filter_map(|row| row.get(*name)?.as_str());
        names_a_user(name) && values.collect::<BTreeSet<_>>().len() > 1
    })?;
    let who = Who::BOTH.into_iter().find(|who| table.seen(*who).listed)?;
    let (actor, seen) = (ctx.actor(who), table.seen(who));
    Some(
        draft(table, actor)
            .why("rows that name their owner in a way that nobody knows look like nobody's")
            .told(Details {
                summary: format!(
                    "{} sees {}, and {column} may say whose these are: no table tells which user \
                     it means",
                    actor.label,
                    count(seen.rows.len(), "row")
                ),
                request: ctx.show(&actor.caller(), &seen.request),
                evidence: json!({ "rows": seen.rows.len() }),
                remedy: format!(
                    "where its rows are for everybody, name {} in the policy's shared; else compare \
                     the owner with the caller in the filter of the role's select permission",
                    table.name
                ),
            }),
    )
}

fn draft(table: &TableFacts, actor: &Actor) -> Draft {
    META.unproven(Severity::Medium)
        .table(&table.name)
        .part("list")
        .role(actor.role())
        .untried()
        .path("list")
}

/// The first user who sees rows that the other does not and that nobody is known to own, with how
/// many there are: that they are kept from the other does not make them the user's.
fn alone(ctx: &Context<'_>, table: &TableFacts) -> Option<(Who, usize)> {
    Who::BOTH.into_iter().find_map(|who| {
        let seen = table.seen(who).rows.keys();
        let alone = seen.filter(|key| table.stands_alone(ctx.actor(who), key));
        let alone = alone.count();
        (alone > 0).then_some((who, alone))
    })
}

/// True where rows without an owner may as well be rows whose owner the role is not shown.
fn nobodys(table: &TableFacts) -> bool {
    let marked = |key: &Key| table.declared_public(key);
    !table.owned() && !table.all_keys().into_iter().all(marked)
}
