//! The Compose file beside the project: how Hasura and the auth API reach one another in it
//! (contracts: hasura §7.3). What keeps them apart is in [`troubles`], what Hasura is told in
//! [`secrets`].

mod secrets;
mod troubles;

use std::collections::BTreeSet;
use std::path::PathBuf;

use url::Url;

use super::seen::shown;
use crate::app::App;
use crate::hasura::compose_file::{Assembly, FILES, Part, Service, Wait, env_file};
use crate::hasura::jwt_secret::reachable_from_hasura::Obstacle;
use crate::hasura::jwt_secret::source::{self, Contents, Kind};

/// What the file says of the two.
#[derive(Debug)]
pub(super) struct Beside {
    /// Its name.
    file: &'static str,
    /// Every Hasura that may be the one that is asked.
    engines: Vec<Engine>,
    api: Option<Api>,
    /// Every service, as others see it.
    services: Vec<Place>,
    /// Files that it names and that cannot be read.
    missing: Vec<String>,
}

#[derive(Debug)]
struct Engine {
    name: String,
    /// What the file says of its JWT secret.
    contents: Contents,
    /// `jwk_url` of its JWT secret, where the file shows it.
    jwk_url: Option<Url>,
    /// The value stands in the file itself, and not in one that it names.
    is_here: bool,
    /// It has this machine's network.
    is_host: bool,
    /// `None` for one that has another's network.
    networks: Option<BTreeSet<String>>,
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

/// A service as others find it.
#[derive(Debug)]
struct Place {
    /// Names by which it is found.
    hosts: Vec<String>,
    /// `None` for one that has another's network.
    networks: Option<BTreeSet<String>>,
    /// Every port that is published, and what it is inside.
    ports: Vec<(u16, u16)>,
}

impl Beside {
    /// Reads the file that Compose would take, beside the configuration file or in this folder;
    /// `None` where there is none with Hasura in it.
    pub(super) fn find(app: &App) -> Option<Self> {
        // A Hasura elsewhere is none of this file's.
        let endpoint = app.config.hasura_endpoint.as_ref();
        if endpoint.is_some_and(|url| Obstacle::of(url) != Some(Obstacle::Loopback)) {
            return None;
        }
        let folder = app.config.project_file.as_deref();
        let folder: PathBuf = folder
            .and_then(|file| file.parent())
            .unwrap_or(&app.context.cwd)
            .to_owned();
        let place = folder.join(FILES[0]);
        let beside = source::beside(&place);
        let read = |name: &str| beside(name).ok();
        let mut variables = env_file::variables(&read(".env").unwrap_or_default());
        variables.extend(app.context.env.clone());
        let assembly = Assembly::find(&read, &variables)?;
        let file = assembly.file(&variables);
        let services: Vec<Service<'_>> = file.services().collect();
        let api = published_as(app, &services).or_else(|| {
            let mut services = services.iter();
            services.find(|service| service.part() == Some(Part::AuthApi))
        });
        // JSON is YAML, too.
        let whole = source::read(&assembly.document.to_string(), Kind::Yaml, &beside).ok()?;
        let alone =
            read(assembly.name).and_then(|text| source::read(&text, Kind::Yaml, &beside).ok());
        let engine = |engine: &Service<'_>| {
            let contents = secrets::of(engine.name, &whole);
            Engine {
                name: engine.name.to_owned(),
                jwk_url: secrets::jwk_url(&contents),
                is_here: alone
                    .as_ref()
                    .is_some_and(|alone| !secrets::of(engine.name, alone).found.is_empty()),
                contents,
                is_host: engine.has_network_of_host(),
                networks: engine.networks(),
                waits: api.and_then(|api| engine.waits_for(api.name)),
                knows_host: engine.knows_host("host.docker.internal"),
            }
        };
        let engines: Vec<Engine> = asked(app, &services).into_iter().map(engine).collect();
        (!engines.is_empty()).then(|| Self {
            file: assembly.name,
            engines,
            api: api.map(|api| Api {
                name: api.name.to_owned(),
                port: api.listens_at(),
                has_healthcheck: api.has_healthcheck(),
                is_built: api.is_built(),
            }),
            services: services.iter().map(Place::of).collect(),
            missing: assembly.missing.clone(),
        })
    }

    /// The file's name.
    pub(super) const fn file(&self) -> &'static str {
        self.file
    }

    /// True when the file shows where Hasura fetches its keys.
    pub(super) fn names_the_url(&self) -> bool {
        self.engines.iter().any(|engine| engine.jwk_url.is_some())
    }

    /// What it says of Hasura's keys.
    pub(super) fn sentence(&self) -> String {
        let asks = self.engines.iter().filter_map(|engine| {
            let url = shown(engine.jwk_url.as_ref()?);
            Some(format!(
                "service {} in {} asks {url}",
                engine.name, self.file
            ))
        });
        asks.collect::<Vec<_>>().join("; ")
    }

    /// The key set as Hasura's container reaches it.
    pub(super) fn url_for_hasura(&self, app: &App) -> Option<String> {
        let api = self.api.as_ref()?;
        let known = app.config.require_jwks_url().ok();
        let mut urls = self.engines.iter().map(|engine| engine.jwk_url.as_ref());
        let path = known.as_ref().or_else(|| urls.find_map(|url| url))?.path();
        Some(format!("http://{}:{}{path}", api.name, api.port?))
    }
}

impl Place {
    fn of(service: &Service<'_>) -> Self {
        Self {
            hosts: service.hosts(),
            networks: service.networks(),
            ports: service
                .mappings()
                .filter_map(|(outer, inner)| Some((outer?, inner)))
                .collect(),
        }
    }
}

/// The Hasura that is published as the port that is asked; all where that tells none.
fn asked<'s, 'f>(app: &App, services: &'s [Service<'f>]) -> Vec<&'s Service<'f>> {
    let all = services.iter();
    let all: Vec<_> = all.filter(|it| it.part() == Some(Part::Engine)).collect();
    let endpoint = app.config.hasura_endpoint.as_ref();
    let port = endpoint.and_then(Url::port_or_known_default);
    let is_it = |it: &&Service<'_>| {
        it.mappings()
            .any(|(outer, _)| outer.is_some() && outer == port)
    };
    match all.iter().copied().find(is_it) {
        Some(engine) => vec![engine],
        None => all,
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
