//! Metadata version 3, as `export_metadata` returns it (contracts: hasura §§4.3, 5).
//!
//! Members this double does not act on are kept as they came, so that an export gives back what
//! was loaded. Boolean expressions stay raw JSON: they only mean something for a given table.

mod permission;
mod source;
mod table;
mod using;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub(crate) use permission::{
    Columns, DeletePermission, InsertPermission, Permission, SelectPermission, UpdatePermission,
};
pub(crate) use source::{Customization, Source};
pub(crate) use table::{CustomRootFields, Named, Table, TableConfiguration};
pub(crate) use using::{ForeignKeyOn, Relationship, Using};

use super::{LoadError, TableName};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Metadata {
    pub version: u64,
    /// Databases.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Roles made of other roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inherited_roles: Vec<InheritedRole>,
    /// Who may not introspect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub graphql_schema_introspection: Option<SchemaIntrospection>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Default for Metadata {
    fn default() -> Self {
        Self {
            version: 3,
            sources: Vec::new(),
            inherited_roles: Vec::new(),
            graphql_schema_introspection: None,
            rest: Map::new(),
        }
    }
}

/// An entry of `inherited_roles`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct InheritedRole {
    pub role_name: String,
    /// The roles it unites.
    pub role_set: Vec<String>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `graphql_schema_introspection`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct SchemaIntrospection {
    /// Roles for which `__schema` and `__type` are refused.
    #[serde(default)]
    pub disabled_for_roles: Vec<String>,
}

impl Metadata {
    /// Reads a document: the bare metadata, or the whole answer of `export_metadata` version 2.
    pub(crate) fn load(document: &Value) -> Result<Self, LoadError> {
        let inner = match document.get("metadata") {
            Some(inner) if document.get("sources").is_none() => inner,
            _ => document,
        };
        let metadata: Self = super::read(inner)?;
        if metadata.version != 3 {
            return Err(LoadError::content(format!(
                "metadata version {} is not supported, expected 3",
                metadata.version
            )));
        }
        Ok(metadata)
    }

    /// A source by name.
    pub(crate) fn source(&self, name: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.name == name)
    }

    /// A source by name, to change.
    pub(crate) fn source_mut(&mut self, name: &str) -> Option<&mut Source> {
        self.sources.iter_mut().find(|source| source.name == name)
    }

    /// The parents of an inherited role; `None` for an ordinary role.
    pub(crate) fn inherited(&self, role: &str) -> Option<&[String]> {
        self.inherited_roles
            .iter()
            .find(|inherited| inherited.role_name == role)
            .map(|inherited| inherited.role_set.as_slice())
    }

    /// True unless introspection is switched off for `role`.
    pub(crate) fn may_introspect(&self, role: &str) -> bool {
        !self
            .graphql_schema_introspection
            .as_ref()
            .is_some_and(|rules| rules.disabled_for_roles.iter().any(|name| name == role))
    }
}

/// True for a value that an export leaves out.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde calls it with a reference
pub(crate) fn is_false(value: &bool) -> bool {
    !*value
}
