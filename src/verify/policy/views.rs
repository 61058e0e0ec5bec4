//! What each role of both users can reach, for comparing with a plan and for drafting one.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::policy::{RolePlan, TablePlan};
use crate::error::Result;
use crate::exit::Exit;
use crate::operation::Operation;
use crate::verify::actor::{Actor, Who};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::discovery;
use crate::verify::model::{Model, RoleTable};

pub(crate) struct View {
    pub role: String,
    /// As whom it was looked at.
    pub caller: Caller,
    pub model: Model,
    /// By table name: ways to write; `None` where introspection does not say.
    pub writes: Option<BTreeMap<String, BTreeSet<Operation>>>,
    /// Root fields that belong to no table.
    pub fields: BTreeSet<String>,
}

impl View {
    /// Ways to write to a table.
    pub(crate) fn mutations(&self, table: &RoleTable) -> BTreeSet<Operation> {
        self.writes
            .iter()
            .flatten()
            .filter(|(name, _)| **name == table.type_name || *name == table.name())
            .flat_map(|(_, kinds)| kinds.iter().copied())
            .collect()
    }

    /// Tables that can be written to and not read.
    pub(crate) fn write_only(&self) -> impl Iterator<Item = (&str, &BTreeSet<Operation>)> {
        self.writes.iter().flatten().filter_map(|(name, kinds)| {
            let seen = self
                .model
                .tables
                .iter()
                .any(|table| *name == table.type_name || name == table.name());
            (!seen).then_some((name.as_str(), kinds))
        })
    }

    /// What there is, as a plan.
    pub(crate) fn plan(&self, name: impl Fn(&RoleTable) -> String) -> RolePlan {
        let mut plan = RolePlan {
            fields: self.fields.clone(),
            ..RolePlan::default()
        };
        for table in &self.model.tables {
            plan.tables.insert(
                name(table),
                TablePlan {
                    columns: table.columns.iter().map(|c| c.name.clone()).collect(),
                    aggregates: aggregates(table),
                    mutations: self.mutations(table),
                },
            );
        }
        for (name, kinds) in self.write_only() {
            let entry = plan.tables.entry(name.to_owned()).or_default();
            entry.mutations.clone_from(kinds);
        }
        plan
    }
}

/// True when counts or extremes of a table are offered at a root.
pub(crate) fn aggregates(table: &RoleTable) -> bool {
    table.aggregate.is_some()
}

/// Looks through every role that the two tokens allow, each once; with what could not be seen.
pub(crate) async fn views(ctx: &Context<'_>) -> Result<(Vec<View>, Vec<String>)> {
    let mut done = BTreeSet::new();
    let (mut views, mut unseen) = (Vec::new(), Vec::new());
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        for role in roles(actor) {
            if !done.insert(role.clone()) {
                continue;
            }
            match view(ctx, actor, &role).await? {
                Ok(view) => views.push(view),
                Err(reason) => unseen.push(format!("role {role}: {reason}")),
            }
        }
    }
    Ok((views, unseen))
}

/// The default role first. What `admin` sees is no permission's doing.
fn roles(actor: &Actor) -> Vec<String> {
    let mut roles = vec![actor.role().to_owned()];
    let others = actor.claims.allowed_roles.iter();
    roles.extend(
        others
            .filter(|role| *role != "admin" && *role != actor.role())
            .cloned(),
    );
    roles
}

async fn view(ctx: &Context<'_>, actor: &Actor, role: &str) -> Result<Result<View, String>> {
    let own = role == actor.role();
    let caller = if own {
        actor.caller()
    } else {
        actor.caller().role(role)
    };
    match ctx.client.schema(&caller.access).await {
        Ok(schema) => {
            let model = discovery::model(&schema);
            let (writes, fields) = sorted(&model);
            Ok(Ok(View {
                role: role.to_owned(),
                caller,
                model,
                writes: Some(writes),
                fields,
            }))
        }
        Err(error) if error.exit() == Exit::Unreachable => Err(error),
        // Introspection is off; what else is known of the default role stands in.
        Err(_) if own && !actor.model.tables.is_empty() => Ok(Ok(View {
            role: role.to_owned(),
            caller,
            fields: actor.model.others.iter().cloned().collect(),
            model: actor.model.as_ref().clone(),
            writes: None,
        })),
        Err(error) => Ok(Err(error.to_string())),
    }
}

/// Ways to write by table, and the root fields that belong to no table.
fn sorted(model: &Model) -> (BTreeMap<String, BTreeSet<Operation>>, BTreeSet<String>) {
    let (writes, other) = mutations(model);
    let fields = model.others.iter().chain(other).cloned().collect();
    (writes, fields)
}

/// Ways to write by table, and the mutations that belong to no table.
pub(crate) fn mutations(model: &Model) -> (BTreeMap<String, BTreeSet<Operation>>, Vec<&String>) {
    let mut writes: BTreeMap<String, BTreeSet<Operation>> = BTreeMap::new();
    let mut roots = BTreeSet::new();
    for write in &model.writes {
        let Some(table) = write.db_name.as_ref().or(write.type_name.as_ref()) else {
            continue;
        };
        roots.insert(write.namespace.first().unwrap_or(&write.name));
        let done = writes.entry(table.clone()).or_default();
        done.insert(write.kind.operation());
    }
    let other = model.mutations.iter().filter(|name| !roots.contains(name));
    (writes, other.collect())
}
