//! Sources, tables and select permissions.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::condition::{Filter, Variable};
use super::table_name::TableName;
use crate::operation::Operation;

/// A database.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "a source with a name and tables")]
pub(crate) struct Source {
    pub name: String,
    #[serde(default)]
    pub tables: Vec<TrackedTable>,
    #[serde(default)]
    pub functions: Vec<Function>,
    /// Prefixes, suffixes, namespace, naming convention.
    #[serde(default)]
    pub customization: Option<Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "a table with its permissions")]
pub(crate) struct TrackedTable {
    pub table: TableName,
    #[serde(default)]
    pub configuration: TableConfig,
    #[serde(default)]
    pub object_relationships: Vec<Relationship>,
    #[serde(default)]
    pub array_relationships: Vec<Relationship>,
    #[serde(default)]
    pub select_permissions: Vec<Permission<SelectPermission>>,
    #[serde(default)]
    pub insert_permissions: Vec<Permission<WritePermission>>,
    #[serde(default)]
    pub update_permissions: Vec<Permission<WritePermission>>,
    #[serde(default)]
    pub delete_permissions: Vec<Permission<WritePermission>>,
    #[serde(default)]
    pub computed_fields: Vec<ComputedField>,
}

impl TrackedTable {
    /// The select permission of a role.
    pub(crate) fn select_permission(&self, role: &str) -> Option<&SelectPermission> {
        self.select_permissions
            .iter()
            .find(|permission| permission.role == role)
            .map(|permission| &permission.permission)
    }

    pub(crate) fn write_permissions(&self, operation: Operation) -> &[Permission<WritePermission>] {
        match operation {
            Operation::Insert => &self.insert_permissions,
            Operation::Update => &self.update_permissions,
            Operation::Delete => &self.delete_permissions,
        }
    }
}

/// Custom names of a table and its columns.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(expecting = "a table's configuration")]
pub(crate) struct TableConfig {
    /// In place of the table's name.
    #[serde(default)]
    pub custom_name: Option<String>,
    /// In place of root fields' names.
    #[serde(default)]
    pub custom_root_fields: BTreeMap<String, Option<RootFieldName>>,
    #[serde(default)]
    pub column_config: BTreeMap<String, ColumnConfig>,
    /// The older form of the above.
    #[serde(default)]
    pub custom_column_names: BTreeMap<String, String>,
}

impl TableConfig {
    /// A column's custom name.
    pub(crate) fn column_name(&self, column: &str) -> Option<&str> {
        self.column_config
            .get(column)
            .and_then(|config| config.custom_name.as_deref())
            .or_else(|| self.custom_column_names.get(column).map(String::as_str))
    }

    /// Columns that go by another name: the database's, and that one.
    pub(crate) fn renamed(&self) -> impl Iterator<Item = (&str, &str)> {
        let configured = self.column_config.iter();
        configured
            .filter_map(|(real, config)| Some((real, config.custom_name.as_ref()?)))
            .chain(&self.custom_column_names)
            .map(|(real, name)| (real.as_str(), name.as_str()))
    }

    /// The database's name of a column that goes by another.
    pub(crate) fn real_name(&self, custom: &str) -> Option<&str> {
        let mut renamed = self.renamed();
        renamed
            .find(|(_, name)| *name == custom)
            .map(|(real, _)| real)
    }

    /// A root field's custom name.
    pub(crate) fn root_field(&self, which: &str) -> Option<&str> {
        match self.custom_root_fields.get(which)?.as_ref()? {
            RootFieldName::Plain(name) => Some(name),
            RootFieldName::Full { name } => name.as_deref(),
        }
    }
}

/// A custom root field: a name, or a name with a comment.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum RootFieldName {
    /// Just the name.
    Plain(String),
    Full {
        #[serde(default)]
        name: Option<String>,
    },
}

/// Custom name of a column.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct ColumnConfig {
    #[serde(default)]
    pub custom_name: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "a relationship with a name")]
pub(crate) struct Relationship {
    /// Name of the field.
    pub name: String,
    /// How it is made.
    #[serde(default)]
    pub using: Value,
}

/// A field that a function of the database computes from a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "a computed field with a name")]
pub(crate) struct ComputedField {
    /// Its name in the metadata.
    pub name: String,
    /// Its function.
    #[serde(default)]
    definition: Value,
}

impl ComputedField {
    /// True when its function is told the session, so that it answers each caller otherwise.
    pub(crate) fn is_told_who_asks(&self) -> bool {
        self.definition
            .get("session_argument")
            .is_some_and(Value::is_string)
    }
}

/// A permission of a role.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "a role and its permission")]
pub(crate) struct Permission<P> {
    pub role: String,
    /// What it may.
    pub permission: P,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "a permission with columns and a filter")]
pub(crate) struct SelectPermission {
    /// Columns, or all.
    #[serde(default)]
    pub columns: Columns,
    #[serde(default)]
    pub filter: Filter,
    /// Rows at most.
    #[serde(default)]
    pub limit: Option<u64>,
    #[serde(default)]
    pub allow_aggregations: bool,
    /// Computed fields, by name.
    #[serde(default)]
    pub computed_fields: Vec<String>,
    /// Root fields of queries: `select`, `select_by_pk`, `select_aggregate`; all when absent.
    #[serde(default)]
    pub query_root_fields: Option<Vec<String>>,
    /// Root fields of subscriptions, with `select_stream` besides; all when absent.
    #[serde(default)]
    pub subscription_root_fields: Option<Vec<String>>,
}

/// An insert, update or delete permission; each kind has some of the members.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(expecting = "a permission with a check or a filter")]
pub(crate) struct WritePermission {
    /// Columns that may be given; absent for all of them in inserts.
    #[serde(default)]
    pub columns: Option<Columns>,
    /// What a row must satisfy once it is written; null for nothing.
    #[serde(default)]
    pub check: Filter,
    /// Which rows may be changed or deleted.
    #[serde(default)]
    pub filter: Filter,
    /// Values that the caller cannot choose, by column.
    #[serde(default)]
    pub set: Value,
    /// Only together with the admin secret.
    #[serde(default)]
    pub backend_only: Option<bool>,
}

impl WritePermission {
    /// The member that says which rows, and what it says.
    pub(crate) const fn rows(&self, operation: Operation) -> (&'static str, &Filter) {
        match operation {
            Operation::Insert => ("check", &self.check),
            Operation::Update | Operation::Delete => ("filter", &self.filter),
        }
    }

    /// Columns that are set to something of the caller's, whatever was sent for them.
    pub(crate) fn presets(&self) -> impl Iterator<Item = &str> {
        let set = self.set.as_object().into_iter().flatten();
        set.filter(|(_, value)| {
            let variable = value.as_str().and_then(Variable::read);
            variable.is_some_and(|variable| !variable.is_role())
        })
        .map(|(column, _)| column.as_str())
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Function {
    pub function: TableName,
    /// How it is exposed.
    #[serde(default)]
    pub configuration: Value,
    /// Roles that may call it.
    #[serde(default)]
    pub permissions: Vec<FunctionPermission>,
}

/// A role that may call a function.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct FunctionPermission {
    pub role: String,
}

/// `"*"` or a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "\"*\" or a list of columns")]
pub(crate) enum Columns {
    /// `"*"`.
    Star(String),
    List(Vec<String>),
}

impl Default for Columns {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Columns {
    /// True when the column is among them.
    pub(crate) fn contains(&self, column: &str) -> bool {
        match self {
            Self::Star(_) => true,
            Self::List(columns) => columns.iter().any(|c| c == column),
        }
    }
}

/// A role made of roles.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an inherited role with its role_set")]
pub(crate) struct InheritedRole {
    pub role_name: String,
    /// What it is made of.
    #[serde(default)]
    pub role_set: Vec<String>,
}
