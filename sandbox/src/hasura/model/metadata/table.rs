//! A tracked table.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::super::TableName;
use super::permission::{
    DeletePermission, InsertPermission, Permission, SelectPermission, UpdatePermission, is_false,
    one_a_role,
};
use super::using::Relationship;

/// An entry of `tables`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub(crate) struct Table {
    pub table: TableName,
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_enum: bool,
    /// Names in GraphQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configuration: Option<TableConfiguration>,
    /// To at most one row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub object_relationships: Vec<Relationship>,
    /// To many rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub array_relationships: Vec<Relationship>,
    /// Kept as they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub computed_fields: Vec<Value>,
    /// One a role.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub insert_permissions: Vec<Permission<InsertPermission>>,
    /// One a role.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub select_permissions: Vec<Permission<SelectPermission>>,
    /// One a role.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub update_permissions: Vec<Permission<UpdatePermission>>,
    /// One a role.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delete_permissions: Vec<Permission<DeletePermission>>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Table {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = Self::deserialize(deserializer)?;
        table.check().map_err(serde::de::Error::custom)?;
        Ok(table)
    }
}

impl Table {
    /// What the engine refuses to read.
    fn check(&self) -> Result<(), String> {
        const NOT_ACTED_ON: [&str; 4] = [
            "remote_relationships",
            "event_triggers",
            "apollo_federation_config",
            "logical_model",
        ];
        let unknown: Vec<&String> = self
            .rest
            .keys()
            .filter(|name| !NOT_ACTED_ON.contains(&name.as_str()))
            .collect();
        if !unknown.is_empty() {
            return Err(format!(
                "unexpected keys when parsing TableMetadata: {}",
                json!(unknown)
            ));
        }
        one_a_role("insert", &self.insert_permissions)?;
        one_a_role("select", &self.select_permissions)?;
        one_a_role("update", &self.update_permissions)?;
        one_a_role("delete", &self.delete_permissions)
    }

    /// A table just tracked.
    pub(crate) fn new(table: TableName) -> Self {
        Self {
            table,
            is_enum: false,
            configuration: None,
            object_relationships: Vec::new(),
            array_relationships: Vec::new(),
            computed_fields: Vec::new(),
            insert_permissions: Vec::new(),
            select_permissions: Vec::new(),
            update_permissions: Vec::new(),
            delete_permissions: Vec::new(),
            rest: Map::new(),
        }
    }

    /// What `role` may read.
    pub(crate) fn select(&self, role: &str) -> Option<&SelectPermission> {
        Permission::of(&self.select_permissions, role)
    }

    /// `configuration.custom_name`.
    pub(crate) fn custom_name(&self) -> Option<&str> {
        self.configuration.as_ref()?.custom_name.as_deref()
    }

    /// The custom name of a column: `column_config` wins over the older `custom_column_names`.
    pub(crate) fn custom_column_name(&self, column: &str) -> Option<&str> {
        let configuration = self.configuration.as_ref()?;
        configuration
            .column_config
            .get(column)
            .and_then(|config| config.custom_name.as_deref())
            .or_else(|| {
                configuration
                    .custom_column_names
                    .get(column)
                    .map(String::as_str)
            })
    }
}

/// `configuration` of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct TableConfiguration {
    /// Replaces the table's identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_name: Option<String>,
    /// Names of single root fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_root_fields: Option<CustomRootFields>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub column_config: BTreeMap<String, ColumnConfig>,
    /// Older form of the column names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_column_names: BTreeMap<String, String>,
    /// Description of the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An entry of `column_config`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ColumnConfig {
    /// Its name in GraphQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `custom_root_fields`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)] // each names the root field it stands for
pub(crate) struct CustomRootFields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub select: Option<Named>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub select_by_pk: Option<Named>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub select_aggregate: Option<Named>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub select_stream: Option<Named>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insert: Option<Named>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insert_one: Option<Named>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<Named>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update_by_pk: Option<Named>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update_many: Option<Named>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete: Option<Named>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_by_pk: Option<Named>,
}

/// A root field's name: a string, or an object with a comment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Named {
    /// Only the name.
    Plain(String),
    /// Name and comment, either of which may be absent.
    Full {
        #[serde(default)]
        name: Option<String>,
        #[serde(default)]
        comment: Option<String>,
    },
}

impl Named {
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Plain(name) => Some(name),
            Self::Full { name, .. } => name.as_deref(),
        }
    }

    pub(crate) fn comment(&self) -> Option<&str> {
        match self {
            Self::Plain(_) => None,
            Self::Full { comment, .. } => comment.as_deref(),
        }
    }
}
