//! GitHub Actions: workflow commands for the log, and the job summary.

use std::fmt::Write as _;

use super::headline;
use crate::output::report::{CaseStatus, Mood, Report};
use crate::verify::evidence::Severity;

/// GitHub shows ten annotations of a level and drops the rest without a word.
const PER_LEVEL: usize = 10;

struct Annotation {
    level: &'static str,
    title: String,
    message: String,
}

/// One line of words, then a workflow command for each finding, worst first.
pub(super) fn render(report: &Report) -> String {
    let line = format!(
        "{}: {}, {} (exit {})",
        report.suite,
        report.ruling.word,
        report.ruling.meaning,
        report.exit.code()
    );
    // A second line could be a command.
    let mut out = line.lines().collect::<Vec<_>>().join(" ") + "\n";
    let all = annotations(report);
    for level in ["error", "warning", "notice"] {
        let of: Vec<&Annotation> = all.iter().filter(|one| one.level == level).collect();
        let room = if of.len() > PER_LEVEL {
            PER_LEVEL - 1
        } else {
            of.len()
        };
        for one in &of[..room] {
            command(&mut out, level, &one.title, &one.message);
        }
        if of.len() > room {
            let more = format!("and {} more, see the job summary", of.len() - room);
            command(&mut out, level, &report.suite, &more);
        }
    }
    out
}

fn annotations(report: &Report) -> Vec<Annotation> {
    let mut all: Vec<Annotation> = report
        .findings()
        .into_iter()
        .map(|(case, finding)| Annotation {
            level: match finding.severity {
                Severity::Critical | Severity::High => "error",
                Severity::Medium => "warning",
                Severity::Info => "notice",
            },
            title: format!("{} {}", case.id, finding.severity.word()),
            message: format!("{}\nfix: {}", headline(finding), finding.remedy),
        })
        .collect();
    for case in &report.cases {
        let (level, text) = match &case.status {
            CaseStatus::Error(text) => ("error", text),
            CaseStatus::Fail(text) if !case.is_told() => ("error", text),
            CaseStatus::Warn(text) if !case.is_told() => ("warning", text),
            _ => continue,
        };
        all.push(Annotation {
            level,
            title: format!("{} {}", case.id, case.name),
            message: text.clone(),
        });
    }
    if all.is_empty() && report.ruling.mood != Mood::Good {
        all.push(Annotation {
            level: "error",
            title: report.suite.clone(),
            message: report.reasons.join("\n"),
        });
    }
    all
}

/// `::level title=…::message`, escaped as the runner unescapes it.
fn command(out: &mut String, level: &str, title: &str, message: &str) {
    let message = data(message);
    let title = data(title).replace(':', "%3A").replace(',', "%2C");
    // Writing into a string cannot fail.
    let _ = writeln!(out, "::{level} title={title}::{message}");
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The job summary: Markdown that is all HTML, so that no text in it is taken for Markdown.
pub(in crate::output) fn summary(report: &Report) -> String {
    super::html::fragment(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_a_command_or_starts_another() {
        let mut out = String::new();
        command(
            &mut out,
            "error",
            "a,b:c%\n::x",
            "100 %\r\n::stop-commands::x",
        );
        assert_eq!(
            out,
            "::error title=a%2Cb%3Ac%25%0A%3A%3Ax::100 %25%0D%0A::stop-commands::x\n"
        );
    }
}
