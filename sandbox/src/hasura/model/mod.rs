//! What the Hasura double knows: its metadata ([`metadata`]), the rows behind it ([`data`]), how
//! a relationship finds its other side ([`relationship`]), what a role inherits ([`inheritance`]),
//! and who is asking ([`session`]).
//!
//! Types and loading only; nothing here decides who may see what.

pub(crate) mod data;
pub(crate) mod inheritance;
pub(crate) mod metadata;
mod names;
mod other_column;
pub(crate) mod relationship;
pub(crate) mod session;

pub(crate) use names::{DEFAULT_SOURCE, LoadError, TableName, in_the_engines_words, public, read};
pub(crate) use other_column::OtherColumn;
