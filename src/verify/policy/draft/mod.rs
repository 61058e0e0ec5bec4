//! A policy drafted from what is there.
//!
//! It says what roles see, which columns name an owner and which rows are for all, each with a
//! word on where that comes from. It accepts nothing: a finding that is open stays open, and is
//! named.

mod file;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

pub(crate) use file::Target;

use super::views::{View, views};
use crate::config::policy::{Mark, RolePlan};
use crate::error::Result;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Ran, Severity};
use crate::verify::facts::TableFacts;
use crate::verify::model::RoleTable;
use crate::verify::ownership::{Basis, Standing};

/// What was found, ready to be written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    roles: BTreeMap<String, RolePlan>,
    /// Tables for everybody, each with why.
    shared: BTreeMap<String, String>,
    /// By table: what rows hold that are for everybody, as the policy before this one says.
    public: BTreeMap<String, Vec<Mark>>,
    /// Tables that may be meant for everybody, each with why: somebody has to say so.
    offered: BTreeMap<String, String>,
    /// By table: ways to owners, each with where it comes from.
    owners: BTreeMap<String, Vec<(String, String)>>,
    /// By function: what to call it with, as the policy before this one says.
    arguments: BTreeMap<String, Vec<serde_json::Value>>,
    /// Ids of findings that are open and that the draft does not settle.
    open: Vec<String>,
    /// What could not be seen.
    unseen: Vec<String>,
}

/// What was written.
#[derive(Clone, Debug)]
pub(crate) struct Drafted {
    pub file: PathBuf,
    /// The roles that it plans.
    pub roles: Vec<String>,
    /// Findings that are open, none of them accepted.
    pub open: Vec<String>,
    /// Acceptances of the policy before it that were kept.
    pub kept: usize,
}

impl Draft {
    /// Drafts from what the run saw, which had this limit from the start; a further look tells what
    /// other roles reach.
    pub(crate) async fn of(
        ctx: &Context<'_>,
        limit: Option<String>,
        probes: &[Ran],
    ) -> Result<Self> {
        let (views, mut unseen) = views(ctx).await?;
        unseen.extend(limit.map(|limit| format!("what other probes find: {limit}")));
        let facts = ctx.facts().await?;
        let names = Names::of(&views);
        let stated = ctx.policy.as_ref();
        let mut draft = Self {
            unseen,
            public: stated.map(|p| p.public.clone()).unwrap_or_default(),
            arguments: stated.map(|p| p.arguments.clone()).unwrap_or_default(),
            ..Self::default()
        };
        for view in &views {
            let plan = view.plan(|table| names.of_table(table));
            draft.roles.insert(view.role.clone(), plan);
        }
        for table in &facts.tables {
            let name = names.of_facts(table);
            if let Some(why) = shared(table) {
                draft.shared.insert(name.clone(), why);
            } else if let Some(why) = seen_by_all(table) {
                draft.offered.insert(name.clone(), why);
            }
            let ways = owners(table);
            if !ways.is_empty() {
                draft.owners.insert(name, ways);
            }
        }
        draft.open = probes
            .iter()
            // What the plan settles is not open any more.
            .filter(|probe| probe.id != "P19" && probe.id != super::ID)
            .flat_map(|probe| probe.result.counting())
            .filter(|finding| finding.severity > Severity::Info)
            .map(|finding| finding.id.clone())
            .collect();
        Ok(draft)
    }
}

/// Names that mean one table each: the database's, where no two share it.
struct Names {
    twice: BTreeSet<String>,
}

impl Names {
    fn of(views: &[View]) -> Self {
        let mut types: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for table in views.iter().flat_map(|view| &view.model.tables) {
            types
                .entry(table.name())
                .or_default()
                .insert(&table.type_name);
        }
        let twice = types
            .into_iter()
            .filter(|(_, types)| types.len() > 1)
            .map(|(name, _)| name.to_owned())
            .collect();
        Self { twice }
    }

    fn of_table(&self, table: &RoleTable) -> String {
        self.pick(table.name(), &table.type_name)
    }

    fn of_facts(&self, table: &TableFacts) -> String {
        self.pick(&table.name, &table.type_name)
    }

    fn pick(&self, name: &str, type_name: &str) -> String {
        if self.twice.contains(name) {
            type_name.to_owned()
        } else {
            name.to_owned()
        }
    }
}

/// Why the rows of a table are for everybody; `None` where they are not, or where no row tells.
fn shared(table: &TableFacts) -> Option<String> {
    if table.shared {
        return Some("the policy before this one says so".into());
    }
    if table.owned() {
        return None;
    }
    let rows = Who::BOTH
        .iter()
        .map(|who| {
            table
                .visible(*who)
                .filter(|(key, standing)| {
                    **standing == Standing::Public && !table.is_own(*who, key)
                })
                .count()
        })
        .max()
        .unwrap_or_default();
    (rows > 0).then(|| format!("none of {rows} rows that were seen has an owner"))
}

/// Why the rows of a table may be meant for everybody although they have owners: both users see
/// every row there is, their own and those of others. It is a leak until somebody says that it is
/// meant, as for the posts of a blog.
fn seen_by_all(table: &TableFacts) -> Option<String> {
    let all = table.all_keys();
    let sees_all = |who: &Who| {
        let seen = table.seen(*who);
        !seen.truncated && all.iter().all(|key| seen.rows.contains_key(key))
    };
    let of_others = Who::BOTH
        .iter()
        .all(|who| all.iter().any(|key| !table.is_own(*who, key)));
    (table.owned() && of_others && Who::BOTH.iter().all(sees_all))
        .then(|| format!("both users see all {} rows, whoever owns them", all.len()))
}

/// Ways to a table's owners, the surest first.
fn owners(table: &TableFacts) -> Vec<(String, String)> {
    let mut paths: Vec<_> = table.owner_paths.iter().filter(|path| !path.many).collect();
    paths.sort_by_key(|path| (path.through.len(), path.basis));
    paths
        .into_iter()
        .map(|path| {
            let how = match path.basis {
                Basis::Policy => "the policy before this one says so",
                Basis::Filter => "a permission's filter compares it with the caller's id",
                Basis::Data => "it holds users' ids",
                Basis::StandIn => "it holds what stands for users",
                Basis::Name => "a guess from its name: please check",
            };
            (path.show(), how.to_owned())
        })
        .collect()
}
