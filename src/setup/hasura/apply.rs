//! Makes a plan true, all of it or nothing, and proves that it is.

use std::time::{Duration, Instant};

use super::current::{self, Current};
use super::engine::{Engine, Sent};
use super::plan::Plan;
use super::{Options, SetupError};
use crate::app::App;
use crate::cleanup::{CleanUp, Sentences, Turn};
use crate::error::Result;
use crate::text::span;

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

/// Sends the plan as one document. Where the metadata is no longer the one that was read it is
/// read again; when the same is still to be done, that is sent once more.
pub(crate) async fn apply(
    work: &Work<'_>,
    current: &Current,
    plan: &Plan,
    again: bool,
) -> Result<Attempt> {
    let (engine, options) = (work.engine, work.options);
    if plan.is_done() {
        return Ok(Attempt::Done(Applied {
            plan: plan.clone(),
            commands: 0,
            planned_anew: again,
            resource_version: current.export.resource_version,
        }));
    }
    if !send(work, current, plan).await? {
        if again {
            return Err(SetupError::Conflict.into());
        }
        let fresh = current::read(engine, options).await?;
        let anew = fresh.plan(options)?;
        if anew.work() != plan.work() {
            return Ok(Attempt::Changed(Box::new(fresh), anew));
        }
        (work.tell)(
            "somebody else changed Hasura's metadata after it was read; what is to be done is still \
             the same, and is sent once more",
        );
        if !anew.is_done() && !send(work, &fresh, &anew).await? {
            return Err(SetupError::Conflict.into());
        }
    }
    let resource_version = if plan.connects() {
        None
    } else {
        (work.doing)("reading back what was made");
        prove(engine, options).await?
    };
    Ok(Attempt::Done(Applied {
        plan: plan.clone(),
        commands: 1,
        planned_anew: again,
        resource_version,
    }))
}

/// What a plan is carried out with.
pub(crate) struct Work<'a> {
    pub engine: &'a Engine,
    pub options: &'a Options,
    /// Says what takes long, and why.
    pub tell: &'a (dyn Fn(&str) + Sync),
    /// Is told what is done from now on.
    pub doing: &'a (dyn Fn(&str) + Sync),
}

/// False when the metadata is no longer the one that was read.
async fn send(work: &Work<'_>, current: &Current, plan: &Plan) -> Result<bool> {
    let engine = work.engine;
    let version = current.export.resource_version;
    let document = plan.applied_to(current.export.document());
    let sent = match (version, document) {
        (Some(version), Some(document)) if !plan.connects() => {
            engine.replace(version, &document).await?
        }
        _ => {
            let steps = plan.steps(&engine.version);
            let commands: Vec<_> = steps.into_iter().map(|step| step.command).collect();
            engine.bulk(version, &commands).await?
        }
    };
    match sent {
        Sent::Done => Ok(true),
        Sent::Conflict => Ok(false),
        Sent::Unanswered => settled(work, version, plan).await,
        Sent::Refused { code, message } => Err(SetupError::Refused {
            change: plan.in_short(),
            message,
            code,
        }
        .into()),
    }
}

/// Waits for what a request that was not answered comes to, and judges by what is there then.
/// False when the metadata has become another meanwhile, so that the request cannot be taken any
/// more.
async fn settled(work: &Work<'_>, version: Option<u64>, plan: &Plan) -> Result<bool> {
    let engine = work.engine;
    let limit = engine.timeout * 2;
    (work.tell)(&format!(
        "Hasura did not answer within {}, and may go on with it: reading back for up to {}",
        seconds(engine.timeout),
        seconds(limit)
    ));
    let begun = Instant::now();
    let mut pause = SETTLING;
    while begun.elapsed() < limit {
        tokio::time::sleep(pause.min(limit.saturating_sub(begun.elapsed()))).await;
        pause *= 2;
        // It may be too busy to answer this, too.
        let Ok(current) = current::read(engine, work.options).await else {
            continue;
        };
        if current.export.resource_version == version {
            continue;
        }
        let rest = current.plan(work.options)?;
        return Ok(if plan.connects() {
            !rest.connects()
        } else {
            rest.is_done()
        });
    }
    Err(SetupError::Unanswered {
        waited: seconds(limit),
    }
    .into())
}

/// A span of time for people.
fn seconds(span: Duration) -> String {
    self::span(i64::try_from(span.as_secs()).unwrap_or(i64::MAX))
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
        Sent::Unanswered => Err(SetupError::Unanswered {
            waited: seconds(engine.timeout),
        }
        .into()),
        Sent::Refused { code, message } => Err(SetupError::Refused {
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
