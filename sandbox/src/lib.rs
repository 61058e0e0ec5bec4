//! The embedded offline stack: core, auth API and Hasura doubles, on loopback only.
//!
//! The doubles answer as the real servers do; they are written from what those were seen to
//! send, never from this crate's client, so that a misreading cannot agree with itself. They are
//! for tests and for learning: no double is fit to serve anybody.

#![warn(missing_docs)]

mod auth_api;
mod clock;
mod core;
mod error;
mod faults;
mod hasura;
mod http;
mod options;
mod stack;
mod trouble;
mod wire;

pub use core::SigningKeys;
pub use error::SandboxError;
pub use faults::{Fault, Faults, Service};
pub use hasura::Postgres;
pub use options::{AntiCsrf, ClaimsAt, Generation, Naming, StackOptions, Transfer};
pub use stack::Stack;
