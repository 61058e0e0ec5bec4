//! What keeps Hasura from its keys, by what the Compose file says.

use url::{Host, Url};

use super::{Beside, Engine, Place, shown};
use crate::app::App;
use crate::hasura::compose_file::Wait;
use crate::hasura::jwt_secret::reachable_from_hasura::Obstacle;

/// Something that keeps Hasura from its keys.
#[derive(Debug)]
pub(in crate::doctor) struct Trouble {
    pub(in crate::doctor) what: String,
    pub(in crate::doctor) remedy: String,
    /// What to type, where this program can mend it.
    pub(in crate::doctor) command: Option<String>,
    /// False for what may turn out well.
    pub(in crate::doctor) is_certain: bool,
}

impl Trouble {
    fn new(what: String, remedy: String, is_certain: bool) -> Self {
        Self {
            what,
            remedy,
            command: None,
            is_certain,
        }
    }
}

impl Beside {
    /// What keeps Hasura from its keys, what is certain first.
    pub(in crate::doctor) fn troubles(&self, app: &App) -> Vec<Trouble> {
        let of_engines = self.engines.iter();
        let mut found: Vec<Trouble> = of_engines
            .filter_map(|engine| {
                self.of_the_url(app, engine)
                    .or_else(|| self.of_the_start(engine))
            })
            .collect();
        found.sort_by_key(|trouble| !trouble.is_certain);
        if !self.missing.is_empty() {
            found.push(Trouble::new(
                format!(
                    "{} names files that cannot be read: {}",
                    self.file,
                    self.missing.join(", ")
                ),
                "run st-hasura where Compose is run, beside all of its files".into(),
                false,
            ));
        }
        found
    }

    fn of_the_url(&self, app: &App, engine: &Engine) -> Option<Trouble> {
        let url = engine.jwk_url.as_ref()?;
        let (name, file, shown) = (&engine.name, self.file, shown(url));
        let right = self.url_for_hasura(app);
        let trouble = |what: String, is_certain| Trouble {
            command: right.as_ref().filter(|_| engine.is_here).map(|right| {
                let service = if self.engines.len() > 1 {
                    format!(" --service {name}")
                } else {
                    String::new()
                };
                format!("st-hasura jwt-secret apply --compose {file}{service} --jwks-url {right}")
            }),
            ..Trouble::new(
                format!("in {file}, jwk_url of service {name} is {shown}: {what}"),
                right.clone().map_or_else(
                    || "name the service of the auth API and the port of its container".to_owned(),
                    |right| format!("set jwk_url to {right}"),
                ),
                is_certain,
            )
        };
        if engine.is_host {
            return None;
        }
        if Obstacle::of(url) == Some(Obstacle::Loopback) {
            let what = "inside the container that is Hasura itself";
            return Some(trouble(what.to_owned(), true));
        }
        let Some(Host::Domain(host)) = url.host() else {
            return None;
        };
        if host == "host.docker.internal" && !engine.knows_host {
            return Some(Trouble {
                remedy: format!(
                    "{}; or give service {name} extra_hosts: \
                     [\"host.docker.internal:host-gateway\"]",
                    trouble(String::new(), false).remedy
                ),
                ..trouble(
                    "on Linux nothing of that name is there without extra_hosts".into(),
                    false,
                )
            });
        }
        let mut services = self.services.iter();
        let named = services.find(|service| service.hosts.iter().any(|known| known == host));
        match named {
            Some(place) => apart(engine, place, host, file)
                .or_else(|| Some(trouble(wrong_port(place, url, host)?, true))),
            None if host.contains('.') => None,
            None => {
                let all = self.services.iter().flat_map(|service| &service.hosts);
                let all: Vec<&str> = all.map(String::as_str).collect();
                let what = format!(
                    "no service has the name {host}; there are {}",
                    all.join(", ")
                );
                Some(trouble(what, true))
            }
        }
    }

    /// Hasura ends when the key set does not answer at its start.
    fn of_the_start(&self, engine: &Engine) -> Option<Trouble> {
        let api = self.api.as_ref()?;
        let host = engine.jwk_url.as_ref()?.host_str()?;
        if host != api.name {
            return None;
        }
        let (name, api_name) = (&engine.name, &api.name);
        let condition = format!("depends_on: {{{api_name}: {{condition: service_healthy}}}}");
        let (what, remedy) = match engine.waits {
            Some(Wait::Healthy) if api.has_healthcheck || api.is_built => return None,
            Some(Wait::Healthy) => (
                format!("{name} waits until {api_name} is healthy, and that has no healthcheck"),
                format!("give {api_name} a healthcheck, unless its image has one"),
            ),
            Some(Wait::Started) => (
                format!("{name} waits until {api_name} has been started, not until it answers"),
                format!("write {condition}, and give {api_name} a healthcheck"),
            ),
            None => (
                format!("{name} does not wait for {api_name}, whose keys it fetches at its start"),
                format!("write {condition} at {name}, and give {api_name} a healthcheck"),
            ),
        };
        Some(Trouble::new(
            format!("in {}, {what}", self.file),
            remedy,
            false,
        ))
    }
}

/// Two services that share no network do not know one another's names.
fn apart(engine: &Engine, place: &Place, host: &str, file: &str) -> Option<Trouble> {
    let name = &engine.name;
    let ours = engine.networks.as_ref()?;
    let Some(theirs) = &place.networks else {
        return Some(Trouble::new(
            format!(
                "in {file}, {host} has a network_mode of its own, so that service {name} does not \
                 find it by its name"
            ),
            format!("take network_mode away from {host}, or set jwk_url to host.docker.internal"),
            true,
        ));
    };
    let listed = |names: &std::collections::BTreeSet<String>| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        names.join(", ")
    };
    ours.is_disjoint(theirs).then(|| {
        let (ours, theirs) = (listed(ours), listed(theirs));
        Trouble::new(
            format!(
                "in {file}, service {name} (networks: {ours}) and {host} (networks: {theirs}) \
                 share no network, so that {name} does not reach jwk_url"
            ),
            format!("give {name} and {host} one network in common"),
            true,
        )
    })
}

/// A port of this machine means nothing between containers.
fn wrong_port(place: &Place, url: &Url, host: &str) -> Option<String> {
    let port = url.port_or_known_default()?;
    let mut ports = place.ports.iter();
    if ports.clone().any(|(_, inner)| *inner == port) {
        return None;
    }
    let (_, inner) = ports.find(|(outer, _)| *outer == port)?;
    Some(format!(
        "{port} is a port of this machine; between containers {host} has {inner}"
    ))
}
