//! What `export_metadata` returns, as far as permissions are concerned.
//!
//! Reading is lenient: members that are not needed here are skipped. Conditions are read once
//! ([`condition`]), and who has which permission is answered once ([`roles`]).

pub(crate) mod condition;
mod operator;
pub(crate) mod roles;
mod table_name;
mod tables;

use serde::Deserialize;
use serde_json::Value;

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
    pub(crate) fn read(raw: Value) -> Result<Self, String> {
        let resource_version = raw.get("resource_version").and_then(Value::as_u64);
        let document = raw.get("metadata").unwrap_or(&raw);
        if document.get("sources").is_none() && document.get("version").is_none() {
            return Err("it has neither sources nor a version".into());
        }
        let metadata = Metadata::deserialize(document)
            .map_err(|error| wrong_table(document).unwrap_or_else(|| error.to_string()))?;
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

/// The first table that cannot be read, by its place, and why.
fn wrong_table(document: &Value) -> Option<String> {
    let sources = document.get("sources")?.as_array()?.iter().enumerate();
    let tables = sources.flat_map(|(source, value)| {
        let tables = value.get("tables").and_then(Value::as_array);
        let tables = tables.into_iter().flatten().enumerate();
        tables.map(move |(at, table)| (source, at, table))
    });
    tables.into_iter().find_map(|(source, at, table)| {
        let error = TrackedTable::deserialize(table).err()?;
        Some(format!("sources[{source}].tables[{at}]: {error}"))
    })
}

impl Metadata {
    /// All tables with the source they are in.
    pub(crate) fn tables(&self) -> impl Iterator<Item = (&Source, &TrackedTable)> {
        self.sources
            .iter()
            .flat_map(|source| source.tables.iter().map(move |table| (source, table)))
    }

    /// All roles that appear in a select permission or as an inherited role.
    pub(crate) fn roles(&self) -> Vec<String> {
        let mut roles: Vec<String> = self
            .tables()
            .flat_map(|(_, table)| &table.select_permissions)
            .map(|permission| permission.role.clone())
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
