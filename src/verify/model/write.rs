//! The mutations of a table as a role sees them.

use super::{RoleTable, TypedArg};
use crate::operation::Operation;

/// What a mutation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WriteKind {
    /// `insert_T(objects)`.
    Insert,
    /// `insert_T_one(object)`.
    InsertOne,
    /// `update_T(where, _set)`.
    Update,
    /// `update_T_many(updates)`.
    UpdateMany,
    /// `update_T_by_pk(pk_columns, _set)`.
    UpdateByPk,
    /// `delete_T(where)`.
    Delete,
    /// `delete_T_by_pk(…)`.
    DeleteByPk,
}

impl WriteKind {
    pub(crate) const fn operation(self) -> Operation {
        match self {
            Self::Insert | Self::InsertOne => Operation::Insert,
            Self::Update | Self::UpdateMany | Self::UpdateByPk => Operation::Update,
            Self::Delete | Self::DeleteByPk => Operation::Delete,
        }
    }
}

/// A mutation of a table.
#[derive(Clone, Debug)]
pub(crate) struct Write {
    /// What it does.
    pub kind: WriteKind,
    /// The object type of the rows that it returns, where the role may read them.
    pub type_name: Option<String>,
    /// The database's name of the table, where a description tells it.
    pub db_name: Option<String>,
    /// Namespace fields around it, outermost first.
    pub namespace: Vec<String>,
    /// Name of the field.
    pub name: String,
    /// The argument with the row or rows to insert.
    pub rows: Option<TypedArg>,
    pub condition: Option<TypedArg>,
    /// The argument with the new values.
    pub set: Option<TypedArg>,
    /// The key, as one argument (`pk_columns`).
    pub key: Option<TypedArg>,
    /// The key, an argument a column, in deletions.
    pub keys: Vec<TypedArg>,
    /// The argument with several changes, each of a condition and new values; `condition` and
    /// `set` are members of it then.
    pub updates: Option<TypedArg>,
    /// Columns that can be given, in the row to insert or in the new values.
    pub columns: Vec<TypedArg>,
    /// What to do with a row that is there already (`on_conflict`), where that can be said.
    pub upsert: Option<Upsert>,
    /// Name of the field with the number of rows written.
    pub affected: Option<String>,
    /// Name of the field with the rows written.
    pub returning: Option<String>,
}

impl Write {
    /// True when it writes to this table. Without rows to come back only the table's name tells.
    pub(crate) fn is_of(&self, table: &RoleTable) -> bool {
        match &self.type_name {
            Some(name) => *name == table.type_name,
            None => self.db_name.is_some() && self.db_name == table.db_name,
        }
    }
}

/// The argument `on_conflict`.
#[derive(Clone, Debug)]
pub(crate) struct Upsert {
    pub arg: TypedArg,
    /// Its member that names the constraint.
    pub constraint: String,
    /// Its member with the columns to overwrite.
    pub update: String,
    /// Its member that says which rows may be overwritten, where that can be said.
    pub filter: Option<String>,
    pub constraints: Vec<Constraint>,
    /// The columns that can be overwritten.
    pub columns: Vec<String>,
}

/// A unique or primary key constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Constraint {
    pub name: String,
    /// Its columns, as the database names them; none where its description does not tell.
    pub columns: Vec<String>,
}
