//! hasura-cli's project, read so that the tool works inside an existing one.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::file::refuse_pipe;
use super::origin::{Origin, Sourced};
use super::{ConfigError, Layer};
use crate::bounded;
use crate::dotenv;

/// The two members that matter here (contracts: hasura §7.2).
#[derive(Debug, Deserialize)]
struct File {
    endpoint: Option<String>,
    admin_secret: Option<String>,
}

/// The variables that hasura-cli reads in place of them, also from the `.env` beside, and what they
/// are here. The older name of the secret comes last. The naming convention is the engine's, which
/// is often started with the same file.
const VARIABLES: [(&str, &str); 4] = [
    ("HASURA_GRAPHQL_ENDPOINT", "hasura_endpoint"),
    ("HASURA_GRAPHQL_ADMIN_SECRET", "hasura_admin_secret"),
    ("HASURA_GRAPHQL_ACCESS_KEY", "hasura_admin_secret"),
    (
        "HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION",
        "hasura_naming_convention",
    ),
];

/// The layer of the hasura-cli project in `folder`, or in its `hasura`. What stands in the `.env`
/// beside `config.yaml` comes first, as for hasura-cli, which loads it into its environment.
pub(super) fn read(folder: &Path) -> Result<Layer, ConfigError> {
    let mut layer = Layer::new();
    for project in [folder.to_owned(), folder.join("hasura")] {
        let path = project.join("config.yaml");
        refuse_pipe(&path)?;
        let Ok(text) = bounded::plain_text(&path, bounded::WRITTEN) else {
            continue;
        };
        // Many programs keep a config.yaml; hasura-cli's names its metadata directory or endpoint.
        if !text.contains("metadata_directory") && !text.contains("endpoint:") {
            continue;
        }
        let variables = project.join(".env");
        refuse_pipe(&variables)?;
        from_env(&variables, &mut layer);
        from_yaml(path, &text, &mut layer)?;
        break;
    }
    Ok(layer)
}

/// What the file sets, if there is one.
fn from_env(path: &Path, layer: &mut Layer) {
    let Ok(text) = bounded::plain_text(path, bounded::WRITTEN) else {
        return;
    };
    let values = dotenv::variables(&text).values;
    for (variable, name) in VARIABLES {
        let value = values.get(variable).filter(|value| !value.is_empty());
        let Some(value) = value else { continue };
        let line = dotenv::last(&text, variable).map_or(1, |found| found.line);
        let origin = Origin::File {
            path: path.to_owned(),
            line,
        };
        layer
            .entry(name)
            .or_insert_with(|| Sourced::one(value, origin));
    }
}

fn from_yaml(path: PathBuf, text: &str, layer: &mut Layer) -> Result<(), ConfigError> {
    let file: File = serde_saphyr::from_str(text).map_err(|error| ConfigError::Syntax {
        path: path.clone(),
        line: error
            .location()
            .map_or(1, |location| usize::try_from(location.line()).unwrap_or(1)),
        message: "not YAML as hasura-cli writes it".into(),
    })?;
    let origin = Origin::HasuraCli(path);
    for (name, value) in [
        ("hasura_endpoint", file.endpoint),
        ("hasura_admin_secret", file.admin_secret),
    ] {
        if let Some(value) = value {
            layer
                .entry(name)
                .or_insert_with(|| Sourced::one(value, origin.clone()));
        }
    }
    Ok(())
}
