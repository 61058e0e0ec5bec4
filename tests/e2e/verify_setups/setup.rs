//! One set-up: put together, run, judged with and without the administrator.

use serde_json::{Value, json};

use super::build::{ANN, BEN, CAT};
use crate::stacks::KINDS;
use crate::support::World;

const PROBES: &str = "P01,P02,P03,P04,P05,P06,P07,P08,P09,P10,P11,P12,P13,P14,P21,P22,P23,P24";

/// A finding: its id without the probe's, its severity, its proof.
pub type Expected = (&'static str, &'static str, &'static str);

/// A set-up and what is expected of it.
pub struct Setup {
    name: &'static str,
    tables: Vec<Value>,
    metadata: Vec<Value>,
    /// More members of the source.
    source: Value,
    /// More members of the metadata.
    more: Value,
    args: Vec<&'static str>,
    /// Roles by user, the default one first; `user` for whoever is not there.
    roles: Value,
    /// Claims by user, beside the usual ones or in their place.
    claims: Value,
    /// More members of the data.
    data: Value,
    /// With and without the administrator.
    verdicts: [&'static str; 2],
    /// A probe that must be among those that fail.
    probe: Option<&'static str>,
    /// The only probes to run, and the only findings that they may have.
    exactly: Option<(&'static str, Vec<Expected>)>,
    /// More arguments of the audit, and what its output must contain.
    more_args: (Vec<&'static str>, Vec<&'static str>),
    /// A query of the administrator's whose answer the audit must not change.
    unchanged: Option<&'static str>,
    /// Judged with, and without, the administrator's view.
    views: [bool; 2],
}

pub fn setup(
    name: &'static str,
    verdict: &'static str,
    tables: &[Value],
    metadata: &[Value],
) -> Setup {
    Setup {
        name,
        tables: tables.to_vec(),
        metadata: metadata.to_vec(),
        source: json!({}),
        more: json!({}),
        args: Vec::new(),
        roles: json!({}),
        claims: json!({}),
        data: json!({}),
        verdicts: [verdict; 2],
        probe: (verdict == "leak").then_some("P05"),
        exactly: None,
        more_args: (Vec::new(), Vec::new()),
        unchanged: None,
        views: [true; 2],
    }
}

pub fn sound(name: &'static str, tables: &[Value], metadata: &[Value]) -> Setup {
    setup(name, "sound", tables, metadata)
}

pub fn leak(name: &'static str, tables: &[Value], metadata: &[Value]) -> Setup {
    setup(name, "leak", tables, metadata)
}

impl Setup {
    pub fn source(mut self, source: Value) -> Self {
        self.source = source;
        self
    }

    pub fn inherited(self, roles: Value) -> Self {
        self.more(json!({ "inherited_roles": roles }))
    }

    /// More members of the metadata.
    pub fn more(mut self, more: Value) -> Self {
        merge(&mut self.more, &more);
        self
    }

    /// Claims by user, beside the usual ones or in their place.
    pub fn claims(mut self, claims: Value) -> Self {
        self.claims = claims;
        self
    }

    /// More members of the data.
    pub fn data(mut self, data: Value) -> Self {
        self.data = data;
        self
    }

    /// Roles by user, the default one first.
    pub fn roles(mut self, roles: Value) -> Self {
        self.roles = roles;
        self
    }

    pub fn args(mut self, args: &[&'static str]) -> Self {
        self.args = args.to_vec();
        self
    }

    pub fn probe(mut self, id: &'static str) -> Self {
        self.probe = Some(id);
        self
    }

    /// What is expected when nobody can ask the permission itself.
    pub fn without_admin(mut self, verdict: &'static str) -> Self {
        self.verdicts[1] = verdict;
        self
    }

    /// Runs one probe beside the positive control, which must have exactly these findings: id
    /// without the probe's, severity, proof.
    pub fn exactly(mut self, id: &'static str, findings: &[Expected]) -> Self {
        self.probe = (self.verdicts[0] == "leak").then_some(id);
        self.exactly = Some((id, findings.to_vec()));
        self
    }

    pub fn admin_only(mut self) -> Self {
        self.views = [true, false];
        self
    }

    pub fn without_the_administrator(mut self) -> Self {
        self.views = [false, true];
        self
    }

    /// Runs the audit with these arguments, and expects these words of it.
    pub fn audit(mut self, args: &[&'static str], words: &[&'static str]) -> Self {
        self.more_args = (args.to_vec(), words.to_vec());
        self
    }

    pub fn unchanged(mut self, query: &'static str) -> Self {
        self.unchanged = Some(query);
        self
    }

    /// The same, with the tables' metadata changed.
    pub fn edited(mut self, change: impl FnOnce(&mut Vec<Value>)) -> Self {
        self.edit(change);
        self
    }

    /// Changes the tables' metadata.
    pub fn edit(&mut self, change: impl FnOnce(&mut Vec<Value>)) {
        change(&mut self.metadata);
    }

    #[track_caller]
    pub fn check(&self) {
        let scratch = World::new();
        let people = [("ann", ANN), ("ben", BEN), ("cat", CAT)];
        let users: Vec<Value> = people
            .iter()
            .map(|(name, id)| {
                let mut user = json!({ "id": id, "email": format!("{name}@s.test"),
                    "password": format!("{name}-Passw0rd") });
                if let Some(roles) = self.roles.get(name) {
                    user["roles"] = roles.clone();
                }
                if let Some(claims) = self.claims.get(name) {
                    user["claims"] = claims.clone();
                }
                user
            })
            .collect();
        let mut source = json!({ "name": "default", "kind": "postgres", "tables": self.metadata });
        merge(&mut source, &self.source);
        let mut metadata = json!({ "version": 3, "sources": [source] });
        merge(&mut metadata, &self.more);
        let mut data = json!({ "users": users, "tables": self.tables });
        merge(&mut data, &self.data);
        let data = scratch.file("data.json", data.to_string());
        let metadata = scratch.file("metadata.json", metadata.to_string());
        let mut args = vec![
            "--data",
            data.to_str().unwrap(),
            "--metadata",
            metadata.to_str().unwrap(),
        ];
        args.extend(&self.args);
        let sandbox = KINDS[0].start(&args);
        let mut world = KINDS[0].world(&sandbox);
        for (name, _) in &people[..2] {
            world.set("ST_HASURA_PASSWORD", format!("{name}-Passw0rd"));
            let email = format!("{name}@s.test");
            world.cmd(["signin", "-e", &email, "--session", name]).ok();
        }
        let line = [
            "verify-hasura",
            "--session",
            "ann",
            "--other",
            "ben",
            "-o",
            "json",
            "--probe",
            self.exactly.as_ref().map_or(PROBES, |(id, _)| id),
        ];
        let views = [&[][..], &["--no-admin"][..]];
        for ((verdict, more), wanted) in self.verdicts.iter().zip(views).zip(self.views) {
            if !wanted {
                continue;
            }
            let dump = || {
                self.unchanged.map(|query| {
                    let admin = world.cmd(["query", "--as", "admin", query]).ok();
                    admin.stdout
                })
            };
            let before = dump();
            let (args, words) = &self.more_args;
            let output = world.cmd(line.iter().chain(more).chain(args)).run();
            for word in words {
                output.stdout_has(word);
            }
            assert_eq!(before, dump(), "{} {more:?} {output}", self.name);
            let result = &output.json()["result"];
            assert_eq!(
                result["verdict"], *verdict,
                "{} {more:?} {output}",
                self.name
            );
            if let Some((id, expected)) = &self.exactly {
                let found = findings(result, id);
                let expected: Vec<String> = expected
                    .iter()
                    .map(|(path, severity, proof)| format!("{id}:{path} {severity} {proof}"))
                    .collect();
                assert_eq!(found, expected, "{} {more:?} {output}", self.name);
            }
            if *verdict == "leak"
                && let Some(probe) = self.probe
            {
                let failed = result["probes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|found| found["id"] == probe && found["status"] == "fail");
                assert!(failed, "{} {more:?} {probe} {output}", self.name);
            }
            if *verdict == "sound" {
                let warned = result["probes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|probe| probe["status"] == "fail")
                    .count();
                assert_eq!(warned, 0, "{} {output}", self.name);
            }
        }
    }
}

/// A probe's findings as `id severity proof`.
fn findings(result: &Value, probe: &str) -> Vec<String> {
    let probes = result["probes"].as_array().unwrap();
    let probe = probes.iter().find(|found| found["id"] == probe).unwrap();
    let word = |finding: &Value, name: &str| finding[name].as_str().unwrap().to_owned();
    probe["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            format!(
                "{} {} {}",
                word(finding, "id"),
                word(finding, "severity"),
                word(finding, "proof")
            )
        })
        .collect()
}

fn merge(into: &mut Value, more: &Value) {
    for (name, value) in more.as_object().unwrap() {
        into[name] = value.clone();
    }
}
