//! The agent API of a running ngrok (<https://ngrok.com/docs/agent/api>): which tunnels it has.

use serde::Deserialize;
use url::Url;

use crate::app::App;
use crate::error::{Error, Result};
use crate::http::Request;
use crate::setup::local_probe;

/// Where agents listen: the first at the first address, each further one at the next.
const USUAL: [&str; 3] = [
    "http://127.0.0.1:4040",
    "http://127.0.0.1:4041",
    "http://127.0.0.1:4042",
];

/// The members of `/api/tunnels` that matter here.
#[derive(Debug, Deserialize)]
struct Listing {
    tunnels: Vec<Tunnel>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Tunnel {
    /// Where it begins.
    pub public_url: String,
    config: Target,
}

#[derive(Clone, Debug, Deserialize)]
struct Target {
    #[serde(default)]
    addr: String,
}

impl Tunnel {
    /// The port of this machine that it leads to; `None` for another machine's, or a file's.
    pub(crate) fn port(&self) -> Option<u16> {
        let addr = self.config.addr.trim();
        if let Ok(port) = addr.parse() {
            return Some(port);
        }
        let url = if addr.contains("://") {
            Url::parse(addr)
        } else {
            Url::parse(&format!("http://{}", addr.trim_start_matches('/')))
        };
        let url = url.ok()?;
        let here = match url.host()? {
            url::Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
            url::Host::Ipv4(address) => address.is_loopback() || address.is_unspecified(),
            url::Host::Ipv6(address) => address.is_loopback() || address.is_unspecified(),
        };
        here.then(|| url.port_or_known_default()).flatten()
    }

    /// True when it begins with https.
    pub(crate) fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    pub(crate) fn describe(&self) -> String {
        format!("{} leads to {}", self.public_url, self.config.addr)
    }
}

/// What the agents have to say.
#[derive(Debug, Default)]
pub(crate) struct Agents {
    /// All their tunnels.
    pub tunnels: Vec<Tunnel>,
    /// What was asked, and what of it was no help; for people.
    pub seen: Vec<String>,
}

/// Asks these agents, or the usual ones.
pub(crate) async fn ask(app: &App, wanted: &[String]) -> Result<Agents> {
    let usual = USUAL.map(ToOwned::to_owned);
    let bases = if wanted.is_empty() { &usual } else { wanted };
    let nearby = local_probe::app(app, |_| {})?;
    let mut agents = Agents::default();
    let mut answered = false;
    for base in bases {
        let url = Url::parse(base)
            .and_then(|url| url.join("/api/tunnels"))
            .ok()
            .filter(|url| url.scheme() == "http" && url.has_host());
        let Some(url) = url else {
            return Err(Error::usage(
                format!("--agent \"{base}\" is no http URL"),
                "for example http://127.0.0.1:4040, as web_addr in ngrok's configuration has it",
            ));
        };
        // Nobody there is the usual case.
        let Ok(response) = nearby.http.send(Request::get(url)).await else {
            continue;
        };
        answered = true;
        match serde_json::from_slice::<Listing>(&response.body) {
            Ok(listing) if listing.tunnels.is_empty() => {
                agents
                    .seen
                    .push(format!("the ngrok at {base} has no tunnel"));
            }
            Ok(listing) => agents.tunnels.extend(listing.tunnels),
            Err(_) => agents
                .seen
                .push(format!("{base} answers, but not as ngrok's agent does")),
        }
    }
    if !answered {
        agents
            .seen
            .push(format!("no ngrok is running at {}", bases.join(", ")));
    }
    Ok(agents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_port_of_this_machine() {
        for (addr, port) in [
            ("http://localhost:3001", Some(3001)),
            ("https://127.0.0.1:3001", Some(3001)),
            ("localhost:3001", Some(3001)),
            ("//localhost:3001", Some(3001)),
            ("http://[::1]:3001", Some(3001)),
            ("http://0.0.0.0:3001/", Some(3001)),
            ("3001", Some(3001)),
            ("http://localhost", Some(80)),
            ("http://api.test:3001", None),
            ("file:///srv", None),
            ("", None),
        ] {
            let config = Target { addr: addr.into() };
            let public_url = "https://x".into();
            assert_eq!(Tunnel { public_url, config }.port(), port, "{addr}");
        }
    }
}
