//! What the users and the administrator see, fetched once and shared by all probes.
//!
//! In steps, each over all tables with bounded concurrency and in a stable order: the lists of
//! both users and of the administrator; from their values the columns that hold users' ids; the
//! ids on the ways through relationships; where there are none, the rows that any permission binds
//! to a user; and the permission's own word on each row, asked as administrator with the filter
//! written out.

mod acquaintance;
mod alone;
mod beyond_sample;
mod bonds;
mod bound_rows;
mod called_after;
mod claim_match;
mod claimed;
mod column_compare;
mod exists_lookup;
mod fetch;
mod filter_decision;
mod foreign_keys;
mod inherited_ownership;
mod listed;
mod mirror;
mod owner_filter;
mod owner_ids;
mod policy;
mod stand_ins;
mod strangers;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use acquaintance::Acquaintances;
pub(in crate::verify) use filter_decision::{condition, raw_filter};
use foreign_keys::ForeignKey;
use listed::Listed;
pub(crate) use listed::Seen;
pub(in crate::verify) use owner_filter::{OwnerFilter, owner_filter};
pub(in crate::verify) use policy::{leads_nowhere, stated as policy_owners};
use stand_ins::StandIns;
pub(crate) use table::TableFacts;
use table::{Admitted, Attributed};

use super::actor::Who;
use super::caller::Caller;
use super::discovery;
use super::model::Model;
use super::ownership::owners::{self, Sample};
use super::ownership::permission::Parts;
use super::pool;
use super::rows::Row;
use super::run::Run;
use crate::error::Result;
use crate::hasura::metadata::Filter;
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
    /// The roles of which one is that of requests without a token; none where it is not known.
    pub strangers: Vec<String>,
    /// The ids of all users that are known.
    everybody: BTreeSet<String>,
    keys: Vec<ForeignKey>,
}

impl Facts {
    pub(crate) async fn gather(ctx: &Run<'_>) -> Result<Self> {
        let open = open_to_strangers(ctx).await;
        let keys = foreign_keys::fetch(ctx).await?;
        let names = tables(ctx, &keys, open.as_ref());
        let fetched = pool::each(names, ctx.width, |name| fetch::table(ctx, name)).await;
        let tables = fetched.into_iter().collect::<Result<Vec<_>>>()?;
        let strangers = match (&ctx.admin, &open) {
            (Some(admin), Some(open)) => strangers::roles(ctx, admin, open).await?,
            _ => Vec::new(),
        };
        Self::judge(ctx, tables, keys, strangers).await
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
        let keys = foreign_keys::fetch(ctx).await?;
        Self::judge(ctx, tables, keys, Vec::new()).await
    }

    /// Finds owners and the permission's word on each row; `strangers` are roles of which one is
    /// that of requests without a token.
    async fn judge(
        ctx: &Run<'_>,
        listed: Vec<Listed>,
        keys: Vec<ForeignKey>,
        strangers: Vec<String>,
    ) -> Result<Self> {
        let mut columns = owner_columns(ctx, &listed);
        policy::state(ctx, &listed, &mut columns);
        let stand_ins = StandIns::find(ctx, &listed, &columns);
        let attributed = pool::each(listed, ctx.width, |listed| {
            attribute(ctx, listed, &columns, &stand_ins)
        })
        .await;
        let mut attributed = attributed.into_iter().collect::<Result<Vec<_>>>()?;
        let links = inherited_ownership::links(ctx, &attributed, &keys).await?;
        inherited_ownership::inherit(&mut attributed, &links);
        let everybody = everybody(ctx, &attributed);
        let known = (&everybody, keys.as_slice());
        let bound = pool::each(attributed, ctx.width, |mut facts| async move {
            bound_rows::find(ctx, &mut facts, known).await?;
            Ok::<_, crate::error::Error>(facts)
        })
        .await;
        let mut attributed = bound.into_iter().collect::<Result<Vec<_>>>()?;
        inherited_ownership::below(ctx, &mut attributed, &links, known);
        let strangers_of = strangers.as_slice();
        let admitted = pool::each(attributed, ctx.width, |facts| async move {
            let (mut facts, notes) = filter_decision::fetch(ctx, facts, known).await?;
            facts.without_a_token = strangers::admission(ctx, &facts, strangers_of, known).await?;
            Ok::<_, crate::error::Error>((facts, notes))
        })
        .await;
        let mut whole = Vec::new();
        let mut notes = Vec::new();
        for one in admitted {
            let (mut admitted, told) = one?;
            admitted.overrule();
            whole.push(admitted);
            notes.extend(told);
        }
        let acquaintances = acquaintances(ctx, &whole);
        let mut tables: Vec<TableFacts> = whole
            .into_iter()
            .map(|admitted| TableFacts::judge(ctx, admitted, &acquaintances))
            .collect();
        inherited_ownership::hide(&mut tables, &links);
        notes.dedup();
        Ok(Self {
            tables,
            notes,
            strangers,
            everybody,
            keys,
        })
    }

    /// What is known of the parts of a user's permission that GraphQL has no words for.
    pub(crate) async fn parts(
        &self,
        ctx: &Run<'_>,
        who: Who,
        type_name: &str,
        filter: &Filter,
    ) -> Result<Parts> {
        let admin = ctx.admin.as_ref();
        let schema = admin.and_then(|admin| Some((admin, admin.schema.as_ref()?)));
        let (Some((admin, schema)), Some(facts)) = (schema, self.table(type_name)) else {
            return Ok(Parts::default());
        };
        let actor = Some(ctx.actor(who));
        let known = (&self.everybody, self.keys.as_slice());
        exists_lookup::parts(ctx, admin, schema, actor, facts, &filter.condition, known).await
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

/// What stands beside users in the rows that they see. The administrator knows what a filter asks
/// for, and nothing has to be guessed from it.
fn acquaintances(ctx: &Run<'_>, tables: &[Admitted]) -> Acquaintances {
    let mut found = Acquaintances::default();
    if ctx.admin.is_some() {
        return found;
    }
    for who in Who::BOTH {
        let me = ctx.actor(who).ids();
        for table in tables {
            for row in table.seen(who).rows.values() {
                found.note(who, &me, &table.name, row);
            }
        }
    }
    found
}

/// Finds the ways to the owners of a table's rows, and the ids on them.
async fn attribute(
    ctx: &Run<'_>,
    listed: Listed,
    columns: &BTreeMap<String, Vec<(String, owners::Basis)>>,
    stand_ins: &StandIns,
) -> Result<Attributed> {
    let (paths, standing_for) = owner_ids::paths(ctx, &listed, columns, stand_ins);
    let beside = policy::beside(ctx, &listed);
    let mut facts = Attributed::new(listed, paths);
    for (who, beside) in beside {
        let known = if beside.agrees {
            &mut facts.disowned
        } else {
            &mut facts.overruled
        };
        known.insert(who, beside.ways);
    }
    facts.standing_for = standing_for;
    beyond_sample::fetch(ctx, &mut facts).await?;
    owner_ids::fetch(ctx, &mut facts).await?;
    Ok(facts)
}

/// What is offered without credentials, where an administrator could say more of it.
async fn open_to_strangers(ctx: &Run<'_>) -> Option<Model> {
    ctx.admin.as_ref()?;
    let request = GraphQlRequest::new(introspection::QUERY);
    let answer = ctx.ask(&Caller::anonymous(), &request).await.ok()?;
    let schema = introspection::read(answer.data.as_ref()?).ok()?;
    Some(discovery::model(&schema))
}

/// The tables to look at.
fn tables(ctx: &Run<'_>, keys: &[ForeignKey], open: Option<&Model>) -> BTreeSet<String> {
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
        add_bases(admin, &mut names);
        add_parents(ctx, admin, keys, &mut names);
        let reached = open.into_iter().flat_map(|open| &open.tables);
        let reached = reached.map(|table| table.type_name.clone());
        names.extend(reached.filter(|name| listed_by_admin(name)));
    }
    names
}

/// Adds what views without a key may show, though no user reads it.
fn add_bases(admin: &Model, names: &mut BTreeSet<String>) {
    let views = names.iter().filter_map(|name| admin.table(name));
    let bases = views.flat_map(|view| mirror::bases(admin, view));
    let bases: Vec<String> = bases.map(|table| table.type_name.clone()).collect();
    names.extend(bases);
}

/// Adds what hangs above the tables by object relationships, by foreign keys, or by columns that
/// are called after them: it may say whose a row is, though no user reads it.
fn add_parents(ctx: &Run<'_>, admin: &Model, keys: &[ForeignKey], names: &mut BTreeSet<String>) {
    let called = called_after::Names::of(admin);
    names.extend(
        called
            .users()
            .filter(|name| is_listed(admin, name))
            .cloned(),
    );
    let mut at: Vec<String> = names.iter().cloned().collect();
    for _ in 0..PARENTS {
        let mut above = Vec::new();
        for table in at.iter().filter_map(|name| admin.table(name)) {
            let related = table.object_relationships().map(|one| &one.target);
            let referred = foreign_keys::above(ctx, keys, table);
            let all = related.chain(referred).chain(called.meant_by(table));
            for target in all {
                if is_listed(admin, target) && names.insert(target.clone()) {
                    above.push(target.clone());
                }
            }
        }
        at = above;
    }
}

fn is_listed(admin: &Model, name: &str) -> bool {
    admin.table(name).is_some_and(|table| table.list.is_some())
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
    for facts in tables.iter().filter(|facts| facts.names_by_id()) {
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
