//! The scaffolded files that nothing here runs, judged by the published schemas and linters, and
//! read by independent readers. So are the action, the workflows and the rest of `packaging/`.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::rig::packages;
use crate::support::World;

/// Runs a program of the checks in the world's folder; its output.
#[track_caller]
fn judge(cache: &Path, world: &World, program: &str, args: &[&str]) -> String {
    let output = Command::new(cache.join("checks/bin").join(program))
        .args(args)
        .current_dir(world.work())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{program} {args:?}: {said}{stderr}"
    );
    said
}

fn everything() -> World {
    let world = World::new();
    world.cmd(["scaffold", "compose"]).ok();
    world.cmd(["scaffold", "ci", "--github", "--gitlab"]).ok();
    world
}

const GITHUB: &str = ".github/workflows/auth-smoke.yml";
const GITLAB: &str = ".gitlab/auth-smoke.yml";

#[test]
fn schemas_are_met() {
    let Some(cache) = packages("checks") else {
        return;
    };
    let world = everything();
    for (schema, more, file) in [
        ("vendor.compose-spec", None, "compose.yaml"),
        ("vendor.github-workflows", None, GITHUB),
        (
            "vendor.gitlab-ci",
            Some("--data-transform=gitlab-ci"),
            GITLAB,
        ),
        ("vendor.gitlab-ci", None, ".gitlab-ci.yml"),
    ] {
        let schema = format!("--builtin-schema={schema}");
        let args = [Some(schema.as_str()), more, Some(file)];
        let args: Vec<&str> = args.into_iter().flatten().collect();
        judge(&cache, &world, "check-jsonschema", &args);
    }
    // A schema that nothing can fail would prove nothing.
    let broken = world.file("broken.yaml", "services: { x: { imagine: y } }\n");
    let output = Command::new(cache.join("checks/bin/check-jsonschema"))
        .args([
            "--builtin-schema=vendor.compose-spec",
            broken.to_str().unwrap(),
        ])
        .output()
        .unwrap();
    assert!(!output.status.success());
}

#[test]
fn dockerfiles_have_no_lint() {
    let Some(cache) = packages("checks") else {
        return;
    };
    for flags in [
        &["--lang=node"][..],
        &["--lang=node", "--tutorial"],
        &["--lang=python"],
        &["--lang=go"],
    ] {
        let world = World::new();
        world.cmd([&["scaffold", "auth-api"], flags].concat()).ok();
        let said = judge(
            &cache,
            &world,
            "hadolint",
            &["--failure-threshold=style", "auth-api/Dockerfile"],
        );
        assert_eq!(said, "");
        let text = std::fs::read_to_string(world.work().join("auth-api/Dockerfile")).unwrap();
        let user = text
            .lines()
            .rfind(|line| line.starts_with("USER "))
            .unwrap();
        assert!(
            user[5..].parse::<u32>().unwrap() > 0,
            "never as root: {user}"
        );
    }
}

/// What the repository itself hands to GitHub, GitLab and builders of images.
#[test]
fn our_own_files_meet_them_too() {
    let Some(cache) = packages("checks") else {
        return;
    };
    let world = World::new();
    for (schema, more, file) in [
        ("vendor.github-actions", None, "action.yml"),
        ("vendor.github-workflows", None, ".github/workflows/ci.yml"),
        (
            "vendor.github-workflows",
            None,
            ".github/workflows/release.yml",
        ),
        (
            "vendor.gitlab-ci",
            Some("--data-transform=gitlab-ci"),
            "packaging/gitlab/st-hasura.yml",
        ),
    ] {
        let schema = format!("--builtin-schema={schema}");
        let file = ours(file);
        let args = [Some(schema.as_str()), more, Some(&file)];
        let args: Vec<&str> = args.into_iter().flatten().collect();
        judge(&cache, &world, "check-jsonschema", &args);
    }
    let image = ours("packaging/container/Containerfile");
    let args = ["--failure-threshold=style", &image];
    assert_eq!(judge(&cache, &world, "hadolint", &args), "");
    let text = std::fs::read_to_string(image).unwrap();
    assert!(
        text.contains("\nUSER 65532:65532\n"),
        "never as root: {text}"
    );
}

/// Expressions, contexts and scripts of the workflows, which no schema knows.
#[test]
fn workflows_have_no_lint() {
    let Some(cache) = packages("actionlint") else {
        return;
    };
    let output = Command::new(cache.join("actionlint/actionlint"))
        .args(["ci.yml", "release.yml"].map(|file| ours(&format!(".github/workflows/{file}"))))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
}

/// A file of the sources.
fn ours(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    path.to_str().unwrap().to_owned()
}

/// `PyYAML` and python-dotenv see what our own readers see.
#[test]
fn other_readers_read_the_same() {
    let Some(cache) = packages("checks") else {
        return;
    };
    let world = everything();
    let script = "import json, sys, yaml, dotenv; name = sys.argv[1]; \
         print(json.dumps(dotenv.dotenv_values(name) if name.endswith('.env') else yaml.safe_load(open(name))))";
    for file in ["compose.yaml", GITLAB, ".gitlab-ci.yml", GITHUB, ".env"] {
        let seen = judge(&cache, &world, "python", &["-c", script, file]);
        let text = std::fs::read_to_string(world.work().join(file)).unwrap();
        let ours: Value = if file == ".env" {
            let pairs = dotenvy::from_read_iter(text.as_bytes());
            let pairs = pairs.map(|pair| pair.map(|(name, value)| (name, Value::from(value))));
            pairs
                .collect::<Result<serde_json::Map<_, _>, _>>()
                .unwrap()
                .into()
        } else {
            // YAML 1.1, as PyYAML has it, takes the key `on` for a truth value.
            serde_saphyr::from_str(&text.replace("\non:\n", "\n\"true\":\n")).unwrap()
        };
        assert_eq!(
            serde_json::from_str::<Value>(&seen).unwrap(),
            ours,
            "{file}"
        );
    }
}

/// The example environment means the same to every reader that a server may have.
#[test]
fn the_example_environment_is_read_alike() {
    let Some(cache) = packages("checks") else {
        return;
    };
    let world = World::new();
    let flags = [
        "scaffold",
        "auth-api",
        "--lang=node",
        "--website=https://a-b.example.com:8443",
    ];
    world.cmd(flags).ok();
    let script =
        "import json, dotenv; print(json.dumps(dotenv.dotenv_values('auth-api/.env.example')))";
    let seen = judge(&cache, &world, "python", &["-c", script]);
    let seen: Value = serde_json::from_str(&seen).unwrap();
    assert_eq!(seen["WEBSITE_DOMAIN"], "https://a-b.example.com:8443");
    assert_eq!(seen["CORE_API_KEY"], "");
    let shell = world.shell("set -a; . auth-api/.env.example; env", &world.work());
    let output = { shell }.output().unwrap();
    let env = String::from_utf8(output.stdout).unwrap();
    for (name, value) in seen.as_object().unwrap() {
        let line = format!("{name}={}", value.as_str().unwrap());
        assert!(env.lines().any(|other| other == line), "{line}: {env}");
    }
}
