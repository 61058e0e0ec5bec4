//! `verify-hasura --offline`: metadata in files, and no server.

use std::path::Path;

use super::{Files, VerifyOutcome};
use crate::app::App;
use crate::cli::VerifyHasuraArgs;
use crate::error::Result;
use crate::hasura::metadata_files;
use crate::verify::offline;

/// The engine's own variable for the role of requests without a token (contracts: hasura §2.0).
const UNAUTHORIZED_ROLE: &str = "HASURA_GRAPHQL_UNAUTHORIZED_ROLE";

pub(super) fn run(app: &App, args: &VerifyHasuraArgs, path: &Path) -> Result<VerifyOutcome> {
    let files = Files::read(app, args)?;
    let cwd = &app.context.cwd;
    let written = metadata_files::read(path, cwd)?;
    let strangers = app.context.var(UNAUTHORIZED_ROLE);
    let report = offline::check(&written, files.policy.as_ref(), strangers, cwd)?;
    Ok(VerifyOutcome {
        baseline: files.baseline.map(|baseline| baseline.compare(&report)),
        report,
        drafted: None,
        fail_on: args.fail_on,
    })
}
