//! All or none.

use std::fs::Permissions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::changes::{Access, Change, Changes, Kind};
use super::error::ProjectError;

/// How many backups of one file are kept apart before it is better to ask.
const BACKUPS: usize = 100;

/// What was done.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// The files, in the order in which they were named.
    pub files: Vec<WrittenFile>,
}

/// One file of it.
#[derive(Clone, Debug)]
pub(crate) struct WrittenFile {
    /// The path as the command named it.
    pub path: PathBuf,
    /// What was done with it.
    pub kind: Kind,
    /// Where the former contents are, when they were asked to be kept.
    pub backup: Option<PathBuf>,
}

/// A file that waits beside its place for its name.
struct Staged<'a> {
    change: &'a Change,
    sibling: NamedTempFile,
    backup: Option<(NamedTempFile, PathBuf)>,
}

impl Changes {
    /// Writes them all, or leaves everything as it was. Nothing in here waits for anything but
    /// the disk, so an interrupted command has either not begun or is done.
    pub(crate) fn write(&self) -> Result<Written, ProjectError> {
        let mut folders = Folders::default();
        let staged = self
            .iter()
            .filter(|change| change.kind() != Kind::Keep)
            .map(|change| stage(change, &mut folders))
            .collect::<Result<Vec<_>, _>>();
        let staged = match staged {
            Ok(staged) => staged,
            Err(error) => {
                folders.remove();
                return Err(error);
            }
        };
        let mut done: Vec<(&Change, Option<PathBuf>)> = Vec::new();
        for file in staged {
            let change = file.change;
            match put(file) {
                Ok(backup) => done.push((change, backup)),
                Err(error) => {
                    let left = undo(&done);
                    folders.remove();
                    return Err(match error {
                        ProjectError::Io { path, source, .. } if !left.is_empty() => {
                            ProjectError::HalfWritten { path, source, left }
                        }
                        error => error,
                    });
                }
            }
        }
        Ok(self.report(&done))
    }

    fn report(&self, done: &[(&Change, Option<PathBuf>)]) -> Written {
        let files = self.iter().map(|change| WrittenFile {
            path: change.path().to_owned(),
            kind: change.kind(),
            backup: done
                .iter()
                .find(|(other, _)| std::ptr::eq(*other, change))
                .and_then(|(_, backup)| backup.clone()),
        });
        Written {
            files: files.collect(),
        }
    }
}

/// Writes the bytes beside the place.
fn stage<'a>(change: &'a Change, folders: &mut Folders) -> Result<Staged<'a>, ProjectError> {
    let failed = |error| ProjectError::io("write", change.path(), error);
    let target = &change.place.target;
    let folder = folder_of(target);
    folders.make(folder)?;
    let permissions = change.place.before.as_ref().map(|(_, kept)| kept.clone());
    if permissions.as_ref().is_some_and(Permissions::readonly) {
        return Err(ProjectError::ReadOnly {
            path: change.path().to_owned(),
        });
    }
    let sibling = sibling(
        folder,
        target,
        change.access(),
        change.text().as_bytes(),
        permissions,
    )
    .map_err(failed)?;
    let backup = match &change.place.before {
        Some((bytes, permissions)) if change.wants_backup() => {
            let copy = sibling_of_backup(folder, target, bytes, permissions).map_err(failed)?;
            Some((copy, target.clone()))
        }
        _ => None,
    };
    Ok(Staged {
        change,
        sibling,
        backup,
    })
}

fn sibling_of_backup(
    folder: &Path,
    target: &Path,
    bytes: &[u8],
    permissions: &Permissions,
) -> io::Result<NamedTempFile> {
    // The former contents may be secret, whatever the new ones are.
    sibling(
        folder,
        target,
        Access::Private,
        bytes,
        Some(permissions.clone()),
    )
}

fn sibling(
    folder: &Path,
    target: &Path,
    access: Access,
    bytes: &[u8],
    permissions: Option<Permissions>,
) -> io::Result<NamedTempFile> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!(".{name}.");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    open_to(&mut builder, access);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// Gives the file its name, unless somebody was there meanwhile.
fn put(file: Staged<'_>) -> Result<Option<PathBuf>, ProjectError> {
    let path = file.change.path();
    let place = &file.change.place;
    let failed = |error: tempfile::PersistError| ProjectError::io("write", path, error.error);
    if !place.is_unchanged(path) {
        return Err(ProjectError::Changed {
            path: path.to_owned(),
        });
    }
    let backup = match file.backup {
        Some((copy, target)) => Some(
            name_backup(copy, &target).map_err(|error| ProjectError::io("write", path, error))?,
        ),
        None => None,
    };
    if place.before.is_some() {
        file.sibling.persist(&place.target).map_err(failed)?;
    } else {
        match file.sibling.persist_noclobber(&place.target) {
            Ok(_) => {}
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(ProjectError::Changed {
                    path: path.to_owned(),
                });
            }
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(backup)
}

/// The first of `NAME.bak`, `NAME.bak.1`, … that is free.
fn name_backup(mut copy: NamedTempFile, target: &Path) -> io::Result<PathBuf> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    for number in 0..BACKUPS {
        let path = target.with_file_name(match number {
            0 => format!("{name}.bak"),
            number => format!("{name}.bak.{number}"),
        });
        match copy.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => copy = error.file,
            Err(error) => return Err(error.error),
        }
    }
    Err(io::Error::other(format!(
        "there are {BACKUPS} backups of it already"
    )))
}

/// Puts back what was there; answers with the files for which that failed too.
fn undo(done: &[(&Change, Option<PathBuf>)]) -> Vec<PathBuf> {
    let mut left = Vec::new();
    for (change, backup) in done.iter().rev() {
        let target = &change.place.target;
        let result = match &change.place.before {
            None => std::fs::remove_file(target),
            Some((bytes, permissions)) => sibling(
                folder_of(target),
                target,
                Access::Private,
                bytes,
                Some(permissions.clone()),
            )
            .and_then(|old| old.persist(target).map(drop).map_err(|error| error.error)),
        };
        match (result, backup) {
            (Err(_), _) => left.push(change.path().to_owned()),
            // A copy too many does no harm.
            (Ok(()), Some(backup)) => drop(std::fs::remove_file(backup)),
            (Ok(()), None) => {}
        }
    }
    left
}

fn folder_of(target: &Path) -> &Path {
    target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// The folders that were made on the way.
#[derive(Debug, Default)]
struct Folders {
    made: Vec<PathBuf>,
}

impl Folders {
    fn make(&mut self, folder: &Path) -> Result<(), ProjectError> {
        if folder.is_dir() {
            return Ok(());
        }
        if folder.exists() {
            return Err(ProjectError::NotAFolder {
                path: folder.to_owned(),
            });
        }
        self.make(folder_of(folder))?;
        std::fs::create_dir(folder).map_err(|error| ProjectError::io("create", folder, error))?;
        self.made.push(folder.to_owned());
        Ok(())
    }

    /// Removes those that are empty still.
    fn remove(&self) {
        for folder in self.made.iter().rev() {
            drop(std::fs::remove_dir(folder));
        }
    }
}

pub(crate) use mode::open_to;

#[cfg(unix)]
mod mode {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;

    use super::Access;

    /// The mode from which the umask takes away; temporary files are private by default.
    pub(crate) fn open_to(builder: &mut tempfile::Builder<'_, '_>, access: Access) {
        let mode = match access {
            Access::Shared => 0o666,
            Access::Private => 0o600,
        };
        builder.permissions(Permissions::from_mode(mode));
    }
}

#[cfg(not(unix))]
mod mode {
    use super::Access;

    pub(crate) fn open_to(_: &mut tempfile::Builder<'_, '_>, _: Access) {}
}
