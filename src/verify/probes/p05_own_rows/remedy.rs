//! What to do about a filter that lets rows of others in.

use std::fmt::Write as _;

use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::facts::{Facts, OwnerFilter, TableFacts, owner_filter, raw_filter};

/// `not_admitted` where the filter is right, and rows came that it does not admit.
pub(super) fn of(
    ctx: &Context<'_>,
    facts: &Facts,
    table: &TableFacts,
    who: Who,
    not_admitted: bool,
) -> String {
    if not_admitted {
        return "the permission's filter does not admit these rows, yet the list shows them: look \
                for a proxy or cache before Hasura, and for metadata that was not applied"
            .into();
    }
    let filter = raw_filter(ctx, who, table);
    let role = ctx.actor(who).role();
    let mut text = match (&filter, owner_filter(ctx, facts, table)) {
        (Some(filter), Some(want)) if !filter.is_absent() && filter.condition.is_empty() => {
            format!(
                "the role's filter is empty, which means all rows; set it to {}, or where they \
                 are for everybody name {} in the policy's shared",
                told(&want),
                table.name
            )
        }
        (Some(_), Some(want)) => format!(
            "let no branch of the role's filter hold without the caller: {}; where one lets in \
             rows that are for everybody, the policy's public can say which",
            told(&want)
        ),
        (None, Some(want)) => format!(
            "set the filter of the role's select permission to {}; where rows are shared on \
             purpose, an admin secret lets the permission itself say so",
            told(&want)
        ),
        (_, None) => unsure(table),
    };
    let holders = holders(ctx, table, role);
    if !holders.is_empty() {
        let _ = write!(
            text,
            " ({role} inherits this permission from {})",
            holders.join(" and ")
        );
    }
    text
}

fn told(want: &OwnerFilter) -> String {
    if want.others.is_empty() {
        return want.filter.to_string();
    }
    format!(
        "{}, or the same with {} if that names the owner",
        want.filter,
        want.others.join(" or ")
    )
}

/// Where no column is known to hold what the claim holds.
fn unsure(table: &TableFacts) -> String {
    let mut text = "give the role's select permission a filter that compares the owner's id with \
                    X-Hasura-User-Id, through relationships where it stands in another table"
        .to_owned();
    let kin = table.kin.as_deref();
    if let Some(kin) = kin {
        let _ = write!(text, "; here the owner is that of {kin}");
    }
    text
}

/// The roles that a role inherits its select permission from; none where it is its own.
fn holders(ctx: &Context<'_>, table: &TableFacts, role: &str) -> Vec<String> {
    let held = || {
        let admin = ctx.admin.as_ref()?;
        let tracked = admin.tracked(&table.type_name)?;
        Some(admin.export()?.metadata.selects(tracked, role))
    };
    let held = held().unwrap_or_default();
    if held.iter().any(|one| one.role == role) {
        return Vec::new();
    }
    held.iter().map(|one| one.role.clone()).collect()
}
