//! `/v1/metadata`, `/v2/query` and `/v1/query`: the commands that look at the metadata and change it
//! (contracts: hasura §4.1, §4.3, §4.4).
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
mod sql;
mod suggest;
#[cfg(test)]
mod tests;
mod tracking;
mod version_one;

pub(super) use commands::run;
pub(super) use sql::run as query;
pub(super) use version_one::run as legacy_query;
