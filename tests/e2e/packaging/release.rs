//! The scripts that make a release.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::server::{VERSION, pack};
use super::{program, root};
use crate::support::World;
use crate::support::tools::tool;

const TARGETS: [&str; 5] = [
    "aarch64-apple-darwin.tar.gz",
    "aarch64-unknown-linux-musl.tar.gz",
    "x86_64-apple-darwin.tar.gz",
    "x86_64-pc-windows-msvc.zip",
    "x86_64-unknown-linux-musl.tar.gz",
];

/// Checksums as `sha256sum` writes them, each another one.
fn sums(targets: &[&str]) -> String {
    let lines = targets.iter().enumerate();
    lines
        .map(|(at, target)| format!("{at:064x}  st-hasura-{VERSION}-{target}\n"))
        .collect()
}

fn manifests(world: &World, sums: &str) -> Output {
    let file = world.file("SHA256SUMS", sums);
    Command::new("python3")
        .arg(root().join("packaging/release/manifests.py"))
        .args([VERSION, "https://example.com/project"])
        .arg(file)
        .arg(world.work().join("out"))
        .output()
        .unwrap()
}

#[test]
fn an_archive_is_the_same_bytes_each_time() {
    let world = World::new();
    let folder = world.work().join("st-hasura-0.1.0-some-machine");
    program(&folder, "st-hasura", "echo packed");
    world.file("st-hasura-0.1.0-some-machine/man/st-hasura.1", ".TH");
    let out = world.dir.path().join("out");
    let again = world.dir.path().join("again");
    for folder in [&out, &again] {
        std::fs::create_dir(folder).unwrap();
    }
    let first = pack(&folder, &out);
    // Another day, other rights: the same archive.
    let file = std::fs::File::options();
    let file = { file }.write(true).open(folder.join("man/st-hasura.1"));
    file.unwrap()
        .set_modified(std::time::SystemTime::UNIX_EPOCH)
        .unwrap();
    let second = pack(&folder, &again);
    assert_eq!(
        std::fs::read(&first).unwrap(),
        std::fs::read(&second).unwrap()
    );
    let listed = Command::new("tar")
        .args(["--list", "--verbose", "--numeric-owner", "--utc", "--file"])
        .arg(&first)
        .output()
        .unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let lines: Vec<String> = listed
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let name = "st-hasura-0.1.0-some-machine";
    assert_eq!(
        lines,
        [
            format!("drwxr-xr-x 0/0 0 1980-01-01 00:00 {name}/"),
            format!("drwxr-xr-x 0/0 0 1980-01-01 00:00 {name}/man/"),
            format!("-rw-r--r-- 0/0 3 1980-01-01 00:00 {name}/man/st-hasura.1"),
            format!("-rwxr-xr-x 0/0 22 1980-01-01 00:00 {name}/st-hasura"),
        ]
    );

    // For Windows a zip, which its own programs read.
    let folder = world.work().join("st-hasura-0.1.0-windows");
    program(&folder, "st-hasura.exe", "");
    let packed = pack(&folder, &out);
    assert_eq!(packed, out.join("st-hasura-0.1.0-windows.zip"));
    let listed = Command::new("python3")
        .args(["-m", "zipfile", "--list"])
        .arg(&packed)
        .output()
        .unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(
        listed.contains("st-hasura-0.1.0-windows/st-hasura.exe "),
        "{listed}"
    );
}

#[test]
fn manifests_name_each_archive_with_its_checksum() {
    let world = World::new();
    let output = manifests(&world, &sums(&TARGETS));
    assert!(output.status.success(), "{output:?}");
    let formula = std::fs::read_to_string(world.work().join("out/st-hasura.rb")).unwrap();
    let at = format!("https://example.com/project/releases/download/v{VERSION}");
    for (place, target) in TARGETS.iter().enumerate() {
        let lines = format!(
            "      url \"{at}/st-hasura-{VERSION}-{target}\"\n      sha256 \"{place:064x}\"\n"
        );
        assert_eq!(
            formula.contains(&lines),
            !target.contains("windows"),
            "{formula}"
        );
    }
    let scoop = std::fs::read_to_string(world.work().join("out/st-hasura.json")).unwrap();
    let scoop: Value = serde_json::from_str(&scoop).unwrap();
    let machine = &scoop["architecture"]["64bit"];
    let name = format!("st-hasura-{VERSION}-x86_64-pc-windows-msvc");
    assert_eq!(machine["url"], format!("{at}/{name}.zip"));
    assert_eq!(machine["hash"], format!("{:064x}", 3));
    assert_eq!(machine["extract_dir"], name);

    assert_eq!(scoop["bin"], "st-hasura.exe");
    // What Scoop makes of it for a later version, which it puts where `$version` stands.
    let later = &scoop["autoupdate"]["architecture"]["64bit"];
    let then = |template: &Value| template.as_str().unwrap().replace("$version", VERSION);
    assert_eq!(machine["url"], then(&later["url"]));
    assert_eq!(machine["extract_dir"], then(&later["extract_dir"]));

    if let Some(ruby) = tool(&["ruby"], &["--version"], "the formula read by Ruby") {
        let read = Command::new(ruby)
            .args(["-wc", "out/st-hasura.rb"])
            .current_dir(world.work())
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&read.stdout), "Syntax OK\n");
        assert_eq!(String::from_utf8_lossy(&read.stderr), "");
    }
}

#[test]
fn manifests_are_whole_or_not_written() {
    for (sums, message) in [
        (
            sums(&TARGETS[1..]),
            format!("no checksum of st-hasura-{VERSION}-aarch64-apple-darwin.tar.gz\n"),
        ),
        (
            "Not Found\n".to_owned(),
            "not a line of checksums: 'Not Found'\n".to_owned(),
        ),
    ] {
        let world = World::new();
        let output = manifests(&world, &sums);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(String::from_utf8_lossy(&output.stderr), message);
        assert!(!world.work().join("out").exists());
    }
}

#[test]
fn a_tag_is_held_against_the_sources() {
    let check = |tag: &str| {
        Command::new(root().join("packaging/release/check"))
            .args([tag, "https://example.com/project"])
            .output()
            .unwrap()
    };
    let output = check("v99.0.0");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    let line = format!(
        "::error title=release::the tag is v99.0.0, and the version in Cargo.toml {VERSION}\n"
    );
    assert!(said.starts_with(&line), "{said}");
    let said = String::from_utf8(check(&format!("v{VERSION}")).stdout).unwrap();
    assert!(!said.contains("the tag is"), "{said}");
    assert!(
        said.contains("::error title=release::repository in Cargo.toml is "),
        "{said}"
    );

    let output = Command::new(root().join("packaging/release/check")).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "usage: packaging/release/check TAG REPOSITORY\n"
    );

    let version = root().join("packaging/release/version");
    let output = Command::new(version).output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        format!("{VERSION}\n")
    );
}

#[test]
fn links_of_an_archive_lead_to_something_in_it() {
    let world = World::new();
    let folder = world.work().join("archive");
    std::fs::create_dir(&folder).unwrap();
    let output = Command::new(root().join("packaging/release/documents"))
        .arg(&folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let mut pages = vec![folder.join("README.md")];
    pages.extend(
        std::fs::read_dir(folder.join("docs"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            // It is for those who have the repository.
            .filter(|path| path.extension().is_some_and(|end| end == "md"))
            .filter(|path| !path.ends_with("releasing.md")),
    );
    let mut links = 0;
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1) {
            let target = link.split([')', '#', ' ']).next().unwrap();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let leads_to = page.parent().unwrap().join(target);
            assert!(leads_to.exists(), "{}: {target}", page.display());
            links += 1;
        }
    }
    assert!(links > 30, "{links}");
}

/// `ldd` fails for the one kind of static program and not for the other.
#[cfg(target_os = "linux")]
#[test]
fn a_static_program_names_no_loader() {
    let Some(cc) = tool(&["cc"], &["--version"], "static programs") else {
        return;
    };
    let world = World::new();
    let source = world.file("start.c", "void _start(void) { for (;;); }\n");
    let check = |program: &Path| {
        let check = root().join("packaging/release/static");
        Command::new(check).arg(program).output().unwrap()
    };
    for kind in [&["-static", "-no-pie"][..], &["-static-pie", "-fPIE"]] {
        let program = world.work().join("program");
        let built = Command::new(&cc)
            .args(["-nostdlib", "-nostartfiles", "-o"])
            .arg(&program)
            .args(kind)
            .arg(&source)
            .output()
            .unwrap();
        assert!(built.status.success(), "{built:?}");
        let output = check(&program);
        assert!(output.status.success(), "{kind:?}: {output:?}");
    }
    let output = check(Path::new(crate::support::bin()));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("st-hasura is not static:\n  INTERP "),
        "{said}"
    );
    assert_eq!(check(&source).status.code(), Some(1), "no program at all");
}

#[test]
fn an_image_gets_the_static_programs() {
    let world = World::new();
    let dist = world.work().join("dist");
    std::fs::create_dir(&dist).unwrap();
    let context = |out: &Path| {
        Command::new(root().join("packaging/container/context"))
            .args([dist.as_path(), out])
            .output()
            .unwrap()
    };
    let out = world.work().join("context");
    let output = context(&out);
    assert_eq!(output.status.code(), Some(1));
    let message = format!("no static program of version {VERSION} in ");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with(&message));

    for (machine, folder) in [("x86_64", "amd64"), ("aarch64", "arm64")] {
        let name = format!("st-hasura-{VERSION}-{machine}-unknown-linux-musl");
        let files = world.work().join(name);
        program(&files, "st-hasura", &format!("echo {machine}"));
        pack(&files, &dist);
        let output = context(&out);
        assert!(output.status.success(), "{output:?}");
        let said = Command::new(out.join(folder).join("st-hasura")).output();
        assert_eq!(said.unwrap().stdout, format!("{machine}\n").into_bytes());
    }
    assert!(out.join("LICENSE").exists());
}
