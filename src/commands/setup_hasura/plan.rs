//! `setup-hasura plan`.

use crate::app::App;
use crate::cli::SetupPlanArgs;
use crate::error::Result;
use crate::exit::Exit;
use crate::hasura::metadata_files;
use crate::setup::hasura::engine::Engine;
use crate::setup::hasura::plan::{Plan, Step};
use crate::setup::hasura::{self, Current};

/// A plan, and what it is a plan for.
#[derive(Debug)]
pub(crate) struct Planned {
    pub hasura: String,
    pub engine: String,
    /// The version of the metadata that was read.
    pub resource_version: Option<u64>,
    pub plan: Plan,
    pub steps: Vec<Step>,
    pub exit: Exit,
}

impl Planned {
    pub(super) fn new(engine: &Engine, current: &Current, plan: Plan) -> Self {
        Self {
            hasura: engine.url.clone(),
            engine: engine.version.text.clone(),
            resource_version: current.export.resource_version,
            steps: plan.steps(&engine.version),
            plan,
            exit: Exit::Ok,
        }
    }
}

/// `setup-hasura plan`.
pub(crate) async fn plan(app: &App, args: &SetupPlanArgs) -> Result<Planned> {
    let options = super::options::resolve(app, &args.wanted)?;
    let _reading = app.ui.doing(super::READING);
    let engine = super::engine(app).await?;
    let current = match &args.metadata {
        None => hasura::read(&engine, &options).await?,
        Some(path) => {
            let written = metadata_files::read(path, &app.context.cwd)?;
            hasura::read_for(&engine, &options, written.export()?).await?
        }
    };
    let plan = current.plan(&options)?;
    let mut planned = Planned::new(&engine, &current, plan);
    let differs = !planned.plan.is_done() || planned.plan.stands_wider();
    if args.detailed_exitcode && differs {
        planned.exit = Exit::Findings;
    }
    Ok(planned)
}
