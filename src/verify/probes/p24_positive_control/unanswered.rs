//! Tables that answer with an error in place of rows.

use serde_json::json;

use super::META;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::facts::{TableFacts, raw_filter};
use crate::verify::fault::Fault;
use crate::verify::finding::Details;
use crate::verify::rules::variables;

/// A table that answers with an error, because its filter needs a session variable that the token
/// lacks.
///
/// Where the table is empty, nobody misses a row. Where the other user of the role is answered and
/// nothing says that this one has rows there, it may be meant.
pub(super) fn unanswered(ctx: &Context<'_>, table: &TableFacts, who: Who) -> Option<Finding> {
    let lacks = |who: Who| lacks(ctx, table, who);
    let error = lacks(who)?;
    let actor = ctx.actor(who);
    let me = actor.ids();
    let other = ctx.actor(who.other());
    let answered = other.role() == actor.role() && lacks(who.other()).is_none();
    let named = || {
        let mut ids = table.ids.values();
        ids.any(|ids| me.iter().any(|id| ids.owners.contains(id)))
    };
    let empty = table
        .admin
        .as_ref()
        .is_some_and(|seen| seen.listed && seen.error.is_none() && seen.rows.is_empty());
    let severity = if empty || (answered && !named()) {
        Severity::Medium
    } else {
        Severity::High
    };
    let listed = table.seen(who).listed;
    let draft = if listed {
        META.live(severity)
    } else {
        META.by_reading(severity)
    };
    let finding = draft
        .table(&table.name)
        .role(actor.role())
        .path("list")
        .fault(Fault::of_errors(&table.name, actor.role()));
    Some(
        finding.told(Details {
            summary: format!(
                "{} sees no row of {}: every {} answers with an error ({error})",
                actor.label,
                table.name,
                if listed { "list" } else { "way to it" }
            ),
            request: super::shown(ctx, table, who),
            evidence: json!({ "error": error }),
            remedy:
                "add the session variable that the filter needs to the token, or correct its name \
                 in the permission"
                    .into(),
        }),
    )
}

/// What a user's token lacks that the filter needs: by the error of the list, or where the user
/// has none, by the filter itself.
fn lacks(ctx: &Context<'_>, table: &TableFacts, who: Who) -> Option<String> {
    let actor = ctx.actor(who);
    if table.seen(who).listed {
        return table.seen(who).lacks_a_variable().map(ToOwned::to_owned);
    }
    let filter = raw_filter(ctx, who, table).filter(|_| super::is_reached(ctx, table, who))?;
    let missing = variables::missing(filter.condition.variables(), |name| {
        actor.variable(name).is_some()
    });
    (!missing.is_empty()).then(|| format!("the token carries no {}", missing.join(", ")))
}
