//! A public URL for an auth API that runs on this machine, so that Hasura elsewhere reaches its
//! key set.
//!
//! [`agent`] asks a running ngrok for its tunnels, [`program`] starts one, [`reach`] proves that a
//! URL leads to this very auth API, [`carry`] writes it to where it belongs.

pub(crate) mod agent;
pub(crate) mod carry;
mod error;
pub(crate) mod program;
pub(crate) mod tunnel_check;

pub(crate) use error::ExposeError;
