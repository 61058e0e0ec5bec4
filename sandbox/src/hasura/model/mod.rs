//! What the Hasura double knows: its metadata ([`metadata`]), the rows behind it ([`data`]), how
//! a relationship finds its other side ([`relationship`]), and who is asking ([`session`]).
//!
//! Types and loading only; nothing here decides who may see what.

pub(crate) mod data;
pub(crate) mod metadata;
mod names;
pub(crate) mod relationship;
pub(crate) mod session;

pub(crate) use names::{DEFAULT_SOURCE, LoadError, TableName, public, read};
