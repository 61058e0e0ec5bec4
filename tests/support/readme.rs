//! The commands of the README and of docs/, taken from the files as they stand there.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{World, bin};

/// The pages for people: the README, and those of docs/ that are written by hand.
pub fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap();
    let docs = docs.map(|entry| entry.unwrap().path());
    let is_page = |path: &PathBuf| path.extension().is_some_and(|end| end == "md");
    let mut pages: Vec<PathBuf> = docs
        .filter(|path| is_page(path) && !path.ends_with("troubles.md"))
        .collect();
    pages.sort();
    pages.insert(0, root.join("README.md"));
    pages
}

/// The shell lines behind `<!-- run: NAME -->`.
#[track_caller]
pub fn block(name: &str) -> String {
    let text: String = pages()
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let marker = format!("<!-- run: {name} -->\n```sh\n");
    let start = text
        .find(&marker)
        .unwrap_or_else(|| panic!("no block {name}"))
        + marker.len();
    let end = start + text[start..].find("```").unwrap();
    text[start..end].to_owned()
}

/// Runs a block as a person would type it, each line having to succeed; returns stdout.
#[track_caller]
pub fn run(world: &World, name: &str) -> String {
    script(world, &block(name))
}

/// [`run`] for shell lines at hand.
#[track_caller]
pub fn script(world: &World, lines: &str) -> String {
    let script = format!("set -eu\n{lines}");
    let folder = Path::new(bin()).parent().unwrap();
    let mut command: Command = world.shell(&script, folder);
    let output = command.output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{lines}\n--- stdout\n{stdout}\n--- stderr\n{stderr}"
    );
    stdout
}
