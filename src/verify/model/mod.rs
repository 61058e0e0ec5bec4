//! What a role can reach: tables, the root fields that lead to them, columns, relationships.
//!
//! A model is made by [`super::discovery`] and is all that probes know of a schema. Nothing in it
//! is guessed from names.

use std::collections::BTreeMap;

pub(crate) mod document;
mod table;
mod write;

pub(crate) use table::{
    Column, ListArgs, Live, OrderBy, PkArg, PrimaryKey, Relationship, RoleTable, RootField, Stream,
    TypedArg,
};
pub(crate) use write::{Constraint, Upsert, Write, WriteKind};

/// A function that returns rows of a table.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub field: RootField,
    /// Type name of the table.
    pub target: String,
}

/// By type name of a table: its columns as a schema offers them.
pub(crate) type Offers = BTreeMap<String, BTreeMap<String, Offered>>;

/// Where a column is offered, as names of types.
#[derive(Clone, Debug, Default)]
pub(crate) struct Offered {
    /// To read, to filter or to order by: whoever can compare a value can find it out.
    pub read: Vec<String>,
    /// To write alone.
    pub written: Vec<String>,
    /// Type of the value, where rows show it.
    pub kind: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    /// Tables, sorted by type name.
    pub tables: Vec<RoleTable>,
    /// Functions that return rows of a table and can be called without arguments.
    pub functions: Vec<Function>,
    /// Root query fields that are not looked at: functions that need arguments, their aggregates,
    /// actions, remote schemas.
    pub others: Vec<String>,
    /// Root mutation fields.
    pub mutations: Vec<String>,
    /// Those of them that write to tables.
    pub writes: Vec<Write>,
    /// Where columns are offered. Only read of what a user's role reaches: the administrator is
    /// offered everything.
    pub offers: Offers,
    /// True when it was worked out from the metadata, because the role may not introspect.
    pub derived: bool,
    /// True when the role has nothing at all (contracts: hasura §3.6).
    pub nothing: bool,
}

impl Model {
    /// A table by its type name.
    pub(crate) fn table(&self, type_name: &str) -> Option<&RoleTable> {
        self.tables
            .iter()
            .find(|table| table.type_name == type_name)
    }

    /// The mutations of a table.
    pub(crate) fn writes_to<'a>(&'a self, table: &'a RoleTable) -> impl Iterator<Item = &'a Write> {
        self.writes.iter().filter(|write| write.is_of(table))
    }

    /// True when there is some way to rows: a root field of a query or a subscription, or a
    /// function.
    pub(crate) fn reaches_rows(&self) -> bool {
        let has_root = |table: &RoleTable| {
            table.list.is_some()
                || table.by_pk.is_some()
                || table.aggregate.is_some()
                || table.is_subscribable()
        };
        !self.functions.is_empty() || self.tables.iter().any(has_root)
    }

    /// Tables with a list field.
    pub(crate) fn listed(&self) -> impl Iterator<Item = (&RoleTable, &RootField)> {
        self.tables
            .iter()
            .filter_map(|table| Some((table, table.list.as_ref()?)))
    }
}
