//! What every handler sees.

use std::sync::Arc;

use super::auth::Authenticator;
use super::engine::Engine;

/// The version that the double says it is: the newest one whose answers were recorded.
pub(crate) const VERSION: &str = "v2.48.10";

/// The state behind all endpoints.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) engine: Engine,
    pub(super) auth: Authenticator,
}

pub(super) type Shared = Arc<Service>;
