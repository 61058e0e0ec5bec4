//! What permissions are decided from.

use std::collections::BTreeMap;

use super::relationships::DesiredRelationship;
use super::supertokens::Family;
use crate::hasura::metadata::{Source, TableName};
use crate::setup::hasura::Options;
use crate::setup::hasura::catalog::Catalog;
use crate::setup::hasura::pattern::Pattern;

/// What a permission is decided from.
pub(super) struct Scene<'a> {
    pub(super) options: &'a Options,
    pub(super) catalog: &'a Catalog,
    /// What the metadata says of the tables already.
    pub(super) source: &'a Source,
    pub(super) family: Option<&'a Family>,
    pub(super) relationships: &'a [DesiredRelationship],
}

/// What was said about a table under one of its names.
pub(super) fn by_name<'m, T>(said: &'m BTreeMap<String, T>, table: &TableName) -> Option<&'m T> {
    said.iter()
        .find(|(name, _)| Pattern::new(name).matches(&table.schema, &table.name))
        .map(|(_, value)| value)
}
