//! The same set-ups by their metadata alone, with no server.

use serde_json::Value;

use crate::setup::{POLICY, Setup};
use crate::support::World;

/// What `verify-hasura --offline` said of a set-up.
pub struct Read {
    pub name: String,
    pub planted: bool,
    /// True where a server proves it sound.
    pub sound: bool,
    pub verdict: String,
    /// `P05:notes:filter:user high`
    pub findings: Vec<String>,
}

/// Sound set-ups that the metadata alone calls leaking, and why.
pub const ALARMS: [(&str, &str); 5] = [
    (
        "anonymous-keeps-keys-to-what-is-published",
        "its filter asks for a title that no row has, which only the rows show",
    ),
    (
        "joining-with-a-lower-grade-by-default",
        "what a column holds by default only the database tells",
    ),
    (
        "joining-without-a-default",
        "the same of a column that holds nothing",
    ),
    (
        "parents-that-contradict-each-other",
        "a parent, which nobody in it may assume, deletes what it likes",
    ),
    (
        "rows-of-the-user-or-of-the-tenant-by-number",
        "no less and no more than the tenant, which is read as two orders",
    ),
];

impl Read {
    /// True where something is told that is more than a remark.
    pub fn is_told(&self) -> bool {
        self.findings.iter().any(|one| !one.ends_with(" info"))
    }

    /// True where what is told as a leak is none.
    pub fn is_false_alarm(&self) -> bool {
        !self.planted && self.sound && self.verdict == "leak"
    }
}

pub fn read(setup: &Setup) -> Read {
    let world = World::new();
    let metadata = world.file("metadata.json", setup.metadata.to_string());
    let metadata = metadata.to_str().unwrap();
    let mut line = vec!["verify-hasura", "-o", "json", "--offline", metadata];
    if let Some(policy) = &setup.policy {
        world.file(POLICY, policy);
        line.extend(["--policy", POLICY]);
    }
    let output = world.cmd(line).run();
    let said = output.json();
    let probes = said["result"]["probes"].as_array();
    let probes = probes.unwrap_or_else(|| panic!("{}: {output}", setup.name));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = probes
        .iter()
        .flat_map(|probe| probe["findings"].as_array().into_iter().flatten())
        .map(|one| format!("{} {}", text(&one["id"]), text(&one["severity"])))
        .collect();
    Read {
        name: setup.name.clone(),
        planted: setup.probe.is_some(),
        sound: setup.verdict == "sound",
        verdict: text(&said["result"]["verdict"]),
        findings,
    }
}
