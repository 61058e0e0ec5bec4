//! A page about one thing: an entry of the catalogue, a probe of the audit, a rule of the linter.

use std::fmt::Write as _;

use serde::Serialize;

use super::entry::Trouble;

/// Where the contracts are, in this repository.
const CONTRACTS: &str = "docs/contracts";

/// A usual cause, and how to tell it from the others.
#[derive(Debug, Serialize)]
pub(crate) struct Cause {
    pub cause: String,
    /// A command, or what to look at.
    pub tell: String,
}

/// What there is to know, in the order in which it is read.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Page {
    /// The name by which it is asked for.
    pub code: String,
    /// Further codes of the same trouble.
    pub codes: Vec<&'static str>,
    pub title: String,
    pub meaning: String,
    /// In the order of their likelihood.
    pub causes: Vec<Cause>,
    pub cure: String,
    /// Messages by which it is known.
    pub says: &'static [&'static str],
    /// Addresses and places in the documentation.
    pub sources: Vec<String>,
    /// Misbehaviours of the sandbox that show it.
    pub faults: Vec<&'static str>,
    /// Tests that bring it about, as `file: function`.
    pub tests: Vec<String>,
}

impl Page {
    /// The page of an entry. A rule has its title from the linter.
    pub(crate) fn of(trouble: &Trouble, title: &str) -> Self {
        let causes = trouble.causes.iter().map(|(cause, tell)| Cause {
            cause: (*cause).to_owned(),
            tell: (*tell).to_owned(),
        });
        let tests = trouble.tests.iter();
        Self {
            code: trouble.code().to_owned(),
            codes: trouble.codes[1..].to_vec(),
            title: if trouble.title.is_empty() {
                title
            } else {
                trouble.title
            }
            .to_owned(),
            meaning: trouble.means.to_owned(),
            causes: causes.collect(),
            cure: trouble.cure.to_owned(),
            says: trouble.says,
            sources: sources(trouble.sources),
            faults: trouble.faults.to_vec(),
            tests: tests
                .map(|(file, name)| format!("{file}: {name}"))
                .collect(),
        }
    }

    /// As a section of Markdown, below the heading that the caller gives it.
    pub(crate) fn markdown(&self) -> String {
        let mut out = format!("{}\n", self.meaning);
        if !self.causes.is_empty() {
            out.push('\n');
        }
        for (index, cause) in self.causes.iter().enumerate() {
            let _ = writeln!(out, "{}. {}  ", index + 1, cause.cause);
            let _ = writeln!(out, "   {}", cause.tell);
        }
        let _ = writeln!(out, "\n**Cure:** {}", self.cure);
        let mut list = |name: &str, items: Vec<String>| {
            if !items.is_empty() {
                let _ = writeln!(out, "\n{name}: {}", items.join(", "));
            }
        };
        let code = |text: &&str| format!("`{text}`");
        list("Also", self.codes.iter().map(code).collect());
        list("Says", self.says.iter().map(code).collect());
        list("Source", self.sources.clone());
        list(
            "Sandbox",
            self.faults
                .iter()
                .map(|one| format!("`--fault {one}`"))
                .collect(),
        );
        list(
            "Test",
            self.tests.iter().map(|one| format!("`{one}`")).collect(),
        );
        out
    }
}

/// Sources written out: `hasura §2.2` and `owner/name#1` are short for more. Sections of one
/// contract stand together.
fn sources(all: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for source in all {
        if let Some((name, section)) = source.split_once(" §") {
            let contract = format!("{CONTRACTS}/{name}.md ");
            match found.iter_mut().find(|one| one.starts_with(&contract)) {
                Some(one) => {
                    let _ = write!(one, ", §{section}");
                }
                None => found.push(format!("{contract}§{section}")),
            }
        } else if let Some((name, number)) = source.split_once('#') {
            found.push(format!("https://github.com/{name}/issues/{number}"));
        }
    }
    found
}
