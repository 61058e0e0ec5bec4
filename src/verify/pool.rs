//! Bounded concurrency with results in the order of the inputs.

use std::future::Future;

use futures_util::StreamExt as _;
use futures_util::stream;

/// Runs `work` on each item, at most `width` at a time. One that takes long holds no other up.
pub(super) async fn each<I, T, F, Fut>(items: I, width: usize, work: F) -> Vec<T>
where
    I: IntoIterator,
    F: FnMut(I::Item) -> Fut,
    Fut: Future<Output = T>,
{
    let numbered = items.into_iter().map(work).enumerate();
    let mut done: Vec<(usize, T)> = stream::iter(numbered)
        .map(|(number, work)| async move { (number, work.await) })
        .buffer_unordered(width.max(1))
        .collect()
        .await;
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}
