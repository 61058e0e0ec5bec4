//! A report for people, to be read in ten seconds: verdict, matrix, findings worst first,
//! remedies; then, for who reads on, the checks.

use crate::output::Page;
use crate::output::{Case, CaseStatus, Mark, Mood, Report, Row, echoes_of, place};
use crate::ui::Style;
use crate::verify::evidence::{Finding, Proof, Severity};

/// Findings of one kind to list; more are counted.
const FINDINGS: usize = 6;

/// Notes of one check to show; more are counted.
const NOTES: usize = 3;

/// Characters of evidence to show.
const EVIDENCE: usize = 300;

/// Verdict, matrix, findings, remedies.
pub(in crate::commands) fn summary(report: &Report, page: &mut Page) {
    verdict(report, page);
    matrix(report, page);
    findings(report, page);
    remedies(report, page);
}

/// The checks one by one, and facts about the run.
pub(in crate::commands) fn checks(report: &Report, page: &mut Page) {
    // A run that could not look has no check to speak of; its reason is said above.
    if !report.matrix.is_empty() || report.cases.len() > 1 {
        page.heading("probes");
        for case in &report.cases {
            check(case, page);
        }
    }
    for note in &report.notes {
        let note = page.styled(Style::Dim, &format!("note: {note}"));
        page.prose("", &note, 6);
    }
}

fn verdict(report: &Report, page: &mut Page) {
    let style = match report.ruling.mood {
        Mood::Good => Style::Good,
        Mood::Bad => Style::Bad,
        Mood::Unsure => Style::Warn,
    };
    let word = page.styled(style, &report.ruling.word);
    page.line(format!("verdict: {word}, {}", report.ruling.meaning));
    // The reasons of a leak are its findings.
    if report.findings().is_empty() {
        for reason in &report.reasons {
            page.prose("  ", reason, 2);
        }
    }
    let facts: Vec<String> = report
        .facts
        .iter()
        .map(|(name, value)| match name.as_str() {
            "endpoint" => value.clone(),
            _ => format!("{name} {value}"),
        })
        .collect();
    let mut line = facts.join(", ");
    if report.cases.len() > 1 {
        line = format!("{line}; {}", report.counts().join(", "));
    }
    let line = page.styled(Style::Dim, &line);
    page.prose("", &line, 0);
}

/// Tables × ways of access.
fn matrix(report: &Report, page: &mut Page) {
    if report.matrix.is_empty() {
        return;
    }
    let digest = report.matrix.digest();
    page.blank();
    if !digest.rows.is_empty() {
        let rows: Vec<Vec<String>> = digest.rows.iter().map(|row| cells(page, row)).collect();
        let mut head = vec!["table"];
        head.extend(report.matrix.ways.iter().map(String::as_str));
        page.table(&head, &rows);
    }
    if digest.sound > 0 {
        let ok = page.styled(Style::Good, "ok");
        let more = if digest.rows.is_empty() { "" } else { "more " };
        let ways = report.matrix.ways.join(", ");
        page.prose(
            "",
            &format!("{ok}  {} {more}tables by {ways}", digest.sound),
            4,
        );
    }
    if !digest.idle.is_empty() {
        let line = format!(
            "-   {} tables in which there was nothing to see: {}",
            digest.idle.len(),
            digest.idle.join(", ")
        );
        page.prose("", &page.styled(Style::Dim, &line), 4);
    }
}

fn cells(page: &Page, row: &Row) -> Vec<String> {
    let mut out = vec![row.table.clone()];
    out.extend(row.cells.iter().map(|cell| match cell {
        Some(seen) => {
            let style = match seen.mark {
                Mark::Sound => Style::Good,
                Mark::Leak => Style::Bad,
                Mark::Look => Style::Warn,
                Mark::Idle => Style::Dim,
            };
            format!("{}  {}", page.styled(style, seen.mark.word()), seen.note)
        }
        None => page.styled(Style::Dim, "-"),
    }));
    out
}

/// Findings of one check that one remedy closes.
struct Group<'a> {
    case: &'a Case,
    findings: Vec<&'a Finding>,
}

/// By check, severity and remedy, worst first.
fn groups(report: &Report) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (case, finding) in report.findings() {
        let known = groups.iter_mut().find(|group| {
            group.case.id == case.id
                && group.findings.first().is_some_and(|first| {
                    first.severity == finding.severity && first.remedy == finding.remedy
                })
        });
        match known {
            Some(group) => group.findings.push(finding),
            None => groups.push(Group {
                case,
                findings: vec![finding],
            }),
        }
    }
    groups
}

fn findings(report: &Report, page: &mut Page) {
    let groups = groups(report);
    if groups.is_empty() {
        return;
    }
    page.heading("findings");
    for (index, group) in groups.iter().enumerate() {
        if index > 0 {
            page.blank();
        }
        show(group, page);
    }
}

fn show(group: &Group<'_>, page: &mut Page) {
    let Some(first) = group.findings.first() else {
        return;
    };
    let style = match first.severity {
        Severity::Critical | Severity::High => Style::Bad,
        Severity::Medium => Style::Warn,
        Severity::Info => Style::Dim,
    };
    let head = format!("{} {}", group.case.id, first.severity.word());
    let head = format!("{}  {}", page.styled(style, &head), first.why);
    page.prose("", &head, 4);
    for finding in group.findings.iter().take(FINDINGS) {
        let proof = match finding.proof {
            Proof::Live => "",
            Proof::Static => " (static: read in the metadata, not tried)",
            Proof::Unproven => " (unproven)",
        };
        let line = format!("{}: {}{proof}", place(finding), finding.summary);
        page.prose("  - ", &line, 4);
        if let Some(place) = &finding.place {
            // Never wrapped: terminals and editors make a link of it.
            page.line(format!(
                "    at {}",
                page.styled(Style::Dim, &place.to_string())
            ));
        }
        if let Some(also) = echoes_of(finding) {
            page.prose("    also ", &also, 9);
        }
    }
    if let Some(more) = group
        .findings
        .get(FINDINGS..)
        .filter(|more| !more.is_empty())
    {
        page.line(format!("  - and {} more of this kind", more.len()));
    }
    if first
        .evidence
        .as_object()
        .is_some_and(|members| !members.is_empty())
    {
        let evidence = first.evidence.to_string();
        let cut: String = evidence.chars().take(EVIDENCE).collect();
        let dots = if cut.len() < evidence.len() {
            "…"
        } else {
            ""
        };
        page.line(format!("  proof  {cut}{dots}"));
    }
    // Never wrapped: it is there to be copied.
    for (index, line) in first.request.lines().enumerate() {
        let label = if index == 0 { "try" } else { "" };
        page.line(format!(
            "  {label:<6} {}",
            page.styled(Style::Command, line)
        ));
    }
}

fn remedies(report: &Report, page: &mut Page) {
    let remedies = report.remedies();
    if remedies.is_empty() {
        return;
    }
    page.heading("remedies");
    for (index, remedy) in remedies.iter().enumerate() {
        let mut places: Vec<&str> = Vec::new();
        for finding in &remedy.closes {
            if !places.contains(&place(finding)) {
                places.push(place(finding));
            }
        }
        let number = format!("{}. ", index + 1);
        let indent = number.len();
        let line = format!("{}: {}", places.join(", "), remedy.text);
        page.prose(&number, &line, indent);
    }
    let requests = report.findings().len();
    if requests > groups(report).len() {
        let more = format!("each of the {requests} findings with its request: --report html=FILE");
        page.line(page.styled(Style::Dim, &more));
    }
}

fn check(case: &Case, page: &mut Page) {
    let (style, word) = match &case.status {
        CaseStatus::Pass => (Style::Good, "pass"),
        CaseStatus::Warn(_) => (Style::Warn, "look"),
        CaseStatus::Fail(_) => (Style::Bad, "FAIL"),
        CaseStatus::Error(_) => (Style::Bad, "open"),
        CaseStatus::Skip(_) => (Style::Dim, "skip"),
    };
    page.line(format!(
        "{}  {}  {}",
        case.id,
        page.styled(style, word),
        case.name
    ));
    if let CaseStatus::Error(reason) | CaseStatus::Skip(reason) = &case.status {
        let line = page.styled(Style::Warn, &format!("not tried: {reason}"));
        page.prose("           ", &line, 11);
    }
    for note in case.notes.iter().take(NOTES) {
        page.prose("           ", &page.styled(Style::Dim, note), 11);
    }
    if let Some(more) = case.notes.get(NOTES..).filter(|more| !more.is_empty()) {
        let word = if more.len() == 1 { "note" } else { "notes" };
        let more = format!("and {} more {word}", more.len());
        page.line(format!("           {}", page.styled(Style::Dim, &more)));
    }
}
