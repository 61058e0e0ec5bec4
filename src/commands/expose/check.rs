//! `expose --check`: tunnels get another URL each time they are started, which nobody tells
//! Hasura.

use url::Url;

use crate::app::App;
use crate::cli::ExposeArgs;
use crate::error::Result;
use crate::exit::Exit;
use crate::hasura::jwt_secret::reachable_from_hasura::Obstacle;
use crate::setup::expose::tunnel_check::{self, Keys};
use crate::setup::expose::{ExposeError, agent, carry};
use crate::text::visible;

/// Whether what was exposed still is.
#[derive(Debug)]
pub(crate) struct Check {
    /// The key set that the profile names.
    pub jwks: String,
    /// What is wrong; empty when nothing is.
    pub findings: Vec<String>,
    /// Where the running tunnel is now, when that is elsewhere.
    pub moved_to: Option<String>,
}

pub(crate) async fn run(app: &App, args: &ExposeArgs) -> Result<Check> {
    let jwks = match &app.config.jwks_url {
        None => return Err(ExposeError::NotExposed { what: "not set" }.into()),
        Some(url) if Obstacle::of(url) == Some(Obstacle::Loopback) => {
            return Err(ExposeError::NotExposed {
                what: "one of this machine",
            }
            .into());
        }
        Some(url) => crate::http::without_user_info(url),
    };
    let _looking = app.ui.doing("comparing keys and URLs");
    let ours = Keys::at(app, &tunnel_check::local(app)?).await?;
    let mut findings = Vec::new();
    if let Err(error) = tunnel_check::same(app, &jwks, &ours).await {
        findings.push(format!(
            "{} ({})",
            visible(&error.to_string()),
            error.code()
        ));
    }
    let moved_to = moved(app, args, &jwks).await?;
    if let Some(origin) = &moved_to {
        findings.push(format!("the tunnel that is running is {origin} now"));
    }
    let origin = jwks.origin().ascii_serialization();
    let places = carry::Places::of(app, args.env_file.as_deref());
    if let Some(domain) = carry::domain(&places, &args.env_key)
        && domain.trim_end_matches('/') != origin
    {
        findings.push(visible(&format!(
            "{} in the .env file is {domain}, not {origin}",
            args.env_key
        )));
    }
    let expected = jwks.as_str().trim_end_matches("/jwt/jwks.json");
    let local = tunnel_check::local(app)?;
    let announced = crate::commands::jwt_secret::announced_issuer(app, &local);
    if let Ok(announced) = announced.await
        && announced != expected
    {
        findings.push(visible(&format!(
            "the auth API's tokens say iss \"{announced}\", not \"{expected}\": it was not \
             started anew with {}={origin}",
            args.env_key
        )));
    }
    Ok(Check {
        jwks: jwks.to_string(),
        findings,
        moved_to,
    })
}

/// The origin of a running tunnel to the auth API, when it is another one.
async fn moved(app: &App, args: &ExposeArgs, jwks: &Url) -> Result<Option<String>> {
    let target = app.config.require_api_url()?;
    let port = target.port_or_known_default();
    let agents = agent::ask(app, &args.agent).await?;
    let origins: Vec<String> = agents
        .tunnels
        .iter()
        .filter(|tunnel| tunnel.port() == port && tunnel.is_https())
        .filter_map(|tunnel| Url::parse(&tunnel.public_url).ok())
        .map(|url| url.origin().ascii_serialization())
        .collect();
    let known = jwks.origin().ascii_serialization();
    if origins.contains(&known) {
        return Ok(None);
    }
    Ok(origins.into_iter().next())
}

impl Check {
    pub(crate) const fn exit(&self) -> Exit {
        if self.findings.is_empty() {
            Exit::Ok
        } else {
            Exit::Findings
        }
    }
}
