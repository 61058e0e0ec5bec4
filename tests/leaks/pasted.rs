//! What each finding gives to paste, run on a planted set-up and once more when it is mended: a
//! request that answers the same both times proves nothing.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::run::Started;
use crate::setup::{PEOPLE, Setup};
use crate::support::control;

/// The findings whose request does not tell.
pub fn untold(setup: &Setup, mended: &Value) -> Vec<String> {
    let started = Started::new(setup, &[]);
    let [(_, ann, _), (_, ben, _), _] = PEOPLE;
    let command = [
        "verify-hasura",
        "--session",
        ann,
        "--other",
        ben,
        "-o",
        "json",
    ];
    let own = setup.verify.iter().map(String::as_str);
    let output = started.world.cmd(command.into_iter().chain(own)).run();
    let answer = output.json();
    let probes = answer["result"]["probes"].as_array();
    let findings = probes
        .unwrap_or_else(|| panic!("no probes: {output}"))
        .iter()
        .flat_map(|probe| probe["findings"].as_array().into_iter().flatten());
    let found: Vec<(&str, &str)> = findings
        .flat_map(|one| one["echoes"].as_array().into_iter().flatten().chain([one]))
        .filter_map(|one| Some((one["id"].as_str()?, one["request"].as_str()?)))
        .filter(|(_, request)| !request.is_empty())
        .collect();
    assert!(!found.is_empty(), "{} finds nothing: {output}", setup.name);
    let shell = Shell::of(&started);
    let before: Vec<String> = found.iter().map(|(_, one)| shell.pasted(one)).collect();
    shell.mend(&started, setup, mended);
    let told = found
        .iter()
        .zip(before)
        .filter_map(|((id, request), before)| {
            let after = shell.pasted(request);
            (before == after).then(|| format!("{} {id}\n{request}\n{after}", setup.name))
        });
    told.collect()
}

/// A shell with what a report tells its reader to have.
struct Shell(Vec<(String, String)>);

impl Shell {
    fn of(started: &Started) -> Self {
        let token = |session| {
            let printed = started.world.cmd(["token", "--session", session]).ok();
            printed.stdout.trim().to_owned()
        };
        let [(_, ann, _), (_, ben, _), _] = PEOPLE;
        let mut vars = started.sandbox.env();
        let program = Path::new(env!("CARGO_BIN_EXE_st-hasura")).parent().unwrap();
        let path = std::env::var("PATH").unwrap_or_default();
        vars.push(("PATH".into(), format!("{}:{path}", program.display())));
        vars.push(("TOKEN".into(), token(ann)));
        vars.push(("OTHER_TOKEN".into(), token(ben)));
        Self(vars)
    }

    /// What a request prints.
    fn pasted(&self, request: &str) -> String {
        let vars = self.0.iter().map(|(name, value)| (name, value));
        let output = Command::new("sh").args(["-c", request]).envs(vars).output();
        String::from_utf8_lossy(&output.unwrap().stdout).into_owned()
    }

    /// Replaces the metadata, and ends the faults of the engine.
    fn mend(&self, started: &Started, setup: &Setup, mended: &Value) {
        let faults: Vec<&str> = setup
            .args
            .windows(2)
            .filter(|pair| pair[0] == "--fault")
            .map(|pair| pair[1].as_str())
            .collect();
        let endpoint = started.sandbox.var("HASURA_GRAPHQL_ENDPOINT");
        control::faults(endpoint, &[], &faults);
        let command = json!({ "type": "replace_metadata", "version": 2,
            "args": { "allow_inconsistent_metadata": true, "metadata": mended } });
        let file = started.world.file("mended.json", command.to_string());
        let answer = self.pasted(&format!(
            "curl -sS {endpoint}/v1/metadata -H \"x-hasura-admin-secret: \
             $HASURA_GRAPHQL_ADMIN_SECRET\" -d @{}",
            file.display()
        ));
        assert!(!answer.contains("\"error\""), "{}: {answer}", setup.name);
    }
}
