//! What a Compose file says: services, their environment in either of its forms, published ports,
//! secrets from files, and what stands behind a `$`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::bounded::WRITTEN;

/// Names of the file, in the order in which Compose itself looks.
pub(crate) const FILES: [&str; 4] = [
    "compose.yaml",
    "compose.yml",
    "docker-compose.yaml",
    "docker-compose.yml",
];

/// A file, and the variables that it may substitute.
#[derive(Debug)]
pub(crate) struct File<'v> {
    document: Value,
    variables: &'v BTreeMap<String, String>,
}

impl<'v> File<'v> {
    /// `None` when it is no YAML: the parser's own words show the lines around the place, which
    /// may hold secrets.
    pub(crate) fn read(text: &str, variables: &'v BTreeMap<String, String>) -> Option<Self> {
        let document = serde_saphyr::from_str(text).ok()?;
        Some(Self {
            document,
            variables,
        })
    }

    pub(crate) fn services(&self) -> impl Iterator<Item = Service<'_>> {
        let services = self.document.get("services").and_then(Value::as_object);
        services.into_iter().flatten().map(|(name, settings)| {
            let image = settings.get("image").and_then(Value::as_str);
            Service {
                file: self,
                name,
                image: image.unwrap_or_default(),
                environment: environment(settings),
                settings,
            }
        })
    }

    /// The text with its variables put in, as far as they are known.
    pub(crate) fn substituted(&self, text: &str) -> String {
        substitute(text, self.variables).text
    }
}

/// Names of variables that nobody sets; more are not read.
const MOST_UNSET: usize = 10;

/// A text as Compose substitutes it.
#[derive(Debug, Default)]
pub(crate) struct Substituted {
    pub(crate) text: String,
    /// Variables without a value and without a default: nothing stands in their place.
    pub(crate) unset: Vec<String>,
    /// A `$` begins neither a variable nor `$$`; Compose refuses the file.
    pub(crate) lone: bool,
}

/// Puts `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:+instead}` and their like into a text, and
/// `$` for `$$` (<https://docs.docker.com/reference/compose-file/interpolation/>).
pub(crate) fn substitute(text: &str, variables: &BTreeMap<String, String>) -> Substituted {
    let mut out = Substituted::default();
    let mut rest = text;
    let ends = if text.contains("${") {
        braces(text)
    } else {
        BTreeMap::new()
    };
    while let Some((before, after)) = rest.split_once('$') {
        out.text.push_str(before);
        // A short text may name a long variable a million times; nobody means that.
        if out.text.len() > WRITTEN {
            rest = after;
            break;
        }
        if let Some(tail) = after.strip_prefix('$') {
            out.text.push('$');
            rest = tail;
            continue;
        }
        let braced = ends.get(&(text.len() - after.len())).map(|end| {
            let inner = text.len() - after.len() + 1;
            (&text[inner..*end], &text[*end + 1..])
        });
        let (inner, tail) = braced.unwrap_or_else(|| split_name(after));
        rest = tail;
        let (name, form) = split_name(inner);
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            out.lone = true;
            out.text.push('$');
            rest = after;
            continue;
        }
        let value = variables.get(name).map(String::as_str);
        // With a colon, empty is as good as unset.
        let (value, form) = match form.strip_prefix(':') {
            Some(form) => (value.filter(|value| !value.is_empty()), form),
            None => (value, form),
        };
        match (value, form.strip_prefix('-'), form.strip_prefix('+')) {
            (Some(_), _, Some(instead)) => out.text.push_str(instead),
            (None, _, Some(_)) => {}
            (Some(value), ..) => out.text.push_str(value),
            (None, Some(default), _) => out.text.push_str(default),
            (None, None, None) if out.unset.len() < MOST_UNSET => out.unset.push(name.to_owned()),
            (None, None, None) => {}
        }
    }
    out.text.push_str(rest);
    out
}

/// Where the braces that are opened are closed again.
fn braces(text: &str) -> BTreeMap<usize, usize> {
    let mut open = Vec::new();
    let mut ends = BTreeMap::new();
    for (at, brace) in text.match_indices(['{', '}']) {
        if brace == "{" {
            open.push(at);
        } else if let Some(begin) = open.pop() {
            ends.insert(begin, at);
        }
    }
    ends
}

/// What a service is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Hasura.
    Engine,
    /// SuperTokens' core.
    Core,
    /// The server with SuperTokens' SDK in it.
    AuthApi,
}

/// What a service waits for before it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    /// That the other has been started.
    Started,
    /// That the other is well.
    Healthy,
}

/// One service of a file.
#[derive(Debug)]
pub(crate) struct Service<'f> {
    file: &'f File<'f>,
    pub(crate) name: &'f str,
    /// Empty for one that only says how it is built.
    pub(crate) image: &'f str,
    /// A name without a value is handed through.
    pub(crate) environment: BTreeMap<String, Option<String>>,
    settings: &'f Value,
}

impl Service<'_> {
    /// True when Compose builds it from a folder.
    pub(crate) fn is_built(&self) -> bool {
        self.settings.get("build").is_some()
    }

    /// What it is to us; `None` for anything else.
    pub(crate) fn part(&self) -> Option<Part> {
        if is_engine(self.image) {
            Some(Part::Engine)
        } else if self.image.contains("supertokens/supertokens-") {
            Some(Part::Core)
        } else if self.is_built() && self.talks_to_a_core() {
            Some(Part::AuthApi)
        } else {
            None
        }
    }

    /// A service of one's own that talks to a core.
    fn talks_to_a_core(&self) -> bool {
        self.environment.keys().any(|name| {
            name.contains("SUPERTOKENS") || name == "API_DOMAIN" || name == "CONNECTION_URI"
        })
    }

    /// The port of this machine that leads to `inside`, or to whatever it is.
    pub(crate) fn published(&self, inside: Option<u16>) -> Option<u16> {
        self.mappings()
            .find_map(|(outer, inner)| outer.filter(|_| inside.is_none_or(|port| port == inner)))
    }

    /// Its ports: of this machine, where one is given, and of the container.
    pub(crate) fn mappings(&self) -> impl Iterator<Item = (Option<u16>, u16)> {
        let ports = self.settings.get("ports").and_then(Value::as_array);
        ports
            .into_iter()
            .flatten()
            .filter_map(|entry| self.mapping(entry))
    }

    fn mapping(&self, entry: &Value) -> Option<(Option<u16>, u16)> {
        let text = |value: &Value| match value {
            Value::String(text) => Some(self.file.substituted(text)),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let (outer, inner) = match entry {
            Value::Object(long) => (
                long.get("published").and_then(text),
                text(long.get("target")?)?,
            ),
            short => {
                let short = text(short)?;
                let short = short.split('/').next().unwrap_or_default();
                match short.rsplit_once(':') {
                    Some((outer, inner)) => {
                        let outer = outer.rsplit(':').next().unwrap_or_default();
                        (Some(outer.to_owned()), inner.to_owned())
                    }
                    None => (None, short.to_owned()),
                }
            }
        };
        Some((
            outer.and_then(|port| port.parse().ok()),
            inner.parse().ok()?,
        ))
    }

    /// The port on which it listens in its container, as far as the file says it.
    pub(crate) fn listens_at(&self) -> Option<u16> {
        let published = self.mappings().next().map(|(_, inner)| inner);
        let exposed = || {
            let first = self.settings.get("expose")?.as_array()?.first()?;
            self.mapping(first).map(|(_, inner)| inner)
        };
        let variable = || {
            let text = self.environment.get("PORT")?.as_ref()?;
            self.file.substituted(text).parse().ok()
        };
        published.or_else(exposed).or_else(variable)
    }

    /// Names by which other services reach it.
    pub(crate) fn hosts(&self) -> Vec<String> {
        let mut names = vec![self.name.to_owned()];
        let own = ["container_name", "hostname"];
        let own = own
            .iter()
            .filter_map(|key| self.settings.get(key)?.as_str());
        names.extend(own.map(ToOwned::to_owned));
        let networks = self.settings.get("networks").and_then(Value::as_object);
        let aliases = networks.into_iter().flat_map(|networks| networks.values());
        let aliases = aliases.filter_map(|network| network.get("aliases")?.as_array());
        let aliases = aliases.flatten().filter_map(Value::as_str);
        names.extend(aliases.map(ToOwned::to_owned));
        names
    }

    /// True for one that has this machine's network in place of one of its own.
    pub(crate) fn has_network_of_host(&self) -> bool {
        self.settings.get("network_mode").and_then(Value::as_str) == Some("host")
    }

    /// True when the file gives a host of this name an address.
    pub(crate) fn knows_host(&self, host: &str) -> bool {
        match self.settings.get("extra_hosts") {
            Some(Value::Array(lines)) => lines.iter().filter_map(Value::as_str).any(|line| {
                let rest = line.strip_prefix(host);
                rest.is_some_and(|rest| rest.starts_with([':', '=']))
            }),
            Some(Value::Object(hosts)) => hosts.contains_key(host),
            _ => false,
        }
    }

    /// How it waits for another; `None` when it does not.
    pub(crate) fn waits_for(&self, other: &str) -> Option<Wait> {
        match self.settings.get("depends_on")? {
            Value::Array(names) => {
                let mut names = names.iter().filter_map(Value::as_str);
                names.any(|name| name == other).then_some(Wait::Started)
            }
            names => {
                let condition = names.get(other)?.get("condition").and_then(Value::as_str);
                Some(match condition {
                    Some("service_healthy" | "service_completed_successfully") => Wait::Healthy,
                    _ => Wait::Started,
                })
            }
        }
    }

    /// True when the file says how to tell that it is well.
    pub(crate) fn has_healthcheck(&self) -> bool {
        let check = self.settings.get("healthcheck");
        check.is_some_and(|check| check.get("disable") != Some(&Value::Bool(true)))
    }

    /// The file behind `/run/secrets/NAME`.
    pub(crate) fn secret_file(&self, inside: &str) -> Option<String> {
        let target = inside.strip_prefix("/run/secrets/")?;
        let source = self
            .settings
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
        let secrets = self.file.document.get("secrets")?;
        let file = secrets.get(source)?.get("file")?;
        Some(file.as_str()?.trim_start_matches("./").to_owned())
    }
}

/// True for the image of Hasura's engine, wherever it is pulled from.
pub(crate) fn is_engine(image: &str) -> bool {
    image.contains("graphql-engine")
}

/// An item of an environment that is a list: `NAME=value`, or `NAME` alone, which is handed
/// through.
pub(crate) fn item(text: &str) -> (&str, Option<&str>) {
    match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    }
}

/// The name in `$NAME` and `${NAME…}`, if there is nothing else.
pub(crate) fn sole_variable(text: &str) -> Option<&str> {
    let text = text.trim().strip_prefix('$')?;
    let (name, rest) = match text.strip_prefix('{') {
        Some(inner) => (split_name(inner.strip_suffix('}')?).0, ""),
        None => split_name(text),
    };
    (!name.is_empty() && rest.is_empty()).then_some(name)
}

/// The name that a text begins with, and the rest.
fn split_name(text: &str) -> (&str, &str) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split_at(text.find(|c| !is_name(c)).unwrap_or(text.len()))
}

/// What a service's `environment` says, in either form; a name without a value is handed through.
pub(crate) fn environment(settings: &Value) -> BTreeMap<String, Option<String>> {
    match settings.get("environment") {
        Some(Value::Object(members)) => members
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::Null => None,
                    Value::String(text) => Some(text.clone()),
                    other => Some(other.to_string()),
                };
                (name.clone(), value)
            })
            .collect(),
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(Value::as_str)
            .map(item)
            .map(|(name, value)| (name.to_owned(), value.map(ToOwned::to_owned)))
            .collect(),
        _ => BTreeMap::new(),
    }
}

/// Files that a service takes further variables from, the last of which wins.
pub(crate) fn env_files(settings: &Value) -> Vec<&str> {
    fn path(entry: &Value) -> Option<&str> {
        match entry {
            Value::String(path) => Some(path),
            long => long.get("path")?.as_str(),
        }
    }
    match settings.get("env_file") {
        Some(Value::Array(files)) => files.iter().filter_map(path).collect(),
        Some(one) => path(one).into_iter().collect(),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_put_in_as_compose_does() {
        let variables = [("A", "1"), ("EMPTY", "")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        let variables = BTreeMap::from(variables);
        for (text, expected, unset, lone) in [
            ("x$A-${A}y", "x1-1y", 0, false),
            ("$$A $${A}", "$A ${A}", 0, false),
            ("${B}$C", "", 2, false),
            ("${B:-d}${B-e}${B:-}", "de", 0, false),
            ("${EMPTY:-d}${EMPTY-d}", "d", 0, false),
            ("${A:+d}${B:+d}${EMPTY+e}", "de", 0, false),
            ("${B:?say so}", "", 1, false),
            ("${B:-{\"a\":{}}} z", "{\"a\":{}} z", 0, false),
            ("{\"path\":\"$.sub\"}", "{\"path\":\"$.sub\"}", 0, true),
            ("$", "$", 0, true),
            ("$1", "$1", 0, true),
        ] {
            let found = substitute(text, &variables);
            let seen = (found.text.as_str(), found.unset.len(), found.lone);
            assert_eq!(seen, (expected, unset, lone), "{text}");
        }
    }
}
