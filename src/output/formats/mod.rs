//! One file a format: a [`Report`](super::Report) in, text out.

mod github;
mod html;
mod junit;
mod sarif;
mod tap;

use super::report::{Case, Report, place};
use crate::cli::OutputFormat;
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
    format!(
        "{} {}: {}\nwhy: {}\nfix: {}\nproof: {}\ntry:\n{}\n",
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
    format!("{}: {}", place(finding), finding.summary)
}
