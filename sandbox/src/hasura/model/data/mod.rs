//! The rows behind the double: what `--data` describes, in memory.
//!
//! A [`Database`] is a snapshot: the engine hands one out for each request, with views evaluated
//! and the core's live users filled in, so that whoever executes a query only reads
//! [`DataTable::rows`].

mod column_type;
mod constraint;
mod core_tables;
mod database;
pub(crate) mod decimal;
mod departure;
mod filter;
mod load;
mod referential;
mod sign_up;
mod unserved;

pub(crate) use column_type::ColumnType;
pub(crate) use constraint::ConstraintError;
pub(crate) use core_tables::refresh;
pub(crate) use database::{
    Action, Column, DataFunction, DataSource, DataTable, Database, ForeignKey, Key, Origin, Row,
    UserRow, UserSource, Writes,
};
pub(crate) use departure::departure;
pub(crate) use load::{Loaded, SeedUser, load};
pub(crate) use sign_up::{SignUpRow, sign_up};
pub(crate) use unserved::Unserved;
