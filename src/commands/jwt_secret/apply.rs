//! `jwt-secret apply`: writes the value where Hasura reads it.

mod cloud;
mod file;
mod text;

pub(crate) use cloud::{CloudApplied, CloudRequests};
pub(crate) use file::FileApplied;

use crate::app::App;
use crate::cli::JwtSecretApplyArgs;
use crate::error::{Error, Result};
use crate::output::Outcome;
use crate::text::visible;

pub(crate) async fn run(app: &App, args: &JwtSecretApplyArgs) -> Result<Box<dyn Outcome>> {
    let built = super::build(app, &args.value).await?;
    for warning in &built.warnings {
        app.ui.warn(visible(warning));
    }
    let line = built.secret.line();
    if let Some(path) = &args.compose {
        return Ok(Box::new(file::run(app, args, path, &line)?));
    }
    if args.print_only {
        return Ok(Box::new(cloud::requests(args, &line)?));
    }
    if args.hasura_cloud {
        return Ok(Box::new(cloud::run(app, args, &line).await?));
    }
    Err(Error::usage(
        "it is not said where to write the value",
        "give --compose FILE, or --hasura-cloud --project ID",
    ))
}
