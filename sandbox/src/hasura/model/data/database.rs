//! The rows of a snapshot, by source and table.

use super::column_type::ColumnType;
use super::unserved::Unserved;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::{TableName, public};

/// A row: column name → value.
pub(crate) type Row = Map<String, Value>;

/// A user of the core, as the double shows it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct UserRow {
    /// UUID, `CHAR(36)`.
    pub user_id: String,
    /// As the core stores it.
    pub email: String,
    /// As the core stores it.
    pub password_hash: String,
    /// Milliseconds since the epoch.
    pub time_joined: i64,
}

/// Without the hash.
impl std::fmt::Debug for UserRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserRow")
            .field("user_id", &self.user_id)
            .field("email", &self.email)
            .finish_non_exhaustive()
    }
}

/// Asks the core for its users of the email-password recipe, in order of sign-up.
pub(crate) type UserSource = Arc<dyn Fn() -> Vec<UserRow> + Send + Sync>;

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Database {
    /// In the order of the data file; `default` always exists.
    pub sources: Vec<DataSource>,
    /// Major version of `PostgreSQL`; [`Self::USUAL_VERSION`] when `None`.
    pub version: Option<u16>,
}

/// One database.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DataSource {
    /// The name that metadata uses.
    pub name: String,
    /// Its tables and views.
    pub tables: Vec<DataTable>,
    /// Its functions that return rows of a table.
    pub functions: Vec<DataFunction>,
}

/// A function. No SQL is run here: one that returns rows of a table returns all of them, whatever
/// its arguments, and one that answers about a row says whether a condition holds for it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DataFunction {
    #[serde(default = "public")]
    pub schema: String,
    pub name: String,
    /// The table whose rows it returns.
    #[serde(default)]
    pub returns: Option<TableName>,
    /// Of a row: what has to hold for it to answer true, as a permission would say it.
    #[serde(default)]
    pub holds: Option<Value>,
    /// Each a name, and behind it the type if it is not `text`, and `default` if it may be left
    /// out.
    #[serde(default)]
    pub arguments: Vec<String>,
}

/// A table or view that exists in the database, tracked or not.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DataTable {
    /// Name and schema.
    pub table: TableName,
    /// In the order of creation.
    pub columns: Vec<Column>,
    /// Columns of the primary key; empty when there is none.
    pub primary_key: Vec<String>,
    /// The key's name where it is not the one that Postgres gives.
    pub primary_key_name: Option<String>,
    pub foreign_keys: Vec<ForeignKey>,
    /// Unique constraints other than the primary key.
    pub unique: Vec<Key>,
    /// Where the rows come from.
    pub origin: Origin,
    /// What the database lets be done to the rows.
    pub writes: Writes,
    /// Why its rows are not known.
    pub unread: Option<String>,
    /// What the database does with them and this double does not.
    pub unserved: Vec<Unserved>,
    /// The rows of this snapshot.
    pub rows: Arc<Vec<Row>>,
    /// The comment that Postgres would hold; becomes the type's description.
    pub comment: Option<String>,
}

/// Where the rows of a table come from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Origin {
    Stored,
    /// A view of another table of the same source.
    View {
        of: TableName,
        /// Which of its rows; `None` for all.
        filter: Option<Value>,
    },
    /// The core's `emailpassword_users`, live.
    EmailPasswordUsers,
    /// The core's `all_auth_recipe_users`, live.
    AllAuthRecipeUsers,
}

/// A primary key or unique constraint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub name: String,
    pub columns: Vec<String>,
}

impl Key {
    /// A unique constraint under the name that Postgres gives it.
    pub(crate) fn unique(table: &str, columns: Vec<String>) -> Self {
        Self {
            name: format!("{table}_{}_key", columns.join("_")),
            columns,
        }
    }
}

/// Kinds of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Writes {
    pub insert: bool,
    pub update: bool,
    pub delete: bool,
}

impl Writes {
    /// What a table lets be done.
    pub(crate) const ALL: Self = Self {
        insert: true,
        update: true,
        delete: true,
    };
    /// What a view lets be done that cannot be traced back to a table.
    pub(crate) const NONE: Self = Self {
        insert: false,
        update: false,
        delete: false,
    };
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Column {
    pub name: String,
    pub kind: ColumnType,
    pub nullable: bool,
    /// What an insert fills in: a literal, `gen_random_uuid()` or `now()`.
    pub default: Option<Value>,
    /// The last number of the sequence that an insert takes the next one of.
    pub sequence: Option<i64>,
    /// The comment that Postgres would hold; becomes the field's description.
    pub comment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ForeignKey {
    /// As Postgres names it: `<table>_<columns>_fkey` unless the data file says otherwise.
    pub constraint: String,
    pub columns: Vec<String>,
    pub table: TableName,
    /// Its columns, in the same order.
    pub references: Vec<String>,
    /// What becomes of the row when the other one is deleted.
    pub on_delete: Action,
    /// What becomes of the row when the other one's key is changed.
    pub on_update: Action,
}

/// What a foreign key does when what it refers to goes away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Action {
    /// Nothing: the change is refused.
    #[default]
    Refuse,
    /// The row goes, or changes, too.
    Cascade,
    /// Its columns become null.
    #[serde(rename = "set null")]
    SetNull,
    /// They become what an insert would fill in.
    #[serde(rename = "set default")]
    SetDefault,
}

impl Database {
    /// That of the database behind the engine whose answers were recorded.
    const USUAL_VERSION: u16 = 15;

    /// True where `max` of a uuid and of bytes is known.
    pub(crate) fn is_18_or_newer(&self) -> bool {
        self.version.unwrap_or(Self::USUAL_VERSION) >= 18
    }

    /// A source by name.
    pub(crate) fn source(&self, name: &str) -> Option<&DataSource> {
        self.sources.iter().find(|source| source.name == name)
    }

    /// A table by source and name.
    pub(crate) fn table(&self, source: &str, table: &TableName) -> Option<&DataTable> {
        self.source(source)?.table(table)
    }

    /// A table by source and name, to change.
    pub(crate) fn table_mut(&mut self, source: &str, table: &TableName) -> Option<&mut DataTable> {
        self.sources
            .iter_mut()
            .find(|candidate| candidate.name == source)?
            .tables
            .iter_mut()
            .find(|candidate| candidate.table == *table)
    }
}

impl DataSource {
    /// A function by name.
    pub(crate) fn function(&self, name: Option<&TableName>) -> Option<&DataFunction> {
        let name = name?;
        self.functions
            .iter()
            .find(|one| one.name == name.name && one.schema == name.schema)
    }

    /// A table by name.
    pub(crate) fn table(&self, name: &TableName) -> Option<&DataTable> {
        self.tables.iter().find(|table| table.table == *name)
    }
}

impl DataTable {
    /// A column by name.
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Primary key and unique constraints, the primary key first.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        let primary = (!self.primary_key.is_empty()).then(|| Key {
            name: self
                .primary_key_name
                .clone()
                .unwrap_or_else(|| format!("{}_pkey", self.table.name)),
            columns: self.primary_key.clone(),
        });
        primary.into_iter().chain(self.unique.iter().cloned())
    }

    /// True when rows can be inserted, changed and deleted here.
    pub(crate) fn is_stored(&self) -> bool {
        self.origin == Origin::Stored
    }

    /// The foreign key that sits on exactly these columns, in any order.
    pub(crate) fn foreign_key(&self, columns: &[&str]) -> Option<&ForeignKey> {
        self.foreign_keys.iter().find(|key| {
            key.columns.len() == columns.len()
                && columns
                    .iter()
                    .all(|column| key.columns.iter().any(|own| own == column))
        })
    }
}
