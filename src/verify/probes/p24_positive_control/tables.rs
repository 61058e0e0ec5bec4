//! Single tables: a user who sees rows of their own elsewhere and none in a table that names
//! them.
//!
//! That may be meant: rows that were deleted softly, requests that only their approver sees. So it
//! is no more than a note, unless the filter is nothing but one comparison with the caller that
//! cannot be meant so.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::PositiveControl;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Proof, Severity};
use crate::verify::facts::rows::{Key, Row, plain};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::ownership::owners::named_like_an_owner;
use crate::verify::ownership::{OwnerPath, permission};
use crate::verify::probes::Probe as _;
use crate::verify::rules::sole_comparison;

/// Rows to show at most.
const SHOWN: usize = 5;

/// A finding a table where it cannot be meant, else a note.
pub(super) fn check(
    probe: &PositiveControl,
    ctx: &Context<'_>,
    facts: &Facts,
    who: Who,
) -> (Vec<Finding>, Vec<String>) {
    let (certain, rest): (Vec<Hidden<'_>>, Vec<Hidden<'_>>) = facts
        .tables
        .iter()
        .filter_map(|table| hidden(ctx, table, who))
        .partition(|hidden| hidden.compared.is_some());
    let findings = certain
        .iter()
        .map(|hidden| finding(probe, ctx, who, hidden));
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
    let metadata = &admin.export.as_ref()?.metadata;
    let wide = admin.model.table(&table.type_name)?;
    let config = permission::metadata_of(wide, metadata).ok()?;
    let filter = permission::filter_of(config, metadata, ctx.actor(who).role())?;
    let column = sole_comparison::column(&filter)?;
    permission::column_of(wide, Some(config), column).map(|column| column.name.clone())
}

fn finding(probe: &PositiveControl, ctx: &Context<'_>, who: Who, hidden: &Hidden<'_>) -> Finding {
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
    Finding {
        id: format!("P24:{name}:{role}"),
        severity: Severity::High,
        proof: Proof::Live,
        table: Some(name.clone()),
        path: Some("list".into()),
        role: Some(role.to_owned()),
        summary: hidden.summary(&actor.label),
        request: ctx.show(&actor.caller(), &hidden.table.seen(who).request),
        evidence: json!({
            "ids of the user": actor.ids(),
            "rows of theirs that the administrator sees": keys,
            "rows that the user sees": hidden.table.seen(who).rows.len(),
        }),
        why: probe.why().to_owned(),
        remedy,
    }
}
