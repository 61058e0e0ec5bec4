//! What can be in the way of a file.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// Files in the user's project.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProjectError {
    /// Files with other contents are there already.
    #[error("{} there already", listed(paths))]
    Exists {
        /// The files, in the order in which they were to be written.
        paths: Vec<PathBuf>,
    },
    /// A folder, a device or a broken link stands where a file belongs.
    #[error("{} is {what}, not a file", path.display())]
    NotAFile {
        path: PathBuf,
        /// What it is: `a folder`, …
        what: &'static str,
    },
    /// A file stands where a folder belongs.
    #[error("{} is not a folder", path.display())]
    NotAFolder { path: PathBuf },
    /// The file may not be changed.
    #[error("{} is read-only", path.display())]
    ReadOnly { path: PathBuf },
    /// Somebody changed the file after it was read.
    #[error("{} was changed by somebody else meanwhile", path.display())]
    Changed { path: PathBuf },
    /// The operating system said no.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// A verb: `read`, `write`, `create`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// Writing failed half-way, and so did putting things back.
    #[error("cannot write {}: {source}; not put back: {}", path.display(), shown(left))]
    HalfWritten {
        /// The file that could not be written.
        path: PathBuf,
        /// The operating system's answer to that.
        source: std::io::Error,
        /// The files that hold the new contents still.
        left: Vec<PathBuf>,
    },
}

impl ProjectError {
    pub(super) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
        source: std::io::Error,
    ) -> Self {
        Self::Io {
            action,
            path: path.into(),
            source,
        }
    }
}

fn shown(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    names.join(", ")
}

fn listed(paths: &[PathBuf]) -> String {
    let verb = if paths.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", shown(paths))
}

impl Diagnostic for ProjectError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::Exists { .. } => ("project.exists", Exit::Usage),
            Self::NotAFile { .. } => ("project.not_a_file", Exit::Usage),
            Self::NotAFolder { .. } => ("project.not_a_folder", Exit::Usage),
            Self::ReadOnly { .. } => ("project.read_only", Exit::Usage),
            Self::Changed { .. } => ("project.changed", Exit::Usage),
            Self::Io { .. } => ("project.io", Exit::Usage),
            Self::HalfWritten { .. } => ("project.half_written", Exit::Usage),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Exists { .. } => Some(
                "--dry-run shows the difference, --force overwrites; nothing was written".into(),
            ),
            Self::NotAFile { .. } | Self::NotAFolder { .. } => {
                Some("move it away, or name another place; nothing was written".into())
            }
            Self::ReadOnly { .. } => {
                Some("make it writable, or name another file; nothing was written".into())
            }
            Self::Changed { .. } => Some("run the command again; nothing was written".into()),
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::PermissionDenied => {
                Some(
                    "the folder must be writable for you: files are replaced in one step, which \
                 needs a new name beside the old one; nothing was written"
                        .into(),
                )
            }
            Self::Io { .. } => Some("nothing was written".into()),
            Self::HalfWritten { .. } => Some(
                "restore these files from version control, or run the command again when there \
                 is room"
                    .into(),
            ),
        }
    }
}
