//! Makes a plan true, all of it or nothing, and proves that it is.

use std::time::Duration;

use super::current::{self, Current};
use super::engine::{Engine, Sent};
use super::plan::{Plan, Step};
use super::{Options, SetupError};
use crate::app::App;
use crate::cleanup::{CleanUp, Sentences, Turn};
use crate::error::Result;

/// How long an interrupted request is given to end, three times.
const SETTLING: Duration = Duration::from_millis(150);

/// What became of a plan.
#[derive(Clone, Debug)]
pub(crate) struct Applied {
    /// The plan that was made true; another than the first when the metadata had changed.
    pub plan: Plan,
    /// How many commands were sent; none when there was nothing to do.
    pub commands: usize,
    /// Somebody else's change came between, and the plan was made anew.
    pub planned_anew: bool,
    /// The version of the metadata now.
    pub resource_version: Option<u64>,
}

/// What an attempt came to.
#[derive(Debug)]
pub(crate) enum Attempt {
    /// It is true, and proved.
    Done(Applied),
    /// Somebody else had changed the metadata so that something else is to be done now.
    Changed(Box<Current>, Plan),
}

/// Sends the plan as one transaction. Where the metadata is no longer the one that was read it is
/// read again; when the same is still to be done, that is sent once more.
pub(crate) async fn apply(
    engine: &Engine,
    options: &Options,
    current: &Current,
    plan: &Plan,
    again: bool,
) -> Result<Attempt> {
    let steps = plan.steps(&engine.version);
    if steps.is_empty() {
        return Ok(Attempt::Done(Applied {
            plan: plan.clone(),
            commands: 0,
            planned_anew: again,
            resource_version: current.export.resource_version,
        }));
    }
    if !send(engine, current, &steps).await? {
        if again {
            return Err(SetupError::Conflict.into());
        }
        let fresh = current::read(engine, options).await?;
        let anew = fresh.plan(options)?;
        if anew.work() != plan.work() {
            return Ok(Attempt::Changed(Box::new(fresh), anew));
        }
        if !send(engine, &fresh, &steps).await? {
            return Err(SetupError::Conflict.into());
        }
    }
    let resource_version = if plan.connects() {
        None
    } else {
        prove(engine, options).await?
    };
    Ok(Attempt::Done(Applied {
        plan: plan.clone(),
        commands: steps.len(),
        planned_anew: again,
        resource_version,
    }))
}

/// False when the metadata is no longer the one that was read.
async fn send(engine: &Engine, current: &Current, steps: &[Step]) -> Result<bool> {
    let commands: Vec<_> = steps.iter().map(|step| step.command.clone()).collect();
    let version = current.export.resource_version;
    match engine.bulk(version, &commands).await? {
        Sent::Done => Ok(true),
        Sent::Conflict => Ok(false),
        Sent::Refused {
            index,
            code,
            message,
        } => {
            let step = index.and_then(|index| steps.get(index));
            let change = step.map_or("make the changes", |step| step.what.as_str());
            Err(SetupError::Refused {
                change: change.to_owned(),
                message,
                code,
            }
            .into())
        }
    }
}

/// Reads all again: nothing is inconsistent, and nothing is left to do.
async fn prove(engine: &Engine, options: &Options) -> Result<Option<u64>> {
    let after = current::read(engine, options).await?;
    let rest = after.plan(options)?;
    let left: Vec<String> = rest
        .steps(&engine.version)
        .into_iter()
        .map(|step| format!("still to do: {}", step.what))
        .collect();
    if left.is_empty() {
        Ok(after.export.resource_version)
    } else {
        Err(SetupError::NotProved { left }.into())
    }
}

/// What became of a source that was connected for tables which then could not be set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Undone {
    /// It is out again, or never was in.
    Gone,
    /// It has tables by now, or another connection: others use it.
    InUse,
}

/// Takes such a source out again, unless others use it by now.
pub(crate) async fn disconnect(engine: &Engine, source: &str, variable: &str) -> Result<Undone> {
    let export = engine.export().await?;
    let sources = &export.metadata.sources;
    let Some(found) = sources.iter().find(|one| one.name == source) else {
        return Ok(Undone::Gone);
    };
    let ours = current::database_url(&export, source)
        .and_then(|url| url.get("from_env"))
        .is_some_and(|name| name == variable);
    if !ours || !found.tables.is_empty() || !found.functions.is_empty() {
        return Ok(Undone::InUse);
    }
    let command = serde_json::json!({
        "type": "pg_drop_source",
        "args": { "name": source, "cascade": false },
    });
    match engine.bulk(export.resource_version, &[command]).await? {
        Sent::Done => Ok(Undone::Gone),
        Sent::Conflict => Err(SetupError::Conflict.into()),
        Sent::Refused { code, message, .. } => Err(SetupError::Refused {
            change: format!("take source {source} out again"),
            message,
            code,
        }
        .into()),
    }
}

/// A source that is connected for tables which are not set up yet.
#[derive(Clone, Debug)]
pub(crate) struct UnfinishedSource {
    pub name: String,
    /// The variable with its connection string.
    pub variable: String,
}

/// The one that may be connected by now.
#[derive(Debug, Default)]
pub(crate) struct Unfinished(pub Option<UnfinishedSource>);

impl CleanUp<App> for Unfinished {
    fn turn(&self) -> Turn {
        Turn::Connections
    }

    fn names(&self) -> Vec<String> {
        let source = self.0.iter();
        source
            .map(|source| format!("source {}, with no tables", source.name))
            .collect()
    }

    fn run(self: Box<Self>, app: &App) -> Sentences<'_> {
        Box::pin(async move {
            match self.0 {
                Some(source) => vec![abandon(app, &source).await],
                None => Vec::new(),
            }
        })
    }
}

/// Takes out a source that an interrupted command had connected; says what became of it.
async fn abandon(app: &App, source: &UnfinishedSource) -> String {
    let engine = match Engine::meet(app).await {
        Ok(engine) => engine,
        Err(error) => return format!("source {} may be connected now: {error}", source.name),
    };
    // Hasura may still be at what was asked last.
    let mut said = undo(&engine, source).await;
    for _ in 0..3 {
        tokio::time::sleep(SETTLING).await;
        said = undo(&engine, source).await;
    }
    said
}

/// Takes it out once; says what became of it.
pub(crate) async fn undo(engine: &Engine, source: &UnfinishedSource) -> String {
    let name = &source.name;
    match disconnect(engine, name, &source.variable).await {
        Ok(Undone::Gone) => format!("source {name} is not connected"),
        Ok(Undone::InUse) => format!("source {name} is connected, and has tables"),
        Err(error) => format!("source {name} stays connected: {error}"),
    }
}
