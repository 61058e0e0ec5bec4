//! Pages about the probes: what each says of itself at the head of its file.

use super::probes::{ALL, HEADS, Probe};
use crate::troubles::{Cause, Page};

/// The ids of all probes, in their order.
pub(crate) fn ids() -> Vec<&'static str> {
    let mut ids: Vec<&str> = ALL.iter().map(|probe| probe.meta.id).collect();
    ids.sort_unstable();
    ids
}

/// The page of a probe by its id, in any case.
pub(crate) fn find(id: &str) -> Option<Page> {
    let is_meant = |probe: &&Probe| probe.meta.id.eq_ignore_ascii_case(id);
    let probe = ALL.iter().find(is_meant)?;
    let id = probe.meta.id;
    let begins = format!("//! {id}: ");
    let head = HEADS
        .iter()
        .find(|head| head.starts_with(begins.as_bytes()))?;
    let told = paragraphs(head);
    let under = |heading: &str| {
        let told = told.iter().filter(|(over, _)| over == heading);
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
