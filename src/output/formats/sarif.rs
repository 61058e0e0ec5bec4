//! SARIF 2.1.0, as code scanning of GitHub and GitLab reads it.
//!
//! Checks that pass and checks that do not apply are no results here: code scanning takes every
//! result for an alert, whatever its kind. How each check ended stands in its rule's properties.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use super::headline;
use crate::exit::Exit;
use crate::hasura::metadata_files::Place;
use crate::output::report::{Case, CaseStatus, Mood, Report};
use crate::troubles::{self, Page};
use crate::verify::evidence::{Finding, Severity};
use crate::verify::pages;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Code scanning wants a file for everything; this one describes what was looked at.
const ARTIFACT: &str = "st-hasura.toml";

pub(super) fn render(report: &Report) -> String {
    let rules: Vec<Value> = report.cases.iter().map(rule).collect();
    let results: Vec<Value> = report
        .cases
        .iter()
        .enumerate()
        .flat_map(|(index, case)| results(index, case))
        .collect();
    let facts: serde_json::Map<String, Value> = report
        .facts
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "st-hasura",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "shortDescription": { "text": "Proves row-level permissions of Hasura" },
                "rules": rules,
            }},
            "automationDetails": { "id": format!("st-hasura/{}/", report.suite) },
            "columnKind": "unicodeCodePoints",
            "invocations": [invocation(report)],
            "results": results,
            "properties": {
                "verdict": report.ruling.word,
                "meaning": report.ruling.meaning,
                "facts": facts,
            },
        }],
    });
    log.to_string() + "\n"
}

fn invocation(report: &Report) -> Value {
    let mut out = json!({
        "executionSuccessful": report.ruling.mood != Mood::Unsure || report.exit == Exit::Ok,
        "exitCode": report.exit.code(),
        "exitCodeDescription": report.exit.meaning(),
    });
    if let Ok(at) = report.made.format(&Rfc3339) {
        out["endTimeUtc"] = json!(at);
    }
    let level = match report.ruling.mood {
        Mood::Good => "note",
        Mood::Bad => "warning",
        Mood::Unsure => "error",
    };
    let said = report.reasons.iter().map(|reason| (level, reason));
    let noted = report.notes.iter().map(|note| ("note", note));
    let notifications: Vec<Value> = said
        .chain(noted)
        .map(|(level, text)| json!({ "level": level, "message": { "text": text } }))
        .collect();
    if !notifications.is_empty() {
        out["toolExecutionNotifications"] = Value::Array(notifications);
    }
    out
}

fn rule(case: &Case) -> Value {
    let mut out = json!({
        "id": case.id,
        "shortDescription": { "text": case.name },
        "defaultConfiguration": { "level": "error" },
    });
    if !case.why.is_empty() {
        out["fullDescription"] = json!({ "text": case.why });
    }
    let mut help: Vec<&str> = [case.name.as_str(), case.why.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    let mut remedies: Vec<&str> = Vec::new();
    for finding in &case.findings {
        if !remedies.contains(&finding.remedy.as_str()) {
            remedies.push(&finding.remedy);
        }
    }
    help.append(&mut remedies);
    out["help"] = json!({ "text": help.join("\n\n") });
    if let Some(page) = page(&case.id) {
        out["help"]["markdown"] = json!(page.markdown());
    }
    let mut properties = json!({
        "tags": ["security", "authorization"],
        "status": case.status.word(),
    });
    if let Some(message) = case.status.message() {
        properties["message"] = json!(message);
    }
    if let Some(worst) = case.findings.first() {
        properties["security-severity"] = json!(score(worst.severity));
    }
    if !case.notes.is_empty() {
        properties["notes"] = json!(case.notes);
    }
    out["properties"] = properties;
    out
}

/// What `explain` says of a probe or a rule.
fn page(id: &str) -> Option<Page> {
    pages::find(id).or_else(|| troubles::find(id).map(|trouble| Page::of(trouble, "")))
}

/// On the scale from 0 to 10 by which code scanning sorts.
const fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.0",
        Severity::Info => "2.0",
    }
}

/// The findings of a case; or that it could not be tried, or failed without one.
fn results(index: usize, case: &Case) -> Vec<Value> {
    let without = |kind: &str, level: &str, text: &str| {
        let mut out = json!({
            "ruleId": case.id,
            "ruleIndex": index,
            "kind": kind,
            "level": level,
            "message": { "text": format!("{}: {text}", case.name) },
            "partialFingerprints": { "findingId/v1": format!("{}:{kind}", case.id) },
        });
        out["locations"] = json!([physical(None)]);
        vec![out]
    };
    match &case.status {
        CaseStatus::Error(reason) => without("open", "none", reason),
        CaseStatus::Fail(message) if !case.is_told() => without("fail", "error", message),
        CaseStatus::Warn(message) if !case.is_told() => without("review", "none", message),
        _ => case
            .findings
            .iter()
            .map(|finding| result(index, case, finding))
            .collect(),
    }
}

/// Where it stands in a file; in [`ARTIFACT`], for what was seen at a server.
fn physical(place: Option<&Place>) -> Value {
    let (file, region) = match place {
        Some(place) => (
            uri(&place.file),
            json!({ "startLine": place.line, "startColumn": place.column }),
        ),
        None => (ARTIFACT.to_owned(), json!({ "startLine": 1 })),
    };
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": file, "uriBaseId": "%SRCROOT%" },
        "region": region,
    }})
}

/// A path as a URI reference (RFC 3986): what a URI gives a meaning to is escaped.
fn uri(path: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    utf8_percent_encode(path, KEPT).to_string()
}

fn result(index: usize, case: &Case, finding: &Finding) -> Value {
    let level = match finding.severity {
        _ if case.acceptance(finding).is_some() => "note",
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Info => "note",
    };
    let mut location = physical(finding.place.as_ref());
    location["logicalLocations"] = json!([logical(finding)]);
    let mut out = json!({
        "ruleId": case.id,
        "ruleIndex": index,
        "kind": "fail",
        "level": level,
        "message": { "text": format!("{}\n{}", headline(finding), finding.remedy) },
        "locations": [location],
        "partialFingerprints": { "findingId/v1": finding.id },
        "properties": finding.json(),
    });
    if !finding.echoes.is_empty() {
        out["relatedLocations"] = finding.echoes.iter().map(related).collect();
    }
    if let Some(accepted) = case.acceptance(finding) {
        out["suppressions"] = json!([{
            "kind": "external",
            "status": "accepted",
            "justification": format!("{} (until {})", accepted.reason, accepted.until),
        }]);
    }
    out
}

/// Where else the fault was met.
fn related(echo: &Finding) -> Value {
    let mut location = physical(echo.place.as_ref());
    location["logicalLocations"] = json!([logical(echo)]);
    location["message"] = json!({ "text": format!("{}: {}", echo.id, echo.summary) });
    location
}

/// `role/table/path`, as far as each is known.
fn logical(finding: &Finding) -> Value {
    let parts = [&finding.role, &finding.table, &finding.path];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let kind = if finding.table.is_some() {
        "table"
    } else {
        "service"
    };
    json!({
        "name": super::place(finding),
        "fullyQualifiedName": if parts.is_empty() { "Hasura".to_owned() } else { parts.join("/") },
        "kind": kind,
    })
}
