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

pub(crate) use cookies::CookieNote;
pub(crate) use error::SessionError;
pub(crate) use foreign::{export_json, export_netscape, read_import, write_export};
pub(crate) use import::{Imported, bare_token, import};
pub(crate) use lock::SessionLock;
pub(crate) use model::{Generation, Session, Transport, User};
pub(crate) use names::is_name;
pub(crate) use source::SessionSource;
pub(crate) use store::{FileState, Listed, Store};

/// A jar that is written anew holds the cookies that it held.
#[cfg(fuzzing)]
pub(crate) fn fuzz_jar(bytes: &[u8]) {
    let path = std::path::Path::new("jar");
    let Ok(lines) = netscape::parse(path, bytes) else {
        return;
    };
    let jar = cookies::Cookies::from_ordered(netscape::cookies(&lines));
    let written = netscape::merge(&lines, &jar, &[]);
    let again = netscape::parse(path, &written).map(|lines| netscape::cookies(&lines));
    let again = again.map(cookies::Cookies::from_ordered);
    let shown = |cookies| netscape::render(cookies);
    assert_eq!(again.as_ref().map(shown).ok(), Some(shown(&jar)));
}

#[cfg(test)]
mod curl_tests;
