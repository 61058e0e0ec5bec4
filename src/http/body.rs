//! Reading a body to its end or to its limit, whichever comes first.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::classify;
use super::error::HttpError;
use super::sensitive;
use std::time::Duration;
use url::Url;

/// Says how far an answer had come when time ran out.
#[derive(Debug, Default)]
pub(super) struct Progress(AtomicUsize);

impl Progress {
    /// The head is there.
    fn begin(&self) {
        self.0.store(1, Ordering::Relaxed);
    }

    fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Bytes of the body so far; `None` before the head.
    pub(super) fn received(&self) -> Option<usize> {
        self.0.load(Ordering::Relaxed).checked_sub(1)
    }
}

/// Reads at most `limit` bytes, counted after decompression: a small bomb is a large body.
pub(super) async fn read(
    mut answer: reqwest::Response,
    url: &Url,
    limit: usize,
    connect_timeout: Duration,
    progress: &Progress,
) -> Result<Vec<u8>, HttpError> {
    progress.begin();
    let too_large = || HttpError::BodyTooLarge {
        url: sensitive::shown(url),
        limit,
    };
    if answer
        .content_length()
        .is_some_and(|length| length > limit as u64)
    {
        return Err(too_large());
    }
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => return Err(too_large()),
            Ok(Some(chunk)) => {
                progress.add(chunk.len());
                body.extend_from_slice(&chunk);
            }
            Ok(None) => return Ok(body),
            Err(error) => return Err(classify::cause(&error, url, connect_timeout)),
        }
    }
}
