//! A database and what is tracked in it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::TableName;
use super::table::Table;
use crate::Naming;

/// An entry of `sources`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Source {
    pub name: String,
    /// `postgres` for everything this double can answer for.
    #[serde(default = "postgres")]
    pub kind: String,
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Tracked functions, kept as they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<Value>,
    /// Names in GraphQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customization: Option<Customization>,
    /// Everything else (`configuration`, …), as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Source {
    /// A source with nothing tracked.
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: postgres(),
            tables: Vec::new(),
            functions: Vec::new(),
            customization: None,
            rest: Map::new(),
        }
    }

    pub(crate) fn table(&self, name: &TableName) -> Option<&Table> {
        self.tables.iter().find(|table| table.table == *name)
    }

    /// A tracked table, to change.
    pub(crate) fn table_mut(&mut self, name: &TableName) -> Option<&mut Table> {
        self.tables.iter_mut().find(|table| table.table == *name)
    }

    /// How fields are called that have no name of their own (contracts: hasura §3.3).
    pub(crate) fn naming(&self, default: Naming) -> Naming {
        let own = self.customization.as_ref();
        match own.and_then(|own| own.naming_convention.as_deref()) {
            Some("graphql-default") => Naming::GraphQl,
            Some(_) => Naming::Hasura,
            None => default,
        }
    }
}

/// `customization`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Customization {
    /// Names of root fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_fields: Option<RootFieldNames>,
    /// Names of types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_names: Option<Affixes>,
    /// `hasura-default` or `graphql-default`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub naming_convention: Option<String>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `customization.root_fields`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct RootFieldNames {
    /// All root fields move under a field of this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Put in front.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
}

/// `customization.type_names`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Affixes {
    /// Put in front.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
}

fn postgres() -> String {
    "postgres".to_owned()
}
