//! The compiled binary against auth APIs on the real SuperTokens SDKs.
//!
//! Each test starts the sandbox's core, a real server on it, and the sandbox's Hasura with its
//! `jwk_url` at that server. Without the servers' packages a test says so and is skipped; with
//! `ST_HASURA_REAL_SDK=1` they are installed, and a missing tool is a failure.
#![cfg(feature = "sandbox")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

#[path = "../support/mod.rs"]
mod support;

mod curl;
mod expiry;
mod journey;
mod rig;
