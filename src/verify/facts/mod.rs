//! What the users and the administrator see, fetched once and shared by all probes.
//!
//! In steps, each over all tables with bounded concurrency and in a stable order: the lists of
//! both users and of the administrator; from their values the columns that hold users' ids; the
//! ids on the ways through relationships; and the permission's own word on each row, asked as
//! administrator with the filter written out.

mod admission;
mod fetch;
mod owned;
mod policy;
mod reach;
pub mod rows;
mod table;

use std::collections::{BTreeMap, BTreeSet};

pub(in crate::verify) use admission::{condition, raw_filter};
pub(in crate::verify) use policy::{leads_nowhere, stated as policy_owners};
pub use table::{Seen, TableFacts};

use self::rows::Row;
use super::actor::Who;
use super::context::Context;
use super::ownership::owners::{self, Sample};
use super::pool;
use crate::error::Result;

/// Everything that was fetched.
#[derive(Debug)]
pub struct Facts {
    /// Tables that either user can list, or reach where the administrator lists them, sorted by
    /// type name.
    pub tables: Vec<TableFacts>,
    /// Facts worth telling: what the administrator's view could not say.
    pub notes: Vec<String>,
}

impl Facts {
    /// Fetches.
    ///
    /// # Errors
    /// Transport; answers that are none of Hasura's.
    pub async fn gather(ctx: &Context<'_>) -> Result<Self> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        for who in Who::BOTH {
            let listed = ctx.actor(who).model.listed();
            names.extend(listed.map(|(table, _)| table.type_name.clone()));
            // What other ways lead to can be judged where the administrator lists it.
            let admin = ctx.admin.as_ref().map(|admin| &admin.model);
            let hidden = ctx.actor(who).model.tables.iter().filter(|table| {
                admin
                    .and_then(|model| model.table(&table.type_name))
                    .is_some_and(|table| table.list.is_some())
            });
            names.extend(hidden.map(|table| table.type_name.clone()));
        }
        let fetched = pool::each(names, ctx.width, |name| fetch::table(ctx, name)).await;
        let tables = fetched.into_iter().collect::<Result<Vec<_>>>()?;
        Self::judge(ctx, tables).await
    }

    /// Facts on tables whose lists came on another way than a query, by type name.
    ///
    /// # Errors
    /// As [`Facts::gather`].
    pub async fn of_seen(
        ctx: &Context<'_>,
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
    async fn judge(ctx: &Context<'_>, mut tables: Vec<TableFacts>) -> Result<Self> {
        let mut columns = owner_columns(ctx, &tables);
        policy::state(ctx, &tables, &mut columns);
        for facts in &mut tables {
            facts.owner_paths = owned::paths(ctx, facts, &columns);
            facts.overruled = policy::overruled(ctx, facts);
        }
        let reached = pool::each(tables, ctx.width, |facts| reach::fetch(ctx, facts)).await;
        let tables = reached.into_iter().collect::<Result<Vec<_>>>()?;
        let owned = pool::each(tables, ctx.width, |facts| owned::fetch(ctx, facts)).await;
        let tables = owned.into_iter().collect::<Result<Vec<_>>>()?;
        let judged = pool::each(tables, ctx.width, |facts| admission::fetch(ctx, facts)).await;
        let mut tables = judged.into_iter().collect::<Result<Vec<_>>>()?;
        let mut notes = Vec::new();
        for facts in &mut tables {
            facts.judge(ctx);
            notes.append(&mut facts.notes);
        }
        notes.dedup();
        Ok(Self { tables, notes })
    }

    /// A table by its type name.
    #[must_use]
    pub fn table(&self, type_name: &str) -> Option<&TableFacts> {
        self.tables
            .iter()
            .find(|facts| facts.type_name == type_name)
    }
}

/// The columns that hold users' ids, from all rows seen and from the filters.
fn owner_columns(
    ctx: &Context<'_>,
    tables: &[TableFacts],
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
                filtered: admission::filtered_columns(ctx, facts),
            })
        })
        .collect();
    owners::columns(&samples, &ids)
}
