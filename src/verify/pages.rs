//! Pages about the probes: what each says of itself at the head of its file.

use std::sync::LazyLock;

use super::probes::{ALL, HEADS, Probe};
use crate::troubles::{Cause, Page};

/// Every page, in the order of the probes' ids.
pub(crate) fn all() -> impl Iterator<Item = Page> {
    static ORDER: LazyLock<Vec<&Probe>> = LazyLock::new(|| {
        let mut probes: Vec<&Probe> = ALL.iter().collect();
        probes.sort_by_key(|probe| probe.meta.id);
        probes
    });
    ORDER.iter().filter_map(|probe| page(probe))
}

/// The page of a probe by its id, in any case.
pub(crate) fn find(id: &str) -> Option<Page> {
    let probe = ALL
        .iter()
        .find(|probe| probe.meta.id.eq_ignore_ascii_case(id))?;
    page(probe)
}

fn page(probe: &Probe) -> Option<Page> {
    let id = probe.meta.id;
    let head = HEADS.iter().map(|head| paragraphs(head));
    let head = head.into_iter().find(|head| head[0].1.starts_with(id))?;
    let under = |heading: &str| {
        let told = head.iter().filter(|(over, _)| over == heading);
        let told: Vec<&str> = told.map(|(_, text)| text.as_str()).collect();
        told.join(" ")
    };
    Some(Page {
        code: id.to_owned(),
        title: probe.meta.title.to_owned(),
        meaning: format!("{} {}", under("What is tried"), under("Why it matters")),
        causes: vec![Cause {
            cause: under("Example"),
            tell: format!("`st-hasura verify-hasura --probe {id}`"),
        }],
        cure: under("How to close it"),
        sources: vec!["docs/contracts/hasura.md §10.1".to_owned()],
        ..Page::default()
    })
}

/// The paragraphs of a comment, each with the heading above it.
fn paragraphs(head: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(head);
    let mut heading = String::new();
    let mut found = vec![(String::new(), String::new())];
    for line in text.lines() {
        let line = line.trim_start_matches("//!").trim();
        if let Some(name) = line.strip_prefix("## ") {
            name.clone_into(&mut heading);
            found.push((heading.clone(), String::new()));
        } else if line.is_empty() || line.starts_with("```") {
            found.push((heading.clone(), String::new()));
        } else if let Some((_, paragraph)) = found.last_mut() {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        }
    }
    found.retain(|(_, paragraph)| !paragraph.is_empty());
    found
}
