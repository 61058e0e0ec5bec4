//! How many requests are under way at a time.
//!
//! A server that answers fast gets more of them, up to [`WIDEST`]. One that lets a request time out
//! gets half as many from then on, and after a pause: what timed out here goes on in its database.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use crate::error::Result;
use crate::http::HttpError;

/// Requests at a time in the beginning.
const START: usize = 8;
/// Requests at a time at most.
pub(super) const WIDEST: usize = 64;
/// An answer within this time asks for more.
const FAST: Duration = Duration::from_millis(500);
/// Time for a server to get done with what timed out.
const PAUSE: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(crate) struct Pace {
    permits: Semaphore,
    width: AtomicUsize,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            permits: Semaphore::new(START),
            width: AtomicUsize::new(START),
        }
    }
}

impl Pace {
    /// Sends when it is its turn.
    pub(super) async fn paced<T>(&self, send: impl Future<Output = Result<T>>) -> Result<T> {
        // The semaphore is never closed, so there always is a permit to wait for.
        let permit = self.permits.acquire().await.ok();
        let started = Instant::now();
        let result = send.await;
        let timed_out = result.as_ref().err().is_some_and(|error| {
            matches!(
                error.downcast_ref(),
                Some(HttpError::Timeout { .. } | HttpError::ConnectTimeout { .. })
            )
        });
        if !timed_out {
            if started.elapsed() < FAST {
                self.widen();
            }
            return result;
        }
        self.narrow();
        tokio::time::sleep(PAUSE).await;
        drop(permit);
        result
    }

    fn widen(&self) {
        let wider = |width: usize| (width < WIDEST).then_some(width + 1);
        let widened = self
            .width
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, wider);
        if widened.is_ok() {
            self.permits.add_permits(1);
        }
    }

    /// Permits that are in use cannot be taken back; as many as are free go, at least one stays.
    fn narrow(&self) {
        let width = self.width.load(Ordering::Relaxed);
        let taken = self.permits.forget_permits(width / 2);
        self.width.fetch_sub(taken, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[tokio::test]
    async fn fast_answers_widen_and_a_timeout_narrows() {
        let pace = Pace::default();
        for _ in 0..100 {
            pace.paced(async { Ok(()) }).await.unwrap();
        }
        assert_eq!(pace.width.load(Ordering::Relaxed), WIDEST);
        pace.narrow();
        assert_eq!(pace.width.load(Ordering::Relaxed), WIDEST / 2);
        assert_eq!(pace.permits.available_permits(), WIDEST / 2);
        let other: Result<()> = pace
            .paced(async { Err(Error::usage("not about time", "none")) })
            .await;
        assert!(other.is_err());
        assert!(pace.width.load(Ordering::Relaxed) >= WIDEST / 2);
    }
}
