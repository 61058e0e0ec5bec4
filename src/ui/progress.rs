//! How far a long run is, for a person who waits: one line that is drawn over. Where nobody waits
//! but a log is kept, each step is a line of it.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use console::Term;

use crate::context::Context;
use crate::text::{count, span};

/// Drawing more often than this only costs time.
const PAUSE: Duration = Duration::from_millis(100);

/// From when on a rate and what remains are more than a guess.
const KNOWN: Duration = Duration::from_secs(1);

/// Characters of the bar.
const BAR: usize = 20;

/// Who is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Audience {
    #[default]
    Nobody,
    /// A person before a terminal.
    Person,
    /// The log of a job.
    Log,
}

impl Audience {
    /// `CI` is what GitHub, GitLab and most others set in a job; some of them have a terminal there
    /// that nobody looks at.
    fn of(context: &Context) -> Self {
        if context.var("CI").is_some_and(|value| value != "false") {
            Self::Log
        } else if context.stderr_tty && context.var("TERM") != Some("dumb") {
            Self::Person
        } else {
            Self::Nobody
        }
    }
}

/// The lines that are shown, if any, and the requests sent so far. Clones share both.
#[derive(Clone, Default)]
pub(crate) struct Progress(Arc<State>);

#[derive(Default)]
struct State {
    audience: Audience,
    sent: AtomicU64,
    /// Of what runs inside something else, the innermost comes last and is shown.
    lines: Mutex<Vec<Line>>,
}

/// What a run consists of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    /// What one of them is called.
    pub step: &'static str,
    /// How many there are; none where that is not known.
    pub steps: Option<usize>,
    /// True where one takes about as long as another, so that it is known what remains.
    pub alike: bool,
}

/// What is drawn.
struct Line {
    term: Term,
    scale: Scale,
    number: usize,
    name: String,
    begun: Instant,
    /// Requests that had been sent before.
    before: u64,
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
        let room = usize::from(columns).saturating_sub(1);
        let text = self.text(sent, self.begun.elapsed());
        let text: String = text.chars().take(room).collect();
        drop(self.term.clear_line());
        drop(self.term.write_str(&text));
    }

    fn text(&self, sent: u64, elapsed: Duration) -> String {
        let known = elapsed >= KNOWN;
        let mut parts = Vec::new();
        parts.extend(self.scale.steps.map(|steps| {
            let done = BAR * self.number.min(steps) / steps.max(1);
            let bar = "\u{2588}".repeat(done) + &"\u{2591}".repeat(BAR - done);
            format!("{bar} {}", self.place(steps))
        }));
        let ours = sent.saturating_sub(self.before);
        if sent > 0 {
            let requests = count(usize::try_from(sent).unwrap_or(usize::MAX), "request");
            // Of less than one nobody learns anything.
            parts.push(match u128::from(ours) * 1000 / elapsed.as_millis().max(1) {
                rate @ 1.. if known => format!("{requests} at {rate}/s"),
                _ => requests,
            });
        }
        parts.extend(self.remaining(elapsed).filter(|_| known));
        parts.push(self.name.clone());
        if known && self.scale.steps.is_none() {
            parts.push(seconds(elapsed));
        }
        parts.join(", ")
    }

    /// `probe 5 of 25`.
    fn place(&self, steps: usize) -> String {
        format!("{} {} of {steps}", self.scale.step, self.number)
    }

    /// What is left takes as long as what is done, where one step is like another.
    fn remaining(&self, elapsed: Duration) -> Option<String> {
        let steps = self.scale.steps.filter(|_| self.scale.alike)?;
        let done = u32::try_from(self.number.checked_sub(1)?).ok()?;
        let left = u32::try_from(steps.checked_sub(self.number)? + 1).ok()?;
        let each = elapsed.checked_div(done)?;
        Some(format!("about {} left", seconds(each * left)))
    }

    /// For a log.
    fn logged(&self) -> String {
        match self.scale.steps {
            Some(steps) => format!("{}: {}", self.place(steps), self.name),
            None => self.name.clone(),
        }
    }

    fn clear(&mut self) {
        self.drawn = None;
        drop(self.term.clear_line());
    }
}

/// A span of time for people.
fn seconds(time: Duration) -> String {
    span(i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Progress({:?})", self.0.audience)
    }
}

impl Progress {
    /// For a person or a log that is told of nothing else meanwhile.
    pub(super) fn decide(alone: bool, context: &Context) -> Self {
        let audience = if alone {
            Audience::of(context)
        } else {
            Audience::Nobody
        };
        Self(Arc::new(State {
            audience,
            ..State::default()
        }))
    }

    pub(super) fn audience(&self) -> Audience {
        self.0.audience
    }

    /// A request has been sent.
    pub(super) fn sent(&self) {
        self.0.sent.fetch_add(1, Ordering::Relaxed);
        self.draw();
    }

    /// Draws the innermost line, for a person.
    pub(super) fn draw(&self) {
        if self.0.audience == Audience::Person
            && let Some(line) = self.lines().last_mut()
        {
            line.draw(self.0.sent.load(Ordering::Relaxed));
        }
    }

    /// A run begins; says how many there are now, which names it.
    pub(super) fn begin(&self, scale: Scale) -> usize {
        let mut lines = self.lines();
        lines.push(Line {
            term: Term::stderr(),
            scale,
            number: 0,
            name: String::new(),
            begun: Instant::now(),
            before: self.0.sent.load(Ordering::Relaxed),
            drawn: None,
        });
        lines.len()
    }

    /// The next step of a run begins; returns the line for a log.
    pub(super) fn step(&self, run: usize, number: usize, name: &str) -> Option<String> {
        let logged = {
            let mut lines = self.lines();
            let line = lines.get_mut(run.checked_sub(1)?)?;
            line.number = number;
            name.clone_into(&mut line.name);
            line.drawn = None;
            line.logged()
        };
        self.draw();
        (self.0.audience == Audience::Log).then_some(logged)
    }

    /// A run ends, and with it whatever began within.
    pub(super) fn end(&self, run: usize) {
        let mut lines = self.lines();
        let outer = run.saturating_sub(1).min(lines.len());
        let ended = lines.split_off(outer);
        if self.0.audience == Audience::Person
            && let Some(line) = ended.into_iter().next_back().as_mut()
        {
            line.clear();
        }
    }

    fn lines(&self) -> MutexGuard<'_, Vec<Line>> {
        self.0.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `write` with the line out of the way.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        let mut lines = self.lines();
        if self.0.audience == Audience::Person
            && let Some(line) = lines.last_mut()
        {
            line.clear();
        }
        write()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(scale: Scale) -> Line {
        Line {
            term: Term::stderr(),
            scale,
            number: 5,
            name: "P05 in each table a user lists own rows and no others".into(),
            begun: Instant::now(),
            before: 2,
            drawn: None,
        }
    }

    #[test]
    fn a_line_says_what_is_known() {
        let half = "\u{2588}".repeat(10) + &"\u{2591}".repeat(10);
        let mut scale = Scale {
            step: "probe",
            steps: Some(10),
            alike: false,
        };
        let name = line(scale).name;
        assert_eq!(
            line(scale).text(0, Duration::ZERO),
            format!("{half} probe 5 of 10, {name}")
        );
        assert_eq!(
            line(scale).text(1, Duration::ZERO),
            format!("{half} probe 5 of 10, 1 request, {name}")
        );
        // Seven, of which five in these two seconds.
        let two = Duration::from_secs(2);
        assert_eq!(
            line(scale).text(7, two),
            format!("{half} probe 5 of 10, 7 requests at 2/s, {name}")
        );
        let ten = Duration::from_secs(10);
        assert_eq!(
            line(scale).text(7, ten),
            format!("{half} probe 5 of 10, 7 requests, {name}")
        );
        scale.alike = true;
        // Four took two seconds, and six are left.
        assert_eq!(
            line(scale).text(0, two),
            format!("{half} probe 5 of 10, about 3 s left, {name}")
        );
        scale.steps = None;
        assert_eq!(line(scale).text(0, Duration::ZERO), name);
        assert_eq!(line(scale).text(0, two), format!("{name}, 2 s"));
    }

    #[test]
    fn a_log_is_told_the_step_and_the_name() {
        let mut scale = Scale {
            step: "probe",
            steps: Some(10),
            alike: false,
        };
        let name = line(scale).name;
        assert_eq!(line(scale).logged(), format!("probe 5 of 10: {name}"));
        scale.steps = None;
        assert_eq!(line(scale).logged(), name);
    }
}
