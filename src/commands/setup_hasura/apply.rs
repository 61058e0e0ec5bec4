//! `setup-hasura apply`.

use super::{Planned, READING};
use crate::app::App;
use crate::cli::SetupApplyArgs;
use crate::error::{Error, Result};
use crate::setup::hasura::apply::{
    self as work, Applied, Attempt, Unfinished, UnfinishedSource, Work,
};
use crate::setup::hasura::engine::Engine;
use crate::setup::hasura::plan::Plan;
use crate::setup::hasura::{self, Current, Options};

/// What was made.
#[derive(Debug)]
pub(crate) struct Application {
    /// The plan as it was made true, and what for.
    pub planned: Planned,
    /// What became of it; `None` when somebody said no.
    pub applied: Option<Applied>,
    /// The source was connected on the way.
    pub connected: bool,
}

/// `setup-hasura apply`.
pub(crate) async fn apply(app: &App, args: &SetupApplyArgs) -> Result<Application> {
    let options = super::options::resolve(app, &args.wanted)?;
    let reading = app.ui.doing(READING);
    let engine = super::engine(app).await?;
    let current = hasura::read(&engine, &options).await?;
    drop(reading);
    let plan = current.plan(&options)?;
    let run = Run {
        app,
        engine: &engine,
        options: &options,
        yes: args.yes,
    };
    if !run.agreed(&plan, false).await? {
        return Ok(declined(&engine, &current, plan));
    }
    if !plan.connects() {
        return run.finish(current, plan, false).await;
    }
    run.connect(current, plan).await
}

struct Run<'a> {
    app: &'a App,
    engine: &'a Engine,
    options: &'a Options,
    yes: bool,
}

impl Run<'_> {
    /// Connects the source, then sets up what is in it; takes it out again where that fails.
    async fn connect(&self, current: Current, plan: Plan) -> Result<Application> {
        // Known before it is sent: an interrupted request may have arrived.
        let unfinished = UnfinishedSource {
            name: current.source.clone(),
            variable: self.options.database_url_env.clone().unwrap_or_default(),
        };
        let register = &self.app.cleanup;
        register.change(|list: &mut Unfinished| list.0 = Some(unfinished.clone()));
        let done = async {
            self.send(current, plan).await?;
            let reading = self.app.ui.doing(READING);
            let current = hasura::read(self.engine, self.options).await?;
            drop(reading);
            let plan = current.plan(self.options)?;
            if !self.agreed(&plan, true).await? {
                return Err(Error::usage("you said no", "nothing was changed"));
            }
            self.finish(current, plan, true).await
        };
        let done = done.await;
        if done.is_err() {
            let said = work::undo(self.engine, &unfinished).await;
            self.app.ui.note(said);
        }
        register.change(|list: &mut Unfinished| list.0 = None);
        done
    }

    async fn finish(&self, current: Current, plan: Plan, connected: bool) -> Result<Application> {
        let (current, applied) = self.send(current, plan).await?;
        let Some(applied) = applied else {
            let plan = current.plan(self.options)?;
            return Ok(declined(self.engine, &current, plan));
        };
        Ok(Application {
            planned: Planned::new(self.engine, &current, applied.plan.clone()),
            applied: Some(applied),
            connected,
        })
    }

    /// Sends it; where somebody else came between and something else is to be done, says so and
    /// asks again where somebody can be asked.
    async fn send(&self, current: Current, plan: Plan) -> Result<(Current, Option<Applied>)> {
        let tell = |line: &str| self.app.ui.note(line);
        let attempt = async |current: &Current, plan: &Plan, again: bool| {
            let watched = self.app.ui.doing("making the changes");
            let work = Work {
                engine: self.engine,
                options: self.options,
                tell: &tell,
                doing: &|what| watched.doing(what),
            };
            work::apply(&work, current, plan, again).await
        };
        let first = attempt(&current, &plan, false).await?;
        let (fresh, anew) = match first {
            Attempt::Done(applied) => return Ok((current, Some(applied))),
            Attempt::Changed(fresh, anew) => (*fresh, anew),
        };
        self.app.ui.warn(
            "somebody else changed Hasura's metadata after it was read, and what is to be done is \
             no longer the same: this is the plan now",
        );
        if !self.agreed(&anew, true).await? {
            return Ok((fresh, None));
        }
        match attempt(&fresh, &anew, true).await? {
            Attempt::Done(applied) => Ok((fresh, Some(applied))),
            Attempt::Changed(..) => Err(hasura::SetupError::Conflict.into()),
        }
    }

    /// Shows what it is about and asks. Where nobody can be asked, additions need no agreement
    /// beyond the command itself, and everything else needs `--yes`.
    async fn agreed(&self, plan: &Plan, show: bool) -> Result<bool> {
        if plan.is_done() {
            return Ok(true);
        }
        let may_ask = self.app.may_prompt() && !self.yes;
        if may_ask || show {
            for line in plan.lines(false) {
                self.app.ui.note(line);
            }
        }
        if may_ask {
            return self.app.ui.confirm("Make these changes?").await;
        }
        if plan.takes_away() && !self.yes {
            return Err(Error::usage(
                "taking permissions away needs to be agreed to, and nobody can be asked",
                "look at setup-hasura plan --enforce, then add --yes; nothing was changed",
            ));
        }
        Ok(true)
    }
}

fn declined(engine: &Engine, current: &Current, plan: Plan) -> Application {
    Application {
        planned: Planned::new(engine, current, plan),
        applied: None,
        connected: false,
    }
}
