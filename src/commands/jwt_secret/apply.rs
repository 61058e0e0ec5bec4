//! `jwt-secret apply`: writes the value where Hasura reads it.

mod cloud;
mod file;
mod text;

pub(crate) use cloud::{CloudApplied, CloudRequests};
pub(crate) use file::FileApplied;

use crate::app::App;
use crate::cli::JwtSecretApplyArgs;
use crate::error::{Error, Result};
use crate::hasura::jwt_secret::edit::let_go;
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

/// Says what the value that is replaced asked for, and the new one does not, or asks otherwise.
fn tell_what_goes(app: &App, before: Option<&str>, after: &str) {
    let gone = before.map_or_else(Vec::new, |before| let_go(before, after));
    if !gone.is_empty() {
        app.ui.warn(format!(
            "the former value sets {}, and the new one does not say the same: Hasura may take \
             tokens that it refused, or read other claims; the options of jwt-secret set what is \
             to stay",
            gone.join(", ")
        ));
    }
}
