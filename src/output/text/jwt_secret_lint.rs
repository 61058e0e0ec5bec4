//! `jwt-secret lint`.

use serde_json::{Value, json};

use crate::commands::jwt_secret::lint::{LintedValue, Linting};
use crate::exit::Exit;
use crate::hasura::jwt_secret::lint::{Finding, Severity};
use crate::output::{Outcome, Page, Style, visible};

impl Outcome for Linting {
    fn json(&self) -> Value {
        json!({
            "values": self.values.iter().map(value_json).collect::<Vec<_>>(),
            "errors": self.count(Severity::Error),
            "warnings": self.count(Severity::Warning),
            "live": self.live,
            "unseen": self.unseen,
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
