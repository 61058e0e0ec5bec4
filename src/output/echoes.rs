//! The echoes of a finding in a few words: how else its fault was met.

use std::collections::BTreeSet;

use crate::verify::evidence::Finding;

/// Places to name of one kind; more are counted.
const PLACES: usize = 3;

/// What the probes' echoes are, in the order in which they are told.
const KINDS: [(&str, &str); 10] = [
    ("P05", "by a function or another list"),
    ("P06", "by key"),
    ("P07", "by aggregate"),
    ("P08", "past a limit"),
    ("P09", "through relationships"),
    ("P11", "by order"),
    ("P12", "in other errors"),
    ("P13", "in other columns"),
    ("P14", "in other ways"),
    ("P15", "by subscription"),
];

/// What an id begins with where a probe was run again in another role.
const AGAIN: &str = "P23";

/// `by key (P06), through relationships (P09: a.hub, b.hub and 27 more), as role editor (P23)`;
/// `None` for a finding without echoes.
pub(crate) fn of(finding: &Finding) -> Option<String> {
    let (same, other): (Vec<&Finding>, Vec<&Finding>) = finding
        .echoes
        .iter()
        .partition(|echo| echo.role == finding.role || echo.role.is_none());
    let mut parts = Vec::new();
    for (probe, words) in KINDS {
        let places = same.iter().filter(|echo| probe_of(echo) == probe);
        let places: BTreeSet<&str> = places.map(|echo| place(echo)).collect();
        parts.extend(told(words, probe, &places));
    }
    let rest = same.iter().filter(|echo| {
        let probe = probe_of(echo);
        KINDS.iter().all(|(known, _)| probe != *known)
    });
    let rest: BTreeSet<&str> = rest.map(|echo| echo.id.as_str()).collect();
    parts.extend(told("in the same way", probe_of(finding), &rest));
    let roles = other.iter().filter_map(|echo| echo.role.as_deref());
    let roles: BTreeSet<&str> = roles.collect();
    parts.extend(told("in other roles", AGAIN, &roles));
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The probe that made a finding.
fn probe_of(finding: &Finding) -> &str {
    let mut parts = finding.id.split(':');
    parts.find(|part| *part != AGAIN).unwrap_or_default()
}

fn place(finding: &Finding) -> &str {
    finding.path.as_deref().unwrap_or(&finding.id)
}

fn told(words: &str, probe: &str, places: &BTreeSet<&str>) -> Option<String> {
    let some: Vec<&str> = places.iter().take(PLACES).copied().collect();
    let more = match places.len().saturating_sub(some.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!some.is_empty()).then(|| format!("{words} ({probe}: {}{more})", some.join(", ")))
}
