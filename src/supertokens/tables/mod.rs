//! What is known of `SuperTokens`' own tables in PostgreSQL (contracts: hasura §6): which nobody
//! but its core should reach, and which decide who somebody is.
//!
//! `verify` reports them, `setup` never opens them; both go by the same lists.

pub(crate) mod decides;
pub(crate) mod never_track;
