//! The one model behind every report format but the JSON one.
//!
//! A command that makes reports fills it; the renderers in `formats` read it and know nothing of
//! probes, steps or servers.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use time::OffsetDateTime;

use super::matrix::Matrix;
use super::problem::Told;
use crate::error::Error;
use crate::exit::Exit;
use crate::secret::Redactor;
use crate::text::{count, visible, visible_lines};
use crate::verify::evidence::Finding;

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CaseStatus {
    Pass,
    /// It may not hold; says what came.
    Warn(String),
    /// It does not hold; says what came.
    Fail(String),
    /// It could not be tried for a reason that is itself a fault (a service down, say).
    Error(String),
    /// It was not tried; says why.
    Skip(String),
}

impl CaseStatus {
    /// The word in reports.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn(_) => "warn",
            Self::Fail(_) => "fail",
            Self::Error(_) => "error",
            Self::Skip(_) => "skip",
        }
    }

    /// What was said with it.
    pub(crate) fn message(&self) -> Option<&str> {
        match self {
            Self::Pass => None,
            Self::Warn(text) | Self::Fail(text) | Self::Error(text) | Self::Skip(text) => {
                Some(text)
            }
        }
    }

    /// True where a run that has it is not proven.
    pub(crate) const fn is_bad(&self) -> bool {
        matches!(self, Self::Fail(_) | Self::Error(_))
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Stable id, such as `P05`.
    pub id: String,
    /// What holds when it passes.
    pub name: String,
    /// Why it matters; empty where the name says it all.
    pub why: String,
    pub status: CaseStatus,
    /// What is not as it should be, worst first.
    pub findings: Vec<Finding>,
    /// Those of the findings that somebody has accepted, by their id.
    pub accepted: BTreeMap<String, Acceptance>,
    /// Ids of findings of other cases that tell what this one found as well.
    pub told_in: Vec<String>,
    /// Further facts, one line each.
    pub notes: Vec<String>,
    /// How long it took.
    pub time: Duration,
}

/// Why a finding is no reason to fail.
#[derive(Clone, Debug)]
pub(crate) struct Acceptance {
    /// In the words of whoever accepted it.
    pub reason: String,
    /// The last day on which it counts.
    pub until: String,
}

impl Case {
    /// True where its status follows from findings, here or with those of other cases.
    pub(crate) fn is_told(&self) -> bool {
        !self.findings.is_empty() || !self.told_in.is_empty()
    }

    /// The acceptance of one of its findings.
    pub(crate) fn acceptance(&self, finding: &Finding) -> Option<&Acceptance> {
        self.accepted.get(&finding.id)
    }
}

/// Whether the verdict is good news, for colours and levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// All is well.
    Good,
    /// Something is wrong.
    Bad,
    /// Nobody can say.
    Unsure,
}

impl Mood {
    /// The mood of an exit status.
    pub(crate) const fn of(exit: Exit) -> Self {
        match exit {
            Exit::Ok => Self::Good,
            Exit::Unreachable | Exit::Interrupted => Self::Unsure,
            _ => Self::Bad,
        }
    }
}

/// The run in a word and a half-sentence.
#[derive(Clone, Debug)]
pub(crate) struct Ruling {
    /// `sound`, `leak`, `passed`, ….
    pub word: String,
    /// What it is about, where that is not all there is: `P16 only`.
    pub scope: Option<String>,
    /// What the word means.
    pub meaning: String,
    pub mood: Mood,
}

impl Ruling {
    /// The word with what it is about, where it stands alone.
    pub(crate) fn headline(&self) -> String {
        match &self.scope {
            Some(scope) => format!("{} ({scope})", self.word),
            None => self.word.clone(),
        }
    }
}

/// A run of checks.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    /// Name of the suite: the command.
    pub suite: String,
    /// What came out.
    pub ruling: Ruling,
    /// The status that the process ends with.
    pub exit: Exit,
    /// When it was made.
    pub made: OffsetDateTime,
    /// Why the ruling is not a good one.
    pub reasons: Vec<String>,
    /// What was looked at: names and values.
    pub facts: Vec<(String, String)>,
    /// Tables and the ways to them.
    pub matrix: Matrix,
    /// The checks, in the order they were made.
    pub cases: Vec<Case>,
    /// Facts about the run itself.
    pub notes: Vec<String>,
}

/// Places that one remedy mends.
#[derive(Clone, Debug)]
pub(crate) struct Remedy<'a> {
    /// What to do.
    pub text: &'a str,
    /// The findings that it closes.
    pub closes: Vec<&'a Finding>,
}

impl Report {
    /// The report of a run that ended before there was anything to report: a stale file of an
    /// earlier run must not pass for this one's.
    pub(crate) fn of_error(suite: &str, error: &Error) -> Self {
        let told = Told::of(error);
        let mut notes = told.notes;
        notes.extend(told.hint.map(|hint| format!("help: {hint}")));
        let message = format!("{}: {}", error.code(), told.message);
        Self {
            suite: suite.to_owned(),
            ruling: Ruling {
                word: "failed".into(),
                scope: None,
                meaning: "the run ended before anything was proved".into(),
                mood: Mood::of(error.exit()),
            },
            exit: error.exit(),
            made: OffsetDateTime::now_utc(),
            reasons: vec![message.clone()],
            facts: Vec::new(),
            matrix: Matrix::default(),
            cases: vec![Case {
                id: "run".into(),
                name: "the run comes to an end".into(),
                why: String::new(),
                status: CaseStatus::Error(message),
                findings: Vec::new(),
                accepted: BTreeMap::new(),
                told_in: Vec::new(),
                notes,
                time: Duration::ZERO,
            }],
            notes: Vec::new(),
        }
    }

    /// The findings that nobody has accepted, worst first; within a severity in the order of the
    /// cases.
    pub(crate) fn findings(&self) -> Vec<(&Case, &Finding)> {
        let mut all: Vec<_> = self
            .all_findings()
            .filter(|(case, finding)| case.acceptance(finding).is_none())
            .collect();
        all.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
        all
    }

    /// The findings that somebody has accepted, with why.
    pub(crate) fn accepted(&self) -> Vec<(&Finding, &Acceptance)> {
        self.all_findings()
            .filter_map(|(case, finding)| Some((finding, case.acceptance(finding)?)))
            .collect()
    }

    fn all_findings(&self) -> impl Iterator<Item = (&Case, &Finding)> {
        self.cases
            .iter()
            .flat_map(|case| case.findings.iter().map(move |finding| (case, finding)))
    }

    /// What to do, the worst first; each remedy once.
    pub(crate) fn remedies(&self) -> Vec<Remedy<'_>> {
        let mut remedies: Vec<Remedy<'_>> = Vec::new();
        for (_, finding) in self.findings() {
            match remedies
                .iter_mut()
                .find(|remedy| remedy.text == finding.remedy)
            {
                Some(remedy) => remedy.closes.push(finding),
                None => remedies.push(Remedy {
                    text: &finding.remedy,
                    closes: vec![finding],
                }),
            }
        }
        remedies
    }

    /// How many findings there are, and how many cases ended in each way: `1 finding`, `3 passed`,
    /// `2 failed`.
    pub(crate) fn counts(&self) -> Vec<String> {
        let found = self.findings().len();
        let found = (found > 0).then(|| count(found, "finding"));
        let cases = [
            ("pass", "passed"),
            ("fail", "failed"),
            ("error", "could not be tried"),
            ("warn", "with a warning"),
            ("skip", "not tried"),
        ]
        .into_iter()
        .filter_map(|(status, words)| {
            let cases = self.cases.iter();
            let count = cases.filter(|case| case.status.word() == status).count();
            (count > 0).then(|| format!("{count} {words}"))
        });
        found.into_iter().chain(cases).collect()
    }

    /// Blanks this run's secrets and makes foreign texts harmless, before any format escapes them
    /// into a form in which they would not be recognised.
    pub(crate) fn cleaned(mut self, redactor: &Redactor) -> Self {
        // A line end in another's words never begins a line.
        let clean = |text: &mut String| *text = visible(&redactor.redact(text));
        clean(&mut self.ruling.meaning);
        self.reasons.iter_mut().for_each(clean);
        self.notes.iter_mut().for_each(clean);
        for (fact, value) in &mut self.facts {
            clean(fact);
            clean(value);
        }
        self.matrix.texts().for_each(clean);
        for case in &mut self.cases {
            clean(&mut case.name);
            clean(&mut case.why);
            case.notes.iter_mut().for_each(clean);
            match &mut case.status {
                CaseStatus::Pass => {}
                CaseStatus::Warn(text)
                | CaseStatus::Fail(text)
                | CaseStatus::Error(text)
                | CaseStatus::Skip(text) => clean(text),
            }
            for acceptance in case.accepted.values_mut() {
                clean(&mut acceptance.reason);
            }
            case.told_in.iter_mut().for_each(clean);
            for finding in &mut case.findings {
                clean_finding(finding, redactor);
            }
        }
        self
    }
}

fn clean_finding(finding: &mut Finding, redactor: &Redactor) {
    let name = |text: &mut String| *text = visible(&redactor.redact(text));
    for text in [
        &mut finding.id,
        &mut finding.summary,
        &mut finding.why,
        &mut finding.remedy,
    ] {
        name(text);
    }
    // To be pasted into a shell, where a hidden character does most harm.
    finding.request = visible_lines(&redactor.redact(&finding.request));
    for text in [&mut finding.table, &mut finding.path, &mut finding.role] {
        text.iter_mut().for_each(name);
    }
    if let Some(place) = &mut finding.place {
        name(&mut place.file);
    }
    clean_value(&mut finding.evidence, redactor);
    for echo in &mut finding.echoes {
        clean_finding(echo, redactor);
    }
}

fn clean_value(value: &mut Value, redactor: &Redactor) {
    match value {
        Value::String(text) => *text = visible_lines(&redactor.redact(text)),
        Value::Array(items) => {
            for item in items {
                clean_value(item, redactor);
            }
        }
        Value::Object(members) => {
            for (_, member) in members.iter_mut() {
                clean_value(member, redactor);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Where a finding is: the table, else the way to it, else the engine.
pub(crate) fn place(finding: &Finding) -> &str {
    finding
        .table
        .as_deref()
        .or(finding.path.as_deref())
        .unwrap_or("Hasura")
}
