//! What a role can reach: tables, the root fields that lead to them, columns, relationships.
//!
//! A model is made by [`super::discovery`] and is all that probes know of a schema. Nothing in it
//! is guessed from names.

use std::collections::{BTreeMap, BTreeSet};

pub(crate) mod document;
mod table;
mod write;

pub(crate) use table::{
    Column, Inputs, ListArgs, Live, OrderBy, PkArg, PrimaryKey, Relationship, RoleTable, RootField,
    Stream, TypedArg,
};
pub(crate) use write::{Constraint, Upsert, Write, WriteKind};

/// A function that returns rows of a table.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub field: RootField,
    /// Type name of the table.
    pub target: String,
    /// True for the field that aggregates what the function returns; its nodes are the rows.
    pub aggregate: bool,
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
    /// Functions that return rows of a table.
    pub functions: Vec<Function>,
    /// What nothing here can ask: root query fields that lead to no table, such as actions, remote
    /// schemas and native queries, and computed fields with arguments.
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
        Some(&self.tables[self.place(type_name).ok()?])
    }

    /// The table of that type name, made when first met.
    pub(crate) fn table_or_new(&mut self, type_name: &str) -> &mut RoleTable {
        let index = self.place(type_name).unwrap_or_else(|index| {
            self.tables.insert(index, RoleTable::new(type_name));
            index
        });
        &mut self.tables[index]
    }

    /// Where a table stands, or would stand.
    fn place(&self, type_name: &str) -> Result<usize, usize> {
        self.tables
            .binary_search_by(|table| table.type_name.as_str().cmp(type_name))
    }

    /// The mutations of a table.
    pub(crate) fn writes_to<'a>(&'a self, table: &'a RoleTable) -> impl Iterator<Item = &'a Write> {
        self.writes.iter().filter(|write| write.is_of(table))
    }

    /// The root query fields that belong to no table: those that lead to none, and functions that
    /// want to be told something.
    pub(crate) fn beside_tables(&self) -> impl Iterator<Item = &String> {
        let functions = self.functions.iter();
        let asked = functions.filter(|one| {
            let inputs = one.field.args.inputs.as_ref();
            one.aggregate || inputs.is_some_and(Inputs::required)
        });
        self.others.iter().chain(asked.map(|one| &one.field.name))
    }

    /// True when there is some way to rows: a root field of a query or a subscription, or a
    /// function.
    pub(crate) fn reaches_rows(&self) -> bool {
        !self.functions.is_empty() || self.tables.iter().any(RoleTable::has_a_root)
    }

    /// Tables that no root field leads to, and no way through relationships from a list either: they
    /// stand behind what only a key, a subscription or a function finds.
    pub(crate) fn beyond_lists(&self) -> Vec<&RoleTable> {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut next: Vec<&RoleTable> = self.listed().map(|(table, _)| table).collect();
        while let Some(table) = next.pop() {
            if reached.insert(&table.type_name) {
                let ways = table.relationships.iter();
                next.extend(ways.filter_map(|way| self.table(&way.target)));
            }
        }
        let returned = |table: &RoleTable| {
            let mut functions = self.functions.iter();
            functions.any(|function| function.target == table.type_name)
        };
        self.tables
            .iter()
            .filter(|table| {
                !reached.contains(table.type_name.as_str())
                    && !table.has_a_root()
                    && !returned(table)
                    && !table.columns.is_empty()
            })
            .collect()
    }

    /// Tables with a list field.
    pub(crate) fn listed(&self) -> impl Iterator<Item = (&RoleTable, &RootField)> {
        self.tables
            .iter()
            .filter_map(|table| Some((table, table.list.as_ref()?)))
    }
}
