//! Whole requests against small metadata and data: exact answers.

mod faults;
mod fixture;
mod inheritance;
mod introspection;
mod mutations;
mod naming;
mod permissions;
mod queries;
mod validation;
