//! The metadata as the directory that hasura-cli reads and writes (contracts: hasura §5).
//!
//! [`sources`] takes the databases apart, a file a table, [`actions`] writes signatures and types in
//! GraphQL; [`yaml`] writes the rest. Whatever
//! is in the metadata is in the directory: what cannot be put there is an error, not an omission.

mod actions;
mod sources;

use serde_json::{Value, json};

use super::SetupError;
pub(crate) use crate::hasura::metadata_files::PROJECT;
use crate::hasura::metadata_files::{LISTS, OBJECTS};
use crate::text::yaml;

/// A file of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    /// Relative to the project directory.
    pub path: String,
    pub text: String,
}

/// All files for this metadata.
pub(crate) fn files(
    document: &Value,
    endpoint: &str,
    database_url_env: Option<&str>,
) -> Result<Vec<File>, SetupError> {
    let mut rest = document.as_object().cloned().unwrap_or_default();
    let mut files = vec![
        file(PROJECT, &project(endpoint))?,
        file(
            "metadata/version.yaml",
            &json!({ "version": rest.remove("version").unwrap_or(json!(3)) }),
        )?,
    ];
    let databases = rest.remove("sources").unwrap_or_else(|| json!([]));
    files.extend(sources::files(&databases, database_url_env)?);
    files.extend(actions::files(&mut rest)?);
    for (member, name) in LISTS {
        let value = rest.remove(member).unwrap_or_else(|| json!([]));
        files.push(file(&format!("metadata/{name}.yaml"), &value)?);
    }
    for name in OBJECTS {
        let value = rest.remove(name).unwrap_or_else(|| json!({}));
        files.push(file(&format!("metadata/{name}.yaml"), &value)?);
    }
    let introspection = rest
        .remove("graphql_schema_introspection")
        .unwrap_or_else(|| json!({ "disabled_for_roles": [] }));
    files.push(file(
        "metadata/graphql_schema_introspection.yaml",
        &introspection,
    )?);
    match rest.keys().next() {
        None => Ok(files),
        Some(name) => Err(SetupError::NotExportable { what: name.clone() }),
    }
}

/// What hasura-cli wants to know; the admin secret is for its environment to say.
fn project(endpoint: &str) -> Value {
    json!({
        "version": 3,
        "endpoint": endpoint,
        "metadata_directory": "metadata",
        "actions": { "kind": "synchronous", "handler_webhook_baseurl": "http://localhost:3000" },
    })
}

fn file(path: &str, value: &Value) -> Result<File, SetupError> {
    Ok(File {
        path: path.to_owned(),
        text: yaml(value).map_err(|what| SetupError::NotExportable { what })?,
    })
}
