//! A public URL for an auth API that runs on this machine, so that Hasura elsewhere reaches its
//! key set.
//!
//! [`agent`] asks a running ngrok for its tunnels, [`program`] starts one, [`reach`] proves that a
//! URL leads to this very auth API, [`carry`] writes it to where it belongs.

pub mod agent;
pub mod carry;
mod env_file;
mod error;
pub mod program;
pub mod reach;

pub use error::ExposeError;
