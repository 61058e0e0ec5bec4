//! Sets Hasura up as a plan says: source, tracked tables, relationships, select permissions.
//!
//! [`engine`] asks and tells Hasura, [`catalog`] is the database as its catalogue describes it,
//! [`desired`] is what should be (from [`Options`]), [`plan`] is the difference between that and the
//! metadata, [`mod@apply`] makes it so and proves it, [`export`] writes the metadata as the
//! directory of hasura-cli. Nothing here prints or asks.

pub(crate) mod apply;
pub(crate) mod catalog;
mod current;
pub(crate) mod desired;
pub(crate) mod engine;
mod error;
pub(crate) mod export;
mod options;
pub(crate) mod pattern;
pub(crate) mod plan;

pub(crate) use current::{Current, has_password, password_of, read, read_for};
pub(crate) use error::SetupError;
pub(crate) use options::Options;

/// The role that can be given no permission, since it may do everything.
pub(crate) const ADMIN: &str = "admin";
