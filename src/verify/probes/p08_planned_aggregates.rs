//! P08: aggregates are offered where they are wanted, and nowhere else.
//!
//! A permission's limit is passed by (contracts: hasura §3.7): where one is set, aggregates tell
//! of rows that the limit meant to keep back. That they count rows which others share is told and
//! is no fault unless a plan says so.

use serde_json::json;

use super::p07_aggregates::{Counted, Place, count_request, counted};
use super::{Probe, Running};
use crate::error::Result;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};
use crate::verify::ownership::{Standing, permission};
use crate::verify::pool;
use crate::verify::rules::limited_aggregates;

pub(super) struct PlannedAggregates;

impl Probe for PlannedAggregates {
    fn id(&self) -> &'static str {
        "P08"
    }

    fn title(&self) -> &'static str {
        "aggregates are offered only where they are wanted"
    }

    fn why(&self) -> &'static str {
        "a limit is no filter: every row that the filter admits can be counted, and read by asking \
         for it"
    }

    fn essential(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

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

async fn check(probe: &PlannedAggregates, ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let mut places = Vec::new();
    for who in Who::BOTH {
        for view in &ctx.actor(who).model.tables {
            if let (Some(field), Some(table)) = (&view.aggregate, facts.table(&view.type_name)) {
                places.push(Place {
                    who,
                    table,
                    view,
                    field,
                });
            }
        }
    }
    if places.is_empty() {
        return Ok(ProbeResult::not_applicable("the role has no aggregates"));
    }
    let looks = pool::each(places, ctx.width, |place| async move {
        look(probe, ctx, &place).await
    })
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
    probe: &PlannedAggregates,
    ctx: &Context<'_>,
    place: &Place<'_>,
) -> Result<(Option<Finding>, Option<String>)> {
    let (name, role) = (place.table.name.as_str(), ctx.actor(place.who).role());
    let plan = planned(ctx, name, role);
    if plan == Planned::Yes {
        return Ok((None, None));
    }
    let limit = permission_limit(ctx, place);
    let (count, limited) = match counted(ctx, place).await? {
        Counted::Limited { count, shown } => (Some(count), Some(shown)),
        Counted::Agrees(count) | Counted::Leaks { count, .. } => (Some(count), None),
        Counted::Unknown(_) | Counted::Refused(_) => (None, None),
    };
    if plan == Planned::No {
        let summary = format!("role {role} has aggregates here, and the plan has none");
        let evidence = json!({ "count": count });
        let remedy = "set allow_aggregations to false in the role's select permission";
        let found = finding(probe, ctx, place, "unplanned", summary, evidence, remedy);
        return Ok((Some(found), None));
    }
    if let (Some(count), Some(shown)) = (count, limited) {
        let summary = format!(
            "{} counts {count} where the list ends at {shown}: the permission's limit does not \
             bind aggregates",
            ctx.actor(place.who).label
        );
        let evidence = json!({ "count": count, "rows in the list": shown, "limit": limit });
        let remedy = "if the rows beyond the limit are not for this role, say so in the filter; if \
                      they are, there is nothing to do";
        let found = finding(probe, ctx, place, "limit", summary, evidence, remedy);
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
    let shared = place
        .table
        .visible(place.who)
        .any(|(_, standing)| matches!(standing, Standing::Shared));
    Ok((
        None,
        shared.then(|| {
            format!(
                "{name}: {} counts {count}, among them rows that others may see too",
                ctx.actor(place.who).label
            )
        }),
    ))
}

/// The limit in the metadata.
fn permission_limit(ctx: &Context<'_>, place: &Place<'_>) -> Option<u64> {
    let admin = ctx.admin.as_ref()?;
    let metadata = &admin.export.as_ref()?.metadata;
    let table = admin.model.table(&place.table.type_name)?;
    let config = permission::metadata_of(table, metadata).ok()?;
    limited_aggregates::limit(config, ctx.actor(place.who).role())
}

fn finding(
    probe: &PlannedAggregates,
    ctx: &Context<'_>,
    place: &Place<'_>,
    what: &str,
    summary: String,
    evidence: serde_json::Value,
    remedy: &str,
) -> Finding {
    let actor = ctx.actor(place.who);
    let request = count_request(place.field, serde_json::Value::Null);
    Finding {
        id: format!("P08:{}:{what}:{}", place.table.name, actor.role()),
        severity: Severity::Medium,
        proof: Proof::Live,
        table: Some(place.table.name.clone()),
        path: Some(place.field.path()),
        role: Some(actor.role().to_owned()),
        summary,
        request: ctx.show(&actor.caller(), &request),
        evidence,
        why: probe.why().to_owned(),
        remedy: remedy.to_owned(),
    }
}
