//! Lists that answer with an error in place of rows.

use serde_json::json;

use super::META;
use crate::hasura::explain::{self, Kind};
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::facts::TableFacts;
use crate::verify::finding::Details;

/// A list that answers with an error, because its filter needs a session variable that the token
/// lacks.
///
/// Where the other user of the role is answered and nothing says that this one has rows there, it
/// may be meant.
pub(super) fn unanswered(ctx: &Context<'_>, table: &TableFacts, who: Who) -> Option<Finding> {
    let lacks = |who: Who| {
        let error = table.seen(who).error.as_deref()?;
        let (code, message) = error.split_once(": ").unwrap_or(("", error));
        let kind = explain::explain(Some(code), message).kind;
        (kind == Kind::SessionVariableMissing).then_some(error)
    };
    let error = lacks(who)?;
    let actor = ctx.actor(who);
    let me = actor.ids();
    let other = ctx.actor(who.other());
    let answered = other.role() == actor.role() && lacks(who.other()).is_none();
    let named = || {
        let mut ids = table.ids.values();
        ids.any(|ids| me.iter().any(|id| ids.owners.contains(id)))
    };
    let severity = if answered && !named() {
        Severity::Medium
    } else {
        Severity::High
    };
    let finding = META
        .live(severity)
        .table(&table.name)
        .role(actor.role())
        .path("list");
    Some(
        finding.told(Details {
            summary: format!(
                "{} sees no row of {}: every list answers with an error ({error})",
                actor.label, table.name
            ),
            request: ctx.show(&actor.caller(), &table.seen(who).request),
            evidence: json!({ "error": error }),
            remedy:
                "add the session variable that the filter needs to the token, or correct its name \
                 in the permission"
                    .into(),
        }),
    )
}
