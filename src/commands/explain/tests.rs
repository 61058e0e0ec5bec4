use clap::Parser as _;

use super::Explained;
use super::pages;
use crate::cli::Cli;
use crate::output::{Outcome as _, Page as Printed};
use crate::ui::Paint;

/// The commands of ours that a text names, between backticks.
fn commands(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|quoted| quoted.starts_with("st-hasura ") && is_built(quoted))
}

/// False for a command that this build leaves out.
fn is_built(line: &str) -> bool {
    let needs_the_stack = |word| ["sandbox", "demo"].contains(&word);
    cfg!(feature = "sandbox") || !line.split(' ').any(needs_the_stack)
}

#[test]
fn the_commands_on_the_pages_can_be_typed() {
    let mut count = 0;
    for page in pages::all() {
        let told = page.causes.iter().map(|cause| &cause.tell);
        for text in told.chain([&page.cure]) {
            for command in commands(text) {
                count += 1;
                let words = shlex::split(command).unwrap();
                let parsed = Cli::try_parse_from(&words);
                let fails = parsed.err().is_some_and(|error| error.use_stderr());
                assert!(!fails, "{}: {command}", page.code);
            }
        }
    }
    assert!(count > 100, "only {count} commands were found");
}

#[test]
fn a_page_is_no_longer_than_thirty_lines() {
    for page in pages::all() {
        let code = page.code.clone();
        let mut out = Printed::new(Paint::default(), Some(100));
        let also = Vec::new();
        Explained::One {
            page: Box::new(page),
            also,
        }
        .text(&mut out);
        let text = out.into_text();
        let lines = text.lines().count();
        assert!(lines <= 30, "{code} has {lines} lines\n{text}");
    }
}
