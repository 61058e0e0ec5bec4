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

#[cfg(unix)]
mod bounds;
mod completions;
mod config;
mod decode;
#[cfg(unix)]
mod environment;
mod explain;
mod http;
mod jwks;
mod jwt_secret;
mod jwt_secret_apply;
mod jwt_secret_engine;
mod jwt_secret_files;
mod jwt_secret_lint;
mod jwt_secret_readers;
mod manners;
mod scaffold;
mod session;
mod tls;
mod verify_offline;
mod verify_watch;

// These need the embedded stack.
#[cfg(feature = "sandbox")]
mod claims;
#[cfg(feature = "sandbox")]
mod demo;
#[cfg(feature = "sandbox")]
mod docs;
#[cfg(feature = "sandbox")]
mod doctor;
#[cfg(feature = "sandbox")]
mod expose;
#[cfg(feature = "sandbox")]
mod generated;
#[cfg(feature = "sandbox")]
mod hasura_cli;
#[cfg(feature = "sandbox")]
mod hasura_double;
#[cfg(feature = "sandbox")]
mod hostile;
#[cfg(feature = "sandbox")]
mod html;
#[cfg(feature = "sandbox")]
mod init;
#[cfg(all(target_os = "linux", feature = "sandbox"))]
mod interrupted;
#[cfg(feature = "sandbox")]
mod jar;
#[cfg(feature = "sandbox")]
mod jwt_chain;
#[cfg(all(unix, feature = "sandbox"))]
mod left_rows;
#[cfg(all(unix, feature = "sandbox"))]
mod modes;
#[cfg(feature = "sandbox")]
mod numbers;
#[cfg(all(unix, feature = "sandbox"))]
mod packaging;
#[cfg(feature = "sandbox")]
mod pictures;
#[cfg(all(unix, feature = "sandbox"))]
mod postgres;
#[cfg(feature = "sandbox")]
mod progress;
#[cfg(feature = "sandbox")]
mod prompts;
#[cfg(feature = "sandbox")]
mod query;
#[cfg(feature = "sandbox")]
mod readme;
#[cfg(all(unix, feature = "sandbox"))]
mod recorded;
#[cfg(feature = "sandbox")]
mod refresh;
#[cfg(feature = "sandbox")]
mod reports;
#[cfg(feature = "sandbox")]
mod sandbox;
#[cfg(feature = "sandbox")]
mod secrets;
#[cfg(feature = "sandbox")]
mod session_import;
#[cfg(feature = "sandbox")]
mod setup_hasura;
#[cfg(all(target_os = "linux", feature = "sandbox"))]
mod signals;
#[cfg(feature = "sandbox")]
mod signin;
#[cfg(feature = "sandbox")]
mod signout;
#[cfg(feature = "sandbox")]
mod signup;
#[cfg(feature = "sandbox")]
mod smoke;
#[cfg(feature = "sandbox")]
mod stacks;
#[cfg(feature = "sandbox")]
mod status;
#[cfg(feature = "sandbox")]
mod subscriptions;
#[cfg(feature = "sandbox")]
mod token;
#[cfg(feature = "sandbox")]
mod token_place;
#[cfg(feature = "sandbox")]
mod troubles;
#[cfg(feature = "sandbox")]
mod users;
#[cfg(feature = "sandbox")]
mod verify;
#[cfg(feature = "sandbox")]
mod verify_policy;
#[cfg(feature = "sandbox")]
mod verify_untouched;
#[cfg(feature = "sandbox")]
mod verify_writes;
