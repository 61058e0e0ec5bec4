//! What `export_metadata` returns, as far as permissions are concerned.
//!
//! Reading is lenient: members that are not needed here are skipped. Conditions are read once
//! ([`condition`]), and who has which permission is answered once ([`roles`]).

pub(crate) mod condition;
mod operator;
pub(crate) mod roles;
mod table_name;
mod tables;

use std::fmt;

use serde::Deserialize;
use serde_json::Value;
use serde_path_to_error::Segment;

use crate::operation::Operation;

pub(crate) use condition::{Comparison, Condition, Exists, Filter, Operand, Variable};
pub(crate) use operator::Operator;
pub(crate) use table_name::TableName;
pub(crate) use tables::{
    Columns, ComputedField, InheritedRole, Permission, Relationship, SelectPermission, Source,
    TrackedTable, WritePermission,
};

#[derive(Clone, Debug)]
pub(crate) struct Export {
    /// For optimistic locking; absent in exports of version 1.
    pub resource_version: Option<u64>,
    pub metadata: Metadata,
    /// The whole document as it came.
    pub raw: Value,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(expecting = "metadata with its sources")]
pub(crate) struct Metadata {
    /// Databases.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Roles made of roles.
    #[serde(default)]
    pub inherited_roles: Vec<InheritedRole>,
}

impl Export {
    /// Reads version 2 (`{"resource_version","metadata"}`) and version 1 (bare metadata).
    pub(crate) fn read(raw: Value) -> Result<Self, Misfit> {
        let resource_version = raw.get("resource_version").and_then(Value::as_u64);
        let document = raw.get("metadata").unwrap_or(&raw);
        if document.get("sources").is_none() && document.get("version").is_none() {
            return Err(Misfit {
                at: Vec::new(),
                message: "it has neither sources nor a version".into(),
            });
        }
        let metadata = serde_path_to_error::deserialize(document).map_err(Misfit::of)?;
        Ok(Self {
            resource_version,
            metadata,
            raw,
        })
    }
}

impl Export {
    /// The metadata itself, in either version.
    pub(crate) fn document(&self) -> &Value {
        self.raw.get("metadata").unwrap_or(&self.raw)
    }
}

/// A part of a document that is not what metadata has there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// The keys and numbers that lead to it.
    at: Vec<String>,
    /// What was expected and what came.
    pub message: String,
}

impl Misfit {
    fn of(error: serde_path_to_error::Error<serde_json::Error>) -> Self {
        let keys = error.path().iter().filter_map(|segment| match segment {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.clone()),
            Segment::Enum { .. } | Segment::Unknown => None,
        });
        Self {
            at: keys.collect(),
            message: error.into_inner().to_string(),
        }
    }

    /// Where it is, as a JSON pointer (RFC 6901) into the metadata.
    pub(crate) fn pointer(&self) -> String {
        let keys = self.at.iter();
        keys.flat_map(|key| ["/".to_owned(), key.replace('~', "~0").replace('/', "~1")])
            .collect()
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.at.is_empty() {
            write!(f, "{}: ", self.at.join("."))?;
        }
        f.write_str(&self.message)
    }
}

impl Metadata {
    /// All tables with the source they are in.
    pub(crate) fn tables(&self) -> impl Iterator<Item = (&Source, &TrackedTable)> {
        self.sources
            .iter()
            .flat_map(|source| source.tables.iter().map(move |table| (source, table)))
    }

    /// All roles that appear in a permission on a table or as an inherited role.
    pub(crate) fn roles(&self) -> Vec<String> {
        let writing = |(_, table): (_, &TrackedTable)| {
            let all = Operation::ALL.map(|way| table.write_permissions(way).iter());
            let all = all.into_iter().flatten();
            all.map(|one| one.role.clone()).collect::<Vec<_>>()
        };
        let mut roles: Vec<String> = self
            .tables()
            .flat_map(|(_, table)| &table.select_permissions)
            .map(|permission| permission.role.clone())
            .chain(self.tables().flat_map(writing))
            .chain(
                self.inherited_roles
                    .iter()
                    .map(|role| role.role_name.clone()),
            )
            .collect();
        roles.sort();
        roles.dedup();
        roles
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_versions_of_an_export_are_read() {
        let document = json!({"version": 3, "sources": [{"name": "default", "kind": "postgres",
            "tables": [{"table": {"schema": "public", "name": "notes"},
                "select_permissions": [{"role": "user", "permission": {
                    "columns": ["id"], "filter": {"user_id": {"_eq": "X-Hasura-User-Id"}}}}]}]}]});
        let two = Export::read(json!({"resource_version": 7, "metadata": document})).unwrap();
        assert_eq!(two.resource_version, Some(7));
        let one = Export::read(document).unwrap();
        let (_, table) = one.metadata.tables().next().unwrap();
        assert_eq!(table.table.qualified(), "notes");
        assert_eq!(one.metadata.roles(), ["user"]);
        assert!(
            table
                .select_permission("user")
                .unwrap()
                .columns
                .contains("id")
        );
    }

    #[test]
    fn something_else_is_not_metadata() {
        assert!(Export::read(json!({"message": "success"})).is_err());
    }
}
