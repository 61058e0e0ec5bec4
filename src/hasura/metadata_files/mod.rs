//! Metadata in files: the directory that hasura-cli reads and writes, or an export in one file
//! (contracts: hasura §5), with the place in which each part of it stands.
//!
//! [`node`] reads a YAML text with its lines, [`folder`] knows which file of a directory holds
//! which member of the metadata, [`layout`] what an export looks like, and [`Places`] answers where a
//! part stands.

mod error;
mod folder;
mod layout;
mod node;
mod places;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::metadata::Export;
pub(crate) use error::MetadataFileError;
pub(crate) use folder::{LISTS, OBJECTS, PROJECT, fingerprint};
pub(crate) use places::{Place, Places, shown};

/// Metadata as files have it.
#[derive(Debug)]
pub(crate) struct Written {
    /// As `export_metadata` would give it, in the layout of version 3.
    pub document: Value,
    /// Where its parts stand.
    pub places: Places,
    /// The file, or the directory with the metadata in it.
    pub root: PathBuf,
}

impl Written {
    /// With what it says of permissions read.
    pub(crate) fn export(&self) -> Result<Export, MetadataFileError> {
        Export::read(self.document.clone()).map_err(|misfit| {
            match self.places.of(&misfit.pointer()) {
                Some(place) => MetadataFileError::Syntax {
                    place: place.clone(),
                    message: misfit.message,
                },
                None => MetadataFileError::NoMetadata {
                    path: self.root.clone(),
                    message: misfit.to_string(),
                },
            }
        })
    }
}

/// Files that were read, with a [`fingerprint`] of what was in each; none for one that could not be
/// read.
pub(crate) type Contents = BTreeMap<PathBuf, Option<u64>>;

/// The file, or the directory, in which the metadata at `path` stands.
pub(crate) fn find(path: &Path, cwd: &Path) -> Result<PathBuf, MetadataFileError> {
    folder::find(&cwd.join(path))
}

/// Reads the metadata at `path`: an export, a metadata directory, or the project around one. Names
/// of files are told as seen from `cwd`.
pub(crate) fn read(path: &Path, cwd: &Path) -> Result<Written, MetadataFileError> {
    let root = find(path, cwd)?;
    let mut reader = folder::Reader::new(&root, cwd);
    let document = reader.document()?;
    Ok(Written {
        document,
        places: reader.into_places(),
        root,
    })
}

/// What is in the files that [`read`] reads, and whether it comes to all of them: where something is
/// wrong with one, it ends there.
pub(crate) fn contents(path: &Path, cwd: &Path) -> (Contents, bool) {
    let Ok(root) = find(path, cwd) else {
        return (Contents::default(), false);
    };
    let mut reader = folder::Reader::new(&root, cwd);
    let all = reader.document().is_ok();
    (reader.into_contents(), all)
}
