//! hasura-cli's `config.yaml`, read so that the tool works inside an existing Hasura project.

use std::path::Path;

use serde::Deserialize;

use super::origin::{Origin, Sourced};
use super::{ConfigError, Layer};

/// The two members that matter here (contracts: hasura §7.2).
#[derive(Debug, Deserialize)]
struct File {
    endpoint: Option<String>,
    admin_secret: Option<String>,
}

/// The layer of the `config.yaml` in `folder`, when it is hasura-cli's.
pub(super) fn read(folder: &Path) -> Result<Layer, ConfigError> {
    let path = folder.join("config.yaml");
    let mut layer = Layer::new();
    let Ok(text) = std::fs::read_to_string(&path) else {
        return Ok(layer);
    };
    // Many programs keep a config.yaml; hasura-cli's names its metadata directory or endpoint.
    if !text.contains("metadata_directory") && !text.contains("endpoint:") {
        return Ok(layer);
    }
    let file: File = serde_saphyr::from_str(&text).map_err(|error| ConfigError::Syntax {
        path: path.clone(),
        line: error
            .location()
            .map_or(1, |location| usize::try_from(location.line()).unwrap_or(1)),
        message: "not YAML as hasura-cli writes it".into(),
    })?;
    let origin = Origin::HasuraCli(path);
    if let Some(endpoint) = file.endpoint {
        layer.insert("hasura_endpoint", Sourced::one(endpoint, origin.clone()));
    }
    if let Some(secret) = file.admin_secret {
        layer.insert("hasura_admin_secret", Sourced::one(secret, origin));
    }
    Ok(layer)
}
