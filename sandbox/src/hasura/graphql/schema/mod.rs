//! The GraphQL schema of a role, built from metadata, permissions and the database
//! (contracts: hasura §3.1–§3.3). The definitions go straight into the GraphQL library's own
//! schema, which then answers introspection; beside it stands what execution must know about each
//! root field.

mod aggregate;
mod assemble;
pub(crate) mod builder;
pub(crate) mod catalog;
mod clashes;
mod draft;
pub(crate) mod grants;
mod listed;
mod mutations;
pub(crate) mod names;
mod role_schema;
mod roots;
mod scalars;
mod tables;

pub(crate) use aggregate::{AGGREGATES, Aggregate};
pub(crate) use clashes::{Clash, clashes};
pub(crate) use role_schema::{NOTHING, RoleSchema, Root};
