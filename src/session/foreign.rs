//! Import and export: sessions as files of the user's own.

use std::path::Path;

use zeroize::Zeroizing;

use super::cookies::Cookies;
use super::error::SessionError;
use super::model::{Session, Transport};
use super::{file, netscape, private};

/// What a file held.
#[derive(Debug)]
pub(crate) struct Imported {
    pub session: Session,
    /// Lines of a jar whose cookie cannot be kept: not UTF-8, or not sendable by RFC 6265.
    pub left_out: usize,
}

/// Reads an exported session, or a Netscape jar as `curl -c` writes it, into the (new) session
/// `into`. `path` is for messages only.
pub(crate) fn import(path: &Path, bytes: &[u8], into: Session) -> Result<Imported, SessionError> {
    let limit = private::LIMIT_MIB;
    if bytes.len() as u64 > limit * 1024 * 1024 {
        return Err(SessionError::TooLarge {
            path: path.to_owned(),
            limit,
        });
    }
    if bytes.trim_ascii_start().starts_with(b"{") {
        let read = file::read(path, bytes)?;
        let session = Session {
            profile: into.profile,
            name: into.name,
            ..read
        };
        return Ok(Imported {
            session,
            left_out: 0,
        });
    }
    let lines = netscape::parse(path, bytes)?;
    let cookies = netscape::cookies(&lines);
    if cookies.is_empty() {
        return Err(SessionError::NoCookies {
            path: path.to_owned(),
        });
    }
    let left_out = lines
        .iter()
        .filter(|line| matches!(line.content, netscape::Content::Opaque))
        .count();
    let mut session = into;
    session.transport = Some(Transport::Cookie);
    session.cookies = Cookies::from_ordered(cookies);
    Ok(Imported { session, left_out })
}

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
    if path.is_dir() {
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
