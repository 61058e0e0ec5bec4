//! What is handed out: the GitHub action, the GitLab job, and the files of a release; and what is
//! known of the packages that scaffolds bring along.

mod action;
mod advisories;
mod gitlab;
mod names;
mod release;
mod runner;
mod server;

use std::path::{Path, PathBuf};

use crate::support::World;
use crate::support::programs::executable;

/// The folder of the sources.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the sources.
#[track_caller]
fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A YAML file of the sources.
#[track_caller]
fn yaml(path: &str) -> serde_json::Value {
    serde_saphyr::from_str(&text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A YAML block of `docs/ci.md`, known by its first line.
#[track_caller]
fn documented(first: &str) -> serde_json::Value {
    let page = text("docs/ci.md");
    let start = page.find(&format!("```yaml\n{first}\n")).unwrap() + "```yaml\n".len();
    let block = page[start..].split("```").next().unwrap();
    serde_saphyr::from_str(block).unwrap()
}

/// Writes a script that a shell may start by its name.
fn program(folder: &Path, name: &str, script: &str) -> PathBuf {
    let path = folder.join(name);
    executable(&path, &format!("#!/bin/sh\n{script}\n"));
    path
}

/// A program that prints what it is given, each argument on a line of its own.
const ECHO: &str = "printf '<%s>\\n' \"$@\"";

/// Arguments as people write them for either service, and what the program gets.
const ARGUMENTS: [(&str, &[&str]); 6] = [
    ("", &[]),
    (" \n\t ", &[]),
    ("  a b\nc\td \n", &["a", "b", "c", "d"]),
    (r#"'a  b'"c 'd'" '' x"" "#, &["a  bc 'd'", "", "x"]),
    (
        r#"C:\hasura\new '\a' "\"\"#,
        &[r"C:\hasura\new", r"\a", r"\\"],
    ),
    ("'é ü'ß * $HOME", &["é üß", "*", "$HOME"]),
];

/// A hasura-cli project whose one permission shows everybody's rows.
fn leaking(world: &World) {
    for file in [
        "config.yaml",
        "metadata/version.yaml",
        "metadata/databases/databases.yaml",
        "metadata/databases/default/tables/tables.yaml",
        "metadata/databases/default/tables/public_notes.yaml",
    ] {
        let from = format!("packaging/action/example/{file}");
        world.file(&format!("hasura/{file}"), text(&from));
    }
}

/// Where the finding about that permission is.
const PLACE: &str = "hasura/metadata/databases/default/tables/public_notes.yaml";
