//! By lists, and then by functions: each row that came is judged, and each filter that let it come.

use super::META;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{claims, functions, remedy, untold};
use crate::error::Result;
use crate::hasura::metadata::Condition;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::show_keys;
use crate::verify::context::Context;
use crate::verify::evidence::{Cell, Finding, ProbeResult, Severity, Status};
use crate::verify::facts::{Facts, TableFacts, raw_filter};
use crate::verify::fault::Fault;
use crate::verify::finding::{Details, Draft};
use crate::verify::masking;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::ownership::{Basis, Standing, Why};
use crate::verify::rows::Key;
use crate::verify::rules::always_true;

/// By lists first, then by functions.
pub(super) async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    functions::add(ctx, facts, by_lists(ctx, facts)).await
}

fn by_lists(ctx: &Context<'_>, facts: &Facts) -> ProbeResult {
    let mut findings = Vec::new();
    let mut notes = facts.notes.clone();
    let mut cells = Vec::new();
    let mut doubtful = Vec::new();
    let mut cut_off = Vec::new();
    let listed = |table: &&TableFacts| Who::BOTH.iter().any(|who| table.seen(*who).listed);
    for table in facts.tables.iter().filter(listed) {
        let before = findings.len();
        let mut tally = Tally::default();
        for who in Who::BOTH {
            if !table.seen(who).listed {
                continue;
            }
            let mine = Tally::of(table, who);
            findings.extend(leaks(ctx, facts, table, who, &mine));
            findings.extend(unproven_filter(ctx, facts, table, who));
            if let Some(error) = &table.seen(who).error {
                findings.push(error_instead(ctx, table, who, error));
            }
            if table.cut_off(who) {
                cut_off.push(only_the_first(ctx, table, who));
            } else if table.seen(who).truncated {
                notes.push(shortened(ctx, table, who));
            }
            if table.seen(who).unasked > 0 {
                notes.push(format!(
                    "{}: {} more came than were asked for, and were left out; the limit of a \
                     request is not heeded",
                    table.name,
                    count(table.seen(who).unasked, "row")
                ));
            }
            doubtful.extend(mine.doubtful.first().map(|(_, why)| {
                format!(
                    "{}: {} that {} sees may be shared or leaked ({why})",
                    table.name,
                    count(mine.doubtful.len(), "row"),
                    ctx.actor(who).label
                )
            }));
            tally.add(&mine);
        }
        match untold::finding(ctx, table, tally.public) {
            Some(finding) => findings.push(finding),
            None => notes.extend(public_rows(table, &tally)),
        }
        cells.push(cell(table, &findings[before..], &tally));
    }
    findings.extend(claims::nobody_carries(ctx, &findings));
    findings.extend(claims::as_patterns(ctx));
    let result = ProbeResult::of(findings).notes(notes).cells(cells);
    if !doubtful.is_empty() {
        let decides = if ctx.admin.is_some() {
            "a table whose rows are for everybody can be called so in the policy (shared)"
        } else {
            "an admin secret would let the permission itself decide"
        };
        cut_off.push(format!("{}; {decides}", doubtful.join("; ")));
    }
    if cut_off.is_empty() {
        return result;
    }
    result.incomplete(cut_off.join("; "))
}

/// Of a list that was cut off, why that leaves a leak possible.
fn only_the_first(ctx: &Context<'_>, table: &TableFacts, who: Who) -> String {
    format!(
        "{}: only the first {} rows were looked at as {}, and a leak beyond them is not excluded \
         (--sample takes a larger number)",
        table.name,
        ctx.sample,
        ctx.actor(who).label
    )
}

/// Of a list that was cut off, what was looked at all the same.
fn shortened(ctx: &Context<'_>, table: &TableFacts, who: Who) -> String {
    format!(
        "{}: the first {} rows were looked at as {}{}",
        table.name,
        ctx.sample,
        ctx.actor(who).label,
        if table.seen(who).beyond {
            ", and of the others those that are not theirs"
        } else {
            ""
        }
    )
}

/// What is said of rows that are for everybody.
fn public_rows(table: &TableFacts, tally: &Tally<'_>) -> Option<String> {
    let why = if table.shared {
        "for everybody, as the policy says"
    } else if table.owned() && !table.marks.is_empty() {
        "of others that are public by what the policy says of their columns, or by a mark's name \
         or word"
    } else if table.owned() {
        "of others that are marked as public, by the mark's name or word"
    } else {
        "without an owner, public by design"
    };
    let rows = count(tally.public, "row");
    (tally.public > 0).then(|| format!("{}: {rows} {why}", table.name))
}

/// The rows that a user sees, by how they stand.
#[derive(Default)]
struct Tally<'a> {
    own: usize,
    shared: usize,
    public: usize,
    foreign: Vec<(&'a Key, &'a Why)>,
    doubtful: Vec<(&'a Key, &'a str)>,
}

impl<'a> Tally<'a> {
    fn of(table: &'a TableFacts, who: Who) -> Self {
        let mut tally = Self::default();
        for (key, standing) in table.visible(who) {
            match standing {
                Standing::Own => tally.own += 1,
                Standing::Shared => tally.shared += 1,
                Standing::Public if table.is_own(who, key) => tally.own += 1,
                Standing::Public => tally.public += 1,
                Standing::Foreign(why) => tally.foreign.push((key, why)),
                Standing::Doubtful(why) => tally.doubtful.push((key, why)),
            }
        }
        tally
    }

    fn add(&mut self, other: &Tally<'a>) {
        self.own += other.own;
        self.shared += other.shared;
        self.public = self.public.max(other.public);
        self.foreign.extend(&other.foreign);
        self.doubtful.extend(&other.doubtful);
    }
}

fn cell(table: &TableFacts, findings: &[Finding], tally: &Tally<'_>) -> Cell {
    let worst = ProbeResult::of(findings.to_vec()).status;
    let mut parts = Vec::new();
    for (n, word) in [
        (tally.foreign.len(), "leaked"),
        (tally.own, "own"),
        (tally.shared, "shared"),
        (tally.public, "public"),
        (tally.doubtful.len(), "unclear"),
    ] {
        if n > 0 {
            parts.push(format!("{n} {word}"));
        }
    }
    Cell {
        table: table.name.clone(),
        way: "list",
        status: if worst == Status::Pass && !tally.doubtful.is_empty() {
            Status::Warn
        } else {
            worst
        },
        note: if parts.is_empty() {
            "no rows".into()
        } else {
            parts.join(", ")
        },
    }
}

/// One finding for each reason.
fn leaks(
    ctx: &Context<'_>,
    facts: &Facts,
    table: &TableFacts,
    who: Who,
    tally: &Tally<'_>,
) -> Option<Finding> {
    let (actor, seen) = (ctx.actor(who), table.seen(who));
    let (first, _) = tally.foreign.first()?;
    let not_admitted = tally
        .foreign
        .iter()
        .any(|(_, why)| **why == Why::NotAdmitted);
    let keys: Vec<&Key> = tally.foreign.iter().map(|(key, _)| *key).collect();
    let filter = raw_filter(ctx, who, table);
    let mut evidence = json!({
        "rows": keys.len(),
        "of": seen.rows.len(),
        "such as": show_keys(table, keys.iter().copied(), 5),
        "owners": owners(table, &keys),
        "known from": basis(table),
    });
    if let Some(filter) = &filter {
        evidence["permission"] = json!(filter);
    }
    let all = |test: fn(&Why) -> bool| tally.foreign.iter().all(|(_, why)| test(why));
    let whose = if all(|why| *why == Why::Ownerless) {
        "without an owner"
    } else if all(|why| matches!(why, Why::Hangs(_))) {
        "that hang off rows hidden from them"
    } else if all(|why| *why == Why::Unbound) {
        "that nothing shares with them"
    } else {
        "of others"
    };
    Some(
        META.live(if table.guessed() && !not_admitted && filter.is_none() {
            Severity::Medium
        } else {
            Severity::High
        })
        .table(&table.name)
        .way("list")
        .role(actor.role())
        .fault(Fault::of_permission(
            table,
            who,
            keys.iter().copied().cloned(),
        ))
        .told(Details {
            summary: format!("{} sees {} {whose}", actor.label, count(keys.len(), "row")),
            request: ctx.show(&actor.caller(), &shown(ctx, table, who, first)?),
            evidence,
            remedy: remedy::of(ctx, facts, table, who, not_admitted),
        }),
    )
}

/// The list request with the columns that tell whose a row is.
fn shown(
    ctx: &Context<'_>,
    table: &TableFacts,
    who: Who,
    first: &Key,
) -> Option<crate::hasura::GraphQlRequest> {
    let view = ctx.actor(who).model.table(&table.type_name)?;
    let mut columns: Vec<&str> = table.key.columns.iter().map(String::as_str).collect();
    for path in table
        .owner_paths
        .iter()
        .filter(|path| path.through.is_empty())
    {
        if view.column(&path.column).is_some() && !columns.contains(&path.column.as_str()) {
            columns.push(&path.column);
        }
    }
    // Beyond the sample, or a limit of the permission, only the row itself is sure to show.
    let seen = table.seen(who);
    let beyond = seen.truncated || seen.later.contains(first);
    let filter = if beyond && table.key.filterable(view) {
        table.key.filter(&[first])
    } else {
        Value::Null
    };
    Some(document::list(
        view.list.as_ref()?,
        &ListQuery {
            selection: Selection::columns(columns),
            filter,
            limit: Some(ctx.sample),
            order_by: table.key.columns.clone(),
        },
    ))
}

fn owners(table: &TableFacts, keys: &[&Key]) -> Vec<Value> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for key in keys {
        for id in table.ids.get(key).into_iter().flat_map(|ids| &ids.owners) {
            *counts.entry(id).or_default() += 1;
        }
    }
    let ids = counts.into_keys().take(5);
    ids.map(|id| masking::key(&json!(id))).collect()
}

fn basis(table: &TableFacts) -> Vec<String> {
    table
        .owner_paths
        .iter()
        .filter(|path| !path.many)
        .map(|path| {
            let how = match path.basis {
                Basis::Policy => "the policy",
                Basis::Filter => "the permission's filter",
                Basis::Data => "users' ids in it",
                Basis::StandIn => "what stands for users in it",
                Basis::Name => "its name only",
            };
            format!("{} ({how})", path.show())
        })
        .chain(table.kin.clone())
        .chain(table.bound.as_ref().map(|bound| bound.by.clone()))
        .take(5)
        .collect()
}

/// A filter that does not depend on the caller, in a table with owners, that happened to show
/// nothing of others: there was nothing of others to show.
fn unproven_filter(
    ctx: &Context<'_>,
    facts: &Facts,
    table: &TableFacts,
    who: Who,
) -> Option<Finding> {
    let actor = ctx.actor(who);
    let shown = Who::BOTH
        .iter()
        .filter(|other| ctx.actor(**other).role() == actor.role())
        .any(|other| !Tally::of(table, *other).foreign.is_empty());
    let bound = table.bound_filter.get(&who).copied().flatten()?;
    if bound || table.shared || !table.owned() || shown || table.guessed() {
        return None;
    }
    let filter = raw_filter(ctx, who, table)?;
    let owners = table.owner_paths.iter().map(|path| path.column.as_str());
    if only_own_or_free(&filter.condition, &owners.collect()) {
        return None;
    }
    // A filter that holds for every row needs no row of another to be known as open: a stack that
    // was just started has none.
    let always = always_true::why(&filter, &table.key.columns);
    let severity = if always.is_some() {
        Severity::High
    } else {
        Severity::Medium
    };
    Some(
        META.by_reading(severity)
            .table(&table.name)
            .part("filter")
            .role(actor.role())
            .path("list")
            .fault(Fault::of_permission(table, who, []))
            .why("the next user's rows will be visible to everybody with this role")
            .told(Details {
                summary: format!(
                    "the filter of role {} admits rows whoever asks{}; no row \
                         of another was there to show it",
                    actor.role(),
                    always.map_or_else(String::new, |why| format!(" ({why})"))
                ),
                request: ctx.show(&actor.caller(), &table.seen(who).request),
                evidence: json!({ "permission": filter, "known from": basis(table) }),
                remedy: remedy::of(ctx, facts, table, who, false),
            }),
    )
}

/// True for a filter that admits rows because of the caller, or because nobody owns them: the next
/// user's are neither.
fn only_own_or_free(filter: &Condition, owners: &BTreeSet<&str>) -> bool {
    match filter {
        Condition::Or(branches) => {
            let mut branches = branches.iter();
            branches.all(|branch| only_own_or_free(branch, owners))
        }
        Condition::And(parts) => parts.iter().any(|part| only_own_or_free(part, owners)),
        Condition::Compare(comparison) => {
            let own = filter.mentions_caller() && comparison.operator.can_bind();
            own || filter.is_null().is_some_and(|name| owners.contains(name))
        }
        _ => false,
    }
}

fn error_instead(ctx: &Context<'_>, table: &TableFacts, who: Who, error: &str) -> Finding {
    let actor = ctx.actor(who);
    let place = |draft: Draft| {
        draft
            .table(&table.name)
            .part("error")
            .role(actor.role())
            .path("list")
            .fault(Fault::of_errors(&table.name, actor.role()))
            .why("what cannot be listed cannot be checked either")
    };
    // A token that lacks what the permission needs shows nothing; of what failed nobody knows.
    let (draft, remedy) = if table.seen(who).lacks_a_variable().is_some() {
        (
            place(META.live(Severity::Medium)),
            "add the session variable that the permission needs to the token, or correct its name \
             in the permission",
        )
    } else {
        (
            place(META.unproven(Severity::Medium)).untried(),
            "correct what the error names, in the permission or in the claims that it reads",
        )
    };
    draft.told(Details {
        summary: format!("{} cannot list it: {error}", actor.label),
        request: ctx.show(&actor.caller(), &table.seen(who).request),
        evidence: json!({ "error": error }),
        remedy: remedy.into(),
    })
}
