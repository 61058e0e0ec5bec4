//! The metadata while commands change it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::consistency::{self, Inconsistency};
use super::super::engine::{Engine, Version};
use super::super::error::ApiError;
use super::super::model::TableName;
use super::super::model::data::Database;
use super::super::model::metadata::{Metadata, Source, Table};

/// Metadata in the making.
#[derive(Clone)]
pub(super) struct Draft {
    base: Arc<Version>,
    pub(super) metadata: Metadata,
    pub(super) database: Arc<Database>,
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
                Some(own) => {
                    ApiError::new("invalid-configuration", own.message()).internal(own.json())
                }
                None => newly_inconsistent(&new),
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

    /// Puts the draft into force. An error holds the version expected and the one found.
    pub(super) fn keep(self, engine: &Engine) -> Result<(), (u64, u64)> {
        if !self.touched {
            return Ok(());
        }
        let expected = self.base.resource_version;
        let version = engine.try_metadata(self.metadata);
        if version.resource_version != expected + 1 {
            return Err((expected, version.resource_version - 1));
        }
        engine
            .keep_metadata(version)
            .map(|_| ())
            .map_err(|conflict| (expected, conflict.current))
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
            .at("$.args.table")
        })
    }
}

pub(super) fn no_source(name: &str) -> ApiError {
    ApiError::new(
        "not-exists",
        format!("source with name \"{name}\" does not exist"),
    )
    .at("$.args.source")
}

pub(super) fn newly_inconsistent(all: &[&Inconsistency]) -> ApiError {
    let list: Vec<Value> = all.iter().map(|one| one.json()).collect();
    ApiError::new(
        "unexpected",
        "cannot continue due to newly found inconsistent metadata",
    )
    .internal(Value::Array(list))
}
