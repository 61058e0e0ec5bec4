//! From what is lying about to a tried st-hasura.toml.
//!
//! [`look`] reads the folder ([`dotenv`], [`compose`]) and the ports of this machine
//! ([`ports`]); [`Answers`] are what goes into the file and where each came from; [`trial`] tries
//! them; [`file`] writes them down. Secrets are only ever named: by variable or by file.

mod answers;
mod compose;
mod dotenv;
mod error;
pub mod file;
mod look;
mod ports;
pub mod trial;
mod values;

pub use answers::{Answer, Answers, MANAGED, Source};
pub use error::InitError;
pub use look::{Found, Look, SecretPlace, look};
pub use ports::{Port, Service, USUAL};
