//! The embedded offline stack: core, auth API and Hasura doubles, on loopback only.
//!
//! The doubles answer as the real servers do; they are written from what those were seen to
//! send, never from this crate's client, so that a misreading cannot agree with itself. They are
//! for tests and for learning: no double is fit to serve anybody.

pub mod auth_api;
pub mod child;
mod clock;
pub mod core;
mod error;
pub mod faults;
pub mod hasura;
mod http;
mod options;
mod stack;
mod trouble;

pub use clock::Clock;
pub use error::SandboxError;
pub use faults::{Fault, Faults, Service};
pub use options::{AntiCsrf, Generation, StackOptions, Transfer};
pub use stack::Stack;
