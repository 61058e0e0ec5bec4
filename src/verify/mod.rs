//! `verify-hasura`: discovery, probes, evidence, verdict.
//!
//! [`setup`] makes a [`context::Context`] (two users, perhaps an administrator), [`run`] hands it to
//! each of the [`probes`], and [`report`] draws a verdict from what they say. [`facts`] are fetched once and
//! shared; [`ownership`] decides whose a row is. [`policy`] is what people decided, [`baseline`] what
//! was found before. A new probe is one file in `probes` and one line
//! in its list.

pub mod actor;
pub mod baseline;
pub mod caller;
pub mod context;
pub mod discovery;
pub mod error;
pub mod evidence;
pub mod facts;
pub mod model;
pub mod own_query;
pub mod ownership;
pub mod plan;
pub mod policy;
mod pool;
pub mod probes;
mod reach;
pub mod report;
pub mod rules;
pub mod run;
pub mod setup;
pub mod tamper;
pub mod throw_away;
pub mod verdict;

pub use error::VerifyError;
