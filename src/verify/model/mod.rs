//! What a role can reach: tables, the root fields that lead to them, columns, relationships.
//!
//! A model is made by [`super::discovery`] and is all that probes know of a schema. Nothing in it
//! is guessed from names.

pub mod document;
mod table;
mod write;

pub use table::{
    Column, ListArgs, Live, OrderBy, PkArg, PrimaryKey, Relationship, RootField, Stream, Table,
    TypedArg,
};
pub use write::{Write, WriteKind};

/// A role's reach.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Tables, sorted by type name.
    pub tables: Vec<Table>,
    /// Root query fields that are no way to a table: functions, actions, remote schemas.
    pub others: Vec<String>,
    /// Root mutation fields.
    pub mutations: Vec<String>,
    /// Those of them that write to tables.
    pub writes: Vec<Write>,
    /// True when the role has nothing at all (contracts: hasura §3.6).
    pub nothing: bool,
}

impl Model {
    /// A table by its type name.
    #[must_use]
    pub fn table(&self, type_name: &str) -> Option<&Table> {
        self.tables
            .iter()
            .find(|table| table.type_name == type_name)
    }

    /// The mutations of a table.
    pub fn writes_to<'a>(&'a self, table: &'a Table) -> impl Iterator<Item = &'a Write> {
        self.writes.iter().filter(|write| match &write.type_name {
            Some(name) => *name == table.type_name,
            None => write.db_name.is_some() && write.db_name == table.db_name,
        })
    }

    /// Tables with a list field.
    pub fn listed(&self) -> impl Iterator<Item = (&Table, &RootField)> {
        self.tables
            .iter()
            .filter_map(|table| Some((table, table.list.as_ref()?)))
    }
}
