//! Relationships as metadata writes them.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::super::TableName;

/// An entry of `object_relationships` or `array_relationships`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Relationship {
    pub name: String,
    /// How it finds the other side.
    pub using: Using,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `using`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Using {
    /// A foreign key of the database.
    ForeignKeyConstraintOn(ForeignKeyOn),
    /// Columns named by hand.
    ManualConfiguration(ManualConfiguration),
}

/// Where the foreign key sits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a column, a list of columns, or {table, column | columns}"
)]
pub(crate) enum ForeignKeyOn {
    /// On this column of the same table.
    Column(String),
    /// On these columns of the same table.
    Columns(Vec<String>),
    /// On one column of another table.
    RemoteColumn { table: TableName, column: String },
    /// On columns of another table.
    RemoteColumns {
        table: TableName,
        #[serde(deserialize_with = "one_or_several")]
        columns: Vec<String>,
    },
}

/// `"column"` or a list.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        One(String),
        Several(Vec<String>),
    }
    Ok(match Form::deserialize(deserializer)? {
        Form::One(column) => vec![column],
        Form::Several(columns) => columns,
    })
}

impl ForeignKeyOn {
    /// The columns that carry the key.
    pub(crate) fn columns(&self) -> Vec<&str> {
        match self {
            Self::Column(column) | Self::RemoteColumn { column, .. } => vec![column],
            Self::Columns(columns) | Self::RemoteColumns { columns, .. } => {
                columns.iter().map(String::as_str).collect()
            }
        }
    }

    /// The other table, when the key sits there.
    pub(crate) fn remote_table(&self) -> Option<&TableName> {
        match self {
            Self::Column(_) | Self::Columns(_) => None,
            Self::RemoteColumn { table, .. } | Self::RemoteColumns { table, .. } => Some(table),
        }
    }
}

/// `manual_configuration`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ManualConfiguration {
    pub remote_table: TableName,
    /// Own column → column of the other side.
    pub column_mapping: BTreeMap<String, String>,
    /// `before_parent`, `after_parent` or null, as it came.
    #[serde(default)]
    pub insertion_order: Value,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
