//! What comes in by standard input and small files: bounded, and without blocking Ctrl-C.

use std::io::Read as _;
use std::path::Path;

use tokio::sync::oneshot;

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
            let _ = sender.send(read(std::io::stdin().lock(), limit));
        })
        .map_err(|source| Error::io("read", "standard input", source))?;
    let bytes = receiver
        .await
        .map_err(|_| Error::Internal("reading standard input ended without a result".into()))?
        .map_err(|source| Error::io("read", "standard input", source))?;
    within(bytes, limit, "standard input")
}

/// Reads a file that is small by nature.
pub(crate) fn file(path: &Path, limit: usize) -> Result<Vec<u8>> {
    let shown = path.display().to_string();
    let place = path.to_owned();
    let bytes = patiently(Some(path), move || read(std::fs::File::open(place)?, limit))
        .map_err(|source| Error::io("read", shown.as_str(), source))?;
    within(bytes, limit, &shown)
}

/// Reads a text file that may be missing.
pub(crate) fn text_if_there(path: &Path) -> Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", path.display().to_string(), error)),
    }
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

/// One byte more than the limit, so that too much can be told from just enough.
fn read(source: impl std::io::Read, limit: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    source.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn within(bytes: Vec<u8>, limit: usize, what: &str) -> Result<Vec<u8>> {
    if bytes.len() > limit {
        return Err(Error::usage(
            format!("{what} holds more than {limit} bytes"),
            "is it the right one?",
        ));
    }
    Ok(bytes)
}
