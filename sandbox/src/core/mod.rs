//! A double of the SuperTokens core: users, sessions, keys, and the Core Driver Interface (CDI)
//! over them. Real SDKs run against it.
//!
//! The state is one [`Core`] behind one lock that is never held across an await; the auth API
//! double works on it directly, a real SDK through [`router`].

pub(crate) mod access;
mod api;
pub(crate) mod keys;
pub(crate) mod roles;
pub(crate) mod sessions;
mod state;
pub(crate) mod tickets;
pub(crate) mod users;

pub(crate) use api::router;
pub use keys::SigningKeys;
pub(crate) use state::{Core, CoreOptions, Updated};
