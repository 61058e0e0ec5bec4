//! `scaffold …`: new files for the user's project.

mod auth_api;
mod ci;
mod compose;
mod text;
mod values;

pub(crate) use auth_api::auth_api;
pub(crate) use ci::ci;
pub(crate) use compose::compose;

use std::path::{Path, PathBuf};

use crate::cli::ScaffoldWriteArgs;
use crate::error::{Error, Result};
use crate::project::{Changes, Kind};
use crate::setup::scaffold::NewFile;
use crate::text::ShownPath;

/// What was made, or would be.
#[derive(Debug)]
pub(crate) struct Scaffolded {
    /// The folder as the user named it.
    pub folder: ShownPath,
    /// Each file, and what was done with it.
    pub files: Vec<(ShownPath, Kind)>,
    /// The difference; only of a `--dry-run`.
    pub diff: Option<String>,
    /// What to do next, one command a line.
    pub next: Vec<String>,
    /// Secrets that the CI's own store has to hold.
    pub secrets: Vec<String>,
}

/// Writes the files, or shows what would change.
fn write(
    folder: &Path,
    files: Vec<NewFile>,
    args: ScaffoldWriteArgs,
    next: Vec<String>,
) -> Result<Scaffolded> {
    let mut changes = Changes::new();
    // Longer is not overwritten.
    let mut strict = Changes::new();
    for file in files {
        if !file.adds {
            strict.want(below(folder, &file.path), file.text.clone(), file.access)?;
        }
        changes.want(below(folder, &file.path), file.text, file.access)?;
    }
    let mut done = Scaffolded {
        folder: folder.into(),
        files: changes
            .iter()
            .map(|change| (change.path().into(), change.kind()))
            .collect(),
        diff: None,
        next,
        secrets: Vec::new(),
    };
    if args.dry_run {
        done.diff = Some(changes.diff());
        return Ok(done);
    }
    if !args.force {
        strict.refuse_overwriting()?;
    }
    changes.write()?;
    Ok(done)
}

/// Refuses a folder that is full of other things: whoever mistypes its name must not find a
/// dozen new files among their own.
fn refuse_strangers(folder: &Path, files: &[NewFile], force: bool) -> Result<()> {
    if force || !folder.is_dir() || files.iter().any(|file| folder.join(&file.path).exists()) {
        return Ok(());
    }
    let shown = folder.display().to_string();
    let entries =
        std::fs::read_dir(folder).map_err(|error| Error::io("read", shown.as_str(), error))?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| name != ".git")
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    names.sort();
    let more = if names.len() > 3 { ", …" } else { "" };
    names.truncate(3);
    Err(Error::usage(
        format!("{shown} holds other things: {}{more}", names.join(", ")),
        "name a folder that is new or empty, or add --force to write among them; nothing was \
         written",
    ))
}

/// A file of a folder, without a dot before the ones right here.
fn below(folder: &Path, name: impl AsRef<Path>) -> PathBuf {
    if folder == Path::new(".") {
        name.as_ref().to_owned()
    } else {
        folder.join(name)
    }
}

/// A folder as a shell takes it.
fn quoted(folder: &Path) -> String {
    shlex::try_quote(&folder.to_string_lossy())
        .map_or_else(|_| folder.display().to_string(), Into::into)
}
