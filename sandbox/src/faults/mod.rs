//! Known misbehaviours that can be switched on, so that whoever looks for them can be seen to
//! find them.
//!
//! A fault is a question that the doubles ask while they answer ([`Faults::has`]); it is never
//! read once and remembered, so a test can switch faults while the stack runs.

mod catalogue;
mod in_force;
mod service;

pub use catalogue::Fault;
pub use in_force::Faults;
pub use service::Service;
