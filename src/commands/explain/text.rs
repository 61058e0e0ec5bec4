//! `explain` as text, as JSON and as one document.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Explained, Named};
use crate::output::{Outcome, Page as Printed};
use crate::troubles::Page;
use crate::ui::Style;

/// How many further entries are named below a page.
const ALSO: usize = 4;

impl Outcome for Explained {
    fn json(&self) -> Value {
        match self {
            Self::One { page, also } => {
                let mut out = json!(page);
                out["also"] = json!(also);
                out
            }
            Self::List(all) => json!({ "entries": all }),
        }
    }

    fn text(&self, out: &mut Printed) {
        match self {
            Self::One { page, also } => one(page, also, out),
            Self::List(all) => {
                let rows = all
                    .iter()
                    .map(|Named { code, title }| vec![code.clone(), title.clone()]);
                out.table(&["", ""], &rows.collect::<Vec<_>>());
            }
        }
    }
}

/// At most thirty lines of a terminal of a hundred columns.
fn one(page: &Page, also: &[Named], out: &mut Printed) {
    let code = out.styled(Style::Heading, &page.code);
    out.line(format!("{code}: {}", page.title));
    out.prose("  ", &page.meaning, 2);
    match page.causes.len() {
        0 => {}
        1 => out.heading("Usual cause"),
        _ => out.heading("Usual causes, the likeliest first"),
    }
    for (index, cause) in page.causes.iter().enumerate() {
        out.prose(&format!("  {}. ", index + 1), &cause.cause, 5);
        out.prose("     → ", &cause.tell, 7);
    }
    out.heading("Cure");
    out.prose("  ", &page.cure, 2);
    let mut fields = Vec::new();
    if !page.codes.is_empty() {
        fields.push(("also", page.codes.join(", ")));
    }
    if !page.faults.is_empty() {
        let faults = page.faults.iter().map(|fault| format!("--fault {fault}"));
        fields.push(("sandbox", faults.collect::<Vec<_>>().join(", ")));
    }
    fields.extend(sources(page).into_iter().map(|source| ("source", source)));
    if !fields.is_empty() {
        out.blank();
        out.fields(&fields);
    }
    if !also.is_empty() {
        out.heading("The text also speaks of");
        for Named { code, title } in also.iter().take(ALSO) {
            out.line(format!("  {code}: {title}"));
        }
    }
}

/// Sources for a line each: the contracts' chapters together, then threads.
fn sources(page: &Page) -> Vec<String> {
    let (threads, chapters): (Vec<_>, Vec<_>) = page
        .sources
        .iter()
        .cloned()
        .partition(|one| one.contains("://"));
    [chapters.join("; "), threads.join(" ")]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect()
}

/// docs/troubles.md.
pub(super) fn document(pages: &[Page]) -> String {
    let mut out = String::from(
        "# Troubles\n\n\
         What `st-hasura explain` knows, an entry each: what has happened, the usual causes in the \
         order of their likelihood with how to tell them apart, and the cure. Made from the program \
         by `ST_HASURA_BLESS=1 cargo test --test e2e generated`.\n",
    );
    for page in pages {
        let _ = write!(
            out,
            "\n## {}: {}\n\n{}",
            page.code,
            page.title,
            page.markdown()
        );
    }
    out
}
