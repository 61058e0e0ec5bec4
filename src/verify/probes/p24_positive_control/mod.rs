//! P24: a user sees rows of their own. Without that, seeing no rows of others proves nothing.
//!
//! ## What is tried
//!
//! Each user must see a row of their own somewhere, and no table may answer with an error because
//! the token lacks a session variable that the filter needs, whether it is reached by a list, a key,
//! an aggregate, a subscription, a function or a relationship. With an admin secret the administrator
//! looks for rows that name a user who sees none of them: in all tables together, and in each. A
//! single table is told only where its filter compares the caller with something that cannot be
//! meant, such as a column that holds nobody's id in any row; else it is a note, for rows that were
//! deleted softly or wait for approval are hidden on purpose.
//!
//! ## Why it matters
//!
//! A role that sees nothing passes every other probe without proving anything. And users whose rows
//! are hidden from them have lost them.
//!
//! ## Example
//!
//! The column `user_id` holds SuperTokens' own ids and the token carries an external id, so the
//! filter never matches.
//!
//! ## How to close it
//!
//! Sign in as users who have data. Where they have some, compare the permission's filter with the
//! claim `x-hasura-user-id`: it may carry another id than the column.

use serde_json::{Value, json};

mod tables;
mod unanswered;

use super::probe::Probe;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::control_query;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::fault::Fault;
use crate::verify::finding::{Details, Meta};
use crate::verify::ownership::row_verdict::Admission;
use crate::verify::rows::Key;

pub(in crate::verify) const META: Meta = Meta {
    id: "P24",
    title: "each user sees rows of their own",
    why: "a role that sees nothing passes every other check without proving anything",
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| {
    Box::pin(async move { Ok(check(ctx, ctx.facts().await?)) })
});
/// A user who sees nothing is blind when the administrator finds rows of theirs, or when nobody
/// with the role sees any. Where the other user does see own rows, and nothing says that there
/// are any of this one's, it is a matter to look at and no more.
fn check(ctx: &Context<'_>, facts: &Facts) -> ProbeResult {
    let own = Who::BOTH.map(|who| own_rows(facts, who));
    let same_role = ctx.a.role() == ctx.b.role();
    let anybody = own.iter().any(|rows| *rows > 0);
    let mut findings = Vec::new();
    let mut notes = Vec::new();
    let mut empty_handed = Vec::new();
    for (who, own) in Who::BOTH.into_iter().zip(own) {
        let actor = ctx.actor(who);
        let unanswered = facts
            .tables
            .iter()
            .filter_map(|t| unanswered::unanswered(ctx, t, who));
        let unanswered: Vec<Finding> = unanswered.collect();
        let blocked = !unanswered.is_empty();
        findings.extend(unanswered);
        if own > 0 {
            let rows = count(own, "row");
            notes.push(format!("{} sees {rows} of their own", actor.label));
            let (of_tables, more) = tables::of_tables(ctx, facts, who);
            notes.extend(more);
            // What the other user of the same role was found to miss is said once.
            let new = |finding: &Finding| findings.iter().all(|old: &Finding| old.id != finding.id);
            let of_tables: Vec<Finding> = of_tables.into_iter().filter(new).collect();
            findings.extend(of_tables);
            let nobodys = nobodys(ctx, facts, who);
            let told = nobodys.filter(|finding| findings.iter().all(|old| old.id != finding.id));
            findings.extend(told);
            continue;
        }
        if actor.throw_away {
            notes.push(format!(
                "{} was signed up for this run and owns nothing yet",
                actor.label
            ));
            continue;
        }
        match hidden_rows(facts, ctx, who) {
            Some((table, keys)) => findings.push(blind(ctx, who, table, &keys)),
            None if ctx.admin.is_some() => empty_handed.push(actor.label.clone()),
            // Why nothing is seen is told already.
            None if blocked => {}
            None => {
                let mut finding = sees_nothing(ctx, facts, who);
                if anybody && same_role {
                    finding.severity = Severity::Medium;
                }
                findings.push(finding);
            }
        }
    }
    if !findings.is_empty() {
        return ProbeResult::of(findings).notes(notes);
    }
    if anybody {
        notes.extend(
            empty_handed.iter().map(|label| {
                format!("the administrator finds no rows of {label} in what they list")
            }),
        );
        return ProbeResult::pass().notes(notes);
    }
    let reason = if empty_handed.is_empty() {
        "both users were signed up for this run and own nothing; sign in as a user with data"
            .to_owned()
    } else {
        format!(
            "in what they list the administrator finds no rows of {}; sign in as users with data",
            empty_handed.join(" or of ")
        )
    };
    ProbeResult::not_possible(reason).notes(notes)
}

/// What nobody can tell of a user all of whose rows are only kept from the other one. The
/// administrator would know whose they are.
fn nobodys(ctx: &Context<'_>, facts: &Facts, who: Who) -> Option<Finding> {
    let actor = ctx.actor(who);
    let theirs = |table: &TableFacts| {
        let mut rows = table.seen(who).rows.keys();
        rows.any(|key| table.is_own(who, key) && !table.stands_alone(actor, key))
    };
    if ctx.admin.is_some() || facts.tables.iter().any(theirs) {
        return None;
    }
    let mut tables = facts.tables.iter();
    let first = tables.find(|table| table.seen(who).listed)?;
    let draft = META.unproven(Severity::Medium).role(actor.role());
    Some(
        draft.untried().told(Details {
            summary: format!(
                "{} sees rows that the other user does not, and nothing says that any is their own",
                actor.label
            ),
            request: shown(ctx, first, who),
            evidence: json!({ "ids of the user": actor.ids() }),
            remedy:
                "give the admin secret, or let the role see the column that names the owner; what \
                 cannot be told can be accepted in the policy by its id"
                    .into(),
        }),
    )
}

/// Rows that the user sees and that are theirs.
pub(super) fn own_rows(facts: &Facts, who: Who) -> usize {
    facts
        .tables
        .iter()
        .map(|table| {
            table
                .seen(who)
                .rows
                .keys()
                .filter(|key| table.is_own(who, key))
                .count()
        })
        .sum()
}

/// A table in which the administrator finds rows of the user, none of which the user sees.
fn hidden_rows<'f>(
    facts: &'f Facts,
    ctx: &Context<'_>,
    who: Who,
) -> Option<(&'f TableFacts, Vec<Value>)> {
    let me = ctx.actor(who).ids();
    facts.tables.iter().find_map(|table| {
        table
            .admin
            .as_ref()
            .filter(|_| is_reached(ctx, table, who))?;
        let refused =
            |key: &Key| table.seen(who).listed || table.admitted(who, key) == Admission::Refused;
        let keys: Vec<&Key> = table
            .ids
            .iter()
            .filter(|(_, ids)| me.iter().any(|id| ids.owners.contains(id)))
            .map(|(key, _)| key)
            .collect();
        let hidden = !keys.is_empty() && keys.iter().all(|key| refused(key));
        hidden.then(|| {
            (
                table,
                keys.iter().take(5).map(|key| table.key.show(key)).collect(),
            )
        })
    })
}

/// True where some way leads the user to the table: a list, a key, an aggregate, a subscription, a
/// function, a relationship.
fn is_reached(ctx: &Context<'_>, table: &TableFacts, who: Who) -> bool {
    table.seen(who).listed || ctx.actor(who).model.table(&table.type_name).is_some()
}

/// How to see what a user is shown of a table; without a list, what the permission says.
fn shown(ctx: &Context<'_>, table: &TableFacts, who: Who) -> String {
    let seen = table.seen(who);
    match &ctx.admin {
        Some(admin) if !seen.listed => ctx.show_export(admin),
        _ => ctx.show(&ctx.actor(who).caller(), &seen.request),
    }
}

fn blind(ctx: &Context<'_>, who: Who, table: &TableFacts, keys: &[Value]) -> Finding {
    let actor = ctx.actor(who);
    let draft = META
        .live(Severity::High)
        .table(&table.name)
        .role(actor.role())
        .path("list");
    let draft = match &table.seen(who).error {
        Some(_) => draft.fault(Fault::of_errors(&table.name, actor.role())),
        None => draft,
    };
    draft.told(Details {
        summary: format!(
            "{} sees no row of their own anywhere, though the administrator finds some in {}",
            actor.label, table.name
        ),
        request: shown(ctx, table, who),
        evidence: json!({
            "ids of the user": actor.ids(),
            "rows of theirs that the administrator sees": keys,
        }),
        remedy: "compare the permission's filter with the claim x-hasura-user-id: the claim may \
                 carry another id (external, primary) than the column"
            .into(),
    })
}

fn sees_nothing(ctx: &Context<'_>, facts: &Facts, who: Who) -> Finding {
    let actor = ctx.actor(who);
    let request = facts
        .tables
        .iter()
        .find(|table| table.seen(who).listed)
        .map_or_else(
            || ctx.show(&actor.caller(), &control_query(ctx)),
            |table| ctx.show(&actor.caller(), &table.seen(who).request),
        );
    META.live(Severity::High).role(actor.role()).told(Details {
        summary: format!("{} sees no row of their own in any table", actor.label),
        request,
        evidence: json!({
            "ids of the user": actor.ids(),
            "tables asked": facts.tables.len(),
            "rows seen": facts.tables.iter().map(|t| t.seen(who).rows.len()).sum::<usize>(),
        }),
        remedy: "sign in as a user who has data; if this one has, compare the permission's filter \
                 with the claim x-hasura-user-id (an admin secret lets this check tell the two \
                 apart)"
            .into(),
    })
}
