//! YAML and JSON files: compose files, Kubernetes manifests, Helm values, Terraform variables. The
//! variable may stand anywhere in them, as a name with a value.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::compose::{Reading, Variables, named};
use super::{Beside, Contents, Found, Unread, in_other_letters, neighbours, variable};
use crate::hasura::compose_file as compose;
use crate::hasura::jwt_secret::VARIABLE;
use crate::hasura::jwt_secret::lint::{Finding, Variable};

pub(super) fn read(text: &str, beside: Beside<'_>) -> Result<Contents, String> {
    let documents: Vec<Value> =
        serde_saphyr::from_multiple(text).map_err(|error| unreadable(text, &error))?;
    let mut walk = Walk::default();
    for document in &documents {
        let services = document.get("services").and_then(Value::as_object);
        walk.compose = services.map(|_| Variables::beside(beside));
        walk.value(document, "");
        for (name, service) in services.into_iter().flatten() {
            walk.service(&format!("services.{name}"), service, beside);
        }
    }
    Ok(walk.contents)
}

/// Why a text is no YAML. The parser's own words may show the lines around the place.
fn unreadable(text: &str, error: &serde_saphyr::Error) -> String {
    let Some(line) = error.location().map(|at| at.line()) else {
        return "it is not YAML".to_owned();
    };
    if let serde_saphyr::Error::DuplicateMappingKey { key, .. } = error.without_snippet() {
        let ours = key.as_deref().filter(|key| variable(key).is_some());
        let name = ours.unwrap_or("a name");
        return format!("{name} stands twice, the second time in line {line}");
    }
    // The parser notices a quote too many on the line itself or on the next.
    let last = usize::try_from(line).unwrap_or(usize::MAX);
    let mut around = text.lines().take(last).skip(last.saturating_sub(2));
    let is_ours = around.any(|line| {
        let bare = line.trim_start_matches(['-', ' ', '"', '\'']);
        bare.starts_with(VARIABLE)
    });
    let mut problem = format!("it is not YAML, from line {line} on");
    if is_ours {
        problem.push_str(
            ": perhaps the quotes around the value are also in it; between single quotes, a \
             single quote is written twice, and double quotes stay as they are",
        );
    }
    problem
}

/// True when a variable stands in it somewhere.
pub(super) fn has_variable(document: &Value) -> bool {
    let mut walk = Walk::default();
    walk.value(document, "");
    !walk.contents.found.is_empty() || !walk.contents.elsewhere.is_empty()
}

/// True for a text from a pipe that starts as compose files and manifests do.
pub(super) fn looks_like_manifest(text: &str) -> bool {
    text.lines().any(|line| {
        ["apiVersion:", "kind:", "services:"]
            .iter()
            .any(|start| line.starts_with(start))
    })
}

#[derive(Default)]
struct Walk {
    contents: Contents,
    /// In a compose file, `$` means something.
    compose: Option<Variables>,
}

impl Walk {
    fn value(&mut self, value: &Value, path: &str) {
        match value {
            Value::Object(members) => self.object(members, path),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let path = join(path, &index.to_string());
                    match item {
                        Value::String(text) => self.listed(text, &path),
                        other => self.value(other, &path),
                    }
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, members: &Map<String, Value>, path: &str) {
        // `- name: X, value: Y`, as containers have it.
        let named = members.get("name").and_then(Value::as_str);
        if let Some(variable) = named.and_then(variable) {
            match members.get("value") {
                Some(value) => self.take(variable, value, path),
                None => self.elsewhere(path, "it is taken from a Secret or a ConfigMap"),
            }
        }
        let is_secret = members.get("kind").and_then(Value::as_str) == Some("Secret");
        for (name, value) in members {
            let path = join(path, name);
            match (variable(name), value) {
                (Some(variable), value) => {
                    let before = self.contents.found.len();
                    self.take(variable, value, &path);
                    self.named(name, variable, before);
                }
                (None, Value::Object(data)) if is_secret && name == "data" => {
                    self.encoded(data, &path);
                }
                (None, value) => self.value(value, &path),
            }
        }
    }

    /// `NAME=value` in a list, as compose has it; `NAME` alone is handed through.
    fn listed(&mut self, text: &str, path: &str) {
        let (name, value) = compose::item(text);
        match (variable(name), value) {
            (Some(variable), Some(value)) => {
                let before = self.contents.found.len();
                self.text(variable, value, path);
                self.named(name, variable, before);
            }
            (Some(_), None) => self.elsewhere(path, "it is handed through from the environment"),
            (None, _) => {}
        }
    }

    fn take(&mut self, variable: Variable, value: &Value, path: &str) {
        match value {
            Value::String(text) => self.text(variable, text, path),
            Value::Null => self.elsewhere(path, "it is handed through from the environment"),
            other => self.found(variable, Some(other.to_string()), path, Finding::not_text()),
        }
    }

    fn found(
        &mut self,
        variable: Variable,
        text: Option<String>,
        path: &str,
        flaw: impl Into<Option<Finding>>,
    ) {
        self.contents.found.push(Found {
            place: path.to_owned(),
            variable,
            text,
            flaws: flaw.into().into_iter().collect(),
        });
    }

    fn text(&mut self, variable: Variable, text: &str, path: &str) {
        let Some(variables) = &self.compose else {
            return self.found(variable, Some(text.to_owned()), path, None);
        };
        match variables.read(text) {
            Reading::Value(text, flaw) => self.found(variable, text, path, flaw),
            Reading::Elsewhere(how) => self.elsewhere(path, &how),
            Reading::Unread(how) => self.contents.unread.push(format!("{path}: {how}")),
        }
    }

    /// What stands in a compose file reaches Hasura under this very name; in values of Helm and
    /// variables of Terraform it may get another.
    fn named(&mut self, name: &str, variable: Variable, before: usize) {
        if self.compose.is_some() {
            for found in &mut self.contents.found[before..] {
                found.flaws.extend(in_other_letters(name, variable));
            }
        }
    }

    /// What a compose file's service has besides its `environment`, and beside the value in it.
    fn service(&mut self, path: &str, service: &Value, beside: Beside<'_>) {
        let mut environment = compose::environment(service);
        let image = service.get("image").and_then(Value::as_str);
        let is_engine = compose::runs_engine(image.unwrap_or_default(), &environment);
        // What stands elsewhere may set more: other files, and merged mappings that were not.
        let mut is_whole = service.get("extends").is_none() && !environment.contains_key("<<");
        // Of a file that is named again, the last time counts.
        let mut seen = BTreeSet::new();
        let files = compose::env_files(service).into_iter().rev();
        for file in files.filter(|file| seen.insert(*file)) {
            let text = match beside(file) {
                Ok(text) => text,
                Err(Unread::Missing) if compose::may_be_missing(service, file) => continue,
                Err(why) => {
                    is_whole = false;
                    if is_engine {
                        let how = format!("{path}: the env_file {file} cannot be read: {why}");
                        self.contents.unread.push(how);
                    }
                    continue;
                }
            };
            let entries = compose::env_file::entries(&text);
            let mut contents = named(&text, &entries);
            contents.found.retain(|found| {
                let name = found.variable.name();
                !environment.contains_key(name)
            });
            for found in &mut contents.found {
                found.place = format!("{path}.env_file {file}, {}", found.place);
            }
            self.contents.found.append(&mut contents.found);
            for how in contents.elsewhere {
                self.elsewhere(&format!("{path}.env_file {file}"), &how);
            }
            self.contents.notes.append(&mut contents.notes);
            for entry in entries.into_iter().rev() {
                environment
                    .entry(entry.name)
                    .or_insert(Some(entry.read.text));
            }
        }
        if !(is_engine && is_whole) {
            return;
        }
        let here = |found: &&mut Found| found.place.starts_with(&format!("{path}."));
        if let Some(found) = self.contents.found.iter_mut().find(here) {
            found.flaws.extend(neighbours::whole(&environment, service));
        }
    }

    /// The `data` of a Secret, in base64.
    fn encoded(&mut self, data: &Map<String, Value>, path: &str) {
        for (name, value) in data {
            let Some(variable) = variable(name) else {
                continue;
            };
            let path = join(path, name);
            let text = value.as_str().unwrap_or_default().trim();
            let decoded = STANDARD
                .decode(text)
                .ok()
                .and_then(|bytes| String::from_utf8(bytes).ok());
            // The value itself, as it would stand under stringData.
            let plain = || text.starts_with(['{', '[']).then(|| text.to_owned());
            let flaw = decoded.is_none().then(Finding::not_base64);
            self.found(variable, decoded.or_else(plain), &path, flaw);
        }
    }

    fn elsewhere(&mut self, path: &str, how: &str) {
        self.contents.elsewhere.push(format!("{path}: {how}"));
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
