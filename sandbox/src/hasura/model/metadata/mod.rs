//! Metadata version 3, as `export_metadata` returns it (contracts: hasura §4.3, §5).
//!
//! Members this double does not act on are kept as they came, so that an export gives back what
//! was loaded. Boolean expressions stay raw JSON: they only mean something for a given table.

mod document;
mod permission;
mod source;
mod table;
mod using;

pub(crate) use document::{InheritedRole, Metadata, SchemaIntrospection};
pub(crate) use permission::{
    Columns, DeletePermission, InsertPermission, Permission, SelectPermission, UpdatePermission,
    role_name,
};
pub(crate) use source::{Customization, Source};
pub(crate) use table::{CustomRootFields, Named, Table, TableConfiguration};
pub(crate) use using::{ForeignKeyOn, Relationship, Using};
