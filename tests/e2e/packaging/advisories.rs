//! `.ci/advisories`, with programs and a database that say what a test wants.

use std::process::{Command, Output};

use serde_json::json;

use super::{program, root};
use crate::support::pages::{Page, Pages};
use crate::support::tools::tool;
use crate::support::{World, bin};

/// What npm, pip-audit and govulncheck print.
struct Said<'a> {
    npm: &'a str,
    pip_audit: &'a str,
    go: &'a str,
}

const NONE: Said<'_> = Said {
    npm: r#"{"vulnerabilities": {}, "metadata": {"dependencies": {"total": 3}}}"#,
    pip_audit: r#"{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}"#,
    go: r#"{"config": {}} {"SBOM": {"modules": [{}, {}]}}
        {"finding": {"osv": "GO-1", "trace": [{"module": "stdlib"}]}}"#,
};

/// Runs it; `None` without Python.
fn run(said: &Said<'_>, database: &str) -> Option<Output> {
    let python = tool(&["python3"], &["--version"], "known advisories")?;
    let world = World::new();
    let tools = world.work().join("tools");
    for (name, text) in [
        ("npm", said.npm),
        ("pip-audit", said.pip_audit),
        ("go", said.go),
    ] {
        program(&tools, name, &format!("cat <<'END'\n{text}\nEND"));
    }
    let path = format!("{}:{}", tools.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(python);
    command.arg(root().join(".ci/advisories")).arg(bin());
    command.env("PATH", path).env("GOVULNDB", database);
    Some(command.output().unwrap())
}

#[track_caller]
fn says(output: &Output, code: i32, text: &str) {
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        (output.status.code(), said.as_ref()),
        (Some(code), text),
        "{output:?}"
    );
}

fn database() -> Pages {
    Pages::serve(vec![Page::json("/index/db.json", json!({}))])
}

#[test]
fn what_nobody_knows_anything_of_passes() {
    let database = database();
    let Some(output) = run(&NONE, &database.origin()) else {
        return;
    };
    says(
        &output,
        0,
        "node: no known advisory (3 packages)\npython: no known advisory (1 packages)\n\
         go: no known advisory (2 packages)\n",
    );
}

#[test]
fn a_known_advisory_fails() {
    let database = database();
    let said = Said {
        npm: r#"{"vulnerabilities": {"x": {"severity": "high"}}, "metadata": {"dependencies": {"total": 3}}}"#,
        pip_audit: r#"{"dependencies": [{"name": "a", "vulns": [{"id": "PYSEC-1"}]},
            {"name": "b", "skip_reason": "not found"}]}"#,
        go: r#"{"config": {}} {"finding": {"osv": "GO-2", "trace": [{"module": "m.example"}]}}"#,
    };
    let Some(output) = run(&said, &database.origin()) else {
        return;
    };
    says(
        &output,
        1,
        "node: known advisories: x (high)\n\
         skipped: advisories for python: nothing is known of b\n\
         python: known advisories: a (PYSEC-1)\n\
         go: known advisories: m.example (GO-2)\n",
    );
}

/// Nothing that was left out counts as harmless.
#[test]
fn a_database_that_does_not_answer_is_said_to_be_skipped() {
    let said = Said {
        npm: r#"{"message": "405 Method Not Allowed"}"#,
        pip_audit: r#"{"dependencies": [{"name": "b", "skip_reason": "not found"}]}"#,
        go: "unused",
    };
    let Some(output) = run(&said, "nowhere") else {
        return;
    };
    says(
        &output,
        0,
        "skipped: advisories for node: its database does not answer (405 Method Not Allowed)\n\
         skipped: advisories for python: its database does not answer (not one of the packages \
         could be audited)\n\
         skipped: advisories for go: its database does not answer (nowhere: unknown url type: \
         'nowhere/index/db.json')\n",
    );
}
