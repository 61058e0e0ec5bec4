//! Names of tables, and why a document could not be loaded.

use serde::{Deserialize, Deserializer, Serialize};

/// The source that commands mean when they name none.
pub(crate) const DEFAULT_SOURCE: &str = "default";

/// Why a metadata or data document could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LoadError {
    /// The document does not have the expected shape.
    #[error("at `{path}`: {reason}")]
    Shape {
        /// Where in the document, in dotted form.
        path: String,
        /// What the deserialiser said.
        reason: String,
    },
    /// The shape is right but the content contradicts itself.
    #[error("{0}")]
    Content(String),
}

impl LoadError {
    /// A [`LoadError::Content`].
    pub(crate) fn content(reason: impl Into<String>) -> Self {
        Self::Content(reason.into())
    }
}

/// Reads a document and says where it went wrong.
pub(crate) fn read<T: serde::de::DeserializeOwned>(
    document: &serde_json::Value,
) -> Result<T, LoadError> {
    serde_path_to_error::deserialize(document).map_err(|error| LoadError::Shape {
        path: error.path().to_string(),
        reason: in_the_engines_words(&error.inner().to_string()),
    })
}

/// What a deserialiser says, as the engine's says it.
pub(crate) fn in_the_engines_words(reason: &str) -> String {
    let missing = reason
        .strip_prefix("missing field `")
        .and_then(|rest| rest.strip_suffix('`'));
    missing.map_or_else(
        || reason.to_owned(),
        |name| format!("key \"{name}\" not found"),
    )
}

/// A table's name with its schema. Written as `"t"` (schema `public`) or
/// `{"schema":"s","name":"t"}`; always exported as an object.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub(crate) struct TableName {
    /// Name without schema.
    pub name: String,
    pub schema: String,
}

impl TableName {
    /// From schema and name.
    pub(crate) fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            schema: schema.into(),
        }
    }

    /// `name` in schema `public`, else `<schema>_<name>`: the stem of GraphQL names
    /// (contracts: hasura §3.1).
    pub(crate) fn identifier(&self) -> String {
        if self.schema == "public" {
            self.name.clone()
        } else {
            format!("{}_{}", self.schema, self.name)
        }
    }
}

/// As error messages write it: `author`, or `schema.author` outside `public`.
impl std::fmt::Display for TableName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.schema == "public" {
            f.write_str(&self.name)
        } else {
            write!(f, "{}.{}", self.schema, self.name)
        }
    }
}

impl<'de> Deserialize<'de> for TableName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a table: \"name\" or {schema, name}")]
        enum Form {
            Plain(String),
            Full {
                #[serde(default = "public")]
                schema: String,
                name: String,
            },
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Plain(name) => Self::new("public", name),
            Form::Full { schema, name } => Self::new(schema, name),
        })
    }
}

pub(crate) fn public() -> String {
    "public".to_owned()
}
