//! `verify-hasura --offline --watch`: again and again, whenever the metadata has changed.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::offline;
use crate::app::App;
use crate::cli::VerifyHasuraArgs;
use crate::error::{Error, Result};
use crate::hasura::metadata_files;
use crate::output::{publish_outcome, show_error};
use crate::ui::OutputFormat;

/// An editor writes a file in several steps, and `git checkout` many files: what follows within
/// this time belongs to the same change.
const QUIET: Duration = Duration::from_millis(60);

/// Looks, tells, and waits for the next change. Only an error that no change can mend ends it; a
/// request to stop does so from outside.
pub(super) async fn run(app: &App, args: &VerifyHasuraArgs, path: &Path) -> Result<Infallible> {
    if !matches!(app.ui.format, OutputFormat::Text | OutputFormat::Json) {
        return Err(Error::usage(
            "--watch tells the result of each change, and a report has one result",
            "use --output text or json, or leave --watch out",
        ));
    }
    let cwd = &app.context.cwd;
    let root = metadata_files::find(path, cwd)?;
    let mut changes = Changes::of(&root, args.policy.as_ref().map(|path| cwd.join(path)))?;
    loop {
        match offline::run(app, args, path) {
            Ok(outcome) => {
                let told = publish_outcome(&app.ui, "verify-hasura", &outcome);
                told.map_err(|error| Error::io("write", "standard output", error))?;
            }
            // Half a file is usual while somebody types.
            Err(error) => show_error(&app.ui, &error),
        }
        let names: Vec<String> = changes
            .next()
            .await
            .iter()
            .map(|path| metadata_files::shown(path, cwd))
            .collect();
        app.ui.note(format!("changed: {}", names.join(", ")));
    }
}

/// The files that a look reads, as the system tells of changes in them.
struct Changes {
    /// The file or directory with the metadata, and the policy.
    read: Vec<PathBuf>,
    events: UnboundedReceiver<notify::Result<Event>>,
    /// It tells as long as it lives.
    _watcher: RecommendedWatcher,
}

impl Changes {
    fn of(root: &Path, policy: Option<PathBuf>) -> Result<Self> {
        let failed = |path: &Path, error: notify::Error| {
            let name = path.display().to_string();
            Error::io("watch", name, std::io::Error::other(error))
        };
        let (sender, events) = unbounded_channel();
        let tell = move |event| {
            // Nobody listens any more only when the program ends.
            let _ = sender.send(event);
        };
        let mut watcher = notify::recommended_watcher(tell).map_err(|error| failed(root, error))?;
        let mut read = Vec::new();
        for path in std::iter::once(root.to_owned()).chain(policy) {
            let path = path.canonicalize().unwrap_or(path);
            // A file is replaced by another of its name, so its folder is watched.
            let (folder, mode) = match path.parent() {
                Some(parent) if !path.is_dir() => (parent, RecursiveMode::NonRecursive),
                _ => (path.as_path(), RecursiveMode::Recursive),
            };
            let begun = watcher.watch(folder, mode);
            begun.map_err(|error| failed(folder, error))?;
            read.push(path);
        }
        Ok(Self {
            read,
            events,
            _watcher: watcher,
        })
    }

    /// The files of the next change.
    async fn next(&mut self) -> BTreeSet<PathBuf> {
        let mut changed = BTreeSet::new();
        loop {
            let event = if changed.is_empty() {
                self.events.recv().await
            } else {
                match tokio::time::timeout(QUIET, self.events.recv()).await {
                    Ok(event) => event,
                    Err(_) => return changed,
                }
            };
            match event {
                Some(Ok(event)) if matches!(event.kind, EventKind::Access(_)) => {}
                Some(Ok(event)) => {
                    let paths = event.paths.into_iter();
                    changed.extend(paths.filter(|path| self.is_read(path)));
                }
                // What the system has not told may be anything.
                Some(Err(_)) => changed.extend(self.read.first().cloned()),
                None => std::future::pending().await,
            }
        }
    }

    fn is_read(&self, path: &Path) -> bool {
        self.read.iter().any(|read| path.starts_with(read))
    }
}
