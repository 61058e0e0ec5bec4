use std::path::{Path, PathBuf};

use super::ALL;

const HEADINGS: [&str; 4] = [
    "## What is tried",
    "## Why it matters",
    "## Example",
    "## How to close it",
];

/// The file that begins with the comment of a probe.
fn file_of(id: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/verify/probes");
    let begins = format!("{}_", id.to_lowercase());
    let entries: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.starts_with(&begins)
        })
        .collect();
    let [one] = entries.as_slice() else {
        panic!("{id} has one file or folder: {entries:?}");
    };
    if one.is_dir() {
        one.join("mod.rs")
    } else {
        one.clone()
    }
}

/// The comment at the beginning of a file.
fn comment(file: &Path) -> Vec<String> {
    std::fs::read_to_string(file)
        .unwrap()
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.trim().to_owned())
        .collect()
}

#[test]
fn every_probe_explains_itself_under_four_headings() {
    for probe in &ALL {
        let file = file_of(probe.meta.id);
        let lines = comment(&file);
        assert!(
            lines[0].starts_with(&format!("{}: ", probe.meta.id)),
            "{} begins with the id of its probe",
            file.display()
        );
        let headings: Vec<&str> = lines
            .iter()
            .map(String::as_str)
            .filter(|line| line.starts_with('#'))
            .collect();
        assert_eq!(headings, HEADINGS, "{}", file.display());
        for (index, line) in lines.iter().enumerate() {
            if line.starts_with('#') {
                let said = lines[index + 1..]
                    .iter()
                    .take_while(|line| !line.starts_with('#'))
                    .any(|line| !line.is_empty());
                assert!(said, "{}: nothing under {line}", file.display());
            }
        }
    }
}

#[test]
fn every_file_of_a_probe_is_in_the_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/verify/probes");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some((id, _)) = name.split_once('_') else {
            continue;
        };
        if id.len() == 3 && id.starts_with('p') && id[1..].parse::<u8>().is_ok() {
            let id = id.to_uppercase();
            assert!(
                ALL.iter().any(|probe| probe.meta.id == id),
                "{name} is in no list"
            );
        }
    }
}

#[test]
fn every_probe_has_its_page() {
    for probe in &ALL {
        let page = crate::verify::pages::find(&probe.meta.id.to_lowercase()).unwrap();
        for part in [&page.meaning, &page.causes[0].cause, &page.cure] {
            assert!(part.len() > 40, "{}: {part}", probe.meta.id);
        }
    }
}
