//! One self-contained HTML page: no script, nothing fetched, and a policy that forbids both.
//!
//! `maud` escapes every text. [`fragment`] is the shorter form for places that have a page
//! already, such as GitHub's job summary.

mod parts;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use time::format_description::well_known::Rfc3339;

use crate::output::report::{Mood, Report};

const STYLE: &str = include_str!("page.css");

/// Nothing may be fetched, run or sent, whatever a text in the page tries.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
                      form-action 'none'";

pub(super) fn render(report: &Report) -> String {
    let title = format!("{}: {} – st-hasura", report.suite, report.ruling.headline());
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (header(report))
                main {
                    (section("matrix", "Tables and the ways to them", parts::matrix(&report.matrix)))
                    (section("findings", "Findings", parts::findings(report, true)))
                    (section("remedies", "Remedies", parts::remedies(report)))
                    (section("accepted", "Accepted", parts::accepted(report)))
                    (section("checks", "Checks", parts::checks(report)))
                    (section("notes", "Notes", parts::list(&report.notes)))
                }
                (footer(report))
            }
        }
    };
    page.into_string() + "\n"
}

/// Verdict, matrix and findings in one line of HTML: Markdown that surrounds it ends an element
/// of HTML at the first empty line.
pub(super) fn fragment(report: &Report) -> String {
    let body = html! {
        h2 { (report.suite) ": " (report.ruling.headline()) }
        p { (report.ruling.meaning) " (exit " (report.exit.code()) "). " (report.counts().join(", ")) "." }
        @if let Some(reasons) = parts::list(&report.reasons) { (reasons) }
        @if let Some(matrix) = parts::matrix(&report.matrix) { (matrix) }
        @if let Some(findings) = parts::findings(report, false) { (findings) }
        @if let Some(remedies) = parts::remedies(report) { h3 { "Remedies" } (remedies) }
        @if let Some(accepted) = parts::accepted(report) { h3 { "Accepted" } (accepted) }
        @if let Some(notes) = parts::list(&report.notes) { h3 { "Notes" } (notes) }
    };
    body.into_string().replace('\n', "&#10;") + "\n"
}

const fn mood(mood: Mood) -> &'static str {
    match mood {
        Mood::Good => "good",
        Mood::Bad => "bad",
        Mood::Unsure => "warn",
    }
}

fn header(report: &Report) -> Markup {
    html! {
        header class=(mood(report.ruling.mood)) {
            p.suite { "st-hasura " (report.suite) }
            h1 { (report.ruling.headline()) }
            p.meaning { (report.ruling.meaning) }
            @if let Some(reasons) = parts::list(&report.reasons) { (reasons) }
            p.counts { (report.counts().join(", ")) "; exit status " (report.exit.code()) }
            @if !report.facts.is_empty() {
                dl.facts {
                    @for (name, value) in &report.facts {
                        div { dt { (name) } dd { (value) } }
                    }
                }
            }
        }
    }
}

/// A section with its heading; nothing where there is nothing to say.
fn section(id: &str, title: &str, body: Option<Markup>) -> Markup {
    html! {
        @if let Some(body) = body {
            section aria-labelledby=(id) {
                h2 id=(id) { (title) }
                (body)
            }
        }
    }
}

fn footer(report: &Report) -> Markup {
    let second = report.made.replace_nanosecond(0).unwrap_or(report.made);
    let at = second.format(&Rfc3339).unwrap_or_default();
    html! {
        footer {
            p { "Made by st-hasura " (env!("CARGO_PKG_VERSION")) " at " time datetime=(at) { (at) } "." }
        }
    }
}
