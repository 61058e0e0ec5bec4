//! `setup-hasura export`.

use crate::app::App;
use crate::cli::SetupExportArgs;
use crate::error::Result;
use crate::project::{Access, Changes, Kind};
use crate::setup::hasura::export::{self as directory, File};
use crate::text::ShownPath;

/// What was written.
#[derive(Debug)]
pub(crate) struct Exported {
    pub dir: ShownPath,
    /// The version of the metadata.
    pub resource_version: Option<u64>,
    /// Each file, and what was done with it.
    pub files: Vec<(ShownPath, Kind)>,
    /// The difference, where nothing was to be written.
    pub diff: Option<String>,
}

/// `setup-hasura export`.
pub(crate) async fn export(app: &App, args: &SetupExportArgs) -> Result<Exported> {
    if let Some(name) = &args.database_url_env {
        super::options::check_variable(app, name)?;
    }
    let engine = super::engine(app).await?;
    let export = engine.export().await?;
    let files = directory::files(
        export.document(),
        &engine.url,
        args.database_url_env.as_deref(),
    )?;
    let dir = app.context.cwd.join(&args.dir);
    let mut changes = Changes::new();
    for File { path, text } in files {
        // People keep more in it than is known here.
        if path == directory::PROJECT && dir.join(&path).exists() {
            continue;
        }
        changes.want(dir.join(path), text, Access::Shared)?;
    }
    let kinds: Vec<(ShownPath, Kind)> = changes
        .iter()
        .map(|change| {
            let path = change.path();
            let path = path.strip_prefix(&app.context.cwd).unwrap_or(path);
            (path.into(), change.kind())
        })
        .collect();
    let diff = args.dry_run.then(|| changes.diff());
    if diff.is_none() {
        if !args.force {
            changes.refuse_overwriting()?;
        }
        changes.write()?;
    }
    Ok(Exported {
        dir: args.dir.clone().into(),
        resource_version: export.resource_version,
        files: kinds,
        diff,
    })
}
