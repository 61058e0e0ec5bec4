//! The configuration: five layers, first wins, each value knowing where it came from.
//!
//! flag → environment → st-hasura.toml (working directory or a parent) → hasura-cli's
//! config.yaml beside it → user file → default. [`keys`] is the table of what exists.

mod connect;
mod endpoint;
mod error;
mod file;
mod files;
mod hasura_cli;
mod jwt_secret;
pub(crate) mod keys;
mod naming;
mod origin;
mod paths;
pub(crate) mod policy;
mod resolve;
mod setup;
mod toml;
mod transport;
mod values;

pub(crate) use endpoint::base_of;
pub(crate) use error::{ConfigError, variable};
pub(crate) use file::ConfigFile;
pub(crate) use files::{Profiles, profiles};
pub(crate) use jwt_secret::flag as jwt_secret_flag;
pub(crate) use keys::{KEYS, Kind};
pub(crate) use naming::NamingConvention;
pub(crate) use origin::{Origin, Sourced};
pub(crate) use policy::Policy;
pub(crate) use setup::{Filled, SetupSection};
pub(crate) use transport::Transport;
pub(crate) use values::{Config, Flags, JwtSecretText, Layer};
