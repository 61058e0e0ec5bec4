//! The document as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::permission::Permission;
use super::source::Source;
use super::table::Table;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::{DEFAULT_SOURCE, LoadError, TableName};

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

/// Version 2, from before there were several sources.
#[derive(Deserialize)]
struct OldLayout {
    tables: Vec<Table>,
    #[serde(default)]
    functions: Vec<Value>,
    #[serde(default)]
    inherited_roles: Vec<InheritedRole>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl From<OldLayout> for Metadata {
    fn from(mut old: OldLayout) -> Self {
        old.rest.shift_remove("version");
        Self {
            sources: vec![Source {
                tables: old.tables,
                functions: old.functions,
                ..Source::new(DEFAULT_SOURCE)
            }],
            inherited_roles: old.inherited_roles,
            rest: old.rest,
            ..Self::default()
        }
    }
}

impl Metadata {
    /// Reads a document: the bare metadata, or the whole answer of `export_metadata` version 2.
    pub(crate) fn load(document: &Value) -> Result<Self, LoadError> {
        let inner = match document.get("metadata") {
            Some(inner) if document.get("sources").is_none() => inner,
            _ => document,
        };
        let older = inner.get("version").is_none_or(|version| *version == 2);
        let mut metadata: Self = if older {
            super::super::read::<OldLayout>(inner)?.into()
        } else {
            super::super::read(inner)?
        };
        // Of a table that is there twice, the later entry counts.
        for source in &mut metadata.sources {
            let later: BTreeMap<TableName, usize> = source
                .tables
                .iter()
                .enumerate()
                .map(|(index, table)| (table.table.clone(), index))
                .collect();
            let mut index = 0;
            source.tables.retain(|table| {
                index += 1;
                later.get(&table.table) == Some(&(index - 1))
            });
        }
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

    /// The roles that a permission or an entry of their own makes known.
    pub(crate) fn roles(&self) -> BTreeSet<String> {
        fn of<T>(list: &[Permission<T>]) -> impl Iterator<Item = &String> {
            list.iter().map(|entry| &entry.role)
        }
        let tables = self.sources.iter().flat_map(|source| &source.tables);
        let permitted = tables.flat_map(|table| {
            of(&table.select_permissions)
                .chain(of(&table.insert_permissions))
                .chain(of(&table.update_permissions))
                .chain(of(&table.delete_permissions))
        });
        let inherited = self.inherited_roles.iter().map(|role| &role.role_name);
        let mut roles: BTreeSet<String> = permitted.chain(inherited).cloned().collect();
        // Actions, remote schemas and functions name roles in the same way.
        let others = self.rest.values();
        let functions = self.sources.iter().flat_map(|source| &source.functions);
        for part in others.chain(functions) {
            named_roles(part, &mut roles);
        }
        roles
    }

    /// True unless introspection is switched off for `role`.
    pub(crate) fn may_introspect(&self, role: &str) -> bool {
        !self
            .graphql_schema_introspection
            .as_ref()
            .is_some_and(|rules| rules.disabled_for_roles.iter().any(|name| name == role))
    }
}

/// The values of `role` in every list called `permissions`.
fn named_roles(value: &Value, roles: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| named_roles(item, roles)),
        Value::Object(members) => {
            for (name, member) in members {
                if name == "permissions" {
                    let entries = member.as_array().into_iter().flatten();
                    let named = entries.filter_map(|entry| entry.get("role")?.as_str());
                    roles.extend(named.map(ToOwned::to_owned));
                }
                named_roles(member, roles);
            }
        }
        _ => {}
    }
}
