//! `verify-hasura`: discovery, probes, evidence, verdict.
//!
//! [`setup`] puts together what a [`run::Run`] works with (two users, perhaps an administrator);
//! [`running`] hands it, as a [`context::Context`], to each of the [`probes`], and [`report`] draws
//! a verdict from what they say. [`facts`] are fetched once and shared; [`ownership`] decides who
//! owns a row. [`policy`] is what people decided, [`baseline`] what was found before. A new probe is
//! one file in `probes` and one line in its registry; its findings are made by [`finding`], and
//! [`causes`] folds those of one [`fault`].
//! [`write_trials`] is the one part that writes, and only where that is asked for; [`offline`] asks
//! nobody, and reads metadata in files.

pub(crate) mod actor;
mod asking;
pub(crate) mod baseline;
pub(crate) mod caller;
mod causes;
pub(crate) mod context;
pub(crate) mod defaults;
pub(crate) mod discovery;
pub(crate) mod error;
pub(crate) mod evidence;
pub(crate) mod facts;
pub(crate) mod fault;
pub(crate) mod finding;
pub(crate) mod left_rows;
pub(crate) mod made_rows;
mod mark;
mod masking;
pub(crate) mod model;
pub(crate) mod offline;
mod other_roles;
pub(crate) mod own_query;
mod owned_tables;
pub(crate) mod ownership;
mod pace;
pub(crate) mod pages;
pub(crate) mod plan;
pub(crate) mod policy;
mod pool;
pub(crate) mod probes;
mod recognise;
pub(crate) mod report;
mod role_schema;
pub(crate) mod rows;
pub(crate) mod rules;
pub(crate) mod run;
pub(crate) mod running;
pub(crate) mod schema;
pub(crate) mod scope;
pub(crate) mod setup;
pub(crate) mod tamper;
pub(crate) mod throw_away;
mod unanswered;
pub(crate) mod verdict;
mod write_trials;
