//! What a comment names in docs/contracts is there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

use std::fs;
use std::path::{Path, PathBuf};

/// What a reference starts with; then come the contract's name and one or more sections.
const MARK: &str = "contracts: ";

const CONTRACTS: &[&str] = &["hasura", "supertokens"];

const SOURCES: &[&str] = &["src", "sandbox/src", "tests"];

/// A contract's name and the numbers of its chapters and sections.
type Headings = [(&'static str, Vec<String>)];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The numbers of a contract's headings: `6` of `## 6. Troubles`, `3.1` of `### 3.1 Names`.
fn numbers(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with("##"));
    headings
        .filter_map(|line| line.trim_start_matches('#').split_whitespace().next())
        .map(|number| number.trim_end_matches('.').to_owned())
        .collect()
}

fn headings() -> Vec<(&'static str, Vec<String>)> {
    CONTRACTS
        .iter()
        .map(|name| {
            let file = root().join(format!("docs/contracts/{name}.md"));
            (*name, numbers(&fs::read_to_string(file).unwrap()))
        })
        .collect()
}

/// The sections at the beginning of a text such as ` §2.2, §2.4–§2.6) and more`.
fn sections(text: &str) -> Vec<String> {
    let end = text.find(|one: char| !one.is_ascii_digit() && !"§., –".contains(one));
    text[..end.unwrap_or(text.len())]
        .split('§')
        .skip(1)
        .map(|one| {
            let end = one.find(|one: char| !one.is_ascii_digit() && one != '.');
            let number = &one[..end.unwrap_or(one.len())];
            number.trim_end_matches('.').to_owned()
        })
        .collect()
}

/// The references of a text, as line, contract and section. The section is empty where a contract
/// is named without one.
fn references(text: &str) -> Vec<(usize, &'static str, String)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for rest in line.split(MARK).skip(1) {
            let Some(name) = CONTRACTS.iter().find(|name| rest.starts_with(**name)) else {
                continue;
            };
            let mut all = sections(&rest[name.len()..]);
            if all.is_empty() {
                all.push(String::new());
            }
            found.extend(all.into_iter().map(|section| (index + 1, *name, section)));
        }
    }
    found
}

/// A line for each reference of a file that leads nowhere.
fn astray(file: &str, text: &str, headings: &Headings) -> Vec<String> {
    references(text)
        .into_iter()
        .filter(|(_, contract, section)| {
            let known = headings.iter().find(|(name, _)| name == contract);
            known.is_none_or(|(_, numbers)| !numbers.contains(section))
        })
        .map(|(line, contract, section)| {
            format!("{file}:{line}: docs/contracts/{contract}.md has no section \"{section}\"")
        })
        .collect()
}

/// All files below a folder, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(files(&path));
        } else if path
            .extension()
            .is_some_and(|end| end == "rs" || end == "sql")
        {
            found.push(path);
        }
    }
    found
}

#[test]
fn references_to_the_contracts_lead_somewhere() {
    let headings = headings();
    let mut count = 0;
    let mut found = Vec::new();
    for path in SOURCES
        .iter()
        .flat_map(|folder| files(&root().join(folder)))
    {
        let text = fs::read_to_string(&path).unwrap();
        let file = path.strip_prefix(root()).unwrap().display().to_string();
        count += references(&text).len();
        found.extend(astray(&file, &text, &headings));
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    assert!(count > 100, "only {count} references were found");
}

#[test]
fn a_reference_that_leads_nowhere_is_named_with_its_line() {
    let headings = [
        ("hasura", numbers("## 3. Schema\n\n### 3.1 Names\n")),
        ("supertokens", numbers("## 6. Troubles\n")),
    ];
    let text = format!(
        "// Sound ({MARK}hasura §3, §3.1).\n\
         // {MARK}supertokens §6, no. 18.\n\
         // {MARK}hasura §3.1–§3.2, §4.\n\
         // {MARK}supertokens\n"
    );
    assert_eq!(
        astray("src/a.rs", &text, &headings),
        [
            "src/a.rs:3: docs/contracts/hasura.md has no section \"3.2\"",
            "src/a.rs:3: docs/contracts/hasura.md has no section \"4\"",
            "src/a.rs:4: docs/contracts/supertokens.md has no section \"\"",
        ]
    );
}
