//! `verify-hasura --offline --watch`: again and again, whenever the metadata has changed.
//!
//! The system tells that something has happened, and what the files hold now tells whether it
//! matters: beside the files that are read lie others, this program's own output among them.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::offline;
use crate::app::App;
use crate::bounded;
use crate::cli::VerifyHasuraArgs;
use crate::error::{Error, Result};
use crate::hasura::metadata_files::{self, Contents, PROJECT, fingerprint};
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
    let stated = match &args.policy {
        Some(path) => vec![path.as_path()],
        None => app.config.files().collect(),
    };
    let beside = stated.into_iter().chain(args.baseline.as_deref());
    let mut files = Files {
        path,
        cwd,
        root: metadata_files::find(path, cwd)?,
        real: Vec::new(),
        beside: beside.map(|path| cwd.join(path)).collect(),
        known: Contents::default(),
    };
    let mut events = Events::of(&files.places())?;
    files.changed();
    loop {
        match offline::run(app, args, path) {
            Ok(outcome) => {
                let told = publish_outcome(&app.ui, "verify-hasura", &outcome);
                told.map_err(|error| Error::io("write", "standard output", error))?;
            }
            // Half a file is usual while somebody types.
            Err(error) => show_error(&app.ui, &error),
        }
        let changed = loop {
            events.settle().await;
            // Before the files are read: what happens from here on is told.
            events = Events::of(&files.places())?;
            let changed = files.changed();
            if !changed.is_empty() {
                break changed;
            }
        };
        let names: Vec<String> = changed
            .iter()
            .map(|path| metadata_files::shown(path, cwd))
            .collect();
        app.ui.note(format!("changed: {}", names.join(", ")));
    }
}

/// The files that a look reads.
struct Files<'a> {
    path: &'a Path,
    cwd: &'a Path,
    /// Where the metadata is, or was before it went away.
    root: PathBuf,
    /// Names without links of what was there when the root was.
    real: Vec<PathBuf>,
    /// The policy, or the configuration that has it, and the baseline.
    beside: Vec<PathBuf>,
    known: Contents,
}

impl Files<'_> {
    /// Those that hold something else than before, or are no more.
    fn changed(&mut self) -> BTreeSet<PathBuf> {
        let (mut now, all) = metadata_files::contents(self.path, self.cwd);
        for path in &self.beside {
            // A pipe can be read once, and the look does that.
            if let Ok(bytes) = bounded::plain(path, bounded::MADE) {
                now.insert(path.clone(), Some(fingerprint(&bytes)));
            }
        }
        let known = std::mem::take(&mut self.known);
        let new = now
            .iter()
            .filter(|(path, content)| known.get(*path) != Some(*content));
        let mut changed: BTreeSet<PathBuf> = new.map(|(path, _)| path.clone()).collect();
        for (path, content) in known {
            if !path.exists() {
                changed.insert(path);
            } else if !all {
                // Behind what is wrong with another file, this one was not come to.
                now.entry(path).or_insert(content);
            }
        }
        self.known = now;
        changed
    }

    /// What tells of a change when something happens to it, inside it, or to a folder around it.
    fn places(&mut self) -> Vec<PathBuf> {
        if let Ok(root) = metadata_files::find(self.path, self.cwd) {
            self.root = root;
        }
        let project = self.cwd.join(self.path);
        // The settings say which directory has the metadata.
        let settings = [project.join(PROJECT), project.join("hasura").join(PROJECT)];
        let mut places = self.beside.clone();
        places.extend(settings);
        places.push(self.root.clone());
        // Behind a link, things happen under another name, and come back under it.
        if self.root.exists() {
            let real = places.iter().filter_map(|path| path.canonicalize().ok());
            self.real = real.collect();
        }
        places.extend(self.real.iter().cloned());
        places
    }
}

/// What the system tells of some places.
struct Events {
    /// Something has happened.
    told: UnboundedReceiver<()>,
    /// It tells as long as it lives.
    _watcher: RecommendedWatcher,
}

impl Events {
    /// Watches what stands in these places now, and the folders around them: when one of those comes
    /// back, so may what was in it. A system watches a folder and not its name, so another one in
    /// its place has to be watched anew.
    fn of(places: &[PathBuf]) -> Result<Self> {
        let failed = |path: &Path, error: notify::Error| {
            let name = path.display().to_string();
            Error::io("watch", name, std::io::Error::other(error))
        };
        let (sender, told) = unbounded_channel();
        let concerned = places.to_owned();
        let tell = move |event: notify::Result<Event>| {
            // What the system has not told may be anything.
            if event.map_or(true, |event| concerns(&event, &concerned)) {
                // Nobody listens any more only when the program ends, or listens to another.
                let _ = sender.send(());
            }
        };
        let watcher = notify::recommended_watcher(tell);
        let mut watcher = watcher.map_err(|error| failed(Path::new("files"), error))?;
        // A folder comes before those in it, so that nothing comes about untold in between.
        let folders: BTreeSet<&Path> = places.iter().flat_map(|place| place.ancestors()).collect();
        for folder in folders {
            let is_place = places.iter().any(|place| place == folder);
            // A file is replaced by another of its name, which its folder tells.
            if is_place && !folder.is_dir() {
                continue;
            }
            let mode = if is_place {
                RecursiveMode::Recursive
            } else {
                RecursiveMode::NonRecursive
            };
            let mut files = places.iter().filter(|place| place.is_file());
            let needed = is_place || files.any(|file| file.parent() == Some(folder));
            match watcher.watch(folder, mode) {
                Err(error) if needed && !is_missing(&error) => return Err(failed(folder, error)),
                _ => {}
            }
        }
        Ok(Self {
            told,
            _watcher: watcher,
        })
    }

    /// Returns when something has happened, and for a while nothing more.
    async fn settle(&mut self) {
        if self.told.recv().await.is_none() {
            // The system tells no more, and there is nothing else to wait for.
            std::future::pending::<()>().await;
        }
        while let Ok(Some(())) = tokio::time::timeout(QUIET, self.told.recv()).await {}
    }
}

fn concerns(event: &Event, places: &[PathBuf]) -> bool {
    let near = |path: &PathBuf| {
        let mut places = places.iter();
        places.any(|place| path.starts_with(place) || place.starts_with(path))
    };
    let paths = &event.paths;
    !matches!(event.kind, EventKind::Access(_)) && (paths.is_empty() || paths.iter().any(near))
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == ErrorKind::NotFound,
        _ => false,
    }
}
