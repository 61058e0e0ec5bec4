//! `--active`: permissions to write, tried on rows that two throw-away users own.
//!
//! Only rows made here are written to, each named by its key, and all of them are removed
//! afterwards; where that could not be done nothing is made. Rows are made as the user where the
//! role may insert, else as administrator in the user's name. P14 tells what came of it.

mod both;
mod clean_up;
mod make;
mod nulls;
mod rows;
mod run;
mod send;
mod trial;
mod tries;
mod undo;
mod upsert;

pub(super) use run::run;
pub(super) use trial::Held;
