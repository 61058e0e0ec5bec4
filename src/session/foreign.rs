//! Sessions as files of the user's own: what is read to be imported, and what is exported.

use std::path::Path;

use zeroize::Zeroizing;

use super::error::SessionError;
use super::model::Session;
use super::{file, netscape, private};

/// The bytes of a file to import.
pub(crate) fn read_import(path: &Path) -> Result<Zeroizing<Vec<u8>>, SessionError> {
    private::read_any(path)?.ok_or_else(|| SessionError::NoJar {
        path: path.to_owned(),
    })
}

/// The session's cookies as a jar for `curl -b`, byte for byte as `curl -c` would write them.
pub(crate) fn export_netscape(session: &Session) -> Result<Zeroizing<Vec<u8>>, SessionError> {
    if session.cookies.is_empty() && session.has_header_tokens() {
        return Err(SessionError::HeaderTokens);
    }
    Ok(Zeroizing::new(
        netscape::render(&session.cookies).into_bytes(),
    ))
}

/// The whole session, as it is kept.
pub(crate) fn export_json(session: &Session) -> Result<Zeroizing<Vec<u8>>, SessionError> {
    file::write(session)
}

/// Writes an export for its owner alone; an existing file only with `force`.
pub(crate) fn write_export(path: &Path, bytes: &[u8], force: bool) -> Result<(), SessionError> {
    // Behind links. A pipe or a device would be replaced, and not written to.
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(SessionError::WrongKind {
            path: path.to_owned(),
            expected: "a plain file",
        });
    }
    if force {
        // Behind links, so that the file is replaced and not the link.
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        private::replace(&target, bytes)
    } else {
        private::create(path, bytes)
    }
}
