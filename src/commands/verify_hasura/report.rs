//! A verification report as JSON and as the model of the other formats; `verify-hasura`, `smoke`
//! and `demo` share it.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::policy;
use crate::exit::Exit;
use crate::output::{Acceptance, Case, CaseStatus, Matrix, Mood, Report, Ruling};
use crate::text::count;
use crate::verify::evidence::{Finding, Gap, Ran, Status};
use crate::verify::report::{Report as VerifyReport, Subject};
use crate::verify::verdict::Verdict;

/// `{"verdict","reasons","probes":[…]}`, as `schemas/verify-hasura.schema.json` describes it.
pub(in crate::commands) fn json(report: &VerifyReport) -> Value {
    let mut out = json!({
        "verdict": report.verdict.word(),
        "probes": report.probes.iter().map(probe_json).collect::<Vec<_>>(),
        "users": report.users,
        "role": report.role,
        "admin": report.admin,
        "endpoint": match &report.subject {
            Subject::Endpoint(endpoint) => endpoint.as_str(),
            Subject::Files { .. } => "",
        },
        "tables": report.table_names,
    });
    if let Subject::Files { root, roles } = &report.subject {
        out["metadata"] = json!({ "root": root, "roles": roles });
    }
    if !report.limits.is_empty() {
        out["limits"] = json!(report.limits);
    }
    if !report.reasons.is_empty() {
        out["reasons"] = json!(report.reasons);
    }
    if !report.notes.is_empty() {
        out["notes"] = json!(report.notes);
    }
    out
}

fn probe_json(probe: &Ran) -> Value {
    let mut out = json!({
        "id": probe.id,
        "title": probe.title,
        "status": probe.result.status.word(),
    });
    if let Some(reason) = &probe.result.reason {
        out["reason"] = json!(reason);
    }
    if let Some(accepted) = &probe.result.accepted_gap {
        out["accepted"] = json!({ "reason": accepted.reason, "until": accepted.until });
    }
    if !probe.result.notes.is_empty() {
        out["notes"] = json!(probe.result.notes);
    }
    let with_acceptance = |finding: &Finding| {
        let mut out = finding.json();
        if let Some(accepted) = probe.result.acceptance(finding) {
            out["accepted"] = json!({ "reason": accepted.reason, "until": accepted.until });
        }
        out
    };
    out["findings"] = probe.result.findings.iter().map(with_acceptance).collect();
    if !probe.result.echoes.is_empty() {
        let echoes = probe.result.echoes.iter();
        out["echoes"] = echoes
            .map(|echo| json!({ "id": echo.id, "cause": echo.cause }))
            .collect();
    }
    out
}

/// The model of all other formats.
pub(in crate::commands) fn report(suite: &str, exit: Exit, report: &VerifyReport) -> Report {
    Report {
        suite: suite.to_owned(),
        ruling: Ruling {
            word: report.verdict.word().to_owned(),
            scope: report.scope.mark(),
            meaning: policy::meaning(report),
            mood: match report.verdict {
                Verdict::Sound if report.limits.is_empty() => Mood::Good,
                Verdict::Sound | Verdict::Unproven => Mood::Unsure,
                Verdict::Leak | Verdict::Blind => Mood::Bad,
            },
        },
        exit,
        made: OffsetDateTime::now_utc(),
        reasons: report.reasons.clone(),
        facts: facts(report),
        matrix: Matrix::new(report.probes.iter().flat_map(|probe| &probe.result.cells)),
        cases: cases(report),
        notes: report.notes.clone(),
    }
}

fn facts(report: &VerifyReport) -> Vec<(String, String)> {
    let mut facts = match &report.subject {
        Subject::Endpoint(endpoint) => vec![("endpoint".to_owned(), endpoint.clone())],
        Subject::Files { root, roles } => {
            return vec![
                ("metadata".into(), root.clone()),
                ("roles".into(), roles.join(", ")),
                ("tables".into(), report.tables.to_string()),
            ];
        }
    };
    if !report.users.is_empty() {
        facts.push(("users".into(), report.users.join(" and ")));
    }
    if !report.role.is_empty() {
        facts.push(("role".into(), report.role.clone()));
    }
    if !report.probes.is_empty() {
        let admin = if report.admin { "used" } else { "not used" };
        facts.push(("admin secret".into(), admin.into()));
        facts.push(("tables".into(), report.tables.to_string()));
    }
    facts
}

/// One case a probe.
fn cases(report: &VerifyReport) -> Vec<Case> {
    let mut cases: Vec<Case> = report.probes.iter().map(case).collect();
    if cases.is_empty() {
        cases.push(Case {
            id: "verdict".into(),
            name: "the run could look".into(),
            why: String::new(),
            status: CaseStatus::Error(report.reasons.join("; ")),
            findings: Vec::new(),
            accepted: std::collections::BTreeMap::new(),
            told_in: Vec::new(),
            notes: Vec::new(),
            time: Duration::ZERO,
        });
    }
    cases
}

fn case(probe: &Ran) -> Case {
    let result = &probe.result;
    let reason = || result.reason.clone().unwrap_or_default();
    let told_in: BTreeSet<&str> = result.echoes.iter().map(|echo| &*echo.cause).collect();
    let told_in: Vec<String> = told_in.into_iter().map(ToOwned::to_owned).collect();
    let summaries = || {
        let summaries = result.counting().map(|finding| finding.summary.clone());
        let elsewhere = told_in.iter().map(|id| format!("told with {id}"));
        summaries.chain(elsewhere).collect::<Vec<_>>().join("; ")
    };
    let status = match (result.status, result.gap) {
        (Status::Fail, _) => CaseStatus::Fail(summaries()),
        (_, Gap::NotPossible) if probe.essential => CaseStatus::Error(reason()),
        _ if result.counting().any(Finding::is_unproven) => CaseStatus::Error(summaries()),
        (Status::Pass, _) => CaseStatus::Pass,
        (Status::Warn, _) => CaseStatus::Warn(summaries()),
        (Status::Skip, _) => CaseStatus::Skip(match &result.accepted_gap {
            Some(accepted) => format!(
                "{}; accepted until {}: {}",
                reason(),
                accepted.until,
                accepted.reason
            ),
            None => reason(),
        }),
    };
    let mut notes = result.notes.clone();
    if !told_in.is_empty() {
        let found = count(result.echoes.len(), "finding");
        let ids = told_in.join(", ");
        notes.insert(0, format!("{found} told with the cause: {ids}"));
    }
    if let Some(reason) = &result.reason
        && result.status != Status::Skip
    {
        notes.insert(0, format!("in part: {reason}"));
    }
    Case {
        id: probe.id.to_owned(),
        name: probe.title.to_owned(),
        why: probe.why.to_owned(),
        status,
        findings: result.findings.clone(),
        accepted: result
            .accepted
            .iter()
            .map(|(id, accepted)| {
                let acceptance = Acceptance {
                    reason: accepted.reason.clone(),
                    until: accepted.until.clone(),
                };
                (id.clone(), acceptance)
            })
            .collect(),
        told_in,
        notes,
        time: probe.elapsed,
    }
}
