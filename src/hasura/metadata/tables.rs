//! Sources, tables and select permissions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A database.
#[derive(Clone, Debug, Deserialize)]
pub struct Source {
    /// Name.
    pub name: String,
    /// Tracked tables.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Tracked functions.
    #[serde(default)]
    pub functions: Vec<Function>,
    /// Prefixes, suffixes, namespace, naming convention.
    #[serde(default)]
    pub customization: Option<Value>,
}

/// `"t"` or `{"schema","name"}`; always written as the latter (contracts: hasura §4.3).
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(from = "RawTableName")]
pub struct TableName {
    /// Schema, `public` when not said.
    pub schema: String,
    /// Name.
    pub name: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawTableName {
    Plain(String),
    Qualified {
        #[serde(default)]
        schema: Option<String>,
        #[serde(default)]
        dataset: Option<String>,
        name: String,
    },
}

impl From<RawTableName> for TableName {
    fn from(raw: RawTableName) -> Self {
        match raw {
            RawTableName::Plain(name) => Self {
                schema: "public".into(),
                name,
            },
            RawTableName::Qualified {
                schema,
                dataset,
                name,
            } => Self {
                schema: schema.or(dataset).unwrap_or_else(|| "public".into()),
                name,
            },
        }
    }
}

impl TableName {
    /// As Hasura's messages and descriptions have it: `author`, `other.author`.
    #[must_use]
    pub fn qualified(&self) -> String {
        if self.schema == "public" {
            self.name.clone()
        } else {
            format!("{}.{}", self.schema, self.name)
        }
    }

    /// The identifier that GraphQL names are made of: `author`, `other_author`.
    #[must_use]
    pub fn identifier(&self) -> String {
        self.qualified().replace('.', "_")
    }
}

/// A tracked table.
#[derive(Clone, Debug, Deserialize)]
pub struct Table {
    /// Name.
    pub table: TableName,
    /// Custom names.
    #[serde(default)]
    pub configuration: TableConfig,
    /// Object relationships.
    #[serde(default)]
    pub object_relationships: Vec<Relationship>,
    /// Array relationships.
    #[serde(default)]
    pub array_relationships: Vec<Relationship>,
    /// Select permissions.
    #[serde(default)]
    pub select_permissions: Vec<Permission<SelectPermission>>,
    /// Insert permissions.
    #[serde(default)]
    pub insert_permissions: Vec<Permission<WritePermission>>,
    /// Update permissions.
    #[serde(default)]
    pub update_permissions: Vec<Permission<WritePermission>>,
    /// Delete permissions.
    #[serde(default)]
    pub delete_permissions: Vec<Permission<WritePermission>>,
    /// Computed fields.
    #[serde(default)]
    pub computed_fields: Vec<ComputedField>,
}

impl Table {
    /// The select permission of a role.
    #[must_use]
    pub fn select_permission(&self, role: &str) -> Option<&SelectPermission> {
        self.select_permissions
            .iter()
            .find(|permission| permission.role == role)
            .map(|permission| &permission.permission)
    }
}

/// Custom names of a table and its columns.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct TableConfig {
    /// In place of the table's name.
    #[serde(default)]
    pub custom_name: Option<String>,
    /// In place of root fields' names.
    #[serde(default)]
    pub custom_root_fields: BTreeMap<String, Option<RootFieldName>>,
    /// Per column.
    #[serde(default)]
    pub column_config: BTreeMap<String, ColumnConfig>,
    /// The older form of the above.
    #[serde(default)]
    pub custom_column_names: BTreeMap<String, String>,
}

impl TableConfig {
    /// A column's custom name.
    #[must_use]
    pub fn column_name(&self, column: &str) -> Option<&str> {
        self.column_config
            .get(column)
            .and_then(|config| config.custom_name.as_deref())
            .or_else(|| self.custom_column_names.get(column).map(String::as_str))
    }

    /// A root field's custom name.
    #[must_use]
    pub fn root_field(&self, which: &str) -> Option<&str> {
        match self.custom_root_fields.get(which)?.as_ref()? {
            RootFieldName::Plain(name) => Some(name),
            RootFieldName::Full { name } => name.as_deref(),
        }
    }
}

/// A custom root field: a name, or a name with a comment.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum RootFieldName {
    /// Just the name.
    Plain(String),
    /// With more.
    Full {
        /// The name.
        #[serde(default)]
        name: Option<String>,
    },
}

/// Custom name of a column.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ColumnConfig {
    /// The name.
    #[serde(default)]
    pub custom_name: Option<String>,
}

/// A relationship.
#[derive(Clone, Debug, Deserialize)]
pub struct Relationship {
    /// Name of the field.
    pub name: String,
    /// How it is made.
    #[serde(default)]
    pub using: Value,
}

/// A field that a function of the database computes from a row.
#[derive(Clone, Debug, Deserialize)]
pub struct ComputedField {
    /// Its name in the metadata.
    pub name: String,
}

/// A permission of a role.
#[derive(Clone, Debug, Deserialize)]
pub struct Permission<P> {
    /// The role.
    pub role: String,
    /// What it may.
    pub permission: P,
}

/// A select permission.
#[derive(Clone, Debug, Deserialize)]
pub struct SelectPermission {
    /// Columns, or all.
    #[serde(default)]
    pub columns: Columns,
    /// Which rows.
    #[serde(default)]
    pub filter: Value,
    /// Rows at most.
    #[serde(default)]
    pub limit: Option<u64>,
    /// Aggregates too.
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
pub struct WritePermission {
    /// Columns that may be given; absent for all of them in inserts.
    #[serde(default)]
    pub columns: Option<Columns>,
    /// What a row must satisfy once it is written; null for nothing.
    #[serde(default)]
    pub check: Value,
    /// Which rows may be changed or deleted.
    #[serde(default)]
    pub filter: Value,
    /// Values that the caller cannot choose, by column.
    #[serde(default)]
    pub set: Value,
    /// Only together with the admin secret.
    #[serde(default)]
    pub backend_only: Option<bool>,
}

/// A tracked function.
#[derive(Clone, Debug, Deserialize)]
pub struct Function {
    /// Name.
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
pub struct FunctionPermission {
    /// The role.
    pub role: String,
}

/// `"*"` or a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Columns {
    /// `"*"`.
    Star(String),
    /// These.
    List(Vec<String>),
}

impl Default for Columns {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Columns {
    /// True when the column is among them.
    #[must_use]
    pub fn contains(&self, column: &str) -> bool {
        match self {
            Self::Star(_) => true,
            Self::List(columns) => columns.iter().any(|c| c == column),
        }
    }
}

/// A role made of roles.
#[derive(Clone, Debug, Deserialize)]
pub struct InheritedRole {
    /// Its name.
    pub role_name: String,
    /// What it is made of.
    #[serde(default)]
    pub role_set: Vec<String>,
}
