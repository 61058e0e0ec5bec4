//! What a probe reports.

use std::time::Duration;

use serde_json::{Value, json};

/// How bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Suspicious, not proven.
    Medium,
    /// Rows of one user reach another.
    High,
    /// Rows reach anybody.
    Critical,
}

impl Severity {
    /// The word in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// What a finding rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Hasura's answers to requests.
    Live,
    /// The exported metadata or the schema alone: nothing was asked that would show it.
    Static,
}

impl Proof {
    /// The word in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Static => "static",
        }
    }
}

/// One thing that is not as it should be.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Stable over runs: probe, place and way, such as `P05:notes:list:user`.
    pub id: String,
    /// How bad.
    pub severity: Severity,
    /// What it rests on.
    pub proof: Proof,
    /// The table.
    pub table: Option<String>,
    /// The root field or the way to it.
    pub path: Option<String>,
    /// The role asked as.
    pub role: Option<String>,
    /// What was seen, in one sentence.
    pub summary: String,
    /// A request that shows it, as shell lines.
    pub request: String,
    /// What came back: rows, keys, words of Hasura's.
    pub evidence: Value,
    /// Why it matters.
    pub why: String,
    /// How to close it.
    pub remedy: String,
}

impl Finding {
    /// As in the JSON report.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut out = json!({
            "id": self.id,
            "severity": self.severity.word(),
            "proof": self.proof.word(),
        });
        for (name, value) in [
            ("table", &self.table),
            ("path", &self.path),
            ("role", &self.role),
        ] {
            if let Some(value) = value {
                out[name] = json!(value);
            }
        }
        out["summary"] = json!(self.summary);
        out["request"] = json!(self.request);
        out["evidence"] = self.evidence.clone();
        out["why"] = json!(self.why);
        out["remedy"] = json!(self.remedy);
        out
    }
}

/// How a probe ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// It may not.
    Warn,
    /// It was not tried.
    Skip,
}

impl Status {
    /// The word in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Warn => "warn",
            Self::Skip => "skip",
        }
    }
}

/// What a skipped probe, or the part of a probe that was not tried, means for the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nothing is missing.
    None,
    /// There was nothing to try it on, and that is no gap in the proof.
    NotApplicable,
    /// It should have been tried and could not be.
    NotPossible,
}

/// One cell of the matrix of tables and ways.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The table.
    pub table: String,
    /// The way: `list`, `by_pk`.
    pub way: &'static str,
    /// How it ended there.
    pub status: Status,
    /// In a few words: `3 own`.
    pub note: String,
}

/// What a probe reports.
#[derive(Clone, Debug)]
pub struct ProbeResult {
    /// How it ended.
    pub status: Status,
    /// What a skip means.
    pub gap: Gap,
    /// Why it was skipped, or what was left out.
    pub reason: Option<String>,
    /// Findings, worst first.
    pub findings: Vec<Finding>,
    /// Facts that are no findings: public tables, what was left out.
    pub notes: Vec<String>,
    /// Its part of the matrix.
    pub cells: Vec<Cell>,
}

impl ProbeResult {
    /// It holds.
    #[must_use]
    pub const fn pass() -> Self {
        Self {
            status: Status::Pass,
            gap: Gap::None,
            reason: None,
            findings: Vec::new(),
            notes: Vec::new(),
            cells: Vec::new(),
        }
    }

    /// Judged by its findings: fails with one that is high or worse, warns with a lesser one.
    #[must_use]
    pub fn of(mut findings: Vec<Finding>) -> Self {
        // Both users of one role meet the same fault: it is told once, as the first one met it.
        let mut told = std::collections::BTreeSet::new();
        findings.retain(|finding| told.insert(finding.id.clone()));
        findings.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.id.cmp(&b.id)));
        let status = match findings.first().map(|finding| finding.severity) {
            Some(Severity::High | Severity::Critical) => Status::Fail,
            Some(Severity::Medium) => Status::Warn,
            Some(Severity::Info) | None => Status::Pass,
        };
        Self {
            status,
            findings,
            ..Self::pass()
        }
    }

    /// Nothing to try it on.
    pub fn not_applicable(reason: impl Into<String>) -> Self {
        Self {
            status: Status::Skip,
            gap: Gap::NotApplicable,
            reason: Some(reason.into()),
            ..Self::pass()
        }
    }

    /// It could not be tried.
    pub fn not_possible(reason: impl Into<String>) -> Self {
        Self {
            status: Status::Skip,
            gap: Gap::NotPossible,
            reason: Some(reason.into()),
            ..Self::pass()
        }
    }

    /// With facts that are no findings.
    #[must_use]
    pub fn notes(mut self, notes: Vec<String>) -> Self {
        self.notes = notes;
        self
    }

    /// With its part of the matrix.
    #[must_use]
    pub fn cells(mut self, cells: Vec<Cell>) -> Self {
        self.cells = cells;
        self
    }

    /// With what was left out.
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}

/// A probe with its result.
#[derive(Clone, Debug)]
pub struct Ran {
    /// `P05`.
    pub id: &'static str,
    /// What it proves.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// True when a sound verdict needs it.
    pub essential: bool,
    /// What it reported.
    pub result: ProbeResult,
    /// How long it took.
    pub elapsed: Duration,
}
