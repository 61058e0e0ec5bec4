//! Single tables whose rows name a user who sees none of them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::META;
use crate::hasura::columns::named_like_an_owner;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::finding::Details;
use crate::verify::ownership::row_verdict::Admission;
use crate::verify::ownership::{OwnerPath, owners, permission};
use crate::verify::rows::{Key, Row, plain};
use crate::verify::rules::with_the_caller;

/// Rows to show at most.
const SHOWN: usize = 5;

/// A finding a table where it cannot be meant, else a note.
pub(super) fn of_tables(ctx: &Context<'_>, facts: &Facts, who: Who) -> (Vec<Finding>, Vec<String>) {
    let (certain, rest): (Vec<Hidden<'_>>, Vec<Hidden<'_>>) = facts
        .tables
        .iter()
        .filter_map(|table| hidden(ctx, facts, table, who))
        .partition(|hidden| hidden.compared.is_some());
    // Without the filter nothing says whether it is meant.
    let unread = ctx
        .admin
        .as_ref()
        .is_some_and(|admin| admin.export().is_none());
    if unread {
        let findings = rest.iter().map(|hidden| unread_filter(ctx, who, hidden));
        return (findings.collect(), Vec::new());
    }
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

fn hidden<'f>(
    ctx: &Context<'_>,
    facts: &Facts,
    table: &'f TableFacts,
    who: Who,
) -> Option<Hidden<'f>> {
    let admin = table.admin.as_ref()?;
    let seen = table.seen(who);
    if seen.error.is_some() || !super::is_reached(ctx, table, who) {
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
    let shown = |key: &&Key| {
        if seen.listed {
            seen.rows.contains_key(*key)
        } else {
            table.admitted(who, key) != Admission::Refused
        }
    };
    if keys.is_empty() || keys.iter().any(shown) {
        return None;
    }
    let compared = compared(ctx, facts, table, who, &by);
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

/// What the filter of the user's role compares with the caller, where it cannot be meant.
///
/// Either the filter does no more than to name the owner, and the owner does not see it; or to
/// compare the caller with what tells the rows of the table apart, while another column names the
/// caller; or it asks for the caller's id, whatever else it asks, where no row holds anybody's.
fn compared(
    ctx: &Context<'_>,
    facts: &Facts,
    table: &TableFacts,
    who: Who,
    by: &BTreeSet<String>,
) -> Option<String> {
    let admin = ctx.admin.as_ref()?;
    let wide = admin.model.table(&table.type_name)?;
    let config = admin.tracked(&table.type_name)?;
    let metadata = &admin.export()?.metadata;
    let filter = metadata.select_filter(config, ctx.actor(who).role())?;
    let shown = |name: &str| {
        permission::column_of(wide, Some(config), name).map(|column| column.name.clone())
    };
    let alone = with_the_caller::alone(&filter.condition)
        .and_then(shown)
        .filter(|column| {
            by.contains(column) || (table.key.primary && table.key.columns == [column.clone()])
        });
    alone.or_else(|| {
        let me = ctx.actor(who).ids();
        with_the_caller::required(&filter.condition)
            .into_iter()
            .filter(|way| {
                let value = ctx.actor(who).variable(way.variable);
                value.is_some_and(|value| me.iter().any(|id| id == value))
            })
            .find_map(|way| astray(ctx, facts, table, &way, by))
    })
}

/// A way that is compared with the caller and at whose end no row holds a user's id.
///
/// Users are known by the columns that name this one. A value that looks as their ids do may be a
/// user of whom nothing else is known, unless it is the key of something else.
fn astray(
    ctx: &Context<'_>,
    facts: &Facts,
    table: &TableFacts,
    way: &with_the_caller::Way<'_>,
    by: &BTreeSet<String>,
) -> Option<String> {
    let admin = ctx.admin.as_ref()?;
    let mut end = table;
    for name in &way.through {
        let wide = admin.model.table(&end.type_name)?;
        let related = wide.relationships.iter().find(|rel| rel.name == *name)?;
        end = facts.table(&related.target)?;
    }
    let wide = admin.model.table(&end.type_name)?;
    let column = permission::column_of(wide, admin.tracked(&end.type_name), way.column)?;
    let rows = |table: &'_ TableFacts, column: &str| -> Option<BTreeSet<String>> {
        let admin = table.admin.as_ref().filter(|seen| !seen.truncated)?;
        let values = admin.rows.values().filter_map(|row| row.get(column));
        Some(values.filter_map(plain).collect())
    };
    let held = rows(end, &column.name)?;
    let ids: BTreeSet<String> = Who::BOTH
        .into_iter()
        .flat_map(|who| ctx.actor(who).ids())
        .collect();
    let mut users = ids.clone();
    users.extend(by.iter().filter_map(|name| rows(table, name)).flatten());
    if held.is_empty() || !held.is_disjoint(&users) {
        return None;
    }
    let shapes: BTreeSet<String> = ids.iter().map(|id| owners::shape(id)).collect();
    let like_ids = held
        .iter()
        .any(|value| shapes.contains(&owners::shape(value)));
    let keys_of_others = || {
        facts.tables.iter().any(|other| {
            let [key] = other.key.columns.as_slice() else {
                return false;
            };
            let keys = rows(other, key).filter(|_| other.key.primary);
            keys.is_some_and(|keys| held.is_subset(&keys) && keys.is_disjoint(&users))
        })
    };
    (!like_ids || keys_of_others()).then(|| {
        let parts = way.through.iter().copied().chain([column.name.as_str()]);
        parts.collect::<Vec<_>>().join(".")
    })
}

/// Rows that name a user who sees none of them, under a filter that could not be read.
fn unread_filter(ctx: &Context<'_>, who: Who, hidden: &Hidden<'_>) -> Finding {
    let actor = ctx.actor(who);
    META.unproven(Severity::Medium)
        .table(&hidden.table.name)
        .role(actor.role())
        .untried()
        .path("list")
        .told(Details {
            summary: format!(
                "{}, and the filter that hides them could not be read",
                hidden.summary(&actor.label)
            ),
            request: ctx.show(&actor.caller(), &hidden.table.seen(who).request),
            evidence: json!({ "ids of the user": actor.ids(), "rows": hidden.keys.len() }),
            remedy: "let the metadata be read (/v1/metadata), and the filter itself will tell"
                .into(),
        })
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
            request: super::shown(ctx, hidden.table, who),
            evidence: json!({
                "ids of the user": actor.ids(),
                "rows of theirs that the administrator sees": keys,
                "rows that the user sees": hidden.table.seen(who).rows.len(),
            }),
            remedy,
        })
}
