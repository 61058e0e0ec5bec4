//! Mutations of which nothing says whom they are bound to: never sound, in whatever way the
//! metadata stays unread.

use serde_json::json;

use crate::stacks::{self, VERIFY_PAIR};
use crate::support::between::{Between, Deed};
use crate::support::{Output, World};

/// The id by which a policy accepts that nobody could look.
const UNTRIED: &str = "P14:notes:delete:user:untried";

/// A sandbox in whose metadata the role may delete everybody's notes.
fn open_deletions() -> (crate::support::sandbox::Sandbox, World) {
    let scratch = World::new();
    let path = stacks::metadata(&scratch, |metadata| {
        stacks::table(metadata, "notes")["delete_permissions"] =
            json!([{"role": "user", "permission": {"filter": {}}}]);
    });
    stacks::seeded(&["--metadata", path.to_str().unwrap()])
}

fn ends(output: &Output, code: i32, verdict: &str) {
    assert_eq!(output.code, Some(code), "{output}");
    assert_eq!(output.json()["result"]["verdict"], verdict, "{output}");
}

fn ids(output: &Output) -> Vec<String> {
    let answer = output.json();
    let probes = answer["result"]["probes"].as_array().unwrap();
    let p14 = probes.iter().find(|probe| probe["id"] == "P14").unwrap();
    let findings = p14["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| format!("{} {}", finding["id"].as_str().unwrap(), finding["proof"]))
        .collect()
}

#[test]
fn without_the_metadata_open_mutations_are_unproven() {
    let (sandbox, world) = open_deletions();
    let verify = |args: &[&str]| world.cmd(VERIFY_PAIR.iter().chain(args));
    ends(&verify(&[]).run(), 8, "leak");
    let unproven = [format!("{UNTRIED} \"unproven\"")];
    for args in [&["--no-admin"][..], &["--no-admin", "--probe", "P14"]] {
        let output = verify(args).run();
        ends(&output, 3, "unproven");
        assert_eq!(ids(&output), unproven);
    }
    let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
    // The middleman lets no WebSocket through, and answers whoever asks.
    let probes = ["--probe", "P05,P14"];
    for (status, body) in [(500, json!({"error": "internal"})), (200, json!("<html>"))] {
        let between = Between::start(&origin, move |asked| match asked.kind() {
            "export_metadata" => Deed::Answer(status, body.clone()),
            _ => Deed::Pass,
        });
        let output = verify(&probes)
            .env("HASURA_GRAPHQL_ENDPOINT", between.origin())
            .run();
        ends(&output, 3, "unproven");
        assert_eq!(ids(&output), unproven);
    }
}

#[test]
fn what_is_unproven_is_shown_by_every_format_and_accepted_by_its_name() {
    let (_sandbox, world) = open_deletions();
    let text = |args: &[&str]| {
        let line = ["verify-hasura", "--session", "alice", "--other", "bob"];
        world
            .cmd(
                line.iter()
                    .chain(args)
                    .chain(&["--no-admin", "--probe", "P14"]),
            )
            .code(3)
    };
    text(&[]).stdout_has("unproven").stdout_has(UNTRIED);
    text(&["--fail-on", "warn"]);
    text(&["-o", "github"])
        .stdout_has("::error title=P14")
        .stdout_has("role user may delete rows of notes");
    text(&["-o", "junit"]).stdout_has("<error");
    text(&["-o", "sarif"]).stdout_has(UNTRIED);
    let accepting = |finding: &str| {
        let policy = format!(
            "[[accept]]\nfinding = \"{finding}\"\nreason = \"known\"\nuntil = 2999-01-31\n"
        );
        world.file("policy.toml", policy);
        let more = ["--no-admin", "--policy", "policy.toml"];
        world.cmd(VERIFY_PAIR.iter().chain(&more)).run()
    };
    for finding in [UNTRIED, "P14:*:untried"] {
        let output = accepting(finding);
        ends(&output, 0, "sound");
        let limits = output.json()["result"]["limits"].to_string();
        assert!(limits.contains("may delete rows of notes"), "{limits}");
    }
    for finding in ["P14:*", "P14:notes:delete:user"] {
        ends(&accepting(finding), 3, "unproven");
    }
}

#[test]
fn a_selection_of_which_nothing_could_be_tried_is_unproven() {
    let (_sandbox, world) = stacks::seeded(&[]);
    let verify = |probe: &str| {
        world
            .cmd(VERIFY_PAIR.iter().chain(&["--probe", probe]))
            .run()
    };
    // The tokens allow no second role, and there is no policy.
    for probe in ["P23", "P19", "p19,p23"] {
        ends(&verify(probe), 3, "unproven");
    }
    ends(&verify("P05,P23"), 0, "sound");
}
