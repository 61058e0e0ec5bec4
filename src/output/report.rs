//! The report model behind JUnit and its relatives.

use std::time::Duration;

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseStatus {
    /// It holds.
    Pass,
    /// It does not hold; says what came.
    Fail(String),
    /// It could not be tried for a reason that is itself a fault (a service down, say).
    Error(String),
    /// It was not tried; says why.
    Skip(String),
}

/// One check.
#[derive(Clone, Debug)]
pub struct Case {
    /// Stable id, such as `P05`.
    pub id: String,
    /// What was checked.
    pub name: String,
    /// How it ended.
    pub status: CaseStatus,
    /// Evidence and remedy, for the report's body.
    pub detail: String,
    /// How long it took.
    pub time: Duration,
}

/// A run of checks.
#[derive(Clone, Debug)]
pub struct Report {
    /// Name of the suite: the command.
    pub suite: String,
    /// The checks, in the order they were made.
    pub cases: Vec<Case>,
}
