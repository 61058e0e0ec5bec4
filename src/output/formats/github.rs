//! GitHub Actions: workflow commands for the log, and the job summary.

use std::fmt::Write as _;

use super::headline;
use crate::exit::Exit;
use crate::hasura::metadata_files::Place;
use crate::output::report::{CaseStatus, Mood, Report};
use crate::verify::evidence::Severity;

/// GitHub shows ten annotations of a level and drops the rest without a word.
const PER_LEVEL: usize = 10;

struct Annotation {
    level: &'static str,
    title: String,
    message: String,
    /// Where GitHub shows it among the changed files.
    place: Option<Place>,
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
            command(&mut out, level, one);
        }
        if of.len() > room {
            let more = Annotation {
                level,
                title: report.suite.clone(),
                message: format!("and {} more, see the job summary", of.len() - room),
                place: None,
            };
            command(&mut out, level, &more);
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
            place: finding.place.clone(),
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
            place: None,
        });
    }
    if all.is_empty() && report.ruling.mood != Mood::Good {
        all.push(Annotation {
            level: if report.exit == Exit::Ok {
                "notice"
            } else {
                "error"
            },
            title: report.suite.clone(),
            message: report.reasons.join("\n"),
            place: None,
        });
    }
    all
}

/// `::level file=…,line=…,col=…,title=…::message`, escaped as the runner unescapes it.
fn command(out: &mut String, level: &str, one: &Annotation) {
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let place = one.place.as_ref().map_or_else(String::new, |place| {
        let file = property(&place.file);
        format!("file={file},line={},col={},", place.line, place.column)
    });
    let (title, message) = (property(&one.title), data(&one.message));
    // Writing into a string cannot fail.
    let _ = writeln!(out, "::{level} {place}title={title}::{message}");
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
        let one = |place| Annotation {
            level: "error",
            title: "a,b:c%\n::x".into(),
            message: "100 %\r\n::stop-commands::x".into(),
            place,
        };
        let mut out = String::new();
        command(&mut out, "error", &one(None));
        assert_eq!(
            out,
            "::error title=a%2Cb%3Ac%25%0A%3A%3Ax::100 %25%0D%0A::stop-commands::x\n"
        );
        out.clear();
        let place = Place {
            file: "a,b\n::x.yaml".into(),
            line: 7,
            column: 3,
        };
        command(&mut out, "error", &one(Some(place)));
        assert!(
            out.starts_with("::error file=a%2Cb%0A%3A%3Ax.yaml,line=7,col=3,title=a"),
            "{out}"
        );
    }
}
