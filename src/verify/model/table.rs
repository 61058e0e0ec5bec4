//! One table as a role sees it.

use crate::hasura::naming::camel;

/// A table: an object type with the fields that lead to it.
#[derive(Clone, Debug)]
pub(crate) struct RoleTable {
    /// Name of the object type; unique within a schema.
    pub type_name: String,
    /// The database's name, where a description tells it: `notes`, `app.notes`.
    pub db_name: Option<String>,
    /// `T(where, …): [T!]!`.
    pub list: Option<RootField>,
    /// `T_by_pk(…): T`.
    pub by_pk: Option<RootField>,
    /// The primary key, as the arguments of `by_pk` tell it.
    pub primary_key: Option<PrimaryKey>,
    /// `T_aggregate(where, …): T_aggregate!`.
    pub aggregate: Option<RootField>,
    /// The same ways among the root fields of subscriptions.
    pub live: Live,
    /// `T_stream(cursor, …): [T!]!`, a subscription.
    pub stream: Option<Stream>,
    /// Columns that can be selected without arguments.
    pub columns: Vec<Column>,
    /// Relationships to tables of the model.
    pub relationships: Vec<Relationship>,
}

impl RoleTable {
    pub(crate) fn new(type_name: &str) -> Self {
        Self {
            type_name: type_name.to_owned(),
            db_name: None,
            list: None,
            by_pk: None,
            primary_key: None,
            aggregate: None,
            live: Live::default(),
            stream: None,
            columns: Vec::new(),
            relationships: Vec::new(),
        }
    }

    /// The name to show.
    pub(crate) fn name(&self) -> &str {
        self.db_name.as_deref().unwrap_or(&self.type_name)
    }

    /// A column by its name.
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Names of all columns.
    pub(crate) fn column_names(&self) -> Vec<&str> {
        self.columns.iter().map(|c| c.name.as_str()).collect()
    }

    /// True when a root field leads to the table.
    pub(crate) fn has_a_root(&self) -> bool {
        self.list.is_some()
            || self.by_pk.is_some()
            || self.aggregate.is_some()
            || self.is_subscribable()
    }

    /// True when some subscription leads to the table.
    pub(crate) fn is_subscribable(&self) -> bool {
        self.stream.is_some()
            || self.live.list.is_some()
            || self.live.by_pk.is_some()
            || self.live.aggregate.is_some()
    }

    /// Object relationships: at most one row behind each.
    pub(crate) fn object_relationships(&self) -> impl Iterator<Item = &Relationship> {
        self.relationships.iter().filter(|rel| !rel.array)
    }

    /// The relationship that a condition names, whichever naming convention GraphQL has.
    pub(crate) fn related(&self, name: &str) -> Option<&Relationship> {
        let camel = camel(name);
        let mut all = self.relationships.iter();
        all.find(|one| one.name == name || one.name == camel)
    }
}

/// Root fields of subscriptions that tell a result again whenever it has changed. A role may have
/// others of them than of queries (contracts: hasura §3.7).
#[derive(Clone, Debug, Default)]
pub(crate) struct Live {
    pub list: Option<RootField>,
    /// One row by its key.
    pub by_pk: Option<RootField>,
    pub primary_key: Option<PrimaryKey>,
    pub aggregate: Option<RootField>,
}

/// A root field that tells rows from a cursor on.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    pub root: RootField,
    /// The number of rows at a time.
    pub batch: TypedArg,
    pub cursor: TypedArg,
    /// The cursor's member that holds the value to start from.
    pub initial: String,
    /// Columns that can be streamed by.
    pub columns: Vec<Column>,
}

/// A field of a root, possibly inside a namespace.
#[derive(Clone, Debug)]
pub(crate) struct RootField {
    /// Namespace fields around it, outermost first.
    pub namespace: Vec<String>,
    pub name: String,
    /// Arguments of a list-like field.
    pub args: ListArgs,
}

impl RootField {
    /// As a path: `blog.notes`.
    pub(crate) fn path(&self) -> String {
        let mut parts = self.namespace.clone();
        parts.push(self.name.clone());
        parts.join(".")
    }
}

/// The arguments of a list, an aggregate or an array relationship, by what they do.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListArgs {
    pub filter: Option<TypedArg>,
    pub order_by: Option<OrderBy>,
    /// The number of rows.
    pub limit: Option<TypedArg>,
    /// The columns to be distinct on.
    pub distinct: Option<TypedArg>,
    /// What a function is called with.
    pub inputs: Option<Inputs>,
}

/// The argument of a function's field that holds what the function is called with.
#[derive(Clone, Debug)]
pub(crate) struct Inputs {
    pub arg: TypedArg,
    /// What can be given in it.
    pub members: Vec<TypedArg>,
}

impl Inputs {
    /// True when the function cannot be called without.
    pub(crate) fn required(&self) -> bool {
        self.arg.type_sdl.ends_with('!')
    }
}

/// An argument with its declared type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypedArg {
    pub name: String,
    /// Type as variables must declare it: `notes_bool_exp`.
    pub type_sdl: String,
}

#[derive(Clone, Debug)]
pub(crate) struct OrderBy {
    pub arg: TypedArg,
    /// The enum value for ascending order: `asc` or `ASC`.
    pub ascending: String,
    /// Columns that can be ordered by.
    pub columns: Vec<String>,
    /// Aggregates of array relationships that can be ordered by.
    pub aggregates: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PrimaryKey {
    /// Its columns, in the order of the arguments.
    pub columns: Vec<PkArg>,
}

/// A column of the key; argument and column share the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PkArg {
    pub name: String,
    /// Type as variables must declare it: `bpchar!`.
    pub type_sdl: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Name of the field.
    pub name: String,
    /// Name of the scalar or enum.
    pub scalar: String,
    /// True when rows can be filtered by it.
    pub filterable: bool,
    /// True when it may be null, as far as the schema says.
    pub nullable: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Relationship {
    /// Name of the field.
    pub name: String,
    /// Type name of the table behind it.
    pub target: String,
    /// Many rows behind it.
    pub array: bool,
    /// Rows that a function of the database computes, by the field's description.
    pub computed: bool,
    /// Arguments, for arrays.
    pub args: ListArgs,
    /// Name of the field with its aggregates, where the role has one.
    pub aggregate: Option<String>,
}
