//! Runs one set-up: the sandbox with its data and rules, two people signed in, and the verdict.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::time::Instant;

use serde_json::Value;

use crate::score::{Outcome, Result};
use crate::setup::{PEOPLE, POLICY, Setup, password};
use crate::support::World;
use crate::support::sandbox::Sandbox;

/// What `verify-hasura` said.
struct Said {
    verdict: String,
    /// Probes that failed, and whatever else there is to say when something is not as expected.
    failed: BTreeSet<String>,
    warned: BTreeSet<String>,
    /// Each probe's findings, those told with another as well, as `id severity proof`.
    findings: BTreeMap<String, Vec<String>>,
    /// The ids of those that are no echoes.
    causes: Vec<String>,
    /// The answer as it was printed.
    text: String,
    /// The answer of the set-up's query was another afterwards.
    changed: bool,
    details: Vec<String>,
}

/// Runs it; what breaks is a wrong result, not the end of the benchmark.
pub fn run(setup: &Setup) -> Result {
    let started = Instant::now();
    let lacking: BTreeSet<String> = setup
        .needs
        .iter()
        .chain(&setup.probe)
        .filter(|id| !PROBES.contains(*id))
        .cloned()
        .collect();
    let outcome = if lacking.is_empty() {
        catch_unwind(AssertUnwindSafe(|| try_it(setup)))
            .unwrap_or_else(|cause| Outcome::broken(&message(cause.as_ref())))
    } else {
        Outcome::Waits(lacking.into_iter().collect())
    };
    Result {
        name: setup.name.clone(),
        why: setup.why.clone(),
        planted: setup.probe.is_some(),
        outcome,
        seconds: started.elapsed().as_secs_f64(),
    }
}

/// The probes that this build has, by its own word: it names them when asked for one that no
/// build has.
static PROBES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut world = World::new();
    world.set("HASURA_GRAPHQL_ENDPOINT", "http://127.0.0.1:9");
    let output = world
        .cmd(["verify-hasura", "--probe", "P00", "-o", "json"])
        .run();
    let said = output.json();
    let hint = said["error"]["hint"].as_str().unwrap_or_default();
    let ids = hint
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() == 3 && word.starts_with('P'))
        .map(ToOwned::to_owned)
        .collect::<BTreeSet<_>>();
    assert!(ids.contains("P05"), "{output}");
    ids
});

pub fn message(cause: &(dyn std::any::Any + Send)) -> String {
    let text = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied());
    text.unwrap_or("it broke").to_owned()
}

/// The stack of a set-up, with both people signed in.
pub struct Started {
    pub sandbox: Sandbox,
    pub world: World,
}

impl Started {
    /// Starts the sandbox with the arguments of the set-up and these.
    pub fn new(setup: &Setup, more: &[String]) -> Self {
        let scratch = World::new();
        let data = scratch.file("data.json", setup.data.to_string());
        let metadata = scratch.file("metadata.json", setup.metadata.to_string());
        let mut args = vec![
            "--data",
            data.to_str().unwrap(),
            "--metadata",
            metadata.to_str().unwrap(),
        ];
        args.extend(setup.args.iter().chain(more).map(String::as_str));
        let sandbox = Sandbox::start(&args);
        let mut world = sandbox.world();
        if let Some(secret) = jwt_secret(setup) {
            world.set(JWT_SECRET, secret);
        }
        if let Some(policy) = &setup.policy {
            world.file(POLICY, policy);
        }
        for (_, name, _) in &PEOPLE[..2] {
            world.set("ST_HASURA_PASSWORD", password(name));
            let email = format!("{name}@leaks.test");
            world.cmd(["signin", "-e", &email, "--session", name]).ok();
        }
        Self { sandbox, world }
    }
}

/// Holds the JWT secret that the set-up gives Hasura. No command reads it unless it is named.
const JWT_SECRET: &str = "THE_JWT_SECRET";

fn jwt_secret(setup: &Setup) -> Option<&String> {
    let mut args = setup.args.iter();
    args.find(|arg| *arg == "--hasura-jwt-secret")?;
    args.next()
}

fn try_it(setup: &Setup) -> Outcome {
    let started = Started::new(setup, &[]);
    let world = &started.world;
    let said = ask(world, setup, &[]);
    let mut wrong = judge(setup, &said, &setup.verdict);
    let again = [
        (
            setup.without_admin.as_ref().map(|second| {
                let findings = second.findings.as_ref();
                (&second.verdict, findings.unwrap_or(&setup.findings))
            }),
            "without the admin secret",
            ["--no-admin"].as_slice(),
        ),
        (
            setup
                .with_jwt_secret
                .as_ref()
                .map(|verdict| (verdict, &setup.findings)),
            "with the JWT secret in the admin secret's place",
            &["--no-admin", "--jwt-secret", JWT_SECRET],
        ),
    ];
    for (expected, words, more) in again {
        let Some((verdict, findings)) = expected else {
            continue;
        };
        let said = ask(world, setup, more);
        let mut different = differences(setup, &said, verdict, findings);
        if *verdict == setup.verdict && is_missed(setup, &said) {
            different.push("its probe did not tell".into());
        }
        if verdict == "sound" && !said.failed.is_empty() {
            different.push(format!("failed: {:?}", said.failed));
        }
        if !different.is_empty() {
            wrong.unexpected.push(format!(
                "{words} {}; {}",
                different.join("; "),
                said.details.join("; ")
            ));
        }
    }
    wrong.into()
}

fn ask(world: &World, setup: &Setup, more: &[&str]) -> Said {
    let line = [
        "verify-hasura",
        "--session",
        PEOPLE[0].1,
        "--other",
        PEOPLE[1].1,
        "-o",
        "json",
    ];
    let own = setup.verify.iter().map(String::as_str);
    let rows = || {
        let query = setup.unchanged.as_ref()?;
        Some(world.cmd(["query", "--as", "admin", query]).ok().stdout)
    };
    let before = rows();
    let output = world
        .cmd(line.into_iter().chain(own).chain(more.iter().copied()))
        .run();
    let answer = output.json();
    let result = &answer["result"];
    assert!(result["verdict"].is_string(), "{output}");
    // What was made to be written to is gone.
    assert!(!output.stdout.contains("by hand"), "{output}");
    let probes = result["probes"].as_array().unwrap();
    let mut failed = BTreeSet::new();
    let mut warned = BTreeSet::new();
    let mut findings = BTreeMap::<String, Vec<String>>::new();
    let mut causes = Vec::new();
    let mut details: Vec<String> = result["reasons"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|reason| text(reason).to_owned())
        .collect();
    for probe in probes {
        match text(&probe["status"]) {
            "fail" => failed.insert(text(&probe["id"]).to_owned()),
            "warn" => warned.insert(text(&probe["id"]).to_owned()),
            _ => false,
        };
        findings.entry(text(&probe["id"]).to_owned()).or_default();
        for finding in probe["findings"].as_array().into_iter().flatten() {
            // What is told with its cause was found all the same, by the probe in its id.
            let echoes = finding["echoes"].as_array().into_iter().flatten();
            for one in echoes.chain([finding]) {
                let words = ["id", "severity", "proof"].map(|name| text(&one[name]));
                let by = words[0].split(':').next().unwrap().to_owned();
                findings.entry(by).or_default().push(words.join(" "));
            }
            causes.push(text(&finding["id"]).to_owned());
            details.push(format!(
                "{} ({}): {}",
                text(&finding["id"]),
                text(&finding["severity"]),
                text(&finding["summary"])
            ));
        }
    }
    Said {
        verdict: text(&result["verdict"]).to_owned(),
        failed,
        warned,
        findings,
        causes,
        changed: rows() != before,
        details,
        text: output.stdout,
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What is not as the set-up says.
pub struct Wrong {
    /// The planted fault was not told, or not by its probe.
    pub missed: bool,
    /// Probes that failed and should not.
    pub astray: Vec<String>,
    /// Everything else that is not as expected.
    pub unexpected: Vec<String>,
    /// What was said.
    pub details: Vec<String>,
}

fn judge(setup: &Setup, said: &Said, verdict: &str) -> Wrong {
    let astray: Vec<String> = said
        .failed
        .iter()
        .filter(|id| setup.probe.as_ref() != Some(*id) && !setup.also.contains(*id))
        .cloned()
        .collect();
    let mut unexpected = differences(setup, said, verdict, &setup.findings);
    if let Some(causes) = setup
        .causes
        .as_ref()
        .filter(|causes| **causes != said.causes)
    {
        unexpected.push(format!("told {:?}, not {causes:?}", said.causes));
    }
    Wrong {
        missed: is_missed(setup, said),
        astray,
        unexpected,
        details: said.details.clone(),
    }
}

/// True when the probe of a planted fault does not tell it. One that leaves the verdict sound is to
/// be warned of.
fn is_missed(setup: &Setup, said: &Said) -> bool {
    let told = if setup.verdict == "sound" {
        &said.warned
    } else {
        &said.failed
    };
    setup.probe.as_ref().is_some_and(|id| !told.contains(id))
}

/// What the set-up says of every run, with the administrator's view and without.
fn differences(
    setup: &Setup,
    said: &Said,
    verdict: &str,
    findings: &BTreeMap<String, Vec<String>>,
) -> Vec<String> {
    let mut found = Vec::new();
    if said.verdict != verdict {
        found.push(format!("{}, not {verdict}", said.verdict));
    }
    for (probe, expected) in findings {
        let told = said.findings.get(probe);
        let same = told.is_some_and(|told| {
            let set = |all: &[String]| all.iter().cloned().collect::<BTreeSet<_>>();
            told.len() == expected.len() && set(told) == set(expected)
        });
        if !same {
            found.push(format!("{probe} found {told:?}, not {expected:?}"));
        }
    }
    let unsaid = setup
        .says
        .iter()
        .filter(|words| !said.text.contains(*words));
    found.extend(unsaid.map(|words| format!("\"{words}\" is not said")));
    if said.changed {
        found.push("what the administrator sees has changed".into());
    }
    found
}
