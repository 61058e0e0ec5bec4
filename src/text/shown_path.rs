//! Paths in results.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

/// A path that a result tells. Names of files need not be UTF-8, and serde refuses those of a
/// `PathBuf`, when all work is done: this one is written as `display` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownPath(PathBuf);

impl Serialize for ShownPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.display())
    }
}

impl<P: Into<PathBuf>> From<P> for ShownPath {
    fn from(path: P) -> Self {
        Self(path.into())
    }
}

impl Deref for ShownPath {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}
