//! People who are stuck: what they had, what the command says to it, and the page that `explain`
//! makes of just that. One table, in files by what the command can do for them.
//!
//! The rows are the troubles of the contracts (supertokens §6, hasura §9) and public reports, each
//! brought about again with the sandbox, a small server or a file.

mod answers;
mod direction;
mod named;
mod named_files;
mod named_keys;
mod named_tokens;
mod quiet;
mod refusals;
mod stage;
mod unseen;
mod wordings;

use std::collections::BTreeSet;

use crate::support::World;
use stage::Stage;

/// A situation.
struct Row {
    /// Where it is told: a row of the contracts (`hasura §9 no. 1`), a thread (`owner/name#1`).
    of: &'static [&'static str],
    /// What they had.
    what: &'static str,
    scene: fn() -> Stage,
    args: &'static [&'static str],
    code: i32,
    /// What it has to say.
    says: &'static [&'static str],
    /// The page that its words lead to.
    page: Option<&'static str>,
}

const fn row(
    of: &'static [&'static str],
    what: &'static str,
    scene: fn() -> Stage,
    args: &'static [&'static str],
    code: i32,
    says: &'static [&'static str],
) -> Row {
    Row {
        of,
        what,
        scene,
        args,
        code,
        says,
        page: None,
    }
}

impl Row {
    const fn page(mut self, page: &'static str) -> Self {
        self.page = Some(page);
        self
    }

    /// What is wrong with the answer; nothing where all is well.
    fn tried(&self) -> Option<String> {
        let stage = (self.scene)();
        let output = stage.run(self.args);
        // As a person reads it: where a line is broken says nothing.
        let said = format!("{}{}", output.stdout, output.stderr);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (flat, what) = (words(&said), self.what);
        if output.code != Some(self.code) {
            return Some(format!("{what}: exit {} is expected{output}", self.code));
        }
        if let Some(lacks) = self.says.iter().find(|says| !flat.contains(&words(says))) {
            return Some(format!("{what}: {lacks:?} is not said{output}"));
        }
        let page = self.page.map(|page| (page, explained(&stage.world, &said)));
        match page {
            Some((page, found)) if page != found => {
                Some(format!("{what}: {found} is explained, not {page}{output}"))
            }
            _ => None,
        }
    }
}

/// The page for a text.
fn explained(world: &World, text: &str) -> String {
    let page = world
        .cmd(["explain", "-o", "json"])
        .stdin(text)
        .run()
        .json();
    let code = page["result"]["code"].as_str();
    code.unwrap_or("nothing").to_owned()
}

#[track_caller]
fn try_all(rows: &[Row]) {
    let wrong: Vec<String> = rows.iter().filter_map(Row::tried).collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        rows.len(),
        wrong.join("\n")
    );
}

/// The table, by what it does for whom is stuck.
fn kinds() -> [(&'static str, Vec<&'static Row>); 3] {
    let named = named::ROWS.iter().chain(named_keys::ROWS);
    let named = named.chain(named_tokens::ROWS).chain(named_files::ROWS);
    let named = named.chain(wordings::COMPOSE);
    let direction = direction::ROWS.iter().chain(answers::ROWS);
    let direction = direction.chain(refusals::ROWS).chain(wordings::ROWS);
    [
        ("cause and cure are named", named.collect()),
        ("the right direction", direction.collect()),
        (
            "cannot be seen from here, and says so",
            unseen::ROWS.iter().collect(),
        ),
    ]
}

#[test]
fn cause_and_cure_are_named() {
    try_all(named::ROWS);
}

#[test]
fn cause_and_cure_of_keys_are_named() {
    try_all(named_keys::ROWS);
}

#[test]
fn cause_and_cure_of_tokens_are_named() {
    try_all(named_tokens::ROWS);
}

#[test]
fn cause_and_cure_in_files_are_named() {
    try_all(named_files::ROWS);
}

#[test]
fn the_direction_is_right() {
    try_all(direction::ROWS);
}

#[test]
fn answers_lead_to_their_page() {
    try_all(answers::ROWS);
}

#[test]
fn refusals_lead_to_their_page() {
    try_all(refusals::ROWS);
}

#[test]
fn a_message_alone_leads_to_its_cause() {
    try_all(wordings::ROWS);
}

#[test]
fn a_compose_file_alone_leads_to_its_cause() {
    try_all(wordings::COMPOSE);
}

#[test]
fn what_cannot_be_seen_from_here_is_said() {
    try_all(unseen::ROWS);
}

#[test]
fn every_trouble_of_the_contracts_and_many_reports_are_in_the_table() {
    let kinds = kinds();
    let mut of = BTreeSet::new();
    let mut reports = 0;
    for (kind, rows) in &kinds {
        let threads = |row: &&&Row| row.of.iter().any(|one| one.contains('#'));
        let told = rows.iter().filter(threads).count();
        reports += told;
        eprintln!(
            "{:4} situations, {told:3} of public reports: {kind}",
            rows.len()
        );
        of.extend(rows.iter().flat_map(|row| row.of.iter().copied()));
    }
    let troubles = [("hasura §9", 27), ("supertokens §6", 27)];
    let troubles = troubles
        .into_iter()
        .flat_map(|(of, count)| (1..=count).map(move |number| format!("{of} no. {number}")));
    let missing: Vec<String> = troubles.filter(|one| !of.contains(one.as_str())).collect();
    assert_eq!(missing, [""; 0]);
    let whats: Vec<&str> = kinds
        .iter()
        .flat_map(|(_, rows)| rows.iter().map(|row| row.what))
        .collect();
    let distinct: BTreeSet<&str> = whats.iter().copied().collect();
    assert_eq!(distinct.len(), whats.len(), "a situation is there twice");
    let counts = kinds.each_ref().map(|(_, rows)| rows.len());
    assert_eq!((counts, reports), COUNTS);
}

/// Situations by kind, and how many of all are public reports.
const COUNTS: ([usize; 3], usize) = ([88, 81, 7], 113);
