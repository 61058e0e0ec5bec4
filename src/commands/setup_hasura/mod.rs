//! `setup-hasura plan|apply|export`.
//!
//! [`options`] puts flags and `[setup]` together; the work is done in [`crate::setup::hasura`].

mod apply;
mod export;
mod options;
mod plan;

pub use apply::{Application, abandon, apply};
pub use export::{Exported, export};
pub use plan::{Planned, plan};

use crate::app::App;
use crate::error::{Error, Result};
use crate::setup::hasura::engine::Engine;

/// Hasura, when it can be asked one thing after the other.
async fn engine(app: &App) -> Result<Engine> {
    if app.config.curl {
        return Err(Error::usage(
            "--curl cannot print calls of which each needs the answer of the one before",
            "leave out --curl; -v shows the requests as they are sent, and plan -o json the commands",
        ));
    }
    Engine::meet(app).await
}
