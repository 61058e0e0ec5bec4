//! What a chain is run with, and how it went.

use serde_json::Value;

use super::steps::{Step, StepOutcome};
use crate::exit::Exit;
use crate::verify::report::Report;
use crate::verify::throw_away::CleanUp;

/// What the chain is run with.
#[derive(Clone, Debug)]
pub(crate) struct ChainOptions {
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
