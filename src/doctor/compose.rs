//! The Compose file beside the project: how Hasura and the auth API reach one another in it
//! (contracts: hasura §7.3).

use std::path::PathBuf;

use serde_json::Value;
use url::{Host, Url};

use super::seen::shown;
use crate::app::App;
use crate::dotenv;
use crate::hasura::compose_file::{FILES, File, Part, Service, Wait};
use crate::hasura::jwt_secret::reachable_from_hasura::Obstacle;
use crate::hasura::jwt_secret::source::{self, Kind};

/// What the file says of the two.
#[derive(Debug)]
pub(super) struct Beside {
    /// Its name.
    file: &'static str,
    engine: Engine,
    api: Option<Api>,
    /// Names by which services find one another.
    hosts: Vec<String>,
    /// Every port that is published, and what it is inside: by name of the service.
    ports: Vec<(String, u16, u16)>,
}

#[derive(Debug)]
struct Engine {
    name: String,
    /// `jwk_url` of its JWT secret, where the file shows it.
    jwk_url: Option<Url>,
    /// It has this machine's network.
    is_host: bool,
    /// How it waits for the auth API.
    waits: Option<Wait>,
    /// `host.docker.internal` has an address there.
    knows_host: bool,
}

#[derive(Debug)]
struct Api {
    name: String,
    /// The port on which it listens in its container.
    port: Option<u16>,
    has_healthcheck: bool,
    /// Built from a folder, whose Dockerfile may have a health check.
    is_built: bool,
}

/// Something that keeps Hasura from its keys.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) what: String,
    pub(super) remedy: String,
    /// False for what may turn out well.
    pub(super) is_certain: bool,
}

impl Beside {
    /// Reads the file that Compose would take, beside the configuration file or in this folder;
    /// `None` where there is none with Hasura in it.
    pub(super) fn find(app: &App) -> Option<Self> {
        // A Hasura elsewhere is none of this file's.
        let is_elsewhere = |url| Obstacle::of(url) != Some(Obstacle::Loopback);
        if app
            .config
            .hasura_endpoint
            .as_ref()
            .is_some_and(is_elsewhere)
        {
            return None;
        }
        let folder = app.config.project_file.as_deref();
        let folder: PathBuf = folder
            .and_then(|file| file.parent())
            .unwrap_or(&app.context.cwd)
            .to_owned();
        let place = folder.join(FILES[0]);
        let read = source::beside(&place);
        let (file, text) = FILES
            .into_iter()
            .find_map(|name| Some((name, read(name)?)))?;
        let mut variables = dotenv::variables(&read(".env").unwrap_or_default()).values;
        variables.extend(app.context.env.clone());
        let document = File::read(&text, &variables)?;
        let services: Vec<Service<'_>> = document.services().collect();
        let part = |wanted| {
            let mut services = services.iter();
            services.find(move |service| service.part() == Some(wanted))
        };
        let engine = part(Part::Engine)?;
        let api = published_as(app, &services).or_else(|| part(Part::AuthApi));
        Some(Self {
            file,
            engine: Engine {
                name: engine.name.to_owned(),
                jwk_url: jwk_url(&text, &read),
                is_host: engine.has_network_of_host(),
                waits: api.and_then(|api| engine.waits_for(api.name)),
                knows_host: engine.knows_host("host.docker.internal"),
            },
            api: api.map(|api| Api {
                name: api.name.to_owned(),
                port: api.listens_at(),
                has_healthcheck: api.has_healthcheck(),
                is_built: api.is_built(),
            }),
            hosts: services.iter().flat_map(Service::hosts).collect(),
            ports: services
                .iter()
                .flat_map(|service| {
                    let name = service.name.to_owned();
                    let pairs = service.mappings();
                    pairs.filter_map(move |(outer, inner)| Some((name.clone(), outer?, inner)))
                })
                .collect(),
        })
    }

    /// The file's name.
    pub(super) const fn file(&self) -> &'static str {
        self.file
    }

    /// True when the file shows where Hasura fetches its keys.
    pub(super) const fn names_the_url(&self) -> bool {
        self.engine.jwk_url.is_some()
    }

    /// What it says of Hasura's keys.
    pub(super) fn sentence(&self) -> String {
        let url = self.engine.jwk_url.as_ref().map(shown).unwrap_or_default();
        format!("service {} in {} asks {url}", self.engine.name, self.file)
    }

    /// The key set as Hasura's container reaches it.
    pub(super) fn url_for_hasura(&self, app: &App) -> Option<String> {
        let api = self.api.as_ref()?;
        let known = app.config.require_jwks_url().ok();
        let path = known.as_ref().map(Url::path).or_else(|| {
            let url = self.engine.jwk_url.as_ref()?;
            Some(url.path())
        })?;
        Some(format!("http://{}:{}{path}", api.name, api.port?))
    }

    /// What keeps Hasura from its keys, what is certain first.
    pub(super) fn troubles(&self, app: &App) -> Vec<Trouble> {
        let mut found: Vec<Trouble> = self.of_the_url(app).into_iter().collect();
        if found.is_empty() {
            found.extend(self.of_the_start());
        }
        found
    }

    fn of_the_url(&self, app: &App) -> Option<Trouble> {
        let url = self.engine.jwk_url.as_ref()?;
        let engine = &self.engine.name;
        let (file, shown) = (self.file, shown(url));
        let right = self.url_for_hasura(app);
        let trouble = |what: String, is_certain| Trouble {
            what: format!("in {file}, jwk_url of service {engine} is {shown}: {what}"),
            remedy: right.clone().map_or_else(
                || "name the service of the auth API and the port of its container".to_owned(),
                |right| format!("set jwk_url to {right}"),
            ),
            is_certain,
        };
        if self.engine.is_host {
            return None;
        }
        if Obstacle::of(url) == Some(Obstacle::Loopback) {
            let what = "inside the container that is Hasura itself";
            return Some(trouble(what.to_owned(), true));
        }
        let Some(Host::Domain(host)) = url.host() else {
            return None;
        };
        if host == "host.docker.internal" && !self.engine.knows_host {
            return Some(Trouble {
                remedy: format!(
                    "{}; or give service {engine} extra_hosts: \
                     [\"host.docker.internal:host-gateway\"]",
                    trouble(String::new(), false).remedy
                ),
                ..trouble(
                    "on Linux nothing of that name is there without extra_hosts".into(),
                    false,
                )
            });
        }
        if self.hosts.iter().any(|known| known == host) {
            let port = url.port_or_known_default()?;
            let ours: Vec<_> = self
                .ports
                .iter()
                .filter(|(name, ..)| name == host)
                .collect();
            let inside = |wanted: u16| ours.iter().any(|(_, _, inner)| *inner == wanted);
            let outer = ours.iter().find(|(_, outer, _)| *outer == port);
            let inner = outer.filter(|_| !inside(port)).map(|(_, _, inner)| inner)?;
            return Some(trouble(
                format!("{port} is a port of this machine; between containers {host} has {inner}"),
                true,
            ));
        }
        (!host.contains('.')).then(|| {
            trouble(
                format!(
                    "no service has the name {host}; there are {}",
                    self.hosts.join(", ")
                ),
                true,
            )
        })
    }

    /// Hasura ends when the key set does not answer at its start.
    fn of_the_start(&self) -> Option<Trouble> {
        let api = self.api.as_ref()?;
        let host = self.engine.jwk_url.as_ref()?.host_str()?;
        if host != api.name {
            return None;
        }
        let (engine, api_name) = (&self.engine.name, &api.name);
        let condition = format!("depends_on: {{{api_name}: {{condition: service_healthy}}}}");
        let (what, remedy, is_certain) = match self.engine.waits {
            Some(Wait::Healthy) if api.has_healthcheck || api.is_built => return None,
            Some(Wait::Healthy) => (
                format!("{engine} waits until {api_name} is healthy, and that has no healthcheck"),
                format!("give {api_name} a healthcheck, unless its image has one"),
                false,
            ),
            Some(Wait::Started) => (
                format!("{engine} waits until {api_name} has been started, not until it answers"),
                format!("write {condition}, and give {api_name} a healthcheck"),
                false,
            ),
            None => (
                format!(
                    "{engine} does not wait for {api_name}, whose keys it fetches at its start"
                ),
                format!("write {condition} at {engine}, and give {api_name} a healthcheck"),
                false,
            ),
        };
        Some(Trouble {
            what: format!("in {}, {what}", self.file),
            remedy,
            is_certain,
        })
    }
}

/// The service that is published as the auth API's port of this machine.
fn published_as<'s, 'f>(app: &App, services: &'s [Service<'f>]) -> Option<&'s Service<'f>> {
    let url = app.config.api_url.as_ref()?;
    if Obstacle::of(url) != Some(Obstacle::Loopback) {
        return None;
    }
    let port = url.port_or_known_default()?;
    services.iter().find(|service| {
        let is_other = matches!(service.part(), Some(Part::Engine | Part::Core));
        let mut pairs = service.mappings();
        !is_other && pairs.any(|(outer, _)| outer == Some(port))
    })
}

/// `jwk_url` of the JWT secret in the file, as Compose hands it to Hasura.
fn jwk_url(text: &str, beside: source::Beside<'_>) -> Option<Url> {
    let contents = source::read(text, Kind::Yaml, beside).ok()?;
    contents.found.iter().find_map(|found| {
        let value: Value = serde_json::from_str(found.text.as_deref()?).ok()?;
        let one = value.get(0).unwrap_or(&value);
        Url::parse(one.get("jwk_url")?.as_str()?).ok()
    })
}
