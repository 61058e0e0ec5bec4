//! What is known of `SuperTokens`' own tables in PostgreSQL (contracts: hasura §6): which nobody
//! but its core should reach, and which columns hold secrets.
//!
//! `verify` reports them, `setup` never opens them; both go by the same lists.

pub(crate) mod decides;
pub(crate) mod never_track;
pub(crate) mod secret_columns;
