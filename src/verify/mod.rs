//! `verify-hasura`: discovery, probes, evidence, verdict.
//!
//! [`setup`] makes a [`context::Context`] (two users, perhaps an administrator), [`run`] hands it to
//! each of the [`probes`], and [`report`] draws a verdict from what they say. [`facts`] are fetched once and
//! shared; [`ownership`] decides whose a row is. [`policy`] is what people decided, [`baseline`] what
//! was found before. A new probe is one file in `probes` and one line
//! in its list.

pub(crate) mod actor;
pub(crate) mod baseline;
pub(crate) mod caller;
pub(crate) mod context;
pub(crate) mod discovery;
pub(crate) mod error;
pub(crate) mod evidence;
pub(crate) mod facts;
pub(crate) mod made_rows;
pub(crate) mod model;
pub(crate) mod own_query;
pub(crate) mod ownership;
pub(crate) mod plan;
pub(crate) mod policy;
mod pool;
pub(crate) mod probes;
mod reach;
pub(crate) mod report;
pub(crate) mod rules;
pub(crate) mod run;
pub(crate) mod setup;
pub(crate) mod tamper;
pub(crate) mod throw_away;
pub(crate) mod verdict;
