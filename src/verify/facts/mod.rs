//! What the users and the administrator see, fetched once and shared by all probes.
//!
//! In steps, each over all tables with bounded concurrency and in a stable order: the lists of
//! both users and of the administrator; from their values the columns that hold users' ids; the
//! ids on the ways through relationships; and the permission's own word on each row, asked as
//! administrator with the filter written out.

mod beyond_sample;
mod claim_match;
mod exists_lookup;
mod fetch;
mod filter_decision;
mod inherited_ownership;
mod owner_filter;
mod owner_ids;
mod policy;
mod table;

use std::collections::{BTreeMap, BTreeSet};

pub(in crate::verify) use filter_decision::{condition, raw_filter};
pub(in crate::verify) use owner_filter::{OwnerFilter, owner_filter};
pub(in crate::verify) use policy::{leads_nowhere, stated as policy_owners};
use table::{Attributed, Listed};
pub(crate) use table::{Seen, TableFacts};

use super::actor::Who;
use super::caller::Caller;
use super::discovery;
use super::model::Model;
use super::ownership::owners::{self, Sample};
use super::pool;
use super::rows::Row;
use super::run::Run;
use crate::error::Result;
use crate::hasura::{GraphQlRequest, introspection};

/// Steps up from a table to those that may say whose its rows are.
const PARENTS: usize = 3;

/// Everything that was fetched.
#[derive(Debug)]
pub(crate) struct Facts {
    /// Tables that either user can list, sorted by type name; where the administrator lists them
    /// also those that other ways lead to, or that are reached without credentials.
    pub tables: Vec<TableFacts>,
    /// Facts worth telling: what the administrator's view could not say.
    pub notes: Vec<String>,
}

impl Facts {
    pub(crate) async fn gather(ctx: &Run<'_>) -> Result<Self> {
        let names = tables(ctx).await?;
        let fetched = pool::each(names, ctx.width, |name| fetch::table(ctx, name)).await;
        let tables = fetched.into_iter().collect::<Result<Vec<_>>>()?;
        Self::judge(ctx, tables).await
    }

    /// Facts on tables whose lists came on another way than a query, by type name.
    pub(crate) async fn of_seen(
        ctx: &Run<'_>,
        seen: BTreeMap<String, BTreeMap<Who, Vec<Row>>>,
    ) -> Result<Self> {
        let mut tables = Vec::new();
        for (name, lists) in seen {
            let mut table = fetch::table(ctx, name).await?;
            for (who, rows) in lists {
                let seen = table.seen.entry(who).or_default();
                seen.listed = true;
                for row in rows {
                    seen.rows.insert(table.key.key(&row), row);
                }
            }
            tables.push(table);
        }
        Self::judge(ctx, tables).await
    }

    /// Finds owners and the permission's word on each row.
    async fn judge(ctx: &Run<'_>, listed: Vec<Listed>) -> Result<Self> {
        let mut columns = owner_columns(ctx, &listed);
        policy::state(ctx, &listed, &mut columns);
        let attributed =
            pool::each(listed, ctx.width, |listed| attribute(ctx, listed, &columns)).await;
        let mut attributed = attributed.into_iter().collect::<Result<Vec<_>>>()?;
        let links = inherited_ownership::links(ctx, &attributed).await?;
        inherited_ownership::inherit(&mut attributed, &links);
        let everybody = everybody(ctx, &attributed);
        let admitted = pool::each(attributed, ctx.width, |facts| {
            filter_decision::fetch(ctx, facts, &everybody)
        })
        .await;
        let mut tables = Vec::new();
        let mut notes = Vec::new();
        for admitted in admitted {
            let (admitted, told) = admitted?;
            tables.push(TableFacts::judge(ctx, admitted));
            notes.extend(told);
        }
        inherited_ownership::hide(&mut tables, &links);
        notes.dedup();
        Ok(Self { tables, notes })
    }

    /// A table by its type name.
    pub(crate) fn table(&self, type_name: &str) -> Option<&TableFacts> {
        let found = self
            .tables
            .binary_search_by(|table| table.type_name.as_str().cmp(type_name));
        Some(&self.tables[found.ok()?])
    }

    /// Ids of owners, from wherever they are known.
    pub(crate) fn owner_ids(&self) -> impl Iterator<Item = &String> {
        let ids = self.tables.iter().flat_map(|table| table.ids.values());
        ids.flat_map(|ids| &ids.owners)
    }
}

/// Finds the ways to the owners of a table's rows, and the ids on them.
async fn attribute(
    ctx: &Run<'_>,
    listed: Listed,
    columns: &BTreeMap<String, Vec<(String, owners::Basis)>>,
) -> Result<Attributed> {
    let paths = owner_ids::paths(ctx, &listed, columns);
    let overruled = policy::overruled(ctx, &listed);
    let mut facts = Attributed::new(listed, paths, overruled);
    beyond_sample::fetch(ctx, &mut facts).await?;
    owner_ids::fetch(ctx, &mut facts).await?;
    Ok(facts)
}

/// The tables to look at.
async fn tables(ctx: &Run<'_>) -> Result<BTreeSet<String>> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let admin = ctx.admin.as_ref().map(|admin| &admin.model);
    let listed_by_admin = |name: &str| {
        admin
            .and_then(|model| model.table(name))
            .is_some_and(|table| table.list.is_some())
    };
    for who in Who::BOTH {
        let reached = ctx.actor(who).model.tables.iter();
        names.extend(
            reached
                .filter(|table| table.list.is_some() || listed_by_admin(&table.type_name))
                .map(|table| table.type_name.clone()),
        );
    }
    if let Some(admin) = admin {
        add_parents(admin, &mut names);
        let request = GraphQlRequest::new(introspection::QUERY);
        let answer = ctx.ask(&Caller::anonymous(), &request).await;
        if let Some(schema) = answer
            .ok()
            .and_then(|answer| introspection::read(answer.data.as_ref()?).ok())
        {
            let open = discovery::model(&schema);
            let reached = open.tables.into_iter().map(|table| table.type_name);
            names.extend(reached.filter(|name| listed_by_admin(name)));
        }
    }
    Ok(names)
}

/// Adds what hangs above the tables by object relationships: it may say whose a row is, though no
/// user reads it.
fn add_parents(admin: &Model, names: &mut BTreeSet<String>) {
    let mut at: Vec<String> = names.iter().cloned().collect();
    for _ in 0..PARENTS {
        let mut above = Vec::new();
        for table in at.iter().filter_map(|name| admin.table(name)) {
            for relationship in table.object_relationships() {
                let listed = admin
                    .table(&relationship.target)
                    .is_some_and(|target| target.list.is_some());
                if listed && names.insert(relationship.target.clone()) {
                    above.push(relationship.target.clone());
                }
            }
        }
        at = above;
    }
}

/// The columns that hold users' ids, from all rows seen and from the filters.
fn owner_columns(
    ctx: &Run<'_>,
    tables: &[Listed],
) -> BTreeMap<String, Vec<(String, owners::Basis)>> {
    let ids: BTreeSet<String> = Who::BOTH
        .iter()
        .flat_map(|who| ctx.actor(*who).ids())
        .collect();
    let samples: Vec<Sample> = tables
        .iter()
        .filter_map(|facts| {
            Some(Sample {
                table: ctx.widest(&facts.type_name)?,
                rows: facts.all_rows().collect(),
                filtered: filter_decision::filtered_columns(ctx, facts),
            })
        })
        .collect();
    owners::columns(&samples, &ids)
}

/// The ids of all users that are known: those who look, and owners of rows that the filter or
/// the data tells.
fn everybody(ctx: &Run<'_>, tables: &[Attributed]) -> BTreeSet<String> {
    let mut ids: BTreeSet<String> = Who::BOTH
        .iter()
        .flat_map(|who| ctx.actor(*who).ids())
        .collect();
    for facts in tables.iter().filter(|facts| !facts.guessed()) {
        ids.extend(
            facts
                .ids
                .values()
                .flat_map(|ids| &ids.owners)
                .filter(|id| owners::distinctive(id) && !id.contains('@'))
                .cloned(),
        );
    }
    ids
}
