//! The README's commands, taken from the file as they stand there.

use std::path::Path;
use std::process::Command;

use super::{World, bin};

/// The shell lines behind `<!-- run: NAME -->`.
#[track_caller]
pub fn block(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(path).unwrap();
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
