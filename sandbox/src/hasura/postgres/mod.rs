//! A real `PostgreSQL` behind the double: its catalogue and rows are read once when the sandbox
//! starts ([`load`]), and `run_sql` that only reads is run on it ([`sql`]). Nothing is ever
//! written to it: every statement runs in a read-only transaction.

mod connection;
mod load;
mod sql;

pub use connection::Postgres;
pub(super) use load::load;
pub(super) use sql::{Answer, Refusal};
