//! One file a format: a [`Report`](super::Report) in, text out.

mod github;
mod html;
mod junit;
mod sarif;
mod tap;

use super::echoes_of;
use super::report::{Case, Report, place};
use crate::ui::OutputFormat;
use crate::verify::evidence::Finding;

pub(super) use github::summary;

/// A report in a format of its own; `None` for those that belong to the whole outcome.
pub(super) fn render(format: OutputFormat, report: &Report) -> Option<String> {
    match format {
        OutputFormat::Text | OutputFormat::Json => None,
        OutputFormat::Junit => Some(junit::render(report)),
        OutputFormat::Tap => Some(tap::render(report)),
        OutputFormat::Sarif => Some(sarif::render(report)),
        OutputFormat::Github => Some(github::render(report)),
        OutputFormat::Html => Some(html::render(report)),
    }
}

/// A finding in plain words, for formats that have one text a case.
fn plain(finding: &Finding) -> String {
    let also = echoes_of(finding).map_or_else(String::new, |also| format!("also: {also}\n"));
    format!(
        "{} {}: {}\n{also}why: {}\nfix: {}\nproof: {}\ntry:\n{}\n",
        finding.severity.word(),
        finding.id,
        finding.summary,
        finding.why,
        finding.remedy,
        finding.evidence,
        finding.request
    )
}

/// Notes and findings of a case.
fn detail(case: &Case) -> String {
    let mut parts = case.notes.clone();
    parts.extend(case.findings.iter().map(plain));
    parts.join("\n")
}

/// `notes: first user gets 7 rows of others`.
fn headline(finding: &Finding) -> String {
    let also = echoes_of(finding).map_or_else(String::new, |also| format!("; also {also}"));
    let stands = finding.place.as_ref();
    let stands = stands.map_or_else(String::new, |at| format!(" ({}:{})", at.file, at.line));
    format!("{}: {}{stands}{also}", place(finding), finding.summary)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use serde_json::{Value, json};
    use time::OffsetDateTime;

    use super::*;
    use crate::exit::Exit;
    use crate::output::matrix::Matrix;
    use crate::output::report::{Acceptance, CaseStatus, Mood, Ruling};
    use crate::secret::Redactor;
    use crate::verify::evidence::{Proof, Severity};

    /// A report of one finding, whose texts try everything.
    fn hostile(accepted: bool) -> Report {
        let text = "</pre><script>x</script>\n::error::x # %0A ]]> \u{1b}[2J hunter22&co";
        let finding = Finding {
            id: "P05:notes:list:user".into(),
            severity: Severity::High,
            proof: Proof::Live,
            table: Some(text.into()),
            path: None,
            role: None,
            place: None,
            summary: text.into(),
            request: text.into(),
            evidence: json!({ "a": text }),
            why: text.into(),
            remedy: text.into(),
            fault: None,
            echoes: Vec::new(),
        };
        let acceptance = Acceptance {
            reason: text.into(),
            until: "2027-01-31".into(),
        };
        Report {
            suite: "verify-hasura".into(),
            ruling: Ruling {
                word: "leak".into(),
                scope: None,
                meaning: text.into(),
                mood: Mood::Bad,
            },
            exit: Exit::Permission,
            made: OffsetDateTime::UNIX_EPOCH,
            reasons: vec![text.into()],
            facts: vec![("role".into(), text.into())],
            matrix: Matrix::default(),
            cases: vec![Case {
                id: "P05".into(),
                name: text.into(),
                why: text.into(),
                status: CaseStatus::Fail(text.into()),
                accepted: if accepted {
                    BTreeMap::from([(finding.id.clone(), acceptance)])
                } else {
                    BTreeMap::new()
                },
                findings: vec![finding],
                told_in: Vec::new(),
                notes: vec![text.into()],
                time: Duration::ZERO,
            }],
            notes: vec![text.into()],
        }
    }

    #[test]
    fn no_text_breaks_out_and_no_secret_is_escaped_past_the_redactor() {
        let redactor = Redactor::default();
        redactor.learn("hunter22&co");
        let report = hostile(false).cleaned(&redactor);
        for format in [
            OutputFormat::Junit,
            OutputFormat::Tap,
            OutputFormat::Sarif,
            OutputFormat::Github,
            OutputFormat::Html,
        ] {
            let text = render(format, &report).unwrap();
            assert!(!text.contains("hunter22"), "{text}");
            assert!(!text.contains('\u{1b}'), "{text}");
            let markup = matches!(format, OutputFormat::Junit | OutputFormat::Html);
            assert!(!(markup && text.contains("<script")), "{text}");
            for line in text.lines().filter(|_| format == OutputFormat::Github) {
                assert!(!line.starts_with("::error::"), "{text}");
            }
        }
        let summary = summary(&report);
        assert!(!summary.contains("<script") && summary.lines().count() == 1);
    }

    #[test]
    fn what_is_accepted_is_suppressed_and_named() {
        let report = hostile(true);
        let log: Value = serde_json::from_str(&sarif::render(&report)).unwrap();
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["level"], "note");
        assert_eq!(result["suppressions"][0]["status"], "accepted");
        let mut schema: Value = serde_json::from_str(include_str!(
            "../../../tests/fixtures/schemas/sarif-schema-2.1.0.json"
        ))
        .unwrap();
        for owner in ["run", "toolComponent"] {
            let language = &mut schema["definitions"][owner]["properties"]["language"];
            language.as_object_mut().unwrap().remove("pattern");
        }
        assert!(jsonschema::is_valid(&schema, &log), "{log:#}");
        let page = html::render(&report);
        assert!(page.contains("id=\"accepted\"") && !page.contains("id=\"findings\""));
        assert!(!github::render(&report).contains("title=P05 high"));
    }
}
