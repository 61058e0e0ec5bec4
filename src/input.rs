//! What comes in by standard input and small files: bounded, and without blocking Ctrl-C.

use std::path::Path;

use tokio::sync::oneshot;

use crate::bounded;
use crate::error::{Error, Result};
use crate::signals;

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
    let place = path.to_owned();
    patiently(Some(path), move || bounded::bytes(&place, limit))
        .map_err(|source| cannot_read(path, source))
}

/// [`file`] that holds text.
pub(crate) fn text(path: &Path, limit: usize) -> Result<String> {
    let place = path.to_owned();
    patiently(Some(path), move || bounded::text(&place, limit))
        .map_err(|source| cannot_read(path, source))
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

/// Reads at once from a plain file; from others, where somebody may still be writing, for as long
/// as nobody asks to stop. Without a path, what is read is standard input.
pub(crate) fn patiently<T: Send + 'static>(
    path: Option<&Path>,
    read: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> std::io::Result<T> {
    let metadata = path.and_then(|path| std::fs::metadata(path).ok());
    if path.is_some() && metadata.is_none_or(|metadata| metadata.is_file()) {
        return read();
    }
    signals::unless_stopped(read)
}
