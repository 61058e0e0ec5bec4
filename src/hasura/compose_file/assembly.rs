//! A Compose file as Compose puts it together: with the override beside it, the files that it
//! includes, and what its services extend (<https://docs.docker.com/compose/how-tos/multiple-compose-files/>).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{FILES, File, item, substitute};

/// Files that are put together; a project has fewer, and a circle of them has no end.
const MOST: usize = 32;

/// Hands out the text of a file by its path as seen from the first one.
type Read<'r> = &'r dyn Fn(&str) -> Option<String>;

/// What was put together.
#[derive(Debug)]
pub(crate) struct Assembly {
    /// The file's own name.
    pub(crate) name: &'static str,
    pub(crate) document: Value,
    /// Files that it names and that could not be read.
    pub(crate) missing: Vec<String>,
}

impl Assembly {
    /// Puts together the file that Compose would take; `None` where there is none that can be read.
    pub(crate) fn find(read: Read<'_>, variables: &BTreeMap<String, String>) -> Option<Self> {
        let name = FILES.into_iter().find(|name| read(name).is_some())?;
        let mut work = Work {
            read,
            variables,
            missing: Vec::new(),
            count: 0,
        };
        let mut document = work.file(name)?;
        let changed = FILES.map(|name| name.replace(".y", ".override.y"));
        if let Some(name) = changed.iter().find(|name| read(name).is_some())
            && let Some(over) = work.file(name)
        {
            merge(&mut document, over);
        }
        Some(Self {
            name,
            document,
            missing: work.missing,
        })
    }

    /// To be asked about its services.
    pub(crate) fn file<'v>(&self, variables: &'v BTreeMap<String, String>) -> File<'v> {
        File {
            document: self.document.clone(),
            variables,
        }
    }
}

struct Work<'r> {
    read: Read<'r>,
    variables: &'r BTreeMap<String, String>,
    missing: Vec<String>,
    count: usize,
}

impl Work<'_> {
    /// A file with all that it names.
    fn file(&mut self, path: &str) -> Option<Value> {
        self.count += 1;
        let text = (self.read)(path).filter(|_| self.count <= MOST);
        let document: Option<Value> = text.and_then(|text| serde_saphyr::from_str(&text).ok());
        let Some(mut document) = document else {
            self.missing.push(path.to_owned());
            return None;
        };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let services = document.get_mut("services").and_then(Value::as_object_mut);
        for service in services.into_iter().flat_map(Map::values_mut) {
            as_seen_from(folder, service);
        }
        self.extend(&mut document, folder);
        for path in included(&document) {
            let path = join(folder, &substitute(&path, self.variables).text);
            if let Some(other) = self.file(&path) {
                // What stands in the file itself counts.
                let own = std::mem::replace(&mut document, other);
                merge(&mut document, own);
            }
        }
        Some(document)
    }

    /// Gives each service what it extends.
    fn extend(&mut self, document: &mut Value, folder: &str) {
        let Some(services) = document.get("services").and_then(Value::as_object).cloned() else {
            return;
        };
        for name in services.keys() {
            let whole = self.extended(name, &services, folder, MOST);
            if let (Some(whole), Some(place)) = (whole, document["services"].get_mut(name)) {
                *place = whole;
            }
        }
    }

    /// A service with what it extends; `None` where it extends nothing that can be read.
    fn extended(
        &mut self,
        name: &str,
        services: &Map<String, Value>,
        folder: &str,
        depth: usize,
    ) -> Option<Value> {
        let mut own = services.get(name)?.clone();
        let base = own.as_object_mut()?.remove("extends")?;
        let (other, file) = match &base {
            Value::String(other) => (other.as_str(), None),
            long => (
                long.get("service")?.as_str()?,
                long.get("file").and_then(Value::as_str),
            ),
        };
        let mut whole = if let Some(file) = file {
            let path = join(folder, &substitute(file, self.variables).text);
            self.file(&path)?.get("services")?.get(other)?.clone()
        } else {
            let deeper = depth.checked_sub(1)?;
            self.extended(other, services, folder, deeper)
                .or_else(|| services.get(other).cloned())?
        };
        merge(&mut whole, own);
        Some(whole)
    }
}

/// The paths of `include`, in either of its forms.
fn included(document: &Value) -> Vec<String> {
    let entries = document.get("include").and_then(Value::as_array);
    let paths =
        entries
            .into_iter()
            .flatten()
            .flat_map(|entry| match entry.get("path").unwrap_or(entry) {
                Value::Array(several) => several.clone(),
                one => vec![one.clone()],
            });
    paths
        .filter_map(|path| path.as_str().map(ToOwned::to_owned))
        .collect()
}

/// Files of variables are named as seen from the file that names them.
fn as_seen_from(folder: &str, service: &mut Value) {
    if folder.is_empty() {
        return;
    }
    let rebase = |path: &mut Value| {
        if let Value::String(text) = path {
            *text = join(folder, text);
        }
    };
    match service.get_mut("env_file") {
        Some(Value::Array(files)) => {
            for file in files {
                match file.get_mut("path") {
                    Some(path) => rebase(path),
                    None => rebase(file),
                }
            }
        }
        Some(one) => rebase(one),
        None => {}
    }
}

fn join(folder: &str, path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    if folder.is_empty() || path.starts_with('/') {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    }
}

/// Members that are lists or mappings; Compose reads both as the same.
const NAMED: [&str; 3] = ["environment", "networks", "depends_on"];

/// Lists to which another file adds.
const ADDED: [&str; 4] = ["ports", "expose", "env_file", "extra_hosts"];

/// Lays a file or a service over another, as Compose does.
fn merge(below: &mut Value, above: Value) {
    let (Value::Object(members), Value::Object(changes)) = (&mut *below, &above) else {
        *below = above;
        return;
    };
    for (name, change) in changes {
        let Some(place) = members.get_mut(name) else {
            members.insert(name.clone(), change.clone());
            continue;
        };
        let mut change = change.clone();
        if NAMED.contains(&name.as_str()) {
            by_name(place);
            by_name(&mut change);
        }
        if ADDED.contains(&name.as_str()) {
            let mut all = listed(place.take());
            all.extend(listed(change));
            *place = Value::Array(all);
        } else {
            merge(place, change);
        }
    }
}

fn listed(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        Value::Null => Vec::new(),
        Value::Object(members) => members
            .into_iter()
            .filter_map(|(name, value)| Some(json!(format!("{name}={}", value.as_str()?))))
            .collect(),
        one => vec![one],
    }
}

/// A list of `NAME` or `NAME=value` as a mapping.
fn by_name(value: &mut Value) {
    let Value::Array(items) = &*value else { return };
    let pairs = items.iter().filter_map(Value::as_str).map(item);
    let pairs = pairs.map(|(name, text)| (name.to_owned(), text.map_or(Value::Null, Value::from)));
    *value = Value::Object(pairs.collect());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assembled(files: &[(&str, &str)]) -> (Value, Vec<String>) {
        let files: BTreeMap<&str, &str> = files.iter().copied().collect();
        let read = |name: &str| files.get(name).map(|text| (*text).to_owned());
        let variables = BTreeMap::from([("WHERE".to_owned(), "parts".to_owned())]);
        let found = Assembly::find(&read, &variables).unwrap();
        (found.document["services"].clone(), found.missing)
    }

    #[test]
    fn what_is_included_extended_and_overridden_is_one_file() {
        let (services, missing) = assembled(&[
            (
                "compose.yaml",
                "include: [\"${WHERE}/auth.yaml\", {path: [none.yaml]}]\n\
                 services:\n  g:\n    extends: {file: base/b.yaml, service: engine}\n    \
                 environment: [A=1, \"B={'x'}\"]\n    ports: ['1:2']\n",
            ),
            (
                "base/b.yaml",
                "services:\n  root: {image: r, environment: {A: 0, C: 3}}\n  \
                 engine: {extends: root, env_file: ./e.env, ports: ['3:4']}\n",
            ),
            (
                "parts/auth.yaml",
                "services: {web: {image: w}, g: {image: other}}\n",
            ),
            (
                "compose.override.yml",
                "services: {g: {environment: {A: 9}}}\n",
            ),
        ]);
        assert_eq!(
            services,
            json!({
                "g": {"image": "r", "env_file": "base/e.env", "ports": ["3:4", "1:2"],
                      "environment": {"A": 9, "B": "{'x'}", "C": 3}},
                "web": {"image": "w"},
            })
        );
        assert_eq!(missing, ["none.yaml"]);
    }

    #[test]
    fn circles_come_to_an_end() {
        let (services, missing) = assembled(&[(
            "compose.yml",
            "include: [compose.yml]\nservices: {a: {extends: b}, b: {extends: a, image: i}}\n",
        )]);
        assert_eq!(services["a"]["image"], "i");
        assert_eq!(missing, ["compose.yml"]);
    }
}
