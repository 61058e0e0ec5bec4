//! `--active`: permissions to write, tried on rows that two throw-away users own.
//!
//! Only rows made here are written to, each named by its key, and all of them are removed
//! afterwards; where that could not be done nothing is made. Rows are made as the user where the
//! role may insert, else as administrator in the user's name.

mod clean_up;
mod make;
mod rows;
mod send;
mod trial;
mod undo;

use std::collections::BTreeSet;

use super::Mutations;
use crate::error::Result;
use crate::verify::context::Context;
use crate::verify::evidence::Finding;
use trial::Trial;

/// What trying came to.
#[derive(Default)]
pub(super) struct Tried {
    pub(super) findings: Vec<Finding>,
    pub(super) notes: BTreeSet<String>,
    /// Tables that could not be tried, and why.
    pub(super) untried: Vec<String>,
    /// Rows that could not be removed.
    pub(super) left: Vec<String>,
}

/// Tries every table that the throw-away users' role may write to, one after the other.
pub(super) async fn run(probe: &Mutations, ctx: &Context<'_>) -> Result<Option<Tried>> {
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
    let role = writers[0].role();
    if role != ctx.a.role() {
        tried.notes.insert(format!(
            "tried as role {role}, which is that of the throw-away users"
        ));
    }
    for table in &writers[0].model.tables {
        if writers[0].model.writes_to(table).next().is_none() {
            continue;
        }
        match Trial::new(probe, ctx, writers, table).await? {
            Ok(mut trial) => {
                let outcome = trial.run(&mut tried).await;
                // Whatever became of it, what was made goes.
                trial.clean_up(&mut tried).await;
                if let Err(error) = outcome {
                    let name = table.name();
                    tried
                        .untried
                        .push(format!("{name} was tried actively in part: {error}"));
                }
            }
            Err(why) => tried
                .untried
                .push(format!("{} was not tried actively: {why}", table.name())),
        }
    }
    Ok(Some(tried))
}
