//! `st-hasura`: set up and test SuperTokens + Hasura authentication from one binary.
//!
//! Data flows one way: arguments ([`cli`]) → resolved configuration ([`config`]) → command
//! ([`commands`]) → outcome → renderer ([`output`]). Only `output` prints, only `main` reads the
//! environment.

pub mod app;
mod assignments;
pub mod cli;
pub mod commands;
pub mod config;
pub mod context;
pub mod error;
pub mod exit;
pub mod hasura;
pub mod http;
pub mod input;
pub mod jwt;
pub mod left_overs;
pub mod output;
pub mod process;
pub mod project;
mod run;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod secret;
pub mod session;
pub mod setup;
pub mod signals;
pub mod smoke;
pub mod supertokens;
pub mod verify;

pub use context::Context;
pub use run::run;
