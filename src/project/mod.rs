//! Files in the user's own project: configuration, scaffolded servers, exported metadata, a value
//! in somebody's compose file.
//!
//! A command collects what it wants to be there as [`Changes`], shows them as a difference or
//! writes them. Writing is all or none: every file is written beside its place first, then all
//! take their names, and what was there comes back when one of them cannot. Nothing that is
//! there is overwritten unasked, and nothing that somebody else changed meanwhile.

mod changes;
mod diff;
mod error;
mod target;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use changes::{Access, Changes, Kind};
pub(crate) use error::ProjectError;
pub(crate) use write::open_to;
