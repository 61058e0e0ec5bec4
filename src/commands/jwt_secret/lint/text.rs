//! `jwt-secret lint`.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{LintedValue, Linting};
use crate::exit::Exit;
use crate::hasura::jwt_secret::lint::{Finding, LIVE, Severity, TITLES};
use crate::output::{Case, CaseStatus, Matrix, Mood, Outcome, Page, Report, Ruling};
use crate::text::visible;
use crate::ui::Style;

impl Outcome for Linting {
    fn json(&self) -> Value {
        json!({
            "values": self.values.iter().map(value_json).collect::<Vec<_>>(),
            "errors": self.count(Severity::Error),
            "warnings": self.count(Severity::Warning),
            "live": self.live,
            "unseen": self.unseen,
            "notes": self.notes,
        })
    }

    fn text(&self, page: &mut Page) {
        for value in &self.values {
            page.heading(&visible(&value.source));
            if value.findings.is_empty() {
                let good = page.styled(Style::Good, "ok");
                page.line(format!("{good}  nothing to complain about"));
            }
            for finding in &value.findings {
                show(finding, page);
            }
        }
        page.blank();
        for place in &self.unseen {
            page.prose("not looked at: ", &visible(place), 15);
        }
        for note in &self.notes {
            page.prose("warning: ", &visible(note), 9);
        }
        page.line(format!(
            "{}, {}{}",
            counted(self.count(Severity::Error), "error"),
            counted(self.count(Severity::Warning), "warning"),
            if self.live {
                ""
            } else {
                "; the key sets were not asked for"
            }
        ));
    }

    fn exit(&self) -> Exit {
        Self::exit(self)
    }

    /// One case a rule.
    fn report(&self) -> Option<Report> {
        let exit = Self::exit(self);
        let (word, meaning) = if exit == Exit::Ok {
            ("passed", "Hasura reads the value as it is meant")
        } else {
            ("failed", "Hasura refuses or misreads the value")
        };
        let cases: Vec<Case> = TITLES
            .iter()
            .map(|(id, title)| case(self, id, title))
            .collect();
        let bad = cases.iter().filter(|case| case.status.is_bad());
        Some(Report {
            suite: "jwt-secret lint".into(),
            ruling: Ruling {
                word: word.into(),
                scope: None,
                meaning: meaning.into(),
                mood: Mood::of(exit),
            },
            exit,
            made: OffsetDateTime::now_utc(),
            reasons: bad
                .filter_map(|case| Some(format!("{}: {}", case.id, case.status.message()?)))
                .collect(),
            facts: Vec::new(),
            matrix: Matrix::default(),
            cases,
            notes: [self.unseen.as_slice(), &self.notes].concat(),
        })
    }
}

/// Rules that can be held against what an engine shows.
const OF_ENGINE: [&str; 2] = ["J002", "J020"];

fn case(linting: &Linting, id: &str, title: &str) -> Case {
    let said: Vec<(Severity, String)> = linting
        .values
        .iter()
        .flat_map(|value| value.findings.iter().map(move |finding| (value, finding)))
        .filter(|(_, finding)| finding.id == id)
        .map(|(value, finding)| {
            let text = format!(
                "{}{}: {}; {}",
                value.source, finding.at, finding.problem, finding.remedy
            );
            (finding.severity, text)
        })
        .collect();
    let texts: Vec<String> = said.iter().map(|(_, text)| text.clone()).collect();
    let status = match said.iter().map(|(severity, _)| *severity).min() {
        Some(Severity::Error) => CaseStatus::Fail(texts.join("\n")),
        Some(Severity::Warning) => CaseStatus::Warn(texts.join("\n")),
        None if linting.engine && !OF_ENGINE.contains(&id) => {
            CaseStatus::Skip("a running engine does not show it".into())
        }
        None if LIVE.contains(&id) && !linting.live => {
            CaseStatus::Skip("the key set was not asked for (--live)".into())
        }
        Some(Severity::Info) | None => CaseStatus::Pass,
    };
    let notes = match status {
        CaseStatus::Pass => texts,
        _ => Vec::new(),
    };
    Case {
        id: id.to_owned(),
        name: title.to_owned(),
        why: String::new(),
        status,
        findings: Vec::new(),
        accepted: BTreeMap::new(),
        told_in: Vec::new(),
        notes,
        time: Duration::ZERO,
    }
}

fn value_json(value: &LintedValue) -> Value {
    let findings: Vec<Value> = value
        .findings
        .iter()
        .map(|finding| {
            json!({
                "id": finding.id,
                "severity": finding.severity.word(),
                "at": finding.at,
                "problem": finding.problem,
                "remedy": finding.remedy,
            })
        })
        .collect();
    json!({ "source": value.source, "secrets": value.secrets, "findings": findings })
}

fn show(finding: &Finding, page: &mut Page) {
    let (style, width) = match finding.severity {
        Severity::Error => (Style::Bad, 5),
        Severity::Warning => (Style::Warn, 7),
        Severity::Info => (Style::Dim, 4),
    };
    let word = page.styled(style, finding.severity.word());
    let gap = " ".repeat(9 - width);
    let place = if finding.at.is_empty() {
        String::new()
    } else {
        format!("{}: ", visible(&finding.at))
    };
    let lead = format!("{word}{gap}{}  {place}", finding.id);
    page.prose(&lead, &visible(&finding.problem), 15);
    page.prose(&" ".repeat(15), &visible(&finding.remedy), 15);
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}
