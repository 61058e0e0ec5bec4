//! Databases: those of the data file can be connected to, under their names.

use serde::Deserialize;
use serde_json::Value;

use super::super::error::ApiError;
use super::super::model::metadata::{Customization, Source};
use super::command::Command;
use super::draft::{Done, Draft, no_source};

#[derive(Deserialize)]
struct Add {
    name: String,
    #[serde(default)]
    configuration: Option<Value>,
    #[serde(default)]
    customization: Option<Customization>,
    #[serde(default)]
    replace_configuration: bool,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

pub(super) fn add(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: Add = command.args()?;
    let configuration = args.configuration.ok_or_else(|| {
        ApiError::new("parse-failed", "key \"configuration\" not found").at("$.args")
    })?;
    let name = args.name.clone();
    match draft.metadata.source_mut(&name) {
        Some(_) if !args.replace_configuration => {
            return Err(ApiError::new(
                "already-exists",
                format!("source with name \"{name}\" already exists"),
            )
            .at("$.args"));
        }
        Some(source) => set(source, configuration, args.customization),
        None => {
            let mut source = Source::new(&name);
            set(&mut source, configuration, args.customization);
            draft.metadata.sources.push(source);
        }
    }
    Ok(Done::about(format!("source {name}")))
}

pub(super) fn drop(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: Named = command.args()?;
    if draft.metadata.source(&args.name).is_none() {
        return Err(no_source(&args.name));
    }
    draft
        .metadata
        .sources
        .retain(|source| source.name != args.name);
    Ok(Done::wrote())
}

fn set(source: &mut Source, configuration: Value, customization: Option<Customization>) {
    source.rest.insert("configuration".into(), configuration);
    if customization.is_some() {
        source.customization = customization;
    }
}
