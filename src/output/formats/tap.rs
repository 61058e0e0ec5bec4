//! TAP version 14, with YAML diagnostics.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::output::report::{Case, CaseStatus, Report};
use crate::text::yaml;
use crate::verify::evidence::Finding;

/// The stream of tests.
pub(super) fn render(report: &Report) -> String {
    let mut out = format!("TAP version 14\n1..{}\n", report.cases.len());
    for (index, case) in report.cases.iter().enumerate() {
        let ok = if case.status.is_bad() { "not ok" } else { "ok" };
        let name = escaped(&format!("{} {}", case.id, case.name));
        let skip = match &case.status {
            CaseStatus::Skip(reason) => format!(" # SKIP {}", one_line(reason)),
            _ => String::new(),
        };
        // Writing into a string cannot fail.
        let _ = writeln!(out, "{ok} {} - {name}{skip}", index + 1);
        if let Some(diagnostic) = diagnostic(case) {
            out.push_str("  ---\n");
            for line in diagnostic.lines() {
                let _ = writeln!(out, "  {line}");
            }
            out.push_str("  ...\n");
        }
    }
    let _ = writeln!(
        out,
        "# {}: {}",
        one_line(&report.ruling.word),
        one_line(&report.ruling.meaning)
    );
    out
}

/// Backslash and hash are TAP's own in a description.
fn escaped(text: &str) -> String {
    one_line(text).replace('\\', "\\\\").replace('#', "\\#")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The YAML below a test that has something to say.
fn diagnostic(case: &Case) -> Option<String> {
    let mut out = serde_json::Map::new();
    if let CaseStatus::Warn(text) | CaseStatus::Fail(text) | CaseStatus::Error(text) = &case.status
    {
        out.insert("message".into(), json!(text));
        let severity = if case.status.is_bad() { "fail" } else { "todo" };
        out.insert("severity".into(), json!(severity));
    }
    if !case.notes.is_empty() {
        out.insert("notes".into(), json!(case.notes));
    }
    if !case.findings.is_empty() {
        let findings: Vec<Value> = case.findings.iter().map(Finding::json).collect();
        out.insert("findings".into(), Value::Array(findings));
    }
    if out.is_empty() {
        return None;
    }
    out.insert("duration_ms".into(), json!(case.time.as_millis()));
    yaml(&Value::Object(out)).ok()
}
