//! Each table that the throw-away users may write to, in each of their roles.
//!
//! The roles that the two may choose beside their own are tried by P23, those of them that nobody
//! else looks through here.

use std::sync::Arc;

use super::send::writes;
use super::trial::{Trial, Tried};
use crate::error::Result;
use crate::verify::actor::{Acting, Actor, Who, shared_roles};
use crate::verify::context::Context;
use crate::verify::finding::Meta;
use crate::verify::{other_roles, role_schema};

/// Tries what the throw-away users may write to, in each of their roles.
/// What is found is told as findings of `meta`'s probe.
pub(in crate::verify) async fn run(ctx: &Context<'_>, meta: Meta) -> Result<Option<Tried>> {
    let Some(writers) = &ctx.writers else {
        return Ok(None);
    };
    let mut tried = Tried::default();
    let [first, second] = writers.as_ref();
    if first.ids().iter().any(|id| second.ids().contains(id)) {
        tried
            .untried
            .push("nothing was tried actively: both throw-away users go by one id".into());
        return Ok(Some(tried));
    }
    // Whatever roles they have, the default one is theirs, by whatever name.
    let unknown = writers.iter().all(|user| user.roles_unknown.is_some());
    if first.acting.is_some() || unknown {
        in_role(ctx, meta, writers, &mut tried).await?;
        return Ok(Some(tried));
    }
    let (here, elsewhere) = roles(ctx, writers);
    for role in &here {
        if role == first.role() && role == second.role() {
            in_role(ctx, meta, writers, &mut tried).await?;
            continue;
        }
        match acting(ctx, writers, role).await? {
            Ok(writers) => in_role(ctx, meta, &writers, &mut tried).await?,
            Err(why) => tried
                .untried
                .push(format!("nothing was tried actively as role {role}: {why}")),
        }
    }
    if !elsewhere.is_empty() {
        tried.notes.insert(format!(
            "what the throw-away users may write as {} is tried by P23",
            elsewhere.join(", ")
        ));
    }
    if here.is_empty() && elsewhere.is_empty() {
        tried
            .untried
            .push("nothing was tried actively: the throw-away users have no role in common".into());
    }
    Ok(Some(tried))
}

/// The roles that both throw-away users may assume: those to be tried here, and those that P23
/// looks through.
fn roles(ctx: &Context<'_>, writers: &[Actor; 2]) -> (Vec<String>, Vec<String>) {
    let others = other_roles::names(ctx);
    shared_roles(writers).into_iter().partition(|role| {
        !others.contains(role) || Who::BOTH.iter().any(|who| ctx.actor(*who).role() == role)
    })
}

/// The two in another role.
async fn acting(
    ctx: &Context<'_>,
    writers: &[Actor; 2],
    role: &str,
) -> Result<Result<[Actor; 2], String>> {
    let acting = Acting {
        role: role.to_owned(),
        granted: false,
    };
    let asking = writers[0].acting_as(acting.clone(), Arc::default());
    let reached = role_schema::of(&ctx.client, &asking, ctx.admin.as_ref()).await?;
    Ok(reached.map(|reached| {
        writers
            .each_ref()
            .map(|writer| writer.acting_as(acting.clone(), Arc::clone(&reached.model)))
    }))
}

/// Tries every table that a role may write to, one after the other.
async fn in_role(
    ctx: &Context<'_>,
    meta: Meta,
    writers: &[Actor; 2],
    tried: &mut Tried,
) -> Result<()> {
    let model = &writers[0].model;
    // A role may be able to write to a table that it cannot read.
    let unread = ctx
        .admin
        .iter()
        .flat_map(|admin| &admin.model.tables)
        .filter(|table| model.table(&table.type_name).is_none());
    for table in model.tables.iter().chain(unread) {
        if writes(ctx, model, table).next().is_none() {
            continue;
        }
        match Trial::new(ctx, meta, writers, table).await? {
            Ok(mut trial) => {
                let outcome = trial.run(tried).await;
                // Whatever became of it, what was made goes.
                trial.clean_up(tried).await;
                trial.note_held(tried);
                if let Err(error) = outcome {
                    let (name, role) = (table.name(), trial.as_role());
                    tried
                        .untried
                        .push(format!("{name} was tried actively{role} in part: {error}"));
                }
            }
            Err(why) => tried
                .untried
                .push(format!("{} was not tried actively: {why}", table.name())),
        }
    }
    Ok(())
}
