//! What answers on the usual ports of this machine. Nothing else is ever asked: a wizard that
//! looks about must not look beyond the machine that it runs on.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::net::TcpStream;
use url::Url;

use crate::app::App;
use crate::error::Result;
use crate::hasura::Client;
use crate::http::Request;
use crate::setup::local_probe::{self, KNOCK};
use crate::supertokens::AuthApi;

/// Where these programs usually are.
pub(crate) const USUAL: [(u16, &str); 8] = [
    (8080, "Hasura"),
    (3001, "auth API of SuperTokens' guides"),
    (3333, "auth API of the tutorial"),
    (3567, "SuperTokens core"),
    (8000, "auth API in Python"),
    (4000, "auth API beside a web application"),
    (3000, "auth API in Next.js"),
    (5000, "auth API in Flask"),
];

/// For all of them; whoever has not answered by then is left out.
const ALL: Duration = Duration::from_secs(6);

/// A port where something known answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Port {
    pub number: u16,
    /// What it is.
    pub service: Service,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    Hasura {
        version: String,
    },
    /// A server with a SuperTokens SDK.
    AuthApi {
        /// Where the SDK answers; empty for the root.
        base_path: String,
    },
    Core,
}

impl Port {
    pub(crate) fn url(&self) -> String {
        format!("http://localhost:{}", self.number)
    }

    pub(crate) fn describe(&self) -> String {
        match &self.service {
            Service::Hasura { version } => format!("Hasura {version}"),
            Service::AuthApi { base_path } if base_path.is_empty() => {
                "an auth API at its root".to_owned()
            }
            Service::AuthApi { base_path } => format!("an auth API below {base_path}"),
            Service::Core => "a SuperTokens core".to_owned(),
        }
    }
}

/// Asks all of them at once.
pub(super) async fn scan(app: &App, ports: &[u16]) -> Result<Vec<Port>> {
    let asked = ports
        .iter()
        .map(|port| Ok(identify(local(app, *port)?, *port)))
        .collect::<Result<Vec<_>>>()?;
    let asked = asked.into_iter().map(|asking| async {
        // Each for itself, so that one that hangs takes nobody's answer along.
        tokio::time::timeout(ALL, asking).await.ok().flatten()
    });
    let found = join_all(asked).await.into_iter().flatten();
    // A port that was named twice is there once.
    let found: BTreeMap<u16, Port> = found.map(|port| (port.number, port)).collect();
    let mut found: Vec<Port> = found.into_values().collect();
    found.sort_by_key(|port| ports.iter().position(|wanted| *wanted == port.number));
    Ok(found)
}

/// An application that asks this port.
fn local(app: &App, port: u16) -> Result<App> {
    local_probe::app(app, |config| {
        config.tenant = None;
        config.api_url = Url::parse(&format!("http://localhost:{port}")).ok();
        config.api_base_path = String::new();
    })
}

async fn identify(app: App, number: u16) -> Option<Port> {
    let knock = TcpStream::connect((Ipv4Addr::LOCALHOST, number));
    let open = tokio::time::timeout(KNOCK, knock).await;
    if !open.is_ok_and(|connected| connected.is_ok()) {
        let knock = TcpStream::connect((std::net::Ipv6Addr::LOCALHOST, number));
        tokio::time::timeout(KNOCK, knock).await.ok()?.ok()?;
    }
    let url = app.config.api_url.clone()?;
    let (hasura, core) = tokio::join!(hasura(&app, &url), is_core(&app, &url));
    let service = if let Some(version) = hasura {
        Service::Hasura { version }
    } else if core {
        Service::Core
    } else {
        let api = AuthApi::new(&app).ok()?;
        let base_path = api.discover_base().await?;
        Service::AuthApi { base_path }
    };
    Some(Port { number, service })
}

async fn hasura(app: &App, url: &Url) -> Option<String> {
    let version = Client::at(app, url.clone()).version().await.ok()?;
    // Other servers have a version, too; Hasura's begin with a v, or are a build's long name.
    let like = version.starts_with('v') || version.len() > 6;
    like.then_some(version)
}

/// The core greets (contracts: supertokens §5.1).
async fn is_core(app: &App, url: &Url) -> bool {
    let mut url = url.clone();
    url.set_path("/hello");
    let answer = app.http.send(Request::get(url)).await;
    answer.is_ok_and(|answer| answer.status.is_success() && answer.text().trim() == "Hello")
}
