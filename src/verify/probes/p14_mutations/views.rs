//! Passes that are written in another place than the one where filters look for them: a view of
//! their table lets rows of it be made and changed, by permissions of its own.
//!
//! No metadata says what a view is of. A view has no primary key in Hasura's schema, no other columns
//! than its table, and no rows but the table's; where there are rows, they tell.

use std::collections::BTreeSet;

use serde_json::json;

use super::META;
use super::case::TableCase;
use crate::error::Result;
use crate::hasura::metadata::TrackedTable;
use crate::operation::Operation;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::finding::Details;
use crate::verify::model::RoleTable;
use crate::verify::rules::membership::Gate;
use crate::verify::rules::writes::Rule;

/// Rows that all are another table's too, by which a view is known: one may be so by chance.
const ROWS: usize = 2;

/// What a table has to do with one of passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// It is that table.
    Same,
    /// One is a view of the other, as their rows show.
    Shown,
    /// One may be a view of the other: nothing speaks against it.
    Possible,
}

/// A gate that what is written here opens.
pub(super) struct Opened {
    /// The table that it opens.
    pub table: String,
    /// What it opens its rows to, where that is not reading.
    pub to: Option<Operation>,
    /// Rows there that the caller has nothing of.
    pub hidden: usize,
    /// The columns by which it is opened.
    pub columns: Vec<String>,
    /// The table in which the gate looks for passes.
    pub pass: String,
    pub likeness: Likeness,
}

impl TableCase<'_> {
    /// The columns by which a permission opens a gate, were its table that of the passes.
    pub(super) fn opening(&self, gate: &Gate<'_>, rule: &Rule<'_>) -> Option<Vec<String>> {
        let columns = gate.through(self.table, self.config).opened_by(rule)?;
        let has = |name: &String| {
            let mut all = self.table.columns.iter();
            all.any(|column| real(self.config, &column.name) == name)
        };
        let mut needed = gate.written_by(rule.way);
        (std::ptr::eq(gate.pass, self.config) || needed.all(has)).then_some(columns)
    }

    /// What nobody can tell: whether passes are written here.
    pub(super) fn may_open(&self, rule: &Rule<'_>, all: &[Opened]) -> Finding {
        let (way, who, name) = (rule.way.word(), self.actor().role(), self.table.name());
        let names = |name: fn(&Opened) -> &str| {
            let names: BTreeSet<&str> = all.iter().map(name).collect();
            names.into_iter().collect::<Vec<_>>().join(", ")
        };
        let (tables, passes) = (names(|one| &one.table), names(|one| &one.pass));
        META.unproven(Severity::Medium)
            .table(name)
            .way("pass")
            .role(who)
            .untried()
            .told(Details {
                summary: format!(
                    "role {who} may {way} rows of {name}, which may be those of {passes} seen \
                     through a view, and the filter of {tables} believes what stands there"
                ),
                request: self.export(),
                evidence: json!({ "check": rule.rule.check, "set": rule.rule.set,
                    "filter": rule.rule.filter, "may be of": passes }),
                remedy: format!(
                    "where one is a view of the other, say in the check of the role's {way} \
                     permission which rows the caller may choose; where it is not, accept this in \
                     the policy by its id"
                ),
            })
    }

    /// What this table has to do with that of a gate's passes; `None` where it is another.
    pub(super) async fn likeness(&self, gate: &Gate<'_>) -> Result<Option<Likeness>> {
        if std::ptr::eq(gate.pass, self.config) {
            return Ok(Some(Likeness::Same));
        }
        let mut sources = self.schema.export.metadata.sources.iter();
        let together = sources.any(|source| {
            let here =
                |one: &TrackedTable| source.tables.iter().any(|table| std::ptr::eq(table, one));
            here(self.config) && here(gate.pass)
        });
        let ours = (self.table, self.config);
        let theirs = (gate.passes(), gate.pass);
        let turned = || {
            let all = shared(theirs, ours)?.into_iter();
            Some(all.map(|(theirs, ours)| (ours, theirs)).collect())
        };
        let (straight, turned) = (shared(ours, theirs), turned());
        let (is_view, has_view) = (straight.is_some(), turned.is_some());
        let shared: Option<Vec<(String, String)>> = straight.or(turned);
        let Some(shared) = shared.filter(|shared| together && !shared.is_empty()) else {
            return Ok(None);
        };
        let (own, other): (Vec<String>, Vec<String>) = shared.into_iter().unzip();
        let (Some(own), Some(other)) = (
            self.values(self.table, own, None).await?,
            self.values(gate.passes(), other, None).await?,
        ) else {
            return Ok(Some(Likeness::Possible));
        };
        let within = (is_view && own.is_subset(&other)) || (has_view && other.is_subset(&own));
        let some = own.len().min(other.len());
        let sample = usize::try_from(self.ctx.sample).unwrap_or(usize::MAX);
        let whole = own.len().max(other.len()) < sample;
        Ok(if within && some >= ROWS {
            Some(Likeness::Shown)
        } else {
            (within || !whole).then_some(Likeness::Possible)
        })
    }
}

/// The columns of what may be a view, by the names that its rows have, each with that of the table
/// that it may be of; `None` where it cannot be one.
fn shared(
    (view, view_config): (&RoleTable, &TrackedTable),
    (base, base_config): (&RoleTable, &TrackedTable),
) -> Option<Vec<(String, String)>> {
    if view.primary_key.is_some() {
        return None;
    }
    let columns = view.columns.iter();
    columns
        .map(|column| {
            let name = real(view_config, &column.name);
            let mut all = base.columns.iter();
            let same = all.find(|other| {
                other.scalar == column.scalar && real(base_config, &other.name) == name
            })?;
            Some((column.name.clone(), same.name.clone()))
        })
        .collect()
}

/// A column's name in the database.
fn real<'a>(config: &'a TrackedTable, name: &'a str) -> &'a str {
    config.configuration.real_name(name).unwrap_or(name)
}
