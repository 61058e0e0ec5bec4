//! Requests that a server did not answer for a reason of its own: what failed is neither rows nor
//! their refusal, and a probe that got nothing else has shown nothing.

use std::cell::RefCell;
use std::future::Future;

use crate::hasura::GraphQlAnswer;
use crate::hasura::explain::Kind;

tokio::task_local! {
    /// What the probe that runs was told in place of answers: how often, and the first of it.
    static TOLD: RefCell<(usize, Option<String>)>;
}

/// Notes an answer that says no more than that something failed.
pub(super) fn note(answer: &GraphQlAnswer) {
    let failed = answer
        .errors
        .iter()
        .any(|error| error.explanation().kind == Kind::Internal);
    if failed {
        // Outside of a probe nobody asks.
        let _ = TOLD.try_with(|told| {
            let (times, first) = &mut *told.borrow_mut();
            *times += 1;
            if first.is_none() {
                *first = answer.first_error();
            }
        });
    }
}

/// Runs a probe; beside what it says, how many of its requests failed and with what words.
pub(super) async fn watched<T>(probe: impl Future<Output = T>) -> (T, Option<(usize, String)>) {
    TOLD.scope(RefCell::default(), async {
        let said = probe.await;
        let (times, first) = TOLD.with(RefCell::take);
        (said, first.map(|first| (times, first)))
    })
    .await
}

/// Asks for what may fail: whoever asks looks at that themselves.
pub(super) async fn expected<T>(work: impl Future<Output = T>) -> T {
    watched(work).await.0
}
