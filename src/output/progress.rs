//! How far a long run is, for a person who waits.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::ui::Ui;
use crate::cli::OutputFormat;
use crate::context::Context;

/// The bar that is shown, if any, and the requests sent so far. Clones share both.
#[derive(Clone, Default)]
pub struct Progress(Arc<State>);

#[derive(Default)]
struct State {
    /// Somebody sits before this terminal.
    watched: bool,
    sent: AtomicU64,
    bar: Mutex<Option<ProgressBar>>,
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Progress(watched: {})", self.0.watched)
    }
}

impl Progress {
    /// Watched: a person at a terminal, who wants text and is told of nothing else meanwhile.
    pub(crate) fn decide(ui: &Ui, context: &Context) -> Self {
        let ci = context.var("CI").is_some_and(|value| value != "false");
        let watched = context.stderr_tty
            && !ci
            && !ui.quiet
            && ui.verbose == 0
            && ui.format == OutputFormat::Text
            && context.var("TERM") != Some("dumb");
        Self(Arc::new(State {
            watched,
            ..State::default()
        }))
    }

    fn bar(&self) -> Option<ProgressBar> {
        let bar = self.0.bar.lock().unwrap_or_else(PoisonError::into_inner);
        bar.clone()
    }

    /// Runs `write` with the bar out of the way.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match self.bar() {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

impl Ui {
    /// A request has been sent.
    pub fn sent(&self) {
        let sent = self.progress.0.sent.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(bar) = self.progress.bar() {
            bar.set_prefix(sent.to_string());
        }
    }

    /// Shows progress over this many steps, until what it returns is dropped.
    #[must_use]
    pub fn watch(&self, steps: usize) -> Watched {
        if self.progress.0.watched {
            let target = ProgressDrawTarget::stderr();
            let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
            // Without its template a bar still counts.
            if let Ok(style) = ProgressStyle::with_template(
                "{bar:20} probe {human_pos} of {len}, {prefix} requests, {wide_msg}",
            ) {
                bar.set_style(style);
            }
            bar.set_prefix(self.progress.0.sent.load(Ordering::Relaxed).to_string());
            let mut shown = self
                .progress
                .0
                .bar
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            *shown = Some(bar);
        }
        Watched(self.progress.clone())
    }
}

/// Shown while it lives.
#[derive(Debug)]
pub struct Watched(Progress);

impl Watched {
    /// The next step begins.
    pub fn step(&self, number: usize, name: &str) {
        if let Some(bar) = self.0.bar() {
            bar.set_position(number as u64);
            bar.set_message(name.to_owned());
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let mut shown = self.0.0.bar.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = shown.take() {
            bar.finish_and_clear();
        }
    }
}
