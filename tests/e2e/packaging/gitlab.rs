//! The job for GitLab, run as its runner would: both scripts in one shell, ended by what fails.

use super::server::{Release, VERSION};
use super::{ARGUMENTS, ECHO, PLACE, documented, leaking, yaml};
use crate::support::World;

/// What the job printed and how it ended.
fn job_of(world: &World, variables: &[(&str, &str)]) -> (String, Option<i32>) {
    let job = &yaml("packaging/gitlab/st-hasura.yml")[".st-hasura"];
    let lines = ["before_script", "script"].map(|part| {
        let lines = job[part].as_array().unwrap().iter();
        let lines: Vec<&str> = lines.map(|line| line.as_str().unwrap()).collect();
        lines.join("\n")
    });
    let script = format!("exec 2>&1\nset -eu\n{}", lines.join("\n"));
    let mut command = world.shell(&script, &world.work());
    for (name, value) in job["variables"].as_object().unwrap() {
        command.env(name, value.as_str().unwrap());
    }
    let output = command
        .env("CI_BUILDS_DIR", world.dir.path().join("builds"))
        .env("CI_JOB_ID", "17")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (said, output.status.code())
}

fn target() -> &'static str {
    if cfg!(target_arch = "aarch64") {
        "aarch64-unknown-linux-musl"
    } else {
        "x86_64-unknown-linux-musl"
    }
}

#[test]
fn a_leak_ends_the_job_and_its_reports_are_kept() {
    let mut world = World::new();
    leaking(&world);
    let release = Release::of(&world, target());
    let archive = release.name.clone();
    let _server = release.serve(&mut world);
    let variables = [
        ("ST_HASURA_COMMAND", "offline"),
        ("ST_HASURA_ARGS", "'hasura' --fail-on leak"),
    ];
    let (said, code) = job_of(&world, &variables);
    assert_eq!(code, Some(8), "{said}");
    assert!(said.starts_with(&format!("{archive}: OK\n")), "{said}");
    assert!(said.contains(&format!("{PLACE}:8:15")), "{said}");

    let artifacts = &yaml("packaging/gitlab/st-hasura.yml")[".st-hasura"]["artifacts"];
    assert_eq!(artifacts["when"], "always");
    let junit = artifacts["reports"]["junit"].as_str().unwrap();
    let kept = artifacts["paths"].as_array().unwrap().iter();
    for file in kept.map(|file| file.as_str().unwrap()).chain([junit]) {
        let text = std::fs::read_to_string(world.work().join(file)).unwrap();
        assert!(text.contains("P05"), "{file}: {text}");
    }

    // Quotes keep together, and nothing else comes to life.
    let variables = [
        ("ST_HASURA_COMMAND", "offline"),
        ("ST_HASURA_ARGS", "'--policy=$(touch pwned)' ; *"),
    ];
    let (said, code) = job_of(&world, &variables);
    assert_eq!(code, Some(2), "{said}");
    assert!(!world.work().join("pwned").exists(), "{said}");
    let (said, code) = job_of(&world, &[("ST_HASURA_COMMAND", "rm")]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("ST_HASURA_COMMAND must be"), "{said}");
}

#[test]
fn arguments_are_parted_by_blanks_and_kept_by_quotes() {
    let mut world = World::new();
    let _server = Release::with(&world, target(), ECHO).serve(&mut world);
    let job = |args| {
        let variables = [("ST_HASURA_COMMAND", "doctor"), ("ST_HASURA_ARGS", args)];
        job_of(&world, &variables)
    };
    for (given, args) in ARGUMENTS {
        let (said, code) = job(given);
        let lines: String = args.iter().map(|arg| format!("<{arg}>\n")).collect();
        assert_eq!(code, Some(0), "{said}");
        let own = "<--report>\n<sarif=st-hasura.sarif>\n";
        assert!(
            said.ends_with(&format!("{own}{lines}")),
            "{given:?}: {said}"
        );
    }
    let (said, code) = job("hasura \"x");
    assert_eq!(code, Some(2), "{said}");
    let message = "\nST_HASURA_ARGS cannot be read: a quote (\") is not closed\n";
    assert!(said.ends_with(message), "{said}");
}

#[test]
fn another_file_than_was_released_is_refused() {
    let mut world = World::new();
    let mut release = Release::of(&world, target());
    release.archive.push(b'x');
    let archive = release.name.clone();
    let _server = release.serve(&mut world);
    let (said, code) = job_of(&world, &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&format!("{archive}: FAILED\n")), "{said}");

    let (said, code) = job_of(&World::new(), &[]);
    assert_ne!(code, Some(0), "{said}");
    assert!(
        said.contains("say where the releases of st-hasura are"),
        "{said}"
    );
}

#[test]
fn the_documented_job_is_one() {
    let template = "packaging/gitlab/st-hasura.yml";
    let job = &yaml(template)[".st-hasura"];
    assert_eq!(job["variables"]["ST_HASURA_VERSION"], VERSION);

    let page = documented("# .gitlab-ci.yml");
    assert_eq!(page["include"][0]["ref"], format!("v{VERSION}"));
    assert_eq!(page["include"][0]["file"], template);
    assert_eq!(page["permissions"]["extends"], ".st-hasura");
    let mut world = World::new();
    leaking(&world);
    let _server = Release::of(&world, target()).serve(&mut world);
    let variables = page["permissions"]["variables"].as_object().unwrap().iter();
    let variables: Vec<(&str, &str)> = variables
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        // The test has its own.
        .filter(|(name, _)| *name != "ST_HASURA_RELEASES")
        .collect();
    let (said, code) = job_of(&world, &variables);
    assert_eq!(code, Some(8), "{said}");
}
