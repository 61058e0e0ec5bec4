//! `setup-hasura plan|apply|export`.
//!
//! [`options`] puts flags and `[setup]` together; the work is done in [`crate::setup::hasura`].

mod apply;
mod export;
mod options;
mod plan;
mod text;

pub(crate) use apply::{Application, apply};
pub(crate) use export::{Exported, export};
pub(crate) use plan::{Planned, plan};

use crate::app::App;
use crate::error::Result;
use crate::setup::hasura::engine::Engine;

/// What is said while it is done.
const READING: &str = "reading Hasura's metadata and the database";

/// Hasura, when it can be asked one thing after the other.
async fn engine(app: &App) -> Result<Engine> {
    app.refuse_curl(", and plan -o json the commands")?;
    Engine::meet(app).await
}
