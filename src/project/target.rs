//! What is at a path now.

use std::fs::Permissions;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::ProjectError;
use crate::bounded;

/// A plain file as it was found, or the room for one.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Where the bytes go: behind links, so that a link stays one.
    pub(super) target: PathBuf,
    /// Contents and permissions of what is there.
    pub(super) before: Option<(Vec<u8>, Permissions)>,
}

impl Target {
    /// Looks; a folder on the way that is missing yet is no mistake.
    pub(super) fn look(path: &Path) -> Result<Self, ProjectError> {
        let target = match path.canonicalize() {
            Ok(target) => target,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if path.is_symlink() {
                    return Err(not_a_file(path, "a link to nowhere"));
                }
                return Ok(Self {
                    target: path.to_owned(),
                    before: None,
                });
            }
            Err(error) if error.kind() == ErrorKind::NotADirectory => {
                return Err(ProjectError::NotAFolder {
                    path: blocking(path),
                });
            }
            Err(error) => return Err(ProjectError::io("read", path, error)),
        };
        let metadata =
            std::fs::metadata(&target).map_err(|error| ProjectError::io("read", path, error))?;
        if metadata.is_dir() {
            return Err(not_a_file(path, "a folder"));
        }
        if !metadata.is_file() {
            return Err(not_a_file(path, "a device or a pipe"));
        }
        let bytes = bounded::bytes(&target, bounded::MADE)
            .map_err(|error| ProjectError::io("read", path, error))?;
        Ok(Self {
            target,
            before: Some((bytes, metadata.permissions())),
        })
    }

    /// True while what is there is what was found.
    pub(super) fn is_unchanged(&self, path: &Path) -> bool {
        Self::look(path).is_ok_and(|now| {
            now.target == self.target
                && now.before.map(|(bytes, _)| bytes)
                    == self.before.as_ref().map(|(bytes, _)| bytes.clone())
        })
    }
}

fn not_a_file(path: &Path, what: &'static str) -> ProjectError {
    ProjectError::NotAFile {
        path: path.to_owned(),
        what,
    }
}

/// The part of the path that is no folder although it has to be one.
fn blocking(path: &Path) -> PathBuf {
    path.ancestors()
        .skip(1)
        .find(|ancestor| ancestor.exists())
        .unwrap_or(path)
        .to_owned()
}
