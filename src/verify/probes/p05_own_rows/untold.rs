//! Tables of which the users' own lists prove nothing. The administrator sees every column and every
//! row, and reads the filter; without one, nobody does.

use serde_json::json;

use super::META;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::facts::TableFacts;
use crate::verify::finding::Details;
use crate::verify::rows::Key;

/// What could not be told of a table in which `public` rows seem to be nobody's.
pub(super) fn finding(ctx: &Context<'_>, table: &TableFacts, public: usize) -> Option<Finding> {
    if ctx.admin.is_some() || table.shared {
        return None;
    }
    let summary = if public > 0 {
        nobodys(table).then(|| {
            format!(
                "both users see the same {}, and no column that they see says whose these are",
                count(public, "row")
            )
        })?
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
        META.unproven(Severity::Medium)
            .table(&table.name)
            .part("list")
            .role(actor.role())
            .untried()
            .path("list")
            .why("a filter that lets everything through would look the same")
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

/// True where rows without an owner may as well be rows whose owner the role is not shown.
fn nobodys(table: &TableFacts) -> bool {
    let marked = |key: &Key| table.declared_public(key);
    !table.owned() && !table.all_keys().into_iter().all(marked)
}
