//! The compiled binary against auth APIs on the real SuperTokens SDKs.
//!
//! Each test starts the sandbox's core, a real server on it, and the sandbox's Hasura with its
//! `jwk_url` at that server. Without the servers' packages a test says so and is skipped; with
//! `ST_HASURA_REAL_SDK=1` they are installed, and a missing tool is a failure.
#![cfg(feature = "sandbox")]
#![allow(
    // Fixtures are written to be read; the finer points of style serve programs.
    clippy::assigning_clones,
    clippy::cast_possible_truncation,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::large_stack_arrays,
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub
)]

#[path = "../support/mod.rs"]
mod support;

mod apart;
mod checks;
mod curl;
mod expiry;
mod from_nothing;
mod journey;
mod recipes;
mod rig;
mod roles;
mod server;
mod set_up;
