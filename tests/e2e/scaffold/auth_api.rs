//! `scaffold auth-api`.

use std::path::Path;

use super::tree;
use crate::support::World;

const KINDS: [(&str, &[&str]); 4] = [
    ("node", &["--lang", "node"]),
    ("tutorial", &["--lang", "node", "--tutorial"]),
    ("python", &["--lang", "python"]),
    ("go", &["--lang", "go"]),
];

fn auth_api<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["scaffold", "auth-api"], more].concat()
}

/// What users get is what the repository holds, but for the answers in `.env.example`.
#[test]
fn the_files_are_the_templates() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/setup/scaffold/templates");
    for (kind, flags) in KINDS {
        let world = World::new();
        world.cmd(auth_api(flags)).ok();
        let mut made = tree(&world.work().join("auth-api"));
        let env = made.remove(".env.example").unwrap();
        assert!(env.contains("\nPORT=3001\n"), "{env}");
        let mut expected = tree(&templates.join(kind));
        expected.remove("dot-env.example");
        if kind == "tutorial" {
            for name in ["server.js", "config.js", "Dockerfile"] {
                expected.insert(name.into(), tree(&templates.join("node"))[name].clone());
            }
            for name in ["dot-dockerignore", "dot-gitignore"] {
                expected.insert(name.into(), tree(&templates.join("node"))[name].clone());
            }
        }
        let expected = expected
            .into_iter()
            .map(|(name, text)| (name.replace("dot-", "."), text))
            .collect();
        assert_eq!(made, expected, "{kind}");
    }
}

#[test]
fn answers_go_into_the_example_environment() {
    let world = World::new();
    let flags = [
        "--lang=node",
        "--name=notes",
        "--port=4001",
        "--website=https://notes.example.com/",
        "--core=http://core.example.com:3567/base/",
        "--api-base-path=/api",
    ];
    world.cmd(auth_api(&flags)).ok();
    let made = tree(&world.work().join("auth-api"));
    let env = &made[".env.example"];
    for line in [
        "APP_NAME=notes",
        "PORT=4001",
        "API_DOMAIN=http://localhost:4001",
        "API_BASE_PATH=/api",
        "WEBSITE_DOMAIN=https://notes.example.com",
        "CORE_URI=http://core.example.com:3567/base",
        "CORE_API_KEY=",
    ] {
        assert!(env.lines().any(|other| other == line), "{line}: {env}");
    }
}

/// The profile knows where the auth API is to be found, and which core it has; its key is a
/// secret and goes into no example.
#[test]
fn the_profile_fills_in_what_it_knows() {
    let mut world = World::new();
    world.file(
        "st-hasura.toml",
        "api_url = \"http://127.0.0.1:4002\"\napi_base_path = \"/\"\ncore_uri = \"http://127.0.0.1:3999\"\n",
    );
    world.set("ST_HASURA_CORE_API_KEY", "not-for-examples");
    world.cmd(auth_api(&["--lang", "go"])).ok();
    let made = tree(&world.work().join("auth-api"));
    let env = &made[".env.example"];
    for line in [
        "PORT=4002",
        "API_DOMAIN=http://127.0.0.1:4002",
        "API_BASE_PATH=/",
        "CORE_URI=http://127.0.0.1:3999",
    ] {
        assert!(env.lines().any(|other| other == line), "{line}: {env}");
    }
    assert!(!env.contains("not-for-examples"));
    // A public address says nothing about the port behind its proxy.
    world
        .cmd(auth_api(&[
            "--lang=go",
            "public",
            "--api-url=https://api.example.com",
        ]))
        .ok();
    let made = tree(&world.work().join("public"));
    assert!(made[".env.example"].contains("\nPORT=3001\n"));
    assert!(made[".env.example"].contains("API_DOMAIN=https://api.example.com\n"));
}

#[test]
fn again_there_is_nothing_to_do() {
    let world = World::new();
    let first = world.cmd(auth_api(&["--lang", "python"])).ok();
    first
        .stdout_has("+ auth-api/app.py")
        .stdout_has("cp .env.example .env");
    let before = tree(&world.work());
    // What a user adds is none of our business, now that the folder is known to be theirs.
    world.file("auth-api/.venv/bin/python", "");
    let again = world.cmd(auth_api(&["--lang", "python"])).ok();
    again.stdout_has("= auth-api/app.py");
    assert!(!again.stdout.contains("+ "), "{again}");
    world
        .cmd(auth_api(&["--lang", "python", "--dry-run"]))
        .ok()
        .stdout_is("nothing to do: all files are there as they would be written\n");
    std::fs::remove_dir_all(world.work().join("auth-api/.venv")).unwrap();
    assert_eq!(tree(&world.work()), before);
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let world = World::new();
    let shown = world.cmd(auth_api(&["--lang", "node", "--dry-run"])).ok();
    shown
        .stdout_has("--- /dev/null\n+++ auth-api/server.js\n")
        .stdout_has("+CORE_URI=http://localhost:3567\n");
    assert!(tree(&world.work()).is_empty());
}

#[test]
fn changed_files_stay_unless_forced() {
    let world = World::new();
    world.cmd(auth_api(&["--lang", "node"])).ok();
    world.file("auth-api/hasura.js", "// mine\n");
    let before = tree(&world.work());
    let refused = world.cmd(auth_api(&["--lang", "node"])).code(2);
    refused
        .stderr_has("auth-api/hasura.js is there already")
        .stderr_has("--force overwrites; nothing was written");
    assert_eq!(tree(&world.work()), before);
    let shown = world.cmd(auth_api(&["--lang", "node", "--dry-run"])).ok();
    shown.stdout_has("--- auth-api/hasura.js\n+++ auth-api/hasura.js\n@@ ");
    shown.stdout_has("\n-// mine\n");
    let done = world
        .cmd(auth_api(&["--lang", "node", "--force", "-o", "json"]))
        .ok();
    let changed: Vec<_> = done.json()["result"]["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|file| file["change"] != "keep")
        .map(|file| file["path"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(changed, ["auth-api/hasura.js"]);
    assert_ne!(tree(&world.work())["auth-api/hasura.js"], "// mine\n");
}

#[test]
fn other_peoples_folders_are_left_alone() {
    let world = World::new();
    world.file("auth-api/thesis.tex", "");
    let refused = world.cmd(auth_api(&["--lang", "go"])).code(2);
    refused.stderr_has("auth-api holds other things: thesis.tex");
    assert_eq!(tree(&world.work()).len(), 1);
    world.cmd(auth_api(&["--lang", "go", "--force"])).ok();
    assert!(tree(&world.work()).len() > 10);

    let world = World::new();
    world.file("auth-api", "a file");
    world
        .cmd(auth_api(&["--lang", "go"]))
        .code(2)
        .stderr_has("auth-api is not a folder");
}

#[test]
fn values_that_are_none_are_named() {
    let world = World::new();
    for (flags, words) in [
        (&["--name", "a b"][..], "--name \"a b\" is no plain name"),
        (&["--port", "0"], "0 is not in 1..=65535"),
        (&["--website", "localhost:3000"], "--website"),
        (
            &["--website", "http://localhost/app"],
            "is more than an origin",
        ),
        (
            &["--core", "core"],
            "--core \"core\" is no http or https address",
        ),
        (&["--core", "http://u:p@core"], "without user and password"),
    ] {
        let output = world
            .cmd(auth_api(&[&["--lang", "node"], flags].concat()))
            .code(2);
        output.stderr_has(words);
    }
    for lang in ["python", "go"] {
        world
            .cmd(auth_api(&["--lang", lang, "--tutorial"]))
            .code(2)
            .stderr_has("--tutorial is there for --lang node only")
            .stderr_has("--lang node --tutorial");
    }
    world
        .cmd(auth_api(&[]))
        .code(2)
        .stderr_has("--lang <LANGUAGE>");
    assert!(tree(&world.work()).is_empty());
}

/// root may write wherever the mode says no; there is no making files in /proc for anybody.
#[cfg(unix)]
#[test]
fn a_read_only_folder_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let mut folder = world.work().join("fixed");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    if rustix::process::geteuid().is_root() {
        folder = "/proc".into();
        if !folder.is_dir() {
            crate::support::skipped("a read-only folder", "the tests run as root");
            return;
        }
    }
    let place = folder.join("auth-api");
    let refused = world
        .cmd(auth_api(&["--lang", "go", place.to_str().unwrap()]))
        .code(2);
    refused
        .stderr_has(&format!("cannot create {}", place.display()))
        .stderr_has("nothing was written");
    assert!(!place.exists());
}
