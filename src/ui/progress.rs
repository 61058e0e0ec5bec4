//! How far a long run is, for a person who waits: one line that is drawn over.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use console::Term;

use crate::context::Context;

/// Drawing more often than this only costs time.
const PAUSE: Duration = Duration::from_millis(100);

/// Characters of the bar.
const BAR: usize = 20;

/// The line that is shown, if any, and the requests sent so far. Clones share both.
#[derive(Clone, Default)]
pub(crate) struct Progress(Arc<State>);

#[derive(Default)]
struct State {
    /// Somebody sits before this terminal.
    watched: bool,
    sent: AtomicU64,
    line: Mutex<Option<Line>>,
}

/// What is drawn.
struct Line {
    term: Term,
    step: usize,
    steps: usize,
    name: String,
    drawn: Option<Instant>,
}

impl Line {
    /// Draws, unless that was done a moment ago. A terminal that takes no text does not disturb
    /// the run.
    fn draw(&mut self, sent: u64) {
        if self.drawn.is_some_and(|drawn| drawn.elapsed() < PAUSE) {
            return;
        }
        self.drawn = Some(Instant::now());
        let (_, columns) = self.term.size();
        let text = self.text(sent, usize::from(columns).saturating_sub(1));
        drop(self.term.clear_line());
        drop(self.term.write_str(&text));
    }

    fn text(&self, sent: u64, columns: usize) -> String {
        let done = BAR * self.step.min(self.steps) / self.steps.max(1);
        let bar = "\u{2588}".repeat(done) + &"\u{2591}".repeat(BAR - done);
        let text = format!(
            "{bar} probe {} of {}, {sent} requests, {}",
            self.step, self.steps, self.name
        );
        text.chars().take(columns).collect()
    }

    fn clear(&mut self) {
        self.drawn = None;
        drop(self.term.clear_line());
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Progress(watched: {})", self.0.watched)
    }
}

impl Progress {
    /// Watched: a person at a terminal, who is told of nothing else meanwhile.
    pub(super) fn decide(alone: bool, context: &Context) -> Self {
        let ci = context.var("CI").is_some_and(|value| value != "false");
        let watched = context.stderr_tty && !ci && alone && context.var("TERM") != Some("dumb");
        Self(Arc::new(State {
            watched,
            ..State::default()
        }))
    }

    /// A request has been sent.
    pub(super) fn sent(&self) {
        let sent = self.0.sent.fetch_add(1, Ordering::Relaxed) + 1;
        if self.0.watched
            && let Some(line) = self.line().as_mut()
        {
            line.draw(sent);
        }
    }

    /// Shows progress over this many steps, until what it returns is dropped.
    pub(super) fn watch(&self, steps: usize) -> Watched {
        if self.0.watched {
            *self.line() = Some(Line {
                term: Term::stderr(),
                step: 0,
                steps,
                name: String::new(),
                drawn: None,
            });
        }
        Watched(self.clone())
    }

    fn line(&self) -> MutexGuard<'_, Option<Line>> {
        self.0.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `write` with the line out of the way.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        let mut line = self.line();
        if let Some(line) = line.as_mut() {
            line.clear();
        }
        write()
    }
}

/// Shown while it lives.
#[derive(Debug)]
pub(crate) struct Watched(Progress);

impl Watched {
    /// The next step begins.
    pub(crate) fn step(&self, number: usize, name: &str) {
        if let Some(line) = self.0.line().as_mut() {
            line.step = number;
            name.clone_into(&mut line.name);
            line.drawn = None;
            line.draw(self.0.0.sent.load(Ordering::Relaxed));
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(mut line) = self.0.line().take() {
            line.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_fits_the_terminal() {
        let line = Line {
            term: Term::stderr(),
            step: 5,
            steps: 10,
            name: "P05 in each table a user lists own rows and no others".into(),
            drawn: None,
        };
        let whole = line.text(7, 200);
        let half = "\u{2588}".repeat(10) + &"\u{2591}".repeat(10);
        assert_eq!(
            whole,
            format!("{half} probe 5 of 10, 7 requests, {}", line.name)
        );
        assert_eq!(line.text(7, 39).chars().count(), 39);
    }
}
