//! YAML and JSON files: compose files, Kubernetes manifests, Helm values, Terraform variables. The
//! variable may stand anywhere in them, as a name with a value.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::{Contents, Found, variable};
use crate::hasura::compose_file as compose;
use crate::hasura::jwt_secret::lint::{Finding, Variable};

pub(super) fn read(text: &str) -> Result<Contents, String> {
    let documents: Vec<Value> = serde_saphyr::from_multiple(text).map_err(|error| {
        // Its own words may show the lines around the place.
        match error.location() {
            Some(at) => format!("it is not YAML, from line {} on", at.line()),
            None => "it is not YAML".to_owned(),
        }
    })?;
    let mut walk = Walk::default();
    for document in &documents {
        walk.compose = document.get("services").is_some();
        walk.value(document, "");
    }
    Ok(walk.contents)
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
    compose: bool,
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
                (Some(variable), value) => self.take(variable, value, &path),
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
            (Some(variable), Some(value)) => self.text(variable, value, path),
            (Some(_), None) => self.elsewhere(path, "it is handed through from the environment"),
            (None, _) => {}
        }
    }

    fn take(&mut self, variable: Variable, value: &Value, path: &str) {
        match value {
            Value::String(text) => self.text(variable, text, path),
            Value::Null => self.elsewhere(path, "it is handed through from the environment"),
            other => self.contents.found.push(Found {
                place: path.to_owned(),
                variable,
                text: other.to_string(),
                flaws: vec![Finding::not_text()],
            }),
        }
    }

    fn text(&mut self, variable: Variable, text: &str, path: &str) {
        let mut flaws = Vec::new();
        let mut text = text.to_owned();
        if self.compose {
            if !text.trim_start().starts_with(['{', '[', '\'', '"']) && text.contains('$') {
                return self.elsewhere(path, "compose substitutes it from a variable");
            }
            let (plain, lone) = compose::without_doubled_dollars(&text);
            if lone {
                flaws.push(Finding::lone_dollar());
            }
            text = plain;
        }
        self.contents.found.push(Found {
            place: path.to_owned(),
            variable,
            text,
            flaws,
        });
    }

    /// The `data` of a Secret, in base64.
    fn encoded(&mut self, data: &Map<String, Value>, path: &str) {
        for (name, value) in data {
            let Some(variable) = variable(name) else {
                continue;
            };
            let path = join(path, name);
            let decoded = value
                .as_str()
                .and_then(|text| STANDARD.decode(text.trim()).ok())
                .and_then(|bytes| String::from_utf8(bytes).ok());
            let flaws = if decoded.is_none() {
                vec![Finding::not_base64()]
            } else {
                Vec::new()
            };
            self.contents.found.push(Found {
                place: path,
                variable,
                text: decoded.unwrap_or_default(),
                flaws,
            });
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
