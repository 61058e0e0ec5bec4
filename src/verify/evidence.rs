//! What a probe reports.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::fault::Fault;
use crate::hasura::metadata_files::Place;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
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
    pub(crate) const fn word(self) -> &'static str {
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
pub(crate) enum Proof {
    /// Hasura's answers to requests.
    Live,
    /// The exported metadata or the schema alone: nothing was asked that would show it.
    Static,
    /// Nothing: it could be so, and nothing that could be looked at says that it is not.
    Unproven,
}

impl Proof {
    /// The word in reports.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Static => "static",
            Self::Unproven => "unproven",
        }
    }
}

/// One thing that is not as it should be.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// Stable over runs: probe, place and way, such as `P05:notes:list:user`.
    pub id: String,
    pub severity: Severity,
    /// What it rests on.
    pub proof: Proof,
    pub table: Option<String>,
    /// The root field or the way to it.
    pub path: Option<String>,
    /// The role asked as.
    pub role: Option<String>,
    /// Where it stands, of what was read in files.
    pub place: Option<Place>,
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
    /// What is at fault, where the probe can tell.
    pub fault: Option<Fault>,
    /// What else was found of the same fault, mostly other ways to the same rows.
    pub echoes: Vec<Finding>,
}

impl Finding {
    /// True for what could not be looked at: a run in which it counts proves nothing.
    pub(crate) fn is_unproven(&self) -> bool {
        self.proof == Proof::Unproven
    }

    /// As in the JSON report.
    pub(crate) fn json(&self) -> Value {
        let mut out = self.seen_json();
        out["why"] = json!(self.why);
        out["remedy"] = json!(self.remedy);
        if !self.echoes.is_empty() {
            out["echoes"] = self.echoes.iter().map(Self::seen_json).collect();
        }
        out
    }

    /// Where it is and what was seen; the rest of an echo is that of its cause.
    fn seen_json(&self) -> Value {
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
        if let Some(place) = &self.place {
            out["place"] = json!({ "file": place.file, "line": place.line,
                "column": place.column });
        }
        out["summary"] = json!(self.summary);
        out["request"] = json!(self.request);
        out["evidence"] = self.evidence.clone();
        out
    }
}

/// A finding that is told with its cause, as its own probe remembers it.
#[derive(Clone, Debug)]
pub(crate) struct Echo {
    pub id: String,
    pub severity: Severity,
    pub table: Option<String>,
    /// The id of the finding that it is told with.
    pub cause: String,
    /// True when the policy accepts it or its cause.
    pub accepted: bool,
}

/// How a probe ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
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
    pub(crate) const fn word(self) -> &'static str {
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
pub(crate) enum Gap {
    /// Nothing is missing.
    None,
    /// There was nothing to try it on, and that is no gap in the proof.
    NotApplicable,
    /// It should have been tried and could not be.
    NotPossible,
    /// The same, and the policy lets a run be sound without it.
    Accepted,
}

impl Gap {
    /// True where something should have been tried and was not, whatever the policy says of it.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::NotPossible | Self::Accepted)
    }
}

/// How ids end in a policy that stand for what could not be tried.
pub(crate) const UNTRIED: &str = "untried";

/// What stands in a policy for the part of a probe that could not be tried: `P16:untried`.
pub(crate) fn untried(probe: &str) -> String {
    format!("{probe}:{UNTRIED}")
}

/// One cell of the matrix of tables and ways.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub table: String,
    /// The way: `list`, `by_pk`.
    pub way: &'static str,
    /// How it ended there.
    pub status: Status,
    /// In a few words: `3 own`.
    pub note: String,
}

/// Why a finding does not count for now: the policy's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Accepted {
    /// The reason, as somebody wrote it.
    pub reason: String,
    /// The last day, such as `2027-01-31`.
    pub until: String,
}

/// What a probe reports.
#[derive(Clone, Debug)]
pub(crate) struct ProbeResult {
    pub status: Status,
    /// What a skip means.
    pub gap: Gap,
    /// Why it was skipped, or what was left out.
    pub reason: Option<String>,
    /// Findings, worst first.
    pub findings: Vec<Finding>,
    /// What it found and another finding tells.
    pub echoes: Vec<Echo>,
    /// Facts that are no findings: public tables, what was left out.
    pub notes: Vec<String>,
    /// Its part of the matrix.
    pub cells: Vec<Cell>,
    /// Findings that the policy accepts, by id; they stay among the findings.
    pub accepted: BTreeMap<String, Accepted>,
    /// The policy's word on what could not be tried.
    pub accepted_gap: Option<Accepted>,
}

impl ProbeResult {
    pub(crate) const fn pass() -> Self {
        Self {
            status: Status::Pass,
            gap: Gap::None,
            reason: None,
            findings: Vec::new(),
            echoes: Vec::new(),
            notes: Vec::new(),
            cells: Vec::new(),
            accepted: BTreeMap::new(),
            accepted_gap: None,
        }
    }

    /// Judged by its findings: fails with one that is high or worse, warns with a lesser one.
    pub(crate) fn of(mut findings: Vec<Finding>) -> Self {
        // Both users of one role meet the same fault: it is told once, as the first one met it.
        let mut told = std::collections::BTreeSet::new();
        findings.retain(|finding| told.insert(finding.id.clone()));
        findings.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.id.cmp(&b.id)));
        Self {
            status: judged(findings.iter().map(|finding| finding.severity)),
            findings,
            ..Self::pass()
        }
    }

    /// Nothing to try it on.
    pub(crate) fn not_applicable(reason: impl Into<String>) -> Self {
        Self {
            status: Status::Skip,
            gap: Gap::NotApplicable,
            reason: Some(reason.into()),
            ..Self::pass()
        }
    }

    /// It could not be tried.
    pub(crate) fn not_possible(reason: impl Into<String>) -> Self {
        Self {
            status: Status::Skip,
            gap: Gap::NotPossible,
            reason: Some(reason.into()),
            ..Self::pass()
        }
    }

    /// With a part that should have been tried and could not be: no proof is whole without it,
    /// whatever else was found.
    pub(crate) fn incomplete(mut self, reason: impl Into<String>) -> Self {
        if self.status == Status::Pass {
            self.status = Status::Skip;
        }
        self.gap = Gap::NotPossible;
        self.reason = Some(reason.into());
        self
    }

    /// Accepts that something could not be tried: it stays untried, and a run can be sound.
    pub(crate) fn accept_gap(&mut self, accepted: Accepted) {
        if self.gap == Gap::NotPossible {
            self.gap = Gap::Accepted;
            self.accepted_gap = Some(accepted);
        }
    }

    /// What the policy says of a finding.
    pub(crate) fn acceptance(&self, finding: &Finding) -> Option<&Accepted> {
        self.accepted.get(&finding.id)
    }

    /// The findings that count.
    pub(crate) fn counting(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| self.acceptance(finding).is_none())
    }

    /// Accepts findings, and echoes that say so themselves: they stay, and count no more.
    pub(crate) fn accept(&mut self, accepted: BTreeMap<String, Accepted>) {
        if accepted.is_empty() && self.echoes.iter().all(|echo| !echo.accepted) {
            return;
        }
        self.accepted = accepted;
        self.status = match (judged(self.severities()), self.gap) {
            (Status::Pass, gap) if gap.is_open() => Status::Skip,
            (status, _) => status,
        };
        let echoed = |accepted: bool| {
            let echoes = self.echoes.iter();
            let echoes = echoes.filter(move |echo| echo.accepted == accepted);
            echoes.map(|echo| echo.table.clone())
        };
        let still: Vec<Option<String>> = self
            .counting()
            .map(|finding| finding.table.clone())
            .chain(echoed(false))
            .collect();
        let gone: Vec<Option<String>> = self
            .findings
            .iter()
            .filter(|finding| self.acceptance(finding).is_some())
            .map(|finding| finding.table.clone())
            .chain(echoed(true))
            .collect();
        for cell in &mut self.cells {
            let table = Some(cell.table.clone());
            if cell.status == Status::Fail && gone.contains(&table) && !still.contains(&table) {
                cell.status = Status::Warn;
                cell.note.push_str(", accepted");
            }
        }
    }

    /// True where all that counts is told with findings of other probes.
    pub(crate) fn is_echo(&self) -> bool {
        let mut echoes = self.echoes.iter();
        echoes.any(|echo| !echo.accepted) && self.counting().next().is_none()
    }

    /// How bad what counts is, told here or with its cause.
    fn severities(&self) -> impl Iterator<Item = Severity> {
        let echoes = self.echoes.iter().filter(|echo| !echo.accepted);
        self.counting()
            .map(|finding| finding.severity)
            .chain(echoes.map(|echo| echo.severity))
    }

    /// With facts that are no findings.
    pub(crate) fn notes(mut self, notes: Vec<String>) -> Self {
        self.notes = notes;
        self
    }

    /// With its part of the matrix.
    pub(crate) fn cells(mut self, cells: Vec<Cell>) -> Self {
        self.cells = cells;
        self
    }
}

/// What findings make of a probe.
fn judged(severities: impl Iterator<Item = Severity>) -> Status {
    match severities.max() {
        Some(Severity::High | Severity::Critical) => Status::Fail,
        Some(Severity::Medium) => Status::Warn,
        Some(Severity::Info) | None => Status::Pass,
    }
}

/// A probe with its result.
#[derive(Clone, Debug)]
pub(crate) struct Ran {
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
