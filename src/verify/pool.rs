//! Bounded concurrency with results in the order of the inputs.

use std::future::Future;

use futures_util::StreamExt as _;
use futures_util::stream;

/// Runs `work` on each item, at most `width` at a time.
pub(super) async fn each<I, T, F, Fut>(items: I, width: usize, work: F) -> Vec<T>
where
    I: IntoIterator,
    F: FnMut(I::Item) -> Fut,
    Fut: Future<Output = T>,
{
    stream::iter(items)
        .map(work)
        .buffered(width.max(1))
        .collect()
        .await
}
