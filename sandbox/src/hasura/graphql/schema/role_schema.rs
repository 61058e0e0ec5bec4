//! The schema of one role, and what its root fields stand for.

use std::collections::HashMap;
use std::sync::Arc;

use apollo_compiler::Schema;
use apollo_compiler::validation::Valid;

use super::super::validate::NullRules;
use super::catalog::{Catalog, TableId};
use super::grants::Grants;
use super::names::RootKind;

/// The only field of a role that may read nothing (contracts: hasura §3.6).
pub(crate) const NOTHING: &str = "no_queries_available";

/// The schema of one role.
pub(crate) struct RoleSchema {
    /// For validation and introspection.
    pub(crate) schema: Valid<Schema>,
    /// Inputs that refuse null.
    pub(crate) nulls: NullRules,
    /// All tracked tables.
    pub(crate) catalog: Arc<Catalog>,
    /// The role's rights, per table of the catalog.
    pub(crate) grants: Vec<Grants>,
    /// What a root field stands for: type name and field name.
    pub(crate) roots: HashMap<(String, String), Root>,
}

/// What a root field stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    /// Rows of a table.
    Table(RootKind, TableId),
    /// A namespace: an object with the root fields of a source.
    Namespace,
}

impl RoleSchema {
    /// What a root field stands for.
    pub(crate) fn root(&self, type_name: &str, field: &str) -> Option<Root> {
        self.roots
            .get(&(type_name.to_owned(), field.to_owned()))
            .copied()
    }
}
