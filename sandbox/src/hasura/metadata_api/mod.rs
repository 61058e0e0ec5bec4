//! `/v1/metadata` and `/v2/query`: the commands that look at the metadata and change it
//! (contracts: hasura §4.3, §4.4).
//!
//! Commands work on a [`draft`]. It is kept as a whole when they succeed, so a bulk is all or
//! nothing and the resource version goes up by one.

mod catalogue;
mod command;
mod commands;
mod dependents;
mod document;
mod draft;
mod pass_through;
mod permissions;
mod relationships;
mod roles;
mod sources;
mod suggest;
#[cfg(test)]
mod tests;
mod tracking;

pub(super) use commands::{query, run};
