//! What comes in by standard input and small files: bounded, and without blocking Ctrl-C.

use std::path::Path;

use tokio::sync::oneshot;

use crate::bounded;
use crate::error::{Error, Result};

/// Reads standard input to its end.
///
/// The read has a thread of its own: a pipe that never ends must not keep Ctrl-C from working.
pub(crate) async fn stdin(limit: usize) -> Result<Vec<u8>> {
    let (sender, receiver) = oneshot::channel();
    std::thread::Builder::new()
        .name("stdin".into())
        .spawn(move || {
            let mut bytes = Vec::new();
            let read = bounded::stream(std::io::stdin().lock(), limit, &mut bytes);
            let _ = sender.send(read.map(|()| bytes));
        })
        .map_err(|source| Error::io("read", "standard input", source))?;
    receiver
        .await
        .map_err(|_| Error::Internal("reading standard input ended without a result".into()))?
        .map_err(|source| Error::io("read", "standard input", source))
}

/// Reads a file that somebody names.
pub(crate) fn file(path: &Path, limit: usize) -> Result<Vec<u8>> {
    bounded::bytes(path, limit).map_err(|source| cannot_read(path, source))
}

/// [`file`] that holds text.
pub(crate) fn text(path: &Path, limit: usize) -> Result<String> {
    bounded::text(path, limit).map_err(|source| cannot_read(path, source))
}

/// Reads a text file of a project that may be missing.
pub(crate) fn text_if_there(path: &Path) -> Result<Option<String>> {
    match bounded::plain_text(path, bounded::WRITTEN) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot_read(path, error)),
    }
}

fn cannot_read(path: &Path, source: std::io::Error) -> Error {
    Error::io("read", path.display().to_string(), source)
}
