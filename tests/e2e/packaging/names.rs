//! One archive has one name: whoever makes, lists or fetches it must spell it alike.

use std::collections::BTreeSet;

use super::runner::Runner;
use super::server::{VERSION, serve};
use super::{text, yaml};
use crate::support::World;

/// What the release workflow builds for.
fn targets() -> Vec<String> {
    let workflow = yaml(".github/workflows/release.yml");
    let matrix = &workflow["jobs"]["build"]["strategy"]["matrix"]["include"];
    let targets = matrix.as_array().unwrap().iter();
    targets
        .map(|one| one["target"].as_str().unwrap().to_owned())
        .collect()
}

/// What the release has for a target, as `packaging/release/archive.py` names it.
fn archive(target: &str) -> String {
    let suffix = if target.contains("windows") {
        "zip"
    } else {
        "tar.gz"
    };
    format!("st-hasura-{VERSION}-{target}.{suffix}")
}

#[test]
fn the_action_fetches_what_is_released() {
    let released: BTreeSet<String> = targets().iter().map(|target| archive(target)).collect();
    let mut world = World::new();
    let _server = serve(&mut world, [].into());
    let mut runner = Runner::new();
    // Nothing to fall back on: it ends at the installation, after it has said what it wants.
    let nothing = world.dir.path().join("nothing");
    super::program(&nothing, "cargo", "exit 1");
    runner.programs = Some(nothing);
    let mut wanted = BTreeSet::new();
    for machine in [
        ("Linux", "X64"),
        ("Linux", "ARM64"),
        ("macOS", "X64"),
        ("macOS", "ARM64"),
        ("Windows", "X64"),
    ] {
        runner.machine = machine;
        let ended = runner.run(&world, &[]);
        let archive = ended.planned["archive"].clone();
        assert!(
            released.contains(&archive),
            "{machine:?}: {archive} {ended:?}"
        );
        wanted.insert(archive);
    }
    assert_eq!(wanted.len(), 5);
}

/// `cargo binstall` replaces these words: its documentation, "Binary package metadata".
#[test]
fn binstall_fetches_what_is_released() {
    let cargo: toml::Value = toml::from_str(&text("Cargo.toml")).unwrap();
    let about = &cargo["package"]["metadata"]["binstall"];
    let field = |target: &str, name: &str| {
        let special = about.get("overrides").and_then(|all| all.get(target));
        let value = special
            .and_then(|one| one.get(name))
            .or_else(|| about.get(name));
        value.and_then(toml::Value::as_str).unwrap().to_owned()
    };
    for target in targets() {
        let format = field(&target, "pkg-fmt");
        let suffix = match format.as_str() {
            "tgz" => ".tar.gz",
            "zip" => ".zip",
            other => panic!("{other}"),
        };
        let program = if target.contains("windows") {
            ".exe"
        } else {
            ""
        };
        let expand = |template: String| {
            let words = [
                ("{ repo }", "https://example.com/project"),
                ("{ name }", "st-hasura"),
                ("{ version }", VERSION),
                ("{ target }", target.as_str()),
                ("{ bin }", "st-hasura"),
                ("{ binary-ext }", program),
                ("{ archive-suffix }", suffix),
            ];
            let expanded = words
                .iter()
                .fold(template, |text, (word, value)| text.replace(word, value));
            assert!(!expanded.contains('{'), "{expanded}");
            expanded
        };
        let name = archive(&target);
        assert_eq!(
            expand(field(&target, "pkg-url")),
            format!("https://example.com/project/releases/download/v{VERSION}/{name}")
        );
        let folder = name.strip_suffix(suffix).unwrap();
        assert_eq!(
            expand(field(&target, "bin-dir")),
            format!("{folder}/st-hasura{program}")
        );
    }
}
