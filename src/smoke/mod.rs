//! The whole chain with throw-away users: sign up, sign in, JWT, signature, query, verdict.
//!
//! `smoke` runs it against the configured services, `demo` against the sandbox with a narrator.
//! [`steps`] is the book-keeping, [`full`] and [`quick`] are the chains, [`typed`] is what the
//! tutorial would have had a person type instead.

mod chain;
mod full;
mod quick;
pub(crate) mod steps;
mod typed;

pub(crate) use full::full;
pub(crate) use quick::quick;
pub(crate) use steps::{Silent, Step, StepOutcome};

use serde_json::Value;

use crate::exit::Exit;
use crate::verify::report::Report;
use crate::verify::throw_away::CleanUp;

/// What the chain is run with.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// Domain of the throw-away addresses.
    pub email_domain: String,
    /// Further fields of the sign-up form.
    pub fields: Vec<(String, String)>,
    /// The query; one that introspection offers when `None`.
    pub query: Option<String>,
    /// Leave the users.
    pub keep_users: bool,
}

/// How it went.
#[derive(Debug, Default)]
pub(crate) struct Chain {
    pub steps: Vec<Step>,
    /// What the query gave.
    pub data: Option<Value>,
    /// The verification, where it was reached.
    pub report: Option<Report>,
    /// What became of the users.
    pub clean_up: CleanUp,
}

impl Chain {
    /// The class of the first step that failed.
    pub(crate) fn exit(&self) -> Exit {
        self.steps
            .iter()
            .find_map(|step| match &step.outcome {
                StepOutcome::Failed { exit, .. } => Some(*exit),
                StepOutcome::Done | StepOutcome::Skipped(_) => None,
            })
            .unwrap_or(Exit::Ok)
    }
}
