//! Reports for machines, each read back by somebody else: schemas of their owners, a TAP parser,
//! xmllint.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::stacks::{self, KINDS, PASSWORD};
use crate::support::sandbox::Sandbox;
use crate::support::tools::tool;
use crate::support::{Output, World, schema};

const FORMATS: [(&str, &str); 7] = [
    ("json", "report.json"),
    ("junit", "report.xml"),
    ("tap", "report.tap"),
    ("sarif", "report.sarif"),
    ("github", "report.md"),
    ("html", "report.html"),
    ("text", "report.txt"),
];

/// One run, with a report of each format.
pub(crate) struct Reports {
    pub(crate) world: World,
    files: BTreeMap<&'static str, String>,
    code: i32,
}

impl Reports {
    fn new(mut world: World, line: &[&str], code: i32) -> Self {
        world.set("CI", "true");
        let mut args: Vec<String> = line.iter().map(|word| (*word).to_owned()).collect();
        for (format, file) in FORMATS {
            args.extend(["--report".to_owned(), format!("{format}={file}")]);
        }
        world.cmd(&args).code(code);
        let files = FORMATS
            .iter()
            .map(|(format, file)| {
                let text = std::fs::read_to_string(world.work().join(file)).unwrap();
                (*format, text)
            })
            .collect();
        Self { world, files, code }
    }

    pub(crate) fn text(&self, format: &str) -> &str {
        &self.files[format]
    }

    fn json(&self, format: &str) -> Value {
        serde_json::from_str(self.text(format)).unwrap()
    }
}

/// Every way in which a run can end.
pub(crate) static RUNS: LazyLock<Vec<(&str, Reports)>> = LazyLock::new(|| {
    vec![
        ("sound", Reports::new(World::new(), &["demo", "-q"], 0)),
        (
            "leak",
            Reports::new(
                World::new(),
                &[
                    "demo",
                    "-q",
                    "--fault",
                    "aggregate-unfiltered",
                    "--fault",
                    "drop-row-filter",
                ],
                8,
            ),
        ),
        ("blind", blind()),
        ("unproven", unproven()),
        ("quick", smoke(&["smoke", "--quick"], &[], 0)),
        (
            "chain cut short",
            smoke(&["smoke"], &["--fault", "core-down"], 5),
        ),
        ("unreachable", unreachable()),
    ]
});

fn unreachable() -> Reports {
    let mut world = World::new();
    world.set("ST_HASURA_API_URL", "http://127.0.0.1:9");
    world.set("HASURA_GRAPHQL_ENDPOINT", "http://127.0.0.1:9");
    world.set("ST_HASURA_RETRIES", "0");
    world.file("report.xml", "a green report of yesterday");
    Reports::new(world, &["verify-hasura", "--other", "bob"], 4)
}

fn smoke(line: &[&str], args: &[&str], code: i32) -> Reports {
    let sandbox = KINDS[0].start(args);
    Reports::new(KINDS[0].world(&sandbox), line, code)
}

/// Two users whose role can list nothing.
fn unproven() -> Reports {
    let (_sandbox, world) = notes(&[("notes".to_owned(), None)]);
    Reports::new(world, &VERIFY, 3)
}

/// Two users of the built-in application under filters that no row passes.
fn blind() -> Reports {
    let scratch = World::new();
    let path = stacks::metadata(&scratch, |metadata| {
        for table in metadata["sources"][0]["tables"].as_array_mut().unwrap() {
            let permissions = table["select_permissions"].as_array_mut();
            for permission in permissions.into_iter().flatten() {
                permission["permission"]["filter"] = json!({ "_or": [] });
            }
        }
    });
    let sandbox = KINDS[0].start(&["--metadata", path.to_str().unwrap()]);
    let world = KINDS[0].world(&sandbox);
    for name in ["ann", "ben"] {
        let email = format!("{name}@r.test");
        world.cmd(["signup", "-e", &email, "--session", name]).ok();
    }
    Reports::new(world, &VERIFY, 8)
}

const VERIFY: [&str; 5] = ["verify-hasura", "--session", "ann", "--other", "ben"];

/// A sandbox with such tables, one row of Ann's and one of Ben's in each, and both signed in.
fn notes(tables: &[(String, Option<Value>)]) -> (Sandbox, World) {
    let people = ["ann", "ben"];
    let scratch = World::new();
    let id = |name: &str| format!("{name}-id");
    let email = |name: &str| format!("{name}@r.test");
    let users =
        people.map(|name| json!({ "id": id(name), "email": email(name), "password": PASSWORD }));
    let rows = [0, 1].map(|n| json!({ "id": n, "owner_id": id(people[n]) }));
    let columns = json!([{ "name": "id", "type": "int4", "nullable": false },
                         { "name": "owner_id", "type": "text", "nullable": false }]);
    let data: Vec<Value> = tables
        .iter()
        .map(|(name, _)| {
            json!({ "schema": "public", "name": name, "primary_key": ["id"], "columns": columns,
                    "rows": rows })
        })
        .collect();
    let tracked: Vec<Value> = tables
        .iter()
        .map(|(name, filter)| {
            let permissions: Vec<Value> = filter
                .iter()
                .map(|filter| {
                    let columns = ["id", "owner_id"];
                    json!({ "role": "user", "permission": { "columns": columns, "filter": filter } })
                })
                .collect();
            json!({ "table": { "schema": "public", "name": name }, "select_permissions": permissions })
        })
        .collect();
    let source = json!({ "name": "default", "kind": "postgres", "tables": tracked });
    let metadata = json!({ "version": 3, "sources": [source] });
    let data = json!({ "users": users, "tables": data });
    let data = scratch.file("data.json", data.to_string());
    let metadata = scratch.file("metadata.json", metadata.to_string());
    let paths = [data.to_str().unwrap(), metadata.to_str().unwrap()];
    let sandbox = KINDS[0].start(&["--data", paths[0], "--metadata", paths[1]]);
    let world = KINDS[0].world(&sandbox);
    for name in people {
        world
            .cmd(["signin", "-e", &email(name), "--session", name])
            .ok();
    }
    (sandbox, world)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[track_caller]
fn valid(schema: &Value, instance: &Value, what: &str) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(instance)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}\n{instance:#}");
}

#[test]
fn json_reports_are_as_published() {
    let mut published = schema::read(schema::REPORTS);
    assert!(jsonschema::meta::is_valid(&published));
    for (name, run) in RUNS.iter() {
        valid(&published, &run.json("json"), name);
    }
    schema::strict(&mut published);
    for (name, run) in RUNS.iter() {
        valid(&published, &run.json("json"), name);
    }
    let mut wrong = RUNS[0].1.json("json");
    wrong["result"]["verification"]["verdict"] = json!("fine");
    assert!(!jsonschema::is_valid(&published, &wrong));
    let printed = World::new().cmd(["verify-hasura", "--json-schema"]).ok();
    let in_json = ["verify-hasura", "--json-schema", "-o", "json"];
    let in_json = World::new().cmd(in_json).ok().json();
    assert_eq!(in_json["result"]["text"], printed.stdout.as_str());
    assert_eq!(printed.json(), schema::read(schema::REPORTS));
}

#[test]
fn sarif_is_what_oasis_says_it_is() {
    let mut official = schema::read("tests/fixtures/schemas/sarif-schema-2.1.0.json");
    // A slip in the published schema: no regular expression that a strict reader takes. It is
    // about a member that is not written here.
    for owner in ["run", "toolComponent"] {
        let language = &mut official["definitions"][owner]["properties"]["language"];
        assert!(language["pattern"].as_str().unwrap().ends_with("]?$"));
        language.as_object_mut().unwrap().remove("pattern");
    }
    for (name, run) in RUNS.iter() {
        let log = run.json("sarif");
        valid(&official, &log, name);
        let run_ = &log["runs"][0];
        assert_eq!(run_["invocations"][0]["exitCode"], run.code, "{name}");
        let results = run_["results"].as_array().unwrap();
        assert_eq!(results.is_empty(), run.code == 0, "{name} {log:#}");
        for result in results {
            // What code scanning wants beyond the schema.
            let place = &result["locations"][0]["physicalLocation"];
            assert!(place["artifactLocation"]["uri"].is_string(), "{result}");
            assert!(place["region"]["startLine"].is_number(), "{result}");
            assert!(result["partialFingerprints"]["findingId/v1"].is_string());
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            let rule = &run_["tool"]["driver"]["rules"][index];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(rule["help"]["text"].is_string());
            if rule["id"].as_str().unwrap().starts_with('P') {
                let page = rule["help"]["markdown"].as_str().unwrap();
                assert!(page.contains("**Cure:** "), "{page}");
            }
            // SARIF 2.1.0 §3.27.10.
            assert!(result["kind"] == "fail" || result["level"] == "none");
        }
    }
    let unproven = &RUNS[3].1.json("sarif")["runs"][0];
    assert_eq!(unproven["invocations"][0]["executionSuccessful"], false);
    assert_eq!(unproven["results"][0]["kind"], "open");
    let mut wrong = RUNS[1].1.json("sarif");
    wrong["runs"][0]["results"][0]["level"] = json!("high");
    assert!(!jsonschema::is_valid(&official, &wrong));
}

#[test]
fn the_same_leak_has_the_same_fingerprint_in_the_next_run() {
    let line = ["demo", "-q", "-o", "sarif", "--fault", "drop-row-filter"];
    let prints = |text: &str| {
        let log: Value = serde_json::from_str(text).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        let prints: Vec<Value> = results
            .into_iter()
            .map(|mut result| result["partialFingerprints"].take())
            .collect();
        assert!(!prints.is_empty());
        prints
    };
    let [first, second] = [(), ()].map(|()| World::new().cmd(line).code(8).stdout);
    assert_eq!(prints(&first), prints(&second));
}

#[test]
fn jenkins_reads_the_junit_report() {
    let Some(xmllint) = tool(&["xmllint"], &["--version"], "JUnit against its schema") else {
        return;
    };
    let xsd = root().join("tests/fixtures/schemas/junit-10.xsd");
    let check = |file: &Path| {
        Command::new(&xmllint)
            .args(["--noout", "--nonet", "--schema"])
            .args([xsd.as_path(), file])
            .output()
            .unwrap()
    };
    for (name, run) in RUNS.iter() {
        let output = check(&run.world.work().join("report.xml"));
        assert!(output.status.success(), "{name} {output:?}");
        let bad = run.text("junit").contains("<failure") || run.text("junit").contains("<error");
        assert_eq!(bad, run.code != 0, "{name}");
    }
    let wrong = RUNS[0].1.text("junit").replace("<testcase", "<case");
    let wrong = RUNS[0]
        .1
        .world
        .file("wrong.xml", wrong.replace("</testcase", "</case"));
    assert!(!check(&wrong).status.success());
}

/// Reads a stream with tap.py and prints what it understood.
const READER: &str = r#"
import json, sys
from tap.parser import Parser
tests, unknown = [], []
for line in Parser().parse_file(sys.argv[1]):
    if line.category == "test":
        block = line.yaml_block
        tests.append({"ok": line.ok, "skip": line.skip, "text": line.description, "yaml": block})
    elif line.category == "unknown":
        unknown.append(str(line))
    elif line.category == "plan":
        plan = line.expected_tests
print(json.dumps({"plan": plan, "tests": tests, "unknown": unknown}))
"#;

#[test]
fn a_tap_parser_reads_the_tap_report() {
    let import = ["-c", "import tap.parser, yaml"];
    let Some(python) = tool(&["/usr/bin/python3", "python3"], &import, "TAP by tap.py") else {
        return;
    };
    for (name, run) in RUNS.iter() {
        let output = Command::new(&python)
            .args(["-c", READER])
            .arg(run.world.work().join("report.tap"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{name} {output:?}");
        let read: Value = serde_json::from_slice(&output.stdout).unwrap();
        let tests = read["tests"].as_array().unwrap();
        assert_eq!(read["plan"], tests.len(), "{name} {read:#}");
        assert_eq!(read["unknown"], json!([]), "{name}");
        let all_ok = tests.iter().all(|test| test["ok"] == true);
        assert_eq!(all_ok, run.code == 0, "{name} {read:#}");
        if *name == "leak" {
            let findings: Vec<&Value> = tests
                .iter()
                .filter_map(|test| test["yaml"]["findings"].as_array())
                .flatten()
                .collect();
            let written = run.json("json");
            let written: Vec<&Value> = written["result"]["verification"]["probes"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|probe| probe["findings"].as_array().unwrap())
                .collect();
            assert_eq!(findings, written);
        }
    }
}

#[test]
fn github_gets_annotations_and_a_summary() {
    let world = World::new();
    let summary = world.file("summary.md", "# before\n\n");
    let line = ["demo", "-q", "-o", "github", "--fault", "drop-row-filter"];
    let output = world.cmd(line).env("GITHUB_STEP_SUMMARY", &summary).code(8);
    let commands: Vec<&str> = output.stdout.lines().skip(1).collect();
    assert!(!commands.is_empty() && commands.len() <= 10, "{output}");
    for command in commands {
        assert!(command.starts_with("::error title=P"), "{output}");
    }
    let text = std::fs::read_to_string(&summary).unwrap();
    let ours = text.strip_prefix("# before\n\n").unwrap();
    // An empty line would end the HTML and begin Markdown.
    assert_eq!(ours.lines().count(), 1, "{ours}");
    assert!(
        ours.contains("LEAK") && ours.contains("P05:notes:list:user"),
        "{ours}"
    );
    // Any other format leaves the summary alone.
    world
        .cmd(["demo", "-q"])
        .env("GITHUB_STEP_SUMMARY", &summary)
        .ok();
    assert_eq!(std::fs::read_to_string(&summary).unwrap(), text);
    // A full one stays as it is.
    let full = "x".repeat(1024 * 1024 - 100);
    std::fs::write(&summary, &full).unwrap();
    let output = world.cmd(line).env("GITHUB_STEP_SUMMARY", &summary).code(8);
    output.stderr_has("no room");
    assert!(std::fs::read_to_string(&summary).unwrap() == full);
}

#[test]
fn a_place_that_cannot_be_written_is_an_error_before_the_run() {
    let world = World::new();
    world.file("folder/kept", "");
    let refused = |line: &[&str], words: &str| {
        let output = world.cmd([&["demo"], line].concat()).code(2);
        output.stderr_has(words).stdout_is("");
        assert!(!output.stderr.contains("start inside"), "it ran {output}");
    };
    refused(&["--report", "junit=nowhere/x.xml"], "there is no folder");
    refused(&["--report", "junit=folder"], "is a folder");
    refused(&["--report", "xml=x.xml"], "no format \"xml\"");
    refused(&["--report", "junit"], "FORMAT=FILE");
    refused(&["--report", "junit="], "name of the file");
    refused(
        &["--report", "tap=a", "--report", "junit=./a"],
        "two reports go to",
    );
    let output = world.cmd(["token", "-o", "sarif"]).code(2);
    output.stderr_has("token makes no reports");
    let left: Vec<_> = std::fs::read_dir(world.work()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
    // Nothing is left beside the reports, and they can be read by others.
    world.file("x.xml", "old");
    world.cmd(["demo", "-q", "--report", "junit=x.xml"]).ok();
    assert_eq!(std::fs::read_dir(world.work()).unwrap().count(), 2);
    let text = std::fs::read_to_string(world.work().join("x.xml")).unwrap();
    assert!(text.starts_with("<?xml"), "{text}");
}

/// What the text report of `output` says before its list of checks.
fn before_checks(output: &Output) -> &str {
    output.stdout.split("\nprobes\n").next().unwrap()
}

#[test]
fn a_hundred_sound_tables_are_a_line_and_the_leaky_one_is_seen() {
    let owner = json!({ "owner_id": { "_eq": "X-Hasura-User-Id" } });
    let tables: Vec<(String, Option<Value>)> = (0..100)
        .map(|n| {
            let filter = if n == 42 {
                json!({ "_or": [owner, {}] })
            } else {
                owner.clone()
            };
            (format!("t{n:03}"), Some(filter))
        })
        .collect();
    let (_sandbox, world) = notes(&tables);
    let line = [&VERIFY[..], &["--probe", "P05,P06"]].concat();
    let output = world.cmd(line).code(8);
    let top = before_checks(&output);
    assert!(top.lines().count() < 30, "{output}");
    let row = top.lines().find(|line| line.starts_with("t042"));
    assert!(row.is_some_and(|row| row.contains("LEAK")), "{output}");
    assert!(top.contains("99 more tables"), "{output}");
}
