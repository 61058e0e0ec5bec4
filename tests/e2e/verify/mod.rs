//! `verify-hasura` against the sandbox: sound is sound, and each fault is caught by its probe.

mod causes;
mod faults;
mod masked;
mod permissions;
mod said;
mod sound;
mod unanswered;

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use crate::stacks::{self, KINDS, Stack, VERIFY_PAIR};
use crate::support::sandbox::Sandbox;
use crate::support::{Output, World};

const ALICE: &str = "ann@verify.test";
const BOB: &str = "ben@verify.test";

/// A sandbox with two signed-in users.
struct Pair {
    sandbox: Sandbox,
    world: World,
}

impl Pair {
    fn new(stack: Stack, args: &[&str]) -> Self {
        let sandbox = stack.start(args);
        let world = stack.world(&sandbox);
        world
            .cmd(["signup", "-e", ALICE, "--session", "alice"])
            .ok();
        world.cmd(["signup", "-e", BOB, "--session", "bob"]).ok();
        Self { sandbox, world }
    }

    fn modern(args: &[&str]) -> Self {
        Self::new(KINDS[0], args)
    }

    /// The users that the sandbox has from the start: several rows each, and each comments on
    /// notes of the others.
    fn seeded(args: &[&str]) -> Self {
        let (sandbox, world) = stacks::seeded(args);
        Self { sandbox, world }
    }

    fn verify(&self, args: &[&str]) -> Output {
        self.world.cmd(VERIFY_PAIR.iter().chain(args)).run()
    }
}

fn probes(output: &Output, status: &str) -> BTreeSet<String> {
    let json = output.json();
    let probes = json["result"]["probes"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    probes
        .iter()
        .filter(|probe| probe["status"] == status)
        .map(|probe| probe["id"].as_str().unwrap().to_owned())
        .collect()
}

fn findings(output: &Output) -> Vec<Value> {
    output.json()["result"]["probes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|probe| probe["findings"].as_array().unwrap().clone())
        .collect()
}

#[track_caller]
fn sound(output: &Output) {
    assert_eq!(output.code, Some(0), "{output}");
    assert_eq!(output.json()["result"]["verdict"], "sound", "{output}");
    assert_eq!(findings(output), Vec::<Value>::new(), "{output}");
    let all = [
        "P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10", "P11", "P12", "P13",
        "P14", "P15", "P16", "P17", "P20", "P21", "P22", "P24", "P25",
    ];
    assert_eq!(
        probes(output, "pass"),
        all.map(str::to_owned).into(),
        "{output}"
    );
}

/// Exit 8, and exactly these probes fail.
#[track_caller]
fn caught(output: &Output, by: &[&str]) {
    assert_eq!(output.code, Some(8), "{output}");
    assert_eq!(output.json()["result"]["verdict"], "leak", "{output}");
    let by: BTreeSet<String> = by.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(probes(output, "fail"), by, "{output}");
    for finding in findings(output) {
        for member in ["id", "severity", "summary", "request", "why", "remedy"] {
            assert!(
                !finding[member].as_str().unwrap().is_empty(),
                "{member} {finding}"
            );
        }
        assert!(finding.get("evidence").is_some(), "{finding}");
    }
}

/// Runs the requests of all findings in a shell, where each must be answered with data.
#[track_caller]
fn shell_shows(pair: &Pair, output: &Output, fault: &str) {
    shell_answers(pair, output, "data", fault);
}

/// Runs the requests of all findings in a shell, where each must be answered with this member.
#[track_caller]
fn shell_answers(pair: &Pair, output: &Output, member: &str, fault: &str) {
    let token = |session| pair.world.cmd(["token", "--session", session]).ok();
    let (token, other) = (token("alice"), token("bob"));
    for finding in findings(output) {
        let request = finding["request"].as_str().unwrap();
        let shell = Command::new("sh")
            .args(["-c", request])
            .env("TOKEN", token.stdout.trim())
            .env("OTHER_TOKEN", other.stdout.trim())
            .output()
            .unwrap();
        let answer = String::from_utf8_lossy(&shell.stdout);
        let answer: Value = serde_json::from_str(&answer)
            .unwrap_or_else(|error| panic!("{error} {answer} {request}"));
        assert!(!answer[member].is_null(), "{fault} {answer} {request}");
        for token in [&token, &other] {
            assert!(!request.contains(token.stdout.trim()), "{fault} {request}");
        }
    }
}
