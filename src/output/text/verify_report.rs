//! A verification report as text, JSON and test cases; `verify-hasura`, `smoke` and `demo` share
//! it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::output::{Case, CaseStatus, Page, Style};
use crate::verify::evidence::{Finding, Gap, Proof, Ran, Severity, Status};
use crate::verify::run::Report;
use crate::verify::verdict::Verdict;

/// `{"verdict","reasons","probes":[…]}` (design: verify-hasura).
pub(super) fn json(report: &Report) -> Value {
    let mut out = json!({
        "verdict": report.verdict.word(),
        "probes": report.probes.iter().map(probe_json).collect::<Vec<_>>(),
        "users": report.users,
        "role": report.role,
        "admin": report.admin,
        "endpoint": report.endpoint,
    });
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
    if !probe.result.notes.is_empty() {
        out["notes"] = json!(probe.result.notes);
    }
    out["findings"] = probe.result.findings.iter().map(Finding::json).collect();
    out
}

/// For people: verdict, matrix, findings, probes.
pub(super) fn text(report: &Report, page: &mut Page) {
    verdict(report, page);
    matrix(report, page);
    findings(report, page);
    probes(report, page);
    for note in &report.notes {
        page.line(page.styled(Style::Dim, &format!("note: {note}")));
    }
}

fn verdict(report: &Report, page: &mut Page) {
    let style = match report.verdict {
        Verdict::Sound => Style::Good,
        Verdict::Leak | Verdict::Blind => Style::Bad,
        Verdict::Unproven => Style::Warn,
    };
    let word = page.styled(style, report.verdict.word());
    page.line(format!("verdict: {word}, {}", report.verdict.meaning()));
    if report.verdict != Verdict::Leak {
        for reason in &report.reasons {
            page.line(format!("  {reason}"));
        }
    }
    if report.probes.is_empty() {
        return;
    }
    let count = |status: Status| {
        report
            .probes
            .iter()
            .filter(|probe| probe.result.status == status)
            .count()
    };
    let mut counts = Vec::new();
    for (status, word) in [
        (Status::Pass, "passed"),
        (Status::Fail, "failed"),
        (Status::Warn, "with a warning"),
        (Status::Skip, "not tried"),
    ] {
        if count(status) > 0 {
            counts.push(format!("{} {word}", count(status)));
        }
    }
    page.line(page.styled(
        Style::Dim,
        &format!(
            "{} as {}, role {}, {} admin; probes: {}",
            report.endpoint,
            report.users.join(" and "),
            report.role,
            if report.admin { "with" } else { "without" },
            counts.join(", ")
        ),
    ));
}

/// Tables × ways of access.
fn matrix(report: &Report, page: &mut Page) {
    let cells: Vec<_> = report
        .probes
        .iter()
        .flat_map(|probe| &probe.result.cells)
        .collect();
    if cells.is_empty() {
        return;
    }
    let tables: BTreeSet<&str> = cells.iter().map(|cell| cell.table.as_str()).collect();
    let mut ways: Vec<&str> = Vec::new();
    let mut by_place = BTreeMap::new();
    for cell in &cells {
        if !ways.contains(&cell.way) {
            ways.push(cell.way);
        }
        by_place.insert((cell.table.as_str(), cell.way), cell);
    }
    let rows: Vec<Vec<String>> = tables
        .into_iter()
        .map(|table| {
            let mut row = vec![table.to_owned()];
            row.extend(ways.iter().map(|way| match by_place.get(&(table, *way)) {
                Some(cell) => mark(page, cell.status, &cell.note),
                None => page.styled(Style::Dim, "-"),
            }));
            row
        })
        .collect();
    let mut head = vec!["table"];
    head.extend(&ways);
    page.blank();
    page.table(&head, &rows);
}

fn mark(page: &Page, status: Status, note: &str) -> String {
    let (style, word) = match status {
        Status::Pass => (Style::Good, "ok"),
        Status::Fail => (Style::Bad, "LEAK"),
        Status::Warn => (Style::Warn, "look"),
        Status::Skip => (Style::Dim, "-"),
    };
    format!("{}  {note}", page.styled(style, word))
}

/// Findings that one remedy closes.
struct Group<'a> {
    probe: &'a Ran,
    findings: Vec<&'a Finding>,
}

/// Findings by probe and remedy, worst first.
fn groups(report: &Report) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for probe in &report.probes {
        for finding in &probe.result.findings {
            let known = groups.iter_mut().find(|group| {
                group.probe.id == probe.id
                    && group.findings.first().is_some_and(|first| {
                        first.severity == finding.severity && first.remedy == finding.remedy
                    })
            });
            match known {
                Some(group) => group.findings.push(finding),
                None => groups.push(Group {
                    probe,
                    findings: vec![finding],
                }),
            }
        }
    }
    // Stable: probes keep their order within a severity.
    groups.sort_by_key(|group| {
        std::cmp::Reverse(group.findings.first().map(|finding| finding.severity))
    });
    groups
}

fn findings(report: &Report, page: &mut Page) {
    let groups = groups(report);
    if groups.is_empty() {
        return;
    }
    page.heading("findings");
    for group in groups {
        let Some((first, others)) = group.findings.split_first() else {
            continue;
        };
        let style = match first.severity {
            Severity::Critical | Severity::High => Style::Bad,
            Severity::Medium => Style::Warn,
            Severity::Info => Style::Dim,
        };
        let head = format!("{} {}", group.probe.id, first.severity.word());
        page.line(format!("{}  {}", page.styled(style, &head), first.why));
        for finding in &group.findings {
            let place = finding.table.as_deref().or(finding.path.as_deref());
            let place = place.map_or_else(String::new, |place| format!("{place}: "));
            let proof = match finding.proof {
                Proof::Live => "",
                Proof::Static => " (static: read in the metadata, not tried)",
            };
            page.line(format!("  - {place}{}{proof}", finding.summary));
        }
        page.line(format!("  fix    {}", first.remedy));
        if first
            .evidence
            .as_object()
            .is_some_and(|members| !members.is_empty())
        {
            page.line(format!("  proof  {}", first.evidence));
        }
        for (index, line) in first.request.lines().enumerate() {
            let label = if index == 0 { "try" } else { "" };
            page.line(format!(
                "  {label:<6} {}",
                page.styled(Style::Command, line)
            ));
        }
        if !others.is_empty() {
            let more = format!(
                "  the requests of the other {} are in --output json",
                others.len()
            );
            page.line(page.styled(Style::Dim, &more));
        }
        page.blank();
    }
}

fn probes(report: &Report, page: &mut Page) {
    if report.probes.is_empty() {
        return;
    }
    page.heading("probes");
    for probe in &report.probes {
        let result = &probe.result;
        let style = match result.status {
            Status::Pass => Style::Good,
            Status::Fail => Style::Bad,
            Status::Warn => Style::Warn,
            Status::Skip => Style::Dim,
        };
        page.line(format!(
            "{}  {}  {}",
            probe.id,
            page.styled(style, &format!("{:<4}", result.status.word())),
            probe.title
        ));
        if let Some(reason) = &result.reason {
            let left_out = if result.status == Status::Skip {
                "not tried"
            } else {
                "in part"
            };
            page.line(format!(
                "           {}",
                page.styled(Style::Warn, &format!("{left_out}: {reason}"))
            ));
        }
        for note in &result.notes {
            page.line(format!("           {}", page.styled(Style::Dim, note)));
        }
    }
}

/// One case a probe.
pub(super) fn cases(report: &Report) -> Vec<Case> {
    let mut cases: Vec<Case> = report.probes.iter().map(case).collect();
    if cases.is_empty() {
        cases.push(Case {
            id: "verdict".into(),
            name: "the run could look".into(),
            status: CaseStatus::Error(report.reasons.join("; ")),
            detail: String::new(),
            time: std::time::Duration::ZERO,
        });
    }
    cases
}

fn case(probe: &Ran) -> Case {
    let result = &probe.result;
    let reason = || result.reason.clone().unwrap_or_default();
    let status = match (result.status, result.gap) {
        (Status::Pass | Status::Warn, _) => CaseStatus::Pass,
        (Status::Fail, _) => CaseStatus::Fail(
            result
                .findings
                .iter()
                .map(|finding| finding.summary.as_str())
                .collect::<Vec<_>>()
                .join("; "),
        ),
        (Status::Skip, Gap::NotPossible) if probe.essential => CaseStatus::Error(reason()),
        (Status::Skip, _) => CaseStatus::Skip(reason()),
    };
    let detail: Vec<String> = result
        .findings
        .iter()
        .map(|finding| {
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
        })
        .collect();
    Case {
        id: probe.id.to_owned(),
        name: probe.title.to_owned(),
        status,
        detail: detail.join("\n"),
        time: probe.elapsed,
    }
}
