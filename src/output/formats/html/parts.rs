//! The parts that the page and the job summary share. Each is `None` where it has nothing to say.

use maud::{Markup, html};

use crate::output::echoes_of;
use crate::output::matrix::{Mark, Matrix, Row};
use crate::output::report::{Case, CaseStatus, Report, place};
use crate::verify::evidence::{Finding, Proof, Severity};

/// From this many findings on, requests and evidence are folded away.
const OPEN: usize = 12;

/// Tables × ways: what must be looked at, and the sound ones folded away where they are many.
pub(super) fn matrix(matrix: &Matrix) -> Option<Markup> {
    if matrix.is_empty() {
        return None;
    }
    let digest = matrix.digest();
    let shown = |row: &&Row| !digest.rows.iter().any(|shown| shown.table == row.table);
    let rest: Vec<&Row> = matrix.rows.iter().filter(shown).collect();
    Some(html! {
        @if !digest.rows.is_empty() { (table(&matrix.ways, &digest.rows)) }
        @if digest.sound > 0 {
            p { span class="mark good" { (Mark::Sound.word()) } " " (digest.sound)
                @if digest.rows.is_empty() { " tables" } @else { " more tables" }
                " by " (matrix.ways.join(", ")) }
        }
        @if !digest.idle.is_empty() {
            p { (digest.idle.len()) " tables in which there was nothing to see: "
                (digest.idle.join(", ")) }
        }
        @if !rest.is_empty() {
            details {
                summary { "The other " (rest.len()) " tables" }
                (table(&matrix.ways, &rest))
            }
        }
    })
}

fn table(ways: &[String], rows: &[&Row]) -> Markup {
    html! {
        // Can be scrolled, so it can be reached by keyboard.
        div.wide.matrix role="region" aria-label="Tables and the ways to them" tabindex="0" {
            table {
                thead { tr {
                    th scope="col" { "table" }
                    @for way in ways { th scope="col" { (way) } }
                } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { (row.table) }
                            @for cell in &row.cells {
                                td {
                                    @if let Some(seen) = cell {
                                        span class={ "mark " (mark(seen.mark)) } { (seen.mark.word()) }
                                        " " (seen.note)
                                    } @else { span class="mark idle" { "–" } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

const fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Sound => "good",
        Mark::Leak => "bad",
        Mark::Look => "warn",
        Mark::Idle => "idle",
    }
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "bad",
        Severity::Medium => "warn",
        Severity::Info => "idle",
    }
}

/// The findings, worst first; `open` unfolds them where they are few.
pub(super) fn findings(report: &Report, open: bool) -> Option<Markup> {
    let all = report.findings();
    let open = open && all.len() < OPEN;
    (!all.is_empty()).then(|| {
        html! {
            @for (case, finding) in all { (article(case, finding, open)) }
        }
    })
}

fn article(case: &Case, finding: &Finding, open: bool) -> Markup {
    let evidence = serde_json::to_string_pretty(&finding.evidence).unwrap_or_default();
    html! {
        article id=(finding.id) {
            h3 {
                span class={ "mark " (severity(finding.severity)) } { (finding.severity.word()) }
                " " (place(finding)) ": " (finding.summary)
            }
            p.where {
                code { (finding.id) } " · " (case.name)
                @if let Some(at) = &finding.place {
                    " · " code { (at.file) ":" (at.line) }
                }
                @match finding.proof {
                    Proof::Live => {}
                    Proof::Static => { " · read in the metadata, not tried" }
                    Proof::Unproven => { " · not looked at" }
                }
            }
            @if let Some(also) = echoes_of(finding) { p { strong { "Also: " } (also) } }
            p { strong { "Why: " } (finding.why) }
            p { strong { "Fix: " } (finding.remedy) }
            @if !finding.request.is_empty() {
                details open[open] {
                    summary { "Request that shows it" }
                    pre tabindex="0" { code { (finding.request) } }
                }
            }
            @if finding.evidence.as_object().is_none_or(|members| !members.is_empty()) {
                details {
                    summary { "What came back" }
                    pre tabindex="0" { code { (evidence) } }
                }
            }
            @if !finding.echoes.is_empty() {
                details {
                    summary { "Other ways in: " (finding.echoes.len()) }
                    @for echo in &finding.echoes {
                        p.where { code { (echo.id) } " · " (echo.summary) }
                        @if !echo.request.is_empty() {
                            pre tabindex="0" { code { (echo.request) } }
                        }
                    }
                }
            }
        }
    }
}

/// What to do, the worst first.
pub(super) fn remedies(report: &Report) -> Option<Markup> {
    let remedies = report.remedies();
    (!remedies.is_empty()).then(|| {
        html! {
            ol {
                @for remedy in &remedies {
                    li {
                        (remedy.text)
                        ul.closes {
                            @for finding in &remedy.closes {
                                li { code { (finding.id) } }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// Findings that somebody has accepted, and why.
pub(super) fn accepted(report: &Report) -> Option<Markup> {
    let accepted = report.accepted();
    (!accepted.is_empty()).then(|| {
        html! {
            ul {
                @for (finding, acceptance) in accepted {
                    li {
                        (place(finding)) ": " (finding.summary)
                        p.where {
                            code { (finding.id) } " · until " (acceptance.until) ": "
                            (acceptance.reason)
                        }
                    }
                }
            }
        }
    })
}

/// Every check with how it ended.
pub(super) fn checks(report: &Report) -> Option<Markup> {
    (!report.cases.is_empty()).then(|| {
        html! {
            div.wide role="region" aria-label="Checks" tabindex="0" {
                table {
                    thead { tr {
                        th scope="col" { "check" }
                        th scope="col" { "result" }
                        th scope="col" { "what holds when it passes" }
                    } }
                    tbody { @for case in &report.cases { (check(case)) } }
                }
            }
        }
    })
}

fn check(case: &Case) -> Markup {
    let (class, word) = match &case.status {
        CaseStatus::Pass => ("good", "pass"),
        CaseStatus::Warn(_) => ("warn", "look"),
        CaseStatus::Fail(_) => ("bad", "FAIL"),
        CaseStatus::Error(_) => ("warn", "open"),
        CaseStatus::Skip(_) => ("idle", "skip"),
    };
    // Of a case with findings they are the message.
    let message = case.status.message().filter(|_| !case.is_told());
    html! {
        tr {
            th scope="row" { (case.id) }
            td { span class={ "mark " (class) } { (word) } }
            td {
                (case.name)
                @if let Some(message) = message { p.where { (message) } }
                @for note in &case.notes { p.where { (note) } }
            }
        }
    }
}

/// Sentences as a list.
pub(super) fn list(lines: &[String]) -> Option<Markup> {
    (!lines.is_empty()).then(|| {
        html! { ul { @for line in lines { li { (line) } } } }
    })
}
