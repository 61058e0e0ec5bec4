//! What can be wrong with metadata in files.

use std::path::PathBuf;

use super::places::Place;
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

#[derive(Debug, thiserror::Error)]
pub(crate) enum MetadataFileError {
    #[error("cannot read {}", path.display())]
    Io {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{} has no metadata: expected a directory with databases/databases.yaml or \
             tables.yaml, a project with a config.yaml beside it, or an export as JSON or YAML",
            path.display())]
    Nothing { path: PathBuf },
    #[error("{place}: not as hasura-cli writes it: {message}")]
    Syntax { place: Place, message: String },
    #[error("{place}: {message}")]
    Include { place: Place, message: String },
    #[error("{} is larger than {limit} bytes", path.display())]
    TooLarge { path: PathBuf, limit: usize },
    #[error("{}: {message}", path.display())]
    NoMetadata { path: PathBuf, message: String },
}

impl Diagnostic for MetadataFileError {
    fn class(&self) -> (&'static str, Exit) {
        let code = match self {
            Self::Io { .. } => "metadata_files.io",
            Self::Nothing { .. } => "metadata_files.nothing",
            Self::Syntax { .. } => "metadata_files.syntax",
            Self::Include { .. } => "metadata_files.include",
            Self::TooLarge { .. } => "metadata_files.too_large",
            Self::NoMetadata { .. } => "metadata_files.no_metadata",
        };
        (code, Exit::Usage)
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Io { .. } => "check the path and who may read it".into(),
            Self::Nothing { .. } => {
                "name the project's directory, or its metadata directory; hasura metadata export \
                 writes one"
                    .into()
            }
            Self::Syntax { .. } => "correct the line and run the command again".into(),
            Self::Include { .. } => {
                "what follows !include is a file of the metadata directory, named from the file \
                 that includes it"
                    .into()
            }
            Self::TooLarge { .. } => "is it the right one?".into(),
            Self::NoMetadata { .. } => {
                "hasura metadata export, or POST /v1/metadata with export_metadata, gives what is \
                 expected"
                    .into()
            }
        })
    }
}
