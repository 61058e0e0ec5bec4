//! What a Compose file says: services, their environment in either of its forms, published ports,
//! secrets from files. [`interpolation`] knows what stands behind a `$`, [`assembly`] puts several
//! files together, [`env_file`] reads files of variables, and [`start`] says what a service is
//! started with.

mod assembly;
pub(crate) mod env_file;
mod interpolation;
mod start;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

pub(crate) use assembly::Assembly;
pub(crate) use interpolation::{Substituted, sole_variable, substitute};
pub(crate) use start::may_be_given;

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
        if runs_engine(self.image, &self.environment) {
            Some(Part::Engine)
        } else if is_core(self.image) {
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

    /// The networks in which it is found by its names; `None` for one that has another's network,
    /// such as this machine's.
    pub(crate) fn networks(&self) -> Option<BTreeSet<String>> {
        if self.settings.get("network_mode").is_some() {
            return None;
        }
        let keys: Vec<&str> = match self.settings.get("networks") {
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            Some(Value::Object(members)) => members.keys().map(String::as_str).collect(),
            _ => vec!["default"],
        };
        // Two names of this file may be one network outside of it.
        let all = self.file.document.get("networks");
        let own_name = |key| all?.get(key)?.get("name")?.as_str();
        let names = keys.into_iter().map(|key| own_name(key).unwrap_or(key));
        Some(names.map(ToOwned::to_owned).collect())
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

/// The name of an image, without registry, version and digest.
fn image_name(image: &str) -> &str {
    let last = image.rsplit('/').next().unwrap_or_default();
    last.split([':', '@']).next().unwrap_or_default()
}

/// True for the image of Hasura's engine, wherever it is pulled from and whatever a mirror calls it.
pub(crate) fn is_engine(image: &str) -> bool {
    let name = image_name(image);
    name.contains("graphql-engine") || name == "hasura" || name == "hasura-engine"
}

/// Variables that nothing but an engine reads.
const OF_ENGINES: [&str; 4] = [
    "HASURA_GRAPHQL_METADATA_DATABASE_URL",
    "HASURA_GRAPHQL_ENABLE_CONSOLE",
    "HASURA_GRAPHQL_ENABLED_LOG_TYPES",
    "HASURA_GRAPHQL_UNAUTHORIZED_ROLE",
];

/// True for a service that runs Hasura's engine, by its image or, where that has a name of one's
/// own, by what it is told.
pub(crate) fn runs_engine(image: &str, environment: &BTreeMap<String, Option<String>>) -> bool {
    is_engine(image)
        || OF_ENGINES
            .iter()
            .any(|name| environment.contains_key(*name))
}

/// True for the image of SuperTokens' core, wherever it is pulled from.
fn is_core(image: &str) -> bool {
    let name = image_name(image);
    [
        "supertokens-postgresql",
        "supertokens-mysql",
        "supertokens-core",
    ]
    .contains(&name)
        || image.contains("supertokens/supertokens-")
}

/// An item of an environment that is a list: `NAME=value`, or `NAME` alone, which is handed
/// through.
pub(crate) fn item(text: &str) -> (&str, Option<&str>) {
    match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    }
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

/// True for a file of variables that need not be there.
pub(crate) fn may_be_missing(settings: &Value, path: &str) -> bool {
    let files = settings.get("env_file").and_then(Value::as_array);
    files.into_iter().flatten().any(|entry| {
        let is_it = entry.get("path").and_then(Value::as_str) == Some(path);
        is_it && entry.get("required") == Some(&Value::Bool(false))
    })
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
