//! The compiled binary, driven as a user drives it. One module a topic.
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

mod config;
mod decode;
mod demo;
mod generated;
mod hasura_double;
mod http;
mod jar;
mod jwks;
mod jwt_chain;
mod jwt_secret;
mod library;
mod manners;
mod prompts;
mod query;
mod readme;
mod refresh;
mod sandbox;
mod secrets;
mod session;
mod signin;
mod signout;
mod signup;
mod smoke;
mod stacks;
mod status;
mod tls;
mod token;
mod verify;
mod verify_setups;
