//! Sets Hasura up as a plan says: source, tracked tables, relationships, select permissions.
//!
//! [`engine`] asks and tells Hasura, [`catalog`] is the database as its catalogue describes it,
//! [`wish`] is what should be (from [`Options`]), [`plan`] is the difference between that and the
//! metadata, [`mod@apply`] makes it so and proves it, [`export`] writes the metadata as the
//! directory of hasura-cli. Nothing here prints or asks.

pub mod apply;
pub mod catalog;
pub mod engine;
mod error;
pub mod export;
mod options;
pub mod plan;
mod state;
pub mod wish;

pub use error::SetupError;
pub use options::Options;
pub use state::{Reading, has_password, password_of, read};

/// The role that can be given no permission, since it may do everything.
pub const ADMIN: &str = "admin";
