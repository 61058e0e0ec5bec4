//! `verify-hasura`: discovery, probes, evidence, verdict.

pub mod discovery;
pub mod model;
