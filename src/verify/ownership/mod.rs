//! Whose a row is: established from the permission's filter and from data, never from a guess
//! that the report does not own up to.
//!
//! * [`permission`] finds a table's metadata and the filter of a role.
//! * [`filter`] reads that filter for one user.
//! * [`claim_value`] puts a claim into it.
//! * [`pattern`] tells a claim that is taken for a pattern from what it says.
//! * [`publication`] tells rows that were made public.
//! * [`owners`] finds the columns that hold users' ids, and the ways to them.
//! * [`embedded`] finds ids that stand inside longer values.
//! * [`row_verdict`] joins all of it into a judgement on each row.

pub(crate) mod claim_value;
mod embedded;
pub(crate) mod filter;
pub(crate) mod owners;
mod pattern;
pub(crate) mod permission;
pub(crate) mod publication;
pub(crate) mod row_verdict;

pub(crate) use owners::{Basis, OwnerPath};
pub(crate) use row_verdict::{Standing, Why};
