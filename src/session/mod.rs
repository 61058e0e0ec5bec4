//! Sessions: what is kept of a signed-in user, where it is kept, and curl's jars
//! and browsers' cookies in and out.
//!
//! [`Session`] is the thing itself; [`Store`] is the folder of named sessions, [`SessionSource`] the one
//! that a command works on: a named session, a Netscape jar, or memory only.

mod cookies;
mod error;
mod file;
mod folder;
mod foreign;
mod import;
mod jar;
mod lock;
mod migrate;
mod model;
mod names;
mod netscape;
mod private;
mod source;
mod store;

pub(crate) use error::SessionError;
pub(crate) use foreign::{export_json, export_netscape, read_import, write_export};
pub(crate) use import::{Imported, bare_token, import};
pub(crate) use lock::SessionLock;
pub(crate) use model::{Generation, Session, Transport, User};
pub(crate) use source::SessionSource;
pub(crate) use store::{FileState, Listed, Store};

#[cfg(test)]
mod curl_tests;
