//! The metadata while commands change it.

use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::catalog_state::CatalogState;
use super::super::consistency::{self, Inconsistency};
use super::super::engine::{Engine, Version};
use super::super::error::ApiError;
use super::super::graphql::Clash;
use super::super::model::TableName;
use super::super::model::data::Database;
use super::super::model::metadata::{Metadata, Source, Table};

/// Metadata in the making.
#[derive(Clone)]
pub(super) struct Draft {
    base: Arc<Version>,
    pub(super) metadata: Metadata,
    pub(super) database: Arc<Database>,
    pub(super) catalog: Arc<CatalogState>,
    inconsistencies: Vec<Inconsistency>,
    touched: bool,
}

/// What a command has done.
pub(super) struct Done {
    pub(super) answer: Value,
    /// It wrote, so the resource version goes up even if nothing is different.
    pub(super) wrote: bool,
    /// Inconsistencies are allowed afterwards.
    pub(super) lenient: bool,
    /// The name of the object it was about, as [`Inconsistency::name`] has it.
    pub(super) about: Option<String>,
}

impl Done {
    /// A command that only looked.
    pub(super) fn looked(answer: Value) -> Self {
        Self {
            answer,
            wrote: false,
            lenient: true,
            about: None,
        }
    }

    /// A command that wrote and answers `{"message":"success"}`.
    pub(super) fn wrote() -> Self {
        Self {
            answer: json!({"message": "success"}),
            wrote: true,
            lenient: false,
            about: None,
        }
    }

    /// The same, about one object.
    pub(super) fn about(name: String) -> Self {
        Self {
            about: Some(name),
            ..Self::wrote()
        }
    }
}

impl Draft {
    pub(super) fn new(engine: &Engine) -> Self {
        let base = engine.metadata();
        Self {
            metadata: base.metadata.clone(),
            database: Arc::new(engine.data()),
            catalog: engine.catalog(),
            inconsistencies: base.inconsistencies.clone(),
            touched: false,
            base,
        }
    }

    /// The version that this draft started from.
    pub(super) fn resource_version(&self) -> u64 {
        self.base.resource_version
    }

    pub(super) fn inconsistencies(&self) -> &[Inconsistency] {
        &self.inconsistencies
    }

    /// Checks what a command left behind, and turns a new inconsistency into its error.
    pub(super) fn settle(
        &mut self,
        before: &[Inconsistency],
        done: Done,
    ) -> Result<Value, ApiError> {
        if !done.wrote {
            return Ok(done.answer);
        }
        self.touched = true;
        let found = self.recheck();
        let new: Vec<&Inconsistency> = found.iter().filter(|one| !before.contains(one)).collect();
        if !new.is_empty() && !done.lenient {
            let own = new
                .iter()
                .find(|one| done.about.as_ref() == Some(&one.name))
                .copied();
            return Err(match own {
                Some(own) => ApiError::new("invalid-configuration", own.message())
                    .internal(json!([own.json()])),
                None => inconsistent_metadata("newly found ", &new),
            }
            .at("$.args"));
        }
        self.inconsistencies = found;
        Ok(done.answer)
    }

    /// What is inconsistent in the draft as it is.
    pub(super) fn recheck(&self) -> Vec<Inconsistency> {
        consistency::check(&self.metadata, &self.database).1
    }

    /// Puts the draft into force.
    pub(super) fn keep(self, engine: &Engine) -> Result<(), ApiError> {
        if !self.touched {
            return Ok(());
        }
        let expected = self.base.resource_version;
        let version = engine.try_metadata(self.metadata);
        if version.resource_version != expected + 1 {
            return Err(stale(expected));
        }
        if version.clashes != self.base.clashes && !version.clashes.is_empty() {
            return Err(clash(&version.clashes));
        }
        engine
            .keep_metadata(version)
            .map(|_| ())
            .map_err(|_| stale(expected))
    }

    /// A source of the metadata.
    pub(super) fn source(&mut self, name: &str) -> Result<&mut Source, ApiError> {
        self.metadata
            .source_mut(name)
            .ok_or_else(|| no_source(name))
    }

    pub(super) fn table(&mut self, source: &str, name: &TableName) -> Result<&mut Table, ApiError> {
        self.source(source)?.table_mut(name).ok_or_else(|| {
            ApiError::new(
                "not-exists",
                format!("table \"{name}\" does not exist in source: {source}"),
            )
            .at("$.args")
        })
    }
}

/// Somebody else has changed the metadata meanwhile.
pub(super) fn stale(expected: u64) -> ApiError {
    ApiError::new(
        "conflict",
        format!("metadata resource version referenced ({expected}) did not match current version"),
    )
    .status(StatusCode::CONFLICT)
}

/// Two root fields of one name: those of the first root type that has any.
fn clash(all: &[Clash]) -> ApiError {
    let root = all.first().map_or("", |one| one.root);
    let named = |one: &Clash| format!("'{}' defined in [{}]", one.field, one.tables.join(", "));
    let fields: Vec<String> = all
        .iter()
        .filter(|one| one.root == root)
        .map(named)
        .collect();
    let fields = match fields.as_slice() {
        [single] => format!("field {single}"),
        several => format!("fields: [{}]", several.join(", ")),
    };
    ApiError::new(
        "unexpected",
        format!(
            "Encountered conflicting definitions in the selection set for '{root}' for {fields}. \
             Fields must not be defined more than once across all sources."
        ),
    )
    .status(StatusCode::INTERNAL_SERVER_ERROR)
    .at("$.args")
}

pub(super) fn no_source(name: &str) -> ApiError {
    ApiError::new(
        "not-exists",
        format!("source with name \"{name}\" does not exist"),
    )
    .at("$.args")
}

pub(super) fn inconsistent_metadata(which: &str, all: &[&Inconsistency]) -> ApiError {
    let list: Vec<Value> = all.iter().map(|one| one.json()).collect();
    ApiError::new(
        "unexpected",
        format!("cannot continue due to {which}inconsistent metadata"),
    )
    .internal(Value::Array(list))
}
