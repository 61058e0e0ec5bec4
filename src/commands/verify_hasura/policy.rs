//! What the policy, a baseline and `--fail-on` add to a verification report.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::VerifyOutcome;
use crate::output::Page;
use crate::text::visible;
use crate::ui::Style;
use crate::verify::baseline::{Comparison, Moved};
use crate::verify::evidence::{Accepted, untried};
use crate::verify::report::Report;
use crate::verify::verdict::Verdict;

/// Members beside the report's own.
pub(in crate::commands) fn add_json(outcome: &VerifyOutcome, out: &mut Value) {
    if !outcome.failed_on_warning().is_empty() {
        out["failed_on"] = json!("warn");
    }
    if let Some(comparison) = &outcome.baseline {
        out["baseline"] = baseline_json(comparison);
    }
    if let Some(drafted) = &outcome.drafted {
        out["policy_written"] = json!({
            "file": drafted.file, "roles": drafted.roles, "open_findings": drafted.open,
            "kept_acceptances": drafted.kept,
        });
    }
}

fn baseline_json(comparison: &Comparison) -> Value {
    let moved = |all: &[Moved]| -> Vec<Value> {
        all.iter()
            .map(|one| json!({ "id": one.id, "severity": one.severity, "summary": one.summary }))
            .collect()
    };
    let changed: Vec<Value> = comparison
        .changed
        .iter()
        .map(|probe| json!({ "id": probe.id, "from": probe.from, "to": probe.to }))
        .collect();
    let mut out = json!({
        "file": comparison.file,
        "verdict": comparison.verdict,
        "new": moved(&comparison.new),
        "gone": moved(&comparison.gone),
        "changed": changed,
        "tables": { "appeared": comparison.appeared, "vanished": comparison.vanished },
    });
    if !comparison.notes.is_empty() {
        out["notes"] = json!(comparison.notes);
    }
    out
}

/// After the report.
pub(in crate::commands) fn text(outcome: &VerifyOutcome, page: &mut Page) {
    if let Some(comparison) = &outcome.baseline {
        baseline(comparison, page);
    }
    let warned = outcome.failed_on_warning();
    if !warned.is_empty() {
        let line = format!(
            "failed on warnings, as --fail-on warn asks: {}",
            warned.join(", ")
        );
        page.line(page.styled(Style::Bad, &line));
    }
    if let Some(drafted) = &outcome.drafted {
        page.line(format!("policy drafted into {}", drafted.file.display()));
        if drafted.kept > 0 {
            page.line(format!("  {} acceptances were kept", drafted.kept));
        }
        if !drafted.open.is_empty() {
            page.line(format!(
                "  it accepts none of the open findings: {}",
                drafted.open.join(", ")
            ));
        }
    }
}

fn baseline(comparison: &Comparison, page: &mut Page) {
    page.heading("since baseline");
    if comparison.is_empty() {
        page.line("nothing changed");
    }
    for (what, style, all) in [
        ("new ", Style::Bad, &comparison.new),
        ("gone", Style::Good, &comparison.gone),
    ] {
        for one in all {
            let place = format!("{} {}: {}", one.id, one.severity, one.summary);
            page.line(format!("{}  {place}", page.styled(style, what)));
        }
    }
    for probe in &comparison.changed {
        let word = |status: &Option<String>| status.clone().unwrap_or_else(|| "not run".into());
        let (from, to) = (word(&probe.from), word(&probe.to));
        page.line(format!("{}   {from} before, {to} now", probe.id));
    }
    for (what, tables) in [
        ("tables that appeared", &comparison.appeared),
        ("tables that vanished", &comparison.vanished),
    ] {
        if !tables.is_empty() {
            page.line(format!("{what}: {}", tables.join(", ")));
        }
    }
    for note in &comparison.notes {
        page.line(page.styled(Style::Dim, note));
    }
    page.blank();
}

/// Limits to name beside the verdict; more are counted.
const LIMITS: usize = 3;

/// What the verdict means, with what it does not reach.
pub(in crate::commands) fn meaning(report: &Report) -> String {
    let meaning = report.meaning();
    // What was asked for is in the meaning itself.
    let asked = report.scope.limit();
    let limits = report.limits.iter();
    let all: Vec<&str> = limits
        .filter(|limit| Some(*limit) != asked.as_ref())
        .map(String::as_str)
        .collect();
    if report.verdict != Verdict::Sound || all.is_empty() {
        return meaning;
    }
    let shown = all.len().min(LIMITS);
    let mut limits = all[..shown].join("; ");
    if shown < all.len() {
        let _ = write!(limits, "; and {} more", all.len() - shown);
    }
    format!("{meaning}, as far as was looked ({limits})")
}

/// Findings that the policy accepts, and what it lets be untried, one line each.
pub(in crate::commands) fn accepted(report: &Report, page: &mut Page) {
    let all: Vec<_> = report
        .probes
        .iter()
        .flat_map(|probe| {
            let findings = probe.result.findings.iter();
            findings.filter_map(|finding| Some((finding, probe.result.acceptance(finding)?)))
        })
        .collect();
    let found = all
        .into_iter()
        .map(|(finding, accepted)| (finding.id.clone(), &*finding.summary, accepted));
    let gaps = report.probes.iter().filter_map(|probe| {
        let reason = probe.result.reason.as_deref().unwrap_or("not tried");
        Some((
            untried(probe.id),
            reason,
            probe.result.accepted_gap.as_ref()?,
        ))
    });
    let lines: Vec<(String, &str, &Accepted)> = found.chain(gaps).collect();
    if lines.is_empty() {
        return;
    }
    page.heading("accepted");
    for (id, what, accepted) in lines {
        let (id, what) = (visible(&id), visible(what));
        page.line(format!("{}  {what}", page.styled(Style::Warn, &id)));
        let until = format!("  until {}: {}", accepted.until, accepted.reason);
        page.line(page.styled(Style::Dim, &until));
    }
    page.blank();
}
