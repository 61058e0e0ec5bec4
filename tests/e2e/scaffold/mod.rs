//! `scaffold`: files that are new, complete, and never in anybody's way.

mod auth_api;
mod ci;
#[cfg(feature = "sandbox")]
mod compose;

use std::collections::BTreeMap;
use std::path::Path;

/// Every file below a folder, by its path in it.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap();
                let text = std::fs::read_to_string(&path).unwrap();
                found.insert(name.to_string_lossy().replace('\\', "/"), text);
            }
        }
    }
    found
}

/// A YAML document.
#[track_caller]
fn yaml(text: &str) -> serde_json::Value {
    serde_saphyr::from_str(text).unwrap()
}
