//! `verify-hasura`: discovery, probes, evidence, verdict.
