//! What a probe gets to work with.

use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::OnceCell;

use super::actor::Actor;
use super::facts::Facts;
use super::run::Run;
use super::tamper::ShortLived;
use super::unanswered;
use crate::error::Result;

/// A run, what is begun ahead of its time, and the facts, which wait for the first probe that asks.
///
/// It derefs to the run: a probe asks as the users of the run, and what needs no more than a run
/// takes no more.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    run: Run<'a>,
    /// Begun before the first probe.
    pub short_lived: ShortLived,
    facts: OnceCell<Facts>,
    open: AtomicBool,
}

impl<'a> Deref for Context<'a> {
    type Target = Run<'a>;

    fn deref(&self) -> &Run<'a> {
        &self.run
    }
}

impl<'a> Context<'a> {
    pub(crate) fn new(run: Run<'a>) -> Self {
        Self {
            run,
            short_lived: ShortLived::default(),
            facts: OnceCell::new(),
            open: AtomicBool::new(false),
        }
    }

    /// The same run through the eyes of users in other roles; facts are fetched anew.
    pub(crate) fn with_actors(&self, a: Actor, b: Actor, writers: Option<Box<[Actor; 2]>>) -> Self {
        Self {
            short_lived: self.short_lived.clone(),
            ..Self::new(self.run.with_actors(a, b, writers))
        }
    }

    /// What everybody sees, fetched once.
    pub(crate) async fn facts(&self) -> Result<&Facts> {
        self.facts
            // What cannot be listed is the word of whoever judges the lists.
            .get_or_try_init(|| Box::pin(unanswered::expected(Facts::gather(&self.run))))
            .await
    }

    /// What everybody sees, where a probe asked for it.
    pub(crate) fn known_facts(&self) -> Option<&Facts> {
        self.facts.get()
    }

    /// Remembers that every request is the administrator's: nothing else can be told apart then.
    pub(crate) fn found_open(&self) {
        self.open.store(true, Ordering::Relaxed);
    }

    /// True when every request is the administrator's.
    pub(crate) fn is_open(&self) -> bool {
        self.open.load(Ordering::Relaxed)
    }
}
