//! P08: aggregates are offered where they are wanted, and nowhere else.
//!
//! ## What is tried
//!
//! Every table with aggregates is counted and compared with the list. Where the policy plans no
//! aggregates for the role, having them is a finding. Where a permission has a limit, a count
//! beyond it is one. That aggregates count rows which others share is told in a note and is no
//! fault.
//!
//! ## Why it matters
//!
//! The limit of a permission is no filter: every row that the filter admits can be counted, and
//! read by asking for it. Whoever set a limit to keep rows back has not kept them back.
//!
//! ## Example
//!
//! The select permission on `events` has the limit 100 and an empty filter. The list ends at 100
//! rows, and `{ events_aggregate { aggregate { count } } }` says 50000.
//!
//! ## How to close it
//!
//! If the rows beyond the limit are not for this role, say so in the filter. If aggregates are not
//! wanted, set `allow_aggregations` to false in the role's select permission. If both are meant,
//! plan the aggregates in the policy.

// Limits and aggregates: contracts: hasura §3.7.

use serde_json::json;

use super::p07_aggregates::{Counted, count_request, counted};
use super::probe::Probe;
use super::table_case::TableCase;
use crate::error::Result;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::fault::Fault;
use crate::verify::finding::{Details, Meta};
use crate::verify::ownership::Standing;
use crate::verify::pool;
use crate::verify::rules::limited_aggregates;

pub(in crate::verify) const META: Meta = Meta {
    id: "P08",
    title: "aggregates are offered only where they are wanted",
    why: "a limit is no filter: every row that the filter admits can be counted, and read by asking \
         for it",
    essential: false,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
/// What a plan says about a role's aggregates on a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::verify) enum Planned {
    /// They are wanted.
    Yes,
    /// They are not.
    No,
    Unknown,
}

/// Whether the policy plans aggregates for a role on a table, by its name in the database.
pub(in crate::verify) fn planned(ctx: &Context<'_>, table: &str, role: &str) -> Planned {
    let policy = ctx.policy.as_ref();
    match policy.and_then(|policy| policy.plans_aggregates(role, table, table)) {
        Some(true) => Planned::Yes,
        Some(false) => Planned::No,
        None => Planned::Unknown,
    }
}

async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let mut cases = Vec::new();
    for who in Who::BOTH {
        for view in &ctx.actor(who).model.tables {
            if let (Some(field), Some(table)) = (&view.aggregate, facts.table(&view.type_name)) {
                cases.push(TableCase {
                    who,
                    table,
                    view,
                    field,
                });
            }
        }
    }
    if cases.is_empty() {
        return Ok(ProbeResult::not_applicable("the role has no aggregates"));
    }
    let looks = pool::each(
        cases,
        ctx.width,
        |case| async move { look(ctx, &case).await },
    )
    .await;
    let mut findings = Vec::new();
    let mut notes = Vec::new();
    for look in looks {
        let (found, note) = look?;
        findings.extend(found);
        notes.extend(note);
    }
    notes.sort();
    notes.dedup();
    Ok(ProbeResult::of(findings).notes(notes))
}

async fn look(
    ctx: &Context<'_>,
    case: &TableCase<'_>,
) -> Result<(Option<Finding>, Option<String>)> {
    let (name, role) = (case.table.name.as_str(), ctx.actor(case.who).role());
    let plan = planned(ctx, name, role);
    if plan == Planned::Yes {
        return Ok((None, None));
    }
    let limit = permission_limit(ctx, case);
    let shared = || {
        let mut visible = case.table.visible(case.who);
        visible.any(|(_, standing)| matches!(standing, Standing::Shared))
    };
    if plan == Planned::Unknown && without_limits(ctx, case) && !shared() {
        return Ok((None, None));
    }
    let (count, limited) = match counted(ctx, case).await? {
        Counted::Limited { count, shown } => (Some(count), Some(shown)),
        Counted::Agrees(count) | Counted::Leaks { count, .. } => (Some(count), None),
        Counted::Unknown(_) | Counted::Refused(_) => (None, None),
    };
    let request = || {
        let request = count_request(case.field, serde_json::Value::Null);
        ctx.show(&case.actor(ctx).caller(), &request)
    };
    let draft = |what| case.finding(ctx, META, Severity::Medium, what);
    if plan == Planned::No {
        let found = draft("unplanned").told(Details {
            summary: format!("role {role} has aggregates here, and the plan has none"),
            request: request(),
            evidence: json!({ "count": count }),
            remedy: "set allow_aggregations to false in the role's select permission".into(),
        });
        return Ok((Some(found), None));
    }
    if let (Some(count), Some(shown)) = (count, limited) {
        // Where the filter itself lets rows of others in, they are what is counted.
        let fault = Fault::of_permission(case.table, case.who, []);
        let found = draft("limit").fault(fault).told(Details {
            summary: format!(
                "{} counts {count} where the list ends at {shown}: the permission's limit does \
                 not bind aggregates",
                case.actor(ctx).label
            ),
            request: request(),
            evidence: json!({ "count": count, "rows in the list": shown, "limit": limit }),
            remedy: "if the rows beyond the limit are not for this role, say so in the filter; if \
                     they are, there is nothing to do"
                .into(),
        });
        return Ok((Some(found), None));
    }
    let Some(count) = count else {
        return Ok((None, None));
    };
    if let Some(limit) = limit {
        return Ok((
            None,
            Some(format!(
                "{name}: the limit {limit} of role {role} will not bind its aggregates once there \
                 are more rows"
            )),
        ));
    }
    Ok((
        None,
        shared().then(|| {
            format!(
                "{name}: {} counts {count}, among them rows that others may see too",
                ctx.actor(case.who).label
            )
        }),
    ))
}

/// True when the metadata says that no role's list of the table ends early: whichever, for an
/// inherited one has the limits of its parents.
fn without_limits(ctx: &Context<'_>, case: &TableCase<'_>) -> bool {
    let admin = ctx.admin.as_ref();
    let tracked = admin.and_then(|admin| admin.tracked(&case.table.type_name));
    tracked.is_some_and(|table| {
        let mut permissions = table.select_permissions.iter();
        permissions.all(|entry| entry.permission.limit.is_none())
    })
}

/// The limit in the metadata.
fn permission_limit(ctx: &Context<'_>, case: &TableCase<'_>) -> Option<u64> {
    let admin = ctx.admin.as_ref()?;
    let config = admin.tracked(&case.table.type_name)?;
    limited_aggregates::limit(config, ctx.actor(case.who).role())
}
