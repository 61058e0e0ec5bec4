//! Reading what somebody names, up to a bound: no file and no stream makes this program hold more
//! than it says here, whatever stands behind the name.
//!
//! A file that an option names may be a pipe, as shells make them for `<(…)`, or `/dev/zero` by
//! mistake; it is read to the bound and then given up. A file that is found by its usual name in
//! somebody's folder has to be a plain one: a pipe there would keep the program waiting for ever.

use std::fmt;
use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

use crate::signals;

const MIB: usize = 1024 * 1024;

/// A password, a token, an administrator's secret.
pub(crate) const SECRET: usize = 64 * 1024;

/// What people write: configuration, policies, compose and `.env` files, certificates, documents.
pub(crate) const WRITTEN: usize = 4 * MIB;

/// What programs write: exports of metadata, reports, variables of a bulk insert.
pub(crate) const MADE: usize = 32 * MIB;

/// There is more than the bound. Travels inside an [`Error`], so that whoever says which file
/// could not be read says this as well.
#[derive(Debug)]
struct TooLarge {
    limit: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.limit {
            limit if limit.is_multiple_of(MIB) => {
                write!(f, "it holds more than {} MiB", limit / MIB)
            }
            limit => write!(f, "it holds more than {limit} bytes"),
        }
    }
}

impl std::error::Error for TooLarge {}

/// True for the error of a file or stream with more in it than the bound.
pub(crate) fn is_too_large(error: &Error) -> bool {
    error
        .get_ref()
        .is_some_and(<dyn std::error::Error + Send + Sync>::is::<TooLarge>)
}

/// What to do about an error of this module, where there is something to say.
pub(crate) fn hint(error: &Error) -> Option<String> {
    is_too_large(error).then(|| "is it the right one?".to_owned())
}

/// A file that somebody names; a pipe or a device as well.
pub(crate) fn bytes(path: &Path, limit: usize) -> Result<Vec<u8>> {
    let place = path.to_owned();
    patiently(Some(path), move || {
        let mut bytes = Vec::new();
        stream(File::open(place)?, limit, &mut bytes)?;
        Ok(bytes)
    })
}

/// Reads at once from a plain file; from others, where somebody may still be writing, for as long
/// as nobody asks to stop. Without a path, what is read is standard input.
fn patiently<T: Send + 'static>(
    path: Option<&Path>,
    read: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let metadata = path.and_then(|path| std::fs::metadata(path).ok());
    if path.is_some() && metadata.is_none_or(|metadata| metadata.is_file()) {
        return read();
    }
    signals::unless_stopped(read)
}

/// [`bytes`] that are UTF-8.
pub(crate) fn text(path: &Path, limit: usize) -> Result<String> {
    utf8(bytes(path, limit)?)
}

/// Standard input to its end.
pub(crate) fn stdin(limit: usize) -> Result<Vec<u8>> {
    patiently(None, move || {
        let mut bytes = Vec::new();
        stream(std::io::stdin().lock(), limit, &mut bytes)?;
        Ok(bytes)
    })
}

/// [`stdin`] that is UTF-8.
pub(crate) fn stdin_text(limit: usize) -> Result<String> {
    utf8(stdin(limit)?)
}

/// A file that is found by its usual name.
pub(crate) fn plain(path: &Path, limit: usize) -> Result<Vec<u8>> {
    // Asked before it is opened, which waits for the other end of a pipe.
    if !std::fs::metadata(path)?.is_file() {
        return Err(not_plain());
    }
    bytes(path, limit)
}

fn not_plain() -> Error {
    Error::other("it is no plain file")
}

/// An error for a pipe or a device in the place of a file that need not be there: taken for
/// nothing, it would leave somebody wondering why what they wrote counts for nothing.
pub(crate) fn refuse_pipe(path: &Path) -> Result<()> {
    match std::fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => Err(not_plain()),
        _ => Ok(()),
    }
}

/// [`plain`] bytes that are UTF-8.
pub(crate) fn plain_text(path: &Path, limit: usize) -> Result<String> {
    utf8(plain(path, limit)?)
}

/// Adds what comes to `bytes`, up to the bound. One byte more than that is read, so that too much
/// can be told from just enough.
pub(crate) fn stream(source: impl Read, limit: usize, bytes: &mut Vec<u8>) -> Result<()> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    if source.take(most).read_to_end(bytes)? > limit {
        return Err(Error::new(ErrorKind::FileTooLarge, TooLarge { limit }));
    }
    Ok(())
}

fn utf8(bytes: Vec<u8>) -> Result<String> {
    // In the words of the standard library's own readers.
    String::from_utf8(bytes)
        .map_err(|_| Error::new(ErrorKind::InvalidData, "stream did not contain valid UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &[u8], limit: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        stream(source, limit, &mut bytes).map(|()| bytes)
    }

    #[test]
    fn just_enough_is_not_too_much() {
        assert_eq!(read(b"abc", 3).unwrap(), b"abc");
        let error = read(b"abcd", 3).unwrap_err();
        assert!(is_too_large(&error));
        assert_eq!(error.to_string(), "it holds more than 3 bytes");
        assert_eq!(hint(&error).as_deref(), Some("is it the right one?"));
        let error = read(&vec![0; 2 * MIB + 1], 2 * MIB).unwrap_err();
        assert_eq!(error.to_string(), "it holds more than 2 MiB");
    }

    #[test]
    fn other_errors_are_others() {
        let folder = tempfile::tempdir().unwrap();
        let error = plain(folder.path(), 1).unwrap_err();
        assert_eq!(error.to_string(), "it is no plain file");
        let error = bytes(&folder.path().join("none"), 1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert!(!is_too_large(&error) && hint(&error).is_none());
    }
}
