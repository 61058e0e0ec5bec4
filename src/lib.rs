//! `st-hasura`: set up and test SuperTokens + Hasura authentication from one binary.
//!
//! Data flows one way: arguments (`cli`) → resolved configuration (`config`) → command
//! (`commands`) → outcome → renderer (`output`). Only `ui` and `output` print, only `main` reads the
//! environment. The binary is the interface: the library is [`run`] and what it takes.

mod app;
mod bounded;
mod cleanup;
mod cli;
mod commands;
mod config;
mod context;
mod diagnostic;
mod doctor;
mod dotenv;
mod error;
mod exit;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod hasura;
mod http;
mod input;
mod jwt;
mod operation;
mod output;
mod process;
mod project;
mod run;
mod secret;
mod session;
mod setup;
mod signals;
mod smoke;
mod supertokens;
mod text;
mod troubles;
mod ui;
mod verify;

pub use context::Context;
pub use exit::Exit;
pub use process::keep_memory_private;
pub use run::run;

#[cfg(test)]
#[allow(
    unreachable_pub,
    clippy::cast_possible_truncation,
    clippy::format_collect,
    clippy::large_stack_arrays,
    clippy::too_many_lines,
    reason = "shared with the tests of the binary"
)]
#[path = "../tests/support/fault_server.rs"]
mod fault_server;

/// What the tests hold the pages and `--help` against. No interface.
#[doc(hidden)]
pub mod testing {
    pub use crate::commands::{error_codes, troubles_page};
    pub use crate::config::keys::table as keys_table;
    pub use crate::exit::table as exit_table;
}
