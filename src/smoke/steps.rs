//! Steps: each is announced, run unless an earlier one failed, and kept with how it went.

use std::future::Future;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::exit::Exit;

/// How a step went.
#[derive(Clone, Debug)]
pub(crate) enum StepOutcome {
    /// It did what it should.
    Done,
    /// It did not.
    Failed {
        code: String,
        message: String,
        notes: Vec<String>,
        /// What to do.
        help: Option<String>,
        /// The class of the failure.
        exit: Exit,
    },
    /// It was not reached.
    Skipped(String),
}

#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Stable id, such as `signup`.
    pub id: &'static str,
    pub title: &'static str,
    /// How it went.
    pub outcome: StepOutcome,
    /// What came of it, one line each.
    pub detail: Vec<String>,
    /// How long it took.
    pub elapsed: Duration,
}

/// What a person would have typed for a step.
#[derive(Clone, Debug, Default)]
#[cfg_attr(
    not(feature = "sandbox"),
    allow(dead_code, reason = "only demo narrates")
)]
pub(crate) struct Typed {
    /// With the tutorial: curl, jq, eyes.
    pub tutorial: Vec<String>,
    /// With this program.
    pub ours: String,
}

/// Tells somebody about the steps while they run.
pub(crate) trait Narrator {
    fn begins(&self, title: &str, typed: &Typed);
    /// A step has ended.
    fn ended(&self, step: &Step);
}

/// The steps so far.
pub(super) struct Steps<'a> {
    narrator: &'a dyn Narrator,
    pub(super) steps: Vec<Step>,
}

impl<'a> Steps<'a> {
    pub(super) const fn new(narrator: &'a dyn Narrator) -> Self {
        Self {
            narrator,
            steps: Vec::new(),
        }
    }

    /// The step that failed, if one did.
    fn failed(&self) -> Option<&'static str> {
        self.steps
            .iter()
            .find(|step| matches!(step.outcome, StepOutcome::Failed { .. }))
            .map(|step| step.title)
    }

    /// Runs a step; its details come with its value. `None` when it failed or was not reached.
    pub(super) async fn run<T>(
        &mut self,
        id: &'static str,
        title: &'static str,
        typed: Typed,
        work: impl Future<Output = Result<(T, Vec<String>)>>,
    ) -> Option<T> {
        if let Some(failed) = self.failed() {
            self.push(Step {
                id,
                title,
                outcome: StepOutcome::Skipped(format!("\"{failed}\" failed before it")),
                detail: Vec::new(),
                elapsed: Duration::ZERO,
            });
            return None;
        }
        self.narrator.begins(title, &typed);
        let started = Instant::now();
        let (value, detail, outcome) = match work.await {
            Ok((value, detail)) => (Some(value), detail, StepOutcome::Done),
            Err(error) => (None, Vec::new(), failure(&error)),
        };
        self.push(Step {
            id,
            title,
            outcome,
            detail,
            elapsed: started.elapsed(),
        });
        value
    }

    /// A step that ended as it did.
    pub(super) fn push(&mut self, step: Step) {
        self.narrator.ended(&step);
        self.steps.push(step);
    }

    /// Announces a step that reports for itself.
    pub(super) fn announce(&self, title: &str, typed: &Typed) {
        if self.failed().is_none() {
            self.narrator.begins(title, typed);
        }
    }
}

fn failure(error: &Error) -> StepOutcome {
    StepOutcome::Failed {
        code: error.code().to_owned(),
        message: error.to_string(),
        notes: error.notes(),
        help: error.hint(),
        exit: error.exit(),
    }
}
