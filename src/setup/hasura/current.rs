//! What is, read whole before anything is planned.

use serde_json::Value;

use super::catalog::{Catalog, Tenant};
use super::engine::Engine;
use super::plan::{self, Plan};
use super::{Options, SetupError, desired};
use crate::error::Result;
use crate::hasura::metadata::{Export, Source};

/// The metadata, and the database behind the source.
#[derive(Clone, Debug)]
pub(crate) struct Current {
    /// The metadata with its version.
    pub export: Export,
    /// The source that is worked on.
    pub source: String,
    /// Its part of the metadata and its catalogue; `None` while it is not connected.
    pub found: Option<(Source, Catalog)>,
    /// SuperTokens' apps and tenants, where it has such.
    pub tenants: Vec<Tenant>,
    /// Fields are named by graphql-default where the source does not say it.
    pub graphql_names: bool,
}

pub(crate) async fn read(engine: &Engine, options: &Options) -> Result<Current> {
    let export = engine.export().await?;
    // What is wrong with the wish is said before what is wrong with the engine.
    choose(options, &export)?;
    let objects = engine.inconsistencies().await?;
    if !objects.is_empty() {
        return Err(SetupError::Inconsistent { objects }.into());
    }
    read_for(engine, options, export).await
}

/// The database behind metadata that may not be the engine's.
pub(crate) async fn read_for(
    engine: &Engine,
    options: &Options,
    export: Export,
) -> Result<Current> {
    let name = choose(options, &export)?;
    let sources = &export.metadata.sources;
    let found = match sources.iter().find(|source| source.name == name) {
        Some(source) => Some((source.clone(), engine.catalog(&name).await?)),
        None => None,
    };
    let tenants = match &found {
        Some((_, catalog)) => match desired::Family::tenants_table(catalog, &options.schemas) {
            Some(table) => engine.tenants(&name, &table).await?,
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    Ok(Current {
        export,
        source: name,
        found,
        tenants,
        graphql_names: options.graphql_names || engine.graphql_names,
    })
}

impl Current {
    /// What is to be done.
    pub(crate) fn plan(&self, options: &Options) -> Result<Plan, SetupError> {
        match (&self.found, &options.database_url_env) {
            (Some((source, catalog)), wanted) => {
                let desired =
                    desired::desired(options, catalog, &self.tenants, source, self.graphql_names)?;
                let mut plan = plan::of_source(options, source, desired);
                plan.notes.extend(self.connection_note(wanted.as_deref()));
                Ok(plan)
            }
            (None, Some(env)) => Ok(plan::of_missing_source(options, &self.source, env)),
            (None, None) => Err(SetupError::NoSource {
                source_name: self.source.clone(),
                known: names(&self.export),
            }),
        }
    }

    /// What is worth saying about how the source is connected.
    fn connection_note(&self, wanted: Option<&str>) -> Option<String> {
        let url = database_url(&self.export, &self.source)?;
        let name = &self.source;
        match (url, wanted) {
            (Value::String(literal), _) if has_password(literal) => Some(format!(
                "source {name} has its database URL in the metadata, password and all: whoever \
                 exports the metadata has it. Put it into Hasura's environment"
            )),
            (Value::Object(from), Some(wanted)) => {
                let from = from.get("from_env")?.as_str()?;
                (from != wanted).then(|| {
                    format!("source {name} is connected by {from}, not by {wanted}, and left so")
                })
            }
            _ => None,
        }
    }
}

/// The source that was named, the only one, or the one called `default`.
fn choose(options: &Options, export: &Export) -> Result<String, SetupError> {
    let names = names(export);
    let name = match (&options.source, names.as_slice()) {
        (Some(name), _) => name.clone(),
        (None, [one]) if options.database_url_env.is_none() => one.clone(),
        (None, _) => "default".to_owned(),
    };
    let known = names.contains(&name);
    if !known && options.database_url_env.is_none() {
        return Err(SetupError::NoSource {
            source_name: name,
            known: names,
        });
    }
    let kind = raw_source(export, &name).and_then(|source| source.get("kind")?.as_str());
    match kind {
        Some(kind) if kind != "postgres" => Err(SetupError::WrongKind {
            source_name: name,
            kind: kind.to_owned(),
        }),
        _ => Ok(name),
    }
}

fn names(export: &Export) -> Vec<String> {
    let sources = export.metadata.sources.iter();
    sources.map(|source| source.name.clone()).collect()
}

fn raw_source<'a>(export: &'a Export, name: &str) -> Option<&'a Value> {
    let sources = export.document().get("sources")?.as_array()?;
    sources
        .iter()
        .find(|source| source.get("name").and_then(Value::as_str) == Some(name))
}

/// How a source is connected: text, `{"from_env"}` or `{"connection_parameters"}`.
pub(super) fn database_url<'a>(export: &'a Export, source: &str) -> Option<&'a Value> {
    raw_source(export, source)?.pointer("/configuration/connection_info/database_url")
}

/// True for a connection string with a password in it.
pub(crate) fn has_password(text: &str) -> bool {
    password_of(text).is_some()
}

/// The password of a connection string, URL or key words.
pub(crate) fn password_of(text: &str) -> Option<String> {
    if let Ok(url) = url::Url::parse(text)
        && let Some(password) = url.password()
    {
        return Some(password.to_owned());
    }
    let mut words = text.split_whitespace();
    words
        .find_map(|word| word.strip_prefix("password="))
        .map(|password| password.trim_matches('\'').to_owned())
}
