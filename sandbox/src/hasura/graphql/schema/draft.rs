//! A schema in the making.

use std::collections::{HashMap, HashSet};

use super::builder::Builder;
use super::catalog::{Catalog, TableId};
use super::grants::Grants;
use super::role_schema::Root;

/// A schema in the making.
pub(super) struct Draft<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) grants: &'a [Grants],
    pub(super) builder: Builder,
    pub(super) roots: HashMap<(String, String), Root>,
    /// Tables that other tables are ordered by, through an array relationship.
    pub(super) ordered_through: HashSet<TableId>,
}
