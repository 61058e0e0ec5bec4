//! Compose files: which services are ours, on which port of this machine, and where their secrets
//! come from (contracts: hasura §7.3).

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::found::{self, Found, Look, SecretPlace};
use crate::secret::Secret;

/// In the order in which compose itself looks.
const FILES: [&str; 4] = [
    "compose.yaml",
    "compose.yml",
    "docker-compose.yaml",
    "docker-compose.yml",
];

/// Secrets of services by the variable that sets them, and the key of ours.
const SECRETS: [(&str, &str); 3] = [
    ("HASURA_GRAPHQL_ADMIN_SECRET", "hasura_admin_secret"),
    ("HASURA_GRAPHQL_ACCESS_KEY", "hasura_admin_secret"),
    ("API_KEYS", "core_api_key"),
];

/// Reads the file that compose would take.
pub(super) fn read(folder: &Path, variables: &BTreeMap<String, String>, look: &mut Look) {
    let Some((name, text)) = FILES
        .iter()
        .find_map(|name| Some((*name, found::text(folder, name, look)?)))
    else {
        return;
    };
    // The reader's own words show the lines around the place, which may hold secrets.
    let Ok(document) = serde_saphyr::from_str::<Value>(&text) else {
        look.remarks
            .push(format!("{name} is not YAML that can be read: left out"));
        return;
    };
    let file = File {
        name,
        variables,
        document: &document,
    };
    for (service, settings) in document
        .get("services")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        file.service(service, settings, look);
    }
}

struct File<'a> {
    name: &'a str,
    variables: &'a BTreeMap<String, String>,
    document: &'a Value,
}

impl File<'_> {
    fn service(&self, service: &str, settings: &Value, look: &mut Look) {
        let image = settings
            .get("image")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let environment = environment(settings);
        let (key, inside) = if image.contains("graphql-engine") {
            ("hasura_endpoint", Some(8080))
        } else if image.contains("supertokens/supertokens-") {
            ("core_uri", Some(3567))
        } else if settings.get("build").is_some() && is_auth_api(&environment) {
            ("api_url", None)
        } else {
            return;
        };
        if let Some(port) = self.published(settings, inside) {
            look.found.push(Found {
                key,
                value: format!("http://localhost:{port}"),
                origin: format!("service {service} in {}", self.name),
            });
        }
        if key != "api_url" {
            self.secrets(service, settings, &environment, look);
        }
    }

    /// The port of this machine that leads to `inside`, or to whatever it is.
    fn published(&self, settings: &Value, inside: Option<u16>) -> Option<u16> {
        settings
            .get("ports")?
            .as_array()?
            .iter()
            .find_map(|entry| self.port(entry, inside))
    }

    fn port(&self, entry: &Value, inside: Option<u16>) -> Option<u16> {
        let (outer, inner) = match entry {
            Value::Object(long) => {
                let text = |name: &str| match long.get(name)? {
                    Value::String(text) => Some(self.substituted(text)),
                    other => Some(other.to_string()),
                };
                (text("published")?, text("target")?)
            }
            Value::String(short) => {
                let short = self.substituted(short);
                let short = short.split('/').next().unwrap_or_default();
                let (outer, inner) = short.rsplit_once(':')?;
                let outer = outer.rsplit(':').next().unwrap_or_default();
                (outer.to_owned(), inner.to_owned())
            }
            _ => return None,
        };
        let fits = inside.is_none_or(|inside| inner.parse() == Ok(inside));
        fits.then(|| outer.parse().ok()).flatten()
    }

    /// `${NAME}`, `${NAME:-default}`, `${NAME-default}` and `$NAME`, as far as `.env` knows them.
    fn substituted(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            out.push_str(before);
            let (name, default, tail) = if let Some(braced) = after.strip_prefix('{') {
                let (inner, tail) = braced.split_once('}').unwrap_or((braced, ""));
                let end = inner.find(|c: char| !is_name(c)).unwrap_or(inner.len());
                let (name, default) = inner.split_at(end);
                (name, default.trim_start_matches([':', '-', '?']), tail)
            } else {
                let end = after.find(|c: char| !is_name(c)).unwrap_or(after.len());
                let (name, tail) = after.split_at(end);
                (name, "", tail)
            };
            out.push_str(self.variables.get(name).map_or(default, String::as_str));
            rest = tail;
        }
        out + rest
    }

    fn secrets(
        &self,
        service: &str,
        settings: &Value,
        environment: &BTreeMap<String, Option<String>>,
        look: &mut Look,
    ) {
        for (variable, key) in SECRETS {
            let origin =
                |how: &str| format!("{variable} of service {service} in {}{how}", self.name);
            let file = environment.get(&format!("{variable}_FILE"));
            let file = file.and_then(|file| self.secret_file(settings, file.as_deref()?));
            let place = match (environment.get(variable), file) {
                (_, Some(file)) => SecretPlace {
                    key,
                    origin: origin(&format!(", from {file}")),
                    value: None,
                    file: Some(file),
                },
                (None, None) => continue,
                (Some(None), None) => SecretPlace {
                    key,
                    origin: origin(", from the environment"),
                    value: None,
                    file: None,
                },
                (Some(Some(text)), None) => {
                    let value = self.substituted(text);
                    SecretPlace {
                        key,
                        origin: origin(""),
                        value: (!value.is_empty()).then(|| Secret::new(value)),
                        file: None,
                    }
                }
            };
            look.secrets.push(place);
        }
    }

    /// The file behind `/run/secrets/NAME`.
    fn secret_file(&self, settings: &Value, inside: &str) -> Option<String> {
        let target = inside.strip_prefix("/run/secrets/")?;
        let source = settings
            .get("secrets")
            .and_then(Value::as_array)?
            .iter()
            .find_map(|entry| match entry {
                Value::String(name) => (name == target).then_some(name.as_str()),
                long => {
                    let source = long.get("source")?.as_str()?;
                    let name = long.get("target").and_then(Value::as_str);
                    (name.unwrap_or(source) == target).then_some(source)
                }
            })?;
        let file = self.document.get("secrets")?.get(source)?.get("file")?;
        Some(file.as_str()?.trim_start_matches("./").to_owned())
    }
}

const fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// A service of one's own that talks to a core.
fn is_auth_api(environment: &BTreeMap<String, Option<String>>) -> bool {
    environment.keys().any(|name| {
        name.contains("SUPERTOKENS") || name == "API_DOMAIN" || name == "CONNECTION_URI"
    })
}

/// `environment` in either of its forms; a name without a value is handed through.
fn environment(settings: &Value) -> BTreeMap<String, Option<String>> {
    match settings.get("environment") {
        Some(Value::Object(members)) => members.iter().map(member).collect(),
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(Value::as_str)
            .map(|item| match item.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (item.to_owned(), None),
            })
            .collect(),
        _ => BTreeMap::new(),
    }
}

fn member((name, value): (&String, &Value)) -> (String, Option<String>) {
    let value = match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    (name.clone(), value)
}

#[cfg(test)]
mod tests;
