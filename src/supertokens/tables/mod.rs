//! What is known of `SuperTokens`' own tables in PostgreSQL (contracts: hasura §6): which nobody
//! but its core should reach, and which columns hold secrets.
//!
//! `verify` reports them, `setup` never opens them; both go by the same lists.

pub mod decides;
pub mod never_track;
pub mod secret_columns;
