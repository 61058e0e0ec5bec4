//! P24: a user sees rows of their own. Without that, seeing no rows of others proves nothing.
//!
//! ## What is tried
//!
//! Each user must see a row of their own somewhere. With an admin secret the administrator looks
//! for rows that name a user who sees none of them: in all tables together, and in each. A single
//! table is told only where its filter is nothing but a comparison with the caller that cannot be
//! meant so; else it is a note, for rows that were deleted softly or wait for approval are hidden
//! on purpose.
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

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::probe::Probe;
use crate::hasura::columns::named_like_an_owner;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::control_query;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::finding::{Details, Meta};
use crate::verify::ownership::{OwnerPath, permission};
use crate::verify::rows::{Key, Row, plain};
use crate::verify::rules::sole_comparison;

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
        if own > 0 {
            let rows = count(own, "row");
            notes.push(format!("{} sees {rows} of their own", actor.label));
            let (of_tables, more) = of_tables(ctx, facts, who);
            notes.extend(more);
            // What the other user of the same role was found to miss is said once.
            let new = |finding: &Finding| findings.iter().all(|old: &Finding| old.id != finding.id);
            let of_tables: Vec<Finding> = of_tables.into_iter().filter(new).collect();
            findings.extend(of_tables);
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
            empty_handed
                .iter()
                .map(|label| format!("the database holds no rows of {label}")),
        );
        return ProbeResult::pass().notes(notes);
    }
    let reason = if empty_handed.is_empty() {
        "both users were signed up for this run and own nothing; sign in as a user with data"
            .to_owned()
    } else {
        format!(
            "the database holds no rows of {} to see; sign in as users with data",
            empty_handed.join(" or of ")
        )
    };
    ProbeResult::not_possible(reason).notes(notes)
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
        table.admin.as_ref().filter(|_| table.seen(who).listed)?;
        let keys: Vec<Value> = table
            .ids
            .iter()
            .filter(|(_, ids)| me.iter().any(|id| ids.owners.contains(id)))
            .map(|(key, _)| table.key.show(key))
            .take(5)
            .collect();
        (!keys.is_empty()).then_some((table, keys))
    })
}

fn blind(ctx: &Context<'_>, who: Who, table: &TableFacts, keys: &[Value]) -> Finding {
    let actor = ctx.actor(who);
    META.live(Severity::High)
        .table(&table.name)
        .role(actor.role())
        .path("list")
        .told(Details {
            summary: format!(
                "{} sees no row of their own anywhere, though the administrator finds some in {}",
                actor.label, table.name
            ),
            request: ctx.show(&actor.caller(), &table.seen(who).request),
            evidence: json!({
                "ids of the user": actor.ids(),
                "rows of theirs that the administrator sees": keys,
            }),
            remedy:
                "compare the permission's filter with the claim x-hasura-user-id: the claim may \
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

/// Rows to show at most.
const SHOWN: usize = 5;

/// A finding a table where it cannot be meant, else a note.
fn of_tables(ctx: &Context<'_>, facts: &Facts, who: Who) -> (Vec<Finding>, Vec<String>) {
    let (certain, rest): (Vec<Hidden<'_>>, Vec<Hidden<'_>>) = facts
        .tables
        .iter()
        .filter_map(|table| hidden(ctx, table, who))
        .partition(|hidden| hidden.compared.is_some());
    let findings = certain.iter().map(|hidden| names_them(ctx, who, hidden));
    let notes = rest.iter().map(|hidden| {
        let summary = hidden.summary(&ctx.actor(who).label);
        format!("{summary}, which may be meant")
    });
    (findings.collect(), notes.collect())
}

/// Rows that name a user who sees none of them.
struct Hidden<'f> {
    table: &'f TableFacts,
    keys: Vec<&'f Key>,
    /// What names them: columns, and the ways that ownership is established by.
    by: BTreeSet<String>,
    /// The filter's only comparison, where nobody can have meant it.
    compared: Option<String>,
}

impl Hidden<'_> {
    fn summary(&self, label: &str) -> String {
        let by: Vec<&str> = self.by.iter().map(String::as_str).collect();
        format!(
            "{label} sees none of {} in {} that name them in {}",
            count(self.keys.len(), "row"),
            self.table.name,
            by.join(", ")
        )
    }
}

fn hidden<'f>(ctx: &Context<'_>, table: &'f TableFacts, who: Who) -> Option<Hidden<'f>> {
    let admin = table.admin.as_ref()?;
    let seen = table.seen(who);
    if !seen.listed || seen.error.is_some() {
        return None;
    }
    if seen.rows.keys().any(|key| table.is_own(who, key)) {
        return None;
    }
    let me: BTreeSet<String> = ctx.actor(who).ids().into_iter().collect();
    let mut keys = Vec::new();
    let mut by = BTreeSet::new();
    for (key, row) in &admin.rows {
        let ways = table.owner_paths.iter().filter(|path| !path.many);
        let ways = ways.filter(|path| !path.ids(row).is_disjoint(&me));
        let names: BTreeSet<String> = ways
            .map(OwnerPath::show)
            .chain(naming(row, &me).cloned())
            .collect();
        if !names.is_empty() {
            by.extend(names);
            keys.push(key);
        }
    }
    if keys.is_empty() || keys.iter().any(|key| seen.rows.contains_key(*key)) {
        return None;
    }
    // Either the filter names the owner and the owner does not see it, or it compares the caller
    // with what tells the rows of the table apart, while another column names the caller.
    let compared = compared(ctx, table, who).filter(|column| {
        by.contains(column) || (table.key.primary && table.key.columns == [column.clone()])
    });
    Some(Hidden {
        table,
        keys,
        by,
        compared,
    })
}

/// Columns of a row that name a user, by name and by value: numbers alone mean too much.
fn naming<'r>(row: &'r Row, me: &'r BTreeSet<String>) -> impl Iterator<Item = &'r String> {
    row.iter()
        .filter(|(name, value)| {
            named_like_an_owner(name) && plain(value).is_some_and(|id| me.contains(&id))
        })
        .map(|(name, _)| name)
}

/// The column that the filter of the user's role compares with the caller, when it does no more.
fn compared(ctx: &Context<'_>, table: &TableFacts, who: Who) -> Option<String> {
    let admin = ctx.admin.as_ref()?;
    let metadata = &admin.export()?.metadata;
    let wide = admin.model.table(&table.type_name)?;
    let config = admin.tracked(&table.type_name)?;
    let filter = metadata.select_filter(config, ctx.actor(who).role())?;
    let column = sole_comparison::column(&filter.condition)?;
    permission::column_of(wide, Some(config), column).map(|column| column.name.clone())
}

fn names_them(ctx: &Context<'_>, who: Who, hidden: &Hidden<'_>) -> Finding {
    let actor = ctx.actor(who);
    let role = actor.role();
    let name = &hidden.table.name;
    let keys: Vec<Value> = hidden
        .keys
        .iter()
        .take(SHOWN)
        .map(|key| hidden.table.key.show(key))
        .collect();
    let column = hidden.compared.as_deref().unwrap_or_default();
    let remedy = if hidden.by.contains(column) {
        format!("the filter of role {role} admits these rows by {column}; look why Hasura does not")
    } else {
        let by: Vec<&str> = hidden.by.iter().map(String::as_str).collect();
        format!(
            "the filter of role {role} compares {column} with the caller; compare {} with \
             X-Hasura-User-Id",
            by.join(" or ")
        )
    };
    META.live(Severity::High)
        .table(name)
        .role(role)
        .path("list")
        .told(Details {
            summary: hidden.summary(&actor.label),
            request: ctx.show(&actor.caller(), &hidden.table.seen(who).request),
            evidence: json!({
                "ids of the user": actor.ids(),
                "rows of theirs that the administrator sees": keys,
                "rows that the user sees": hidden.table.seen(who).rows.len(),
            }),
            remedy,
        })
}
