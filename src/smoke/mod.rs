//! The whole chain with throw-away users: sign up, sign in, JWT, signature, query, verdict.
//!
//! `smoke` runs it against the configured services, `demo` against the sandbox with a narrator.
//! [`steps`] is the book-keeping, [`full`] and [`quick`] are the chains, [`typed`] is what the
//! tutorial would have had a person type instead.

mod chain;
pub(crate) mod full;
mod model;
pub(crate) mod quick;
pub(crate) mod steps;
mod typed;

pub(crate) use model::{Chain, ChainOptions};
pub(crate) use steps::{Step, StepOutcome};
