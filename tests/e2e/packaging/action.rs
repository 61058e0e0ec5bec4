//! The GitHub action, step by step.

use serde_json::Value;

use super::runner::{Ended, Runner};
use super::server::{Release, VERSION, serve};
use super::{ARGUMENTS, ECHO, PLACE, documented, leaking, program, root, text, yaml};
use crate::support::World;
use crate::support::sandbox::Sandbox;

const TARGET: &str = "x86_64-unknown-linux-musl";
const RUN: &str = "Run st-hasura";
const INSTALL: &str = "Install st-hasura";

/// A world whose cache has this release: what is tried there is the run.
fn installed(mut world: World) -> (World, Runner) {
    let release = Release::of(&world, TARGET);
    let server = release.serve(&mut world);
    let runner = Runner::new();
    let ended = runner.run(&world, &[("command", "offline"), ("args", "--version")]);
    assert!(ended.log(INSTALL).starts_with("installed "), "{ended:?}");
    drop(server);
    (world, runner)
}

fn verdict(ended: &Ended) -> (&str, &str, i32) {
    let of = |name: &str| ended.outputs[name].as_str();
    (of("verdict"), of("exit-code"), ended.code)
}

#[test]
fn a_release_is_installed_once_and_its_findings_are_handed_on() {
    let mut world = World::new();
    leaking(&world);
    let release = Release::of(&world, TARGET);
    let sum = release.sums.split(' ').next().unwrap().to_owned();
    let server = release.serve(&mut world);
    let runner = Runner::new();
    let inputs = [
        ("command", "offline"),
        ("args", "hasura\n--fail-on leak\n"),
        ("sarif", "st-hasura.sarif"),
        ("junit", "st-hasura.xml"),
        ("html", "st-hasura.html"),
    ];
    let ended = runner.run(&world, &inputs);
    assert_eq!(verdict(&ended), ("leak", "8", 8), "{ended:?}");
    assert_eq!(
        ended.log(INSTALL),
        format!("installed st-hasura-{VERSION}-{TARGET}.tar.gz, SHA-256 {sum}\n")
    );
    let names: Vec<&str> = ended.steps.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Choose the release",
            "Look for it in the cache",
            INSTALL,
            "Keep it in the cache",
            RUN,
            "Show findings under code scanning",
            "Keep the reports",
        ]
    );

    // What the later steps take is there, and stands where the repository has it.
    let scanned = &ended
        .step("Show findings under code scanning")
        .unwrap()
        .with;
    assert_eq!(scanned["category"], "st-hasura-offline");
    let sarif = std::fs::read_to_string(world.work().join(&scanned["sarif_file"])).unwrap();
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], PLACE);
    assert_eq!(place["region"]["startLine"], 8);
    let kept = &ended.step("Keep the reports").unwrap().with;
    assert_eq!(kept["name"], "st-hasura");
    let files: Vec<&str> = kept["path"].lines().collect();
    assert_eq!(
        files,
        ["./st-hasura.sarif", "./st-hasura.xml", "./st-hasura.html"]
    );
    for file in files {
        assert!(world.work().join(file).exists(), "{file}");
    }
    let annotation = format!("\n::error file={PLACE},line=8,col=15,title=P05 high::notes: ");
    assert!(ended.log(RUN).contains(&annotation), "{ended:?}");
    let start = "<h2>verify-hasura: leak</h2>";
    assert!(ended.summary.starts_with(start), "{}", ended.summary);

    // The next job has it from the cache, and asks nobody.
    drop(server);
    let again = runner.run(&world, &[("command", "offline"), ("args", "hasura")]);
    assert_eq!(verdict(&again), ("leak", "8", 8), "{again:?}");
    assert_eq!(
        again.log(INSTALL),
        format!("st-hasura {VERSION} is in the cache\n")
    );
    assert!(again.step("Keep it in the cache").is_none());
    assert!(again.step("Keep the reports").is_none(), "none was wanted");
}

#[test]
fn the_documented_job_is_one() {
    let job = &documented("# .github/workflows/permissions.yml")["jobs"]["permissions"];
    let step = &job["steps"][1];
    let uses = format!("OWNER/st-hasura@v{VERSION}");
    assert_eq!(step["uses"], uses);
    let given: Vec<(&str, &str)> = step["with"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .collect();
    let (world, runner) = installed(World::new());
    leaking(&world);
    let ended = runner.run(&world, &given);
    assert_eq!(verdict(&ended), ("leak", "8", 8), "{ended:?}");
    let scanned = &ended
        .step("Show findings under code scanning")
        .unwrap()
        .with;
    assert_eq!(scanned["sarif_file"], "./hasura.sarif");
    let kept = &ended.step("Keep the reports").unwrap().with;
    assert_eq!(kept["path"], "./hasura.sarif\n./hasura.xml");
}

#[test]
fn another_file_than_was_released_is_refused() {
    for (damage, message) in [
        (true, "is not what release"),
        (false, "the checksums of release"),
    ] {
        let mut world = World::new();
        let mut release = Release::of(&world, TARGET);
        if damage {
            release.archive.push(b'x');
        } else {
            release.sums = release.sums.replace("musl", "gnu");
        }
        let _server = release.serve(&mut world);
        let mut runner = Runner::new();
        // It would be a way around the checksum.
        let stubs = world.dir.path().join("stubs");
        program(&stubs, "cargo", "echo cargo was called; exit 1");
        runner.programs = Some(stubs);
        let ended = runner.run(&world, &[("command", "offline")]);
        let log = ended.log(INSTALL);
        assert_eq!(ended.code, 2, "{log}");
        assert!(log.starts_with("::error title=st-hasura::"), "{log}");
        assert!(log.contains(message), "{log}");
        assert!(!log.contains("cargo was called"), "{log}");
        assert!(ended.step(RUN).is_none() && ended.step("Keep it in the cache").is_none());
    }
}

/// A folder with a cargo that says how it was called, and has built at once.
fn builder(world: &World) -> std::path::PathBuf {
    let stubs = world.dir.path().join("stubs");
    let script = format!(
        "printf '%s ' \"$@\"; mkdir -p \"$4/bin\"; cd \"$4/bin\"; \
         printf '#!/bin/sh\\nexec %s \"$@\"\\n' '{}' >st-hasura; chmod +x st-hasura",
        crate::support::bin()
    );
    program(&stubs, "cargo", &script);
    stubs
}

/// All of one version: what was built of other sources does not do for these.
#[test]
fn a_checkout_is_built_whenever_its_sources_are_others() {
    let world = World::new();
    leaking(&world);
    for name in ["plan", "install", "run"] {
        let name = format!("packaging/action/{name}.sh");
        world.file(&format!("checkout/{name}"), text(&name));
    }
    world.file("checkout/Cargo.toml", text("Cargo.toml"));
    for name in ["Cargo.lock", ".cargo/config.toml", "sandbox/x", "schemas/x"] {
        world.file(&format!("checkout/{name}"), name);
    }
    world.file("checkout/src/main.rs", "fn main() {}");
    let mut runner = Runner::new();
    runner.programs = Some(builder(&world));
    runner.place = world.work().join("checkout");
    let inputs = [("command", "offline"), ("args", "hasura")];
    let run = || {
        let ended = runner.run(&world, &inputs);
        assert_eq!(verdict(&ended), ("leak", "8", 8), "{ended:?}");
        ended
    };
    // No release is asked for, be there one or not.
    let notice = "::notice title=st-hasura::a checkout is used, and no release; \
                  building from source, which takes minutes\n";
    let built = run();
    assert!(built.log(INSTALL).starts_with(notice), "{built:?}");
    let cached = format!("st-hasura {VERSION} is in the cache\n");
    // What is not built of does not count.
    world.file("checkout/README.md", "# Read me");
    assert_eq!(run().log(INSTALL), cached);
    world.file("checkout/src/main.rs", "fn main() { return }");
    let again = run();
    assert!(again.log(INSTALL).starts_with(notice), "{again:?}");
    assert_ne!(built.planned["key"], again.planned["key"]);
    assert_eq!(run().log(INSTALL), cached);
}

#[test]
fn what_is_not_released_is_built() {
    for (machine, version, from) in [
        (("Linux", "X64"), "", format!("--path {}", root().display())),
        (
            ("Linux", "X64"),
            "v0.0.9-rc.1",
            "--git https://github.example.com/owner/project --tag v0.0.9-rc.1 st-hasura".to_owned(),
        ),
        // There is none for this machine, and none is asked for.
        (("Linux", "ARM"), "", format!("--path {}", root().display())),
    ] {
        let mut world = World::new();
        leaking(&world);
        let _server = serve(&mut world, [].into());
        let mut runner = Runner::new();
        runner.machine = machine;
        runner.programs = Some(builder(&world));
        let inputs = [
            ("command", "offline"),
            ("args", "hasura"),
            ("version", version),
        ];
        let ended = runner.run(&world, &inputs);
        assert_eq!(verdict(&ended), ("leak", "8", 8), "{ended:?}");
        let log = ended.log(INSTALL);
        assert!(log.contains("install --locked --root "), "{log}");
        assert!(log.trim_end().ends_with(&from), "{log}");
        assert!(
            log.contains("::warning title=st-hasura::no release "),
            "{log}"
        );
        assert_eq!(log.contains("error: 404"), machine.1 == "X64", "{log}");
    }
}

#[test]
fn each_command_ends_as_it_ends() {
    let sandbox = Sandbox::start(&[]);
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", "testPass123");
    let (world, runner) = installed(world);
    world.cmd(["signup", "--email", "ada@example.com"]).ok();
    for (command, said) in [
        (
            "smoke",
            "smoke: sound, each user sees their own rows and only those",
        ),
        ("doctor", "doctor: well, the chain holds"),
        (
            "verify-hasura",
            "verify-hasura: sound, each user sees their own rows and only those",
        ),
    ] {
        let ended = runner.run(&world, &[("command", command), ("junit", "report.xml")]);
        let ruling = said.split(' ').nth(1).unwrap().trim_end_matches(',');
        assert_eq!(verdict(&ended), (ruling, "0", 0), "{ended:?}");
        let line = format!("{said} (exit 0)\n");
        assert!(ended.log(RUN).contains(&line), "{ended:?}");
        let title = format!("<h2>{command}: {ruling}</h2>");
        assert!(ended.summary.starts_with(&title), "{}", ended.summary);
        let kept = &ended.step("Keep the reports").unwrap().with;
        assert_eq!(kept["path"], "./report.xml");
        assert!(ended.step("Show findings under code scanning").is_none());
    }

    // Servers that are not there: the report says so, and the code stays.
    drop(sandbox);
    let inputs = [
        ("command", "smoke"),
        ("junit", "gone.xml"),
        ("summary", "false"),
    ];
    let ended = runner.run(&world, &inputs);
    assert_eq!(verdict(&ended), ("failed", "3", 3), "{ended:?}");
    assert!(ended.step("Keep the reports").is_some());
    assert_eq!(ended.summary, "");
}

#[test]
fn nothing_that_is_given_becomes_a_part_of_a_script() {
    let (world, runner) = installed(World::new());
    leaking(&world);
    world.file("a folder/hasura/config.yaml", "version: 3\n");
    let hostile = "hasura --fail-on \"leak\" '--policy=$(touch pwned) `touch pwned`; * \\'";
    let ended = runner.run(&world, &[("command", "offline"), ("args", hostile)]);
    assert_eq!(verdict(&ended), ("failed", "2", 2), "{ended:?}");
    let log = ended.log(RUN);
    assert!(log.contains("$(touch pwned) `touch pwned`; * \\"), "{log}");
    assert!(!world.work().join("pwned").exists());

    // A folder with a blank in its name is one folder.
    let inputs = [
        ("command", "offline"),
        ("args", "'hasura'"),
        ("working-directory", "a folder"),
        ("junit", "report.xml"),
    ];
    let ended = runner.run(&world, &inputs);
    assert_ne!(ended.code, 0);
    let kept = &ended.step("Keep the reports").unwrap().with;
    assert_eq!(kept["path"], "a folder/report.xml");

    for (inputs, message) in [
        (
            [("command", "rm"), ("args", "")],
            "the input command must be",
        ),
        (
            [("summary", "maybe"), ("args", "")],
            "the input summary must be",
        ),
        (
            [("sarif", "a\nverdict=sound"), ("args", "")],
            "the input sarif must be one line",
        ),
        (
            [("command", "offline"), ("args", "'hasura")],
            "the input args cannot be read: a quote (') is not closed",
        ),
        (
            [("working-directory", "nowhere"), ("args", "")],
            "the input working-directory names no directory: nowhere",
        ),
    ] {
        let ended = runner.run(&world, &inputs);
        let log = ended.log(RUN);
        assert_eq!(verdict(&ended), ("failed", "2", 2), "{log}");
        assert!(
            log.contains(&format!("::error title=st-hasura::{message}")),
            "{log}"
        );
    }
    let ended = runner.run(&world, &[("version", "0.1.0/../../x")]);
    assert_eq!(ended.code, 2);
    assert_eq!(ended.steps.len(), 1, "{ended:?}");
}

/// What an earlier use has left is not this one's report.
#[test]
fn a_stale_report_is_not_handed_on() {
    let (world, runner) = installed(World::new());
    let old = world.file("report.xml", "<testsuites/>");
    let then = std::time::SystemTime::UNIX_EPOCH;
    std::fs::File::options()
        .write(true)
        .open(old)
        .and_then(|file| file.set_modified(then))
        .unwrap();
    let inputs = [("args", "--no-such-flag"), ("junit", "report.xml")];
    let ended = runner.run(&world, &inputs);
    assert_eq!(verdict(&ended), ("failed", "2", 2), "{ended:?}");
    assert!(ended.step("Keep the reports").is_none(), "{ended:?}");
    // Why it was refused stands in the log, where an annotation leads to.
    let log = ended.log(RUN);
    let refused = "::error title=st-hasura::smoke came to no verdict and ended with exit code 2; \
                   the log says why\n";
    assert!(
        log.contains("unexpected argument '--no-such-flag'"),
        "{log}"
    );
    assert!(log.ends_with(refused), "{log}");
}

#[test]
fn arguments_are_parted_by_blanks_and_kept_by_quotes() {
    let mut world = World::new();
    let _server = Release::with(&world, TARGET, ECHO).serve(&mut world);
    let runner = Runner::new();
    for (given, args) in ARGUMENTS {
        let ended = runner.run(&world, &[("command", "doctor"), ("args", given)]);
        let wanted: String = ["doctor", "--output", "github"]
            .iter()
            .chain(args)
            .map(|arg| format!("<{arg}>\n"))
            .collect();
        assert_eq!(ended.log(RUN), wanted, "{given:?}");
    }
}

#[test]
fn help_has_no_verdict_and_no_folder_is_the_one_at_hand() {
    let (world, runner) = installed(World::new());
    leaking(&world);
    let ended = runner.run(&world, &[("args", "--help")]);
    assert_eq!(verdict(&ended), ("", "0", 0), "{ended:?}");
    assert!(!ended.log(RUN).contains("::error"), "{ended:?}");

    let inputs = [
        ("command", "offline"),
        ("args", "hasura"),
        ("working-directory", ""),
        ("sarif", "a.sarif"),
    ];
    let ended = runner.run(&world, &inputs);
    assert_eq!(verdict(&ended), ("leak", "8", 8), "{ended:?}");
    let kept = &ended.step("Keep the reports").unwrap().with;
    assert_eq!(kept["path"], "./a.sarif");
}

/// Values reach a script through its environment; spelled into it they would be script.
#[test]
fn no_script_has_an_expression_in_it() {
    let mut scripts = 0;
    let mut look = |file: &str, steps: &Value| {
        for step in steps.as_array().unwrap() {
            if let Some(script) = step["run"].as_str() {
                assert!(!script.contains("${{"), "{file}: {script}");
                scripts += 1;
            }
            // What others may change is taken by what it is, not by what it is called.
            if let Some(action) = step["uses"].as_str().filter(|action| *action != "./") {
                let (_, commit) = action.split_once('@').unwrap();
                let commit = commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
                assert!(commit, "{file}: {action}");
            }
        }
    };
    look("action.yml", &yaml("action.yml")["runs"]["steps"]);
    for file in ["ci", "release"] {
        let file = format!(".github/workflows/{file}.yml");
        for job in yaml(&file)["jobs"].as_object().unwrap().values() {
            look(&file, &job["steps"]);
        }
    }
    assert!(scripts > 10, "{scripts}");
    assert!(!text("action.yml").contains("secrets."));
}
