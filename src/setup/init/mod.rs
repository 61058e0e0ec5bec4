//! From what is lying about to a tried st-hasura.toml.
//!
//! [`look`] reads the folder ([`dotenv`], [`compose`]) and the ports of this machine
//! ([`ports`]); [`Answers`] are what goes into the file and where each came from; [`trial`] tries
//! them; [`file`] writes them down. Secrets are only ever named: by variable or by file.

mod answers;
mod compose;
mod dotenv;
mod error;
pub(crate) mod file;
mod found;
mod ports;
mod source;
mod survey;
pub(crate) mod trial;
mod values;

pub(crate) use answers::Answers;
pub(crate) use found::{Look, SecretPlace};
pub(crate) use ports::USUAL;
pub(crate) use source::Source;
pub(crate) use survey::look;
