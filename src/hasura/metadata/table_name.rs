//! How tables are named.

use serde::{Deserialize, Serialize};

/// `"t"` or `{"schema","name"}`; always written as the latter (contracts: hasura §4.3).
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(from = "RawTableName")]
pub(crate) struct TableName {
    /// Schema, `public` when not said.
    pub schema: String,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a table's name, or its schema and name")]
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
    pub(crate) fn qualified(&self) -> String {
        if self.schema == "public" {
            self.name.clone()
        } else {
            format!("{}.{}", self.schema, self.name)
        }
    }

    /// The identifier that GraphQL names are made of: `author`, `other_author`.
    pub(crate) fn identifier(&self) -> String {
        self.qualified().replace('.', "_")
    }
}
