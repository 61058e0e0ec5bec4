//! Runs a validated operation over a snapshot of the rows. Everything is prepared before
//! anything is read ([`plan`]): a missing session variable is an error even over an empty table.

mod aggregate;
mod array;
mod delete;
mod edit;
mod expr;
mod filter;
mod insert;
mod instant;
mod mutation;
mod order;
mod pattern;
mod plan;
mod query;
mod run;
mod select;
mod subscription;
mod test_op;
mod update;
mod value;

pub(super) use run::Run;
pub(super) use subscription::{Progress, Update};
