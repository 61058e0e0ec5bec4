//! `expose`: finds or starts a public tunnel to the auth API, proves where it leads, and carries
//! its URL to where it belongs; [`check`] looks whether it still does.

pub(crate) mod check;
mod text;

use clap::ValueEnum as _;
use serde_json::{Map, Value};
use url::Url;

use crate::app::App;
use crate::cli::ExposeArgs;
use crate::context::is_variable_name;
use crate::error::{Error, Result};
use crate::hasura::jwt_secret::reachable_from_hasura::Obstacle;
use crate::hasura::jwt_secret::{JwtSecret, KeySource, format};
use crate::http::shown_url;
use crate::output::{Outcome, publish_outcome};
use crate::project::Kind;
use crate::setup::expose::program::{Program, Running};
use crate::setup::expose::tunnel_check::{self, Keys};
use crate::setup::expose::{ExposeError, agent, carry};
use crate::signals::Signals;
use crate::text::{ShownPath, visible};
use crate::ui::Watched;

/// A public URL, proved.
#[derive(Debug)]
pub(crate) struct Exposure {
    pub public: String,
    /// Who makes it public, in words.
    pub by: String,
    /// The auth API that it leads to.
    pub local: String,
    /// How many keys were compared.
    pub keys: usize,
    /// `iss` of tokens, once the auth API knows its public origin.
    pub issuer: String,
    /// What the auth API announces now.
    pub announced: Option<String>,
    /// The public key set.
    pub jwks: String,
    /// The JWT secret as an object.
    pub secret: Map<String, Value>,
    /// `--to`, as typed.
    pub format: String,
    /// The JWT secret in that format, with a line break at its end.
    pub text: String,
    /// What changed, or would.
    pub diff: String,
    /// The files that were written, and their backups.
    pub written: Vec<(ShownPath, Option<ShownPath>)>,
    /// `--write`, and there was nothing to change.
    pub unchanged: bool,
    /// `--dry-run`.
    pub shown: bool,
    /// What was said on stderr.
    pub warnings: Vec<String>,
}

/// A tunnel that was started here has ended because it was told to.
#[derive(Debug)]
pub(crate) struct Ended;

/// Where a public URL was found.
struct Public {
    url: Url,
    by: String,
    running: Option<Running>,
}

pub(crate) async fn run(app: &App, args: &ExposeArgs) -> Result<Box<dyn Outcome>> {
    app.refuse_curl("")?;
    if !is_variable_name(&args.env_key) {
        return Err(Error::usage(
            format!(
                "--env-key \"{}\" is no name of a variable",
                visible(&args.env_key)
            ),
            "letters, digits and _, such as API_DOMAIN",
        ));
    }
    if args.check {
        return Ok(Box::new(check::run(app, args).await?));
    }
    let signals = Signals::catch().map_err(|error| Error::io("catch", "signals", error))?;
    let watched = app.ui.doing("asking the auth API for its keys");
    let ours = Keys::at(app, &tunnel_check::local(app)?).await?;
    let mut public = find(app, args, &watched).await?;
    let jwks = tunnel_check::public(app, &public.url);
    watched.doing("comparing its keys with those behind the public URL");
    match public.running {
        Some(_) => tunnel_check::warm(app, &jwks, &ours).await?,
        None => tunnel_check::same(app, &jwks, &ours).await?,
    }
    let exposure = expose(app, args, &public, &jwks, &ours).await?;
    drop(watched);
    let Some(running) = public.running.take() else {
        return Ok(Box::new(exposure));
    };
    stay(app, &exposure, running, signals).await
}

/// The URL that was given, a tunnel that runs, or one that is started.
async fn find(app: &App, args: &ExposeArgs, watched: &Watched) -> Result<Public> {
    if let Some(text) = &args.url {
        let url = Url::parse(text).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        return Ok(Public {
            url: url.ok_or_else(|| {
                Error::usage(
                    "--url is no http or https URL",
                    "for example https://api.example.com",
                )
            })?,
            by: "as given".into(),
            running: None,
        });
    }
    let target = app.config.require_api_url()?;
    let port = target.port_or_known_default().unwrap_or(80);
    watched.doing("looking for a tunnel that is running");
    let agents = agent::ask(app, &args.agent).await?;
    let (ours, others): (Vec<_>, Vec<_>) = agents
        .tunnels
        .iter()
        .partition(|tunnel| tunnel.port() == Some(port));
    if let Some(tunnel) = ours.iter().find(|tunnel| tunnel.is_https())
        && let Ok(url) = Url::parse(&tunnel.public_url)
    {
        return Ok(Public {
            url,
            by: "ngrok, which was running".into(),
            running: None,
        });
    }
    if let Some(tunnel) = ours.first() {
        return Err(ExposeError::PlainHttp {
            url: tunnel.public_url.clone(),
        }
        .into());
    }
    let mut seen = agents.seen;
    seen.extend(others.iter().map(|tunnel| visible(&tunnel.describe())));
    match Program::choose(app, args.tunnel) {
        Ok((program, file)) => {
            watched.doing(&format!("waiting for {} to say its URL", program.name()));
            let running = Running::start(app, program, &file, target).await?;
            Ok(Public {
                url: running.url.clone(),
                by: format!("{}, started here", program.name()),
                running: Some(running),
            })
        }
        Err(missing) => {
            seen.push(missing);
            Err(ExposeError::NoTunnel {
                port,
                jwks_path: tunnel_check::local(app)?.path().to_owned(),
                seen,
            }
            .into())
        }
    }
}

async fn expose(
    app: &App,
    args: &ExposeArgs,
    public: &Public,
    jwks: &Url,
    ours: &Keys,
) -> Result<Exposure> {
    let origin = jwks.origin().ascii_serialization();
    let base = jwks.as_str().trim_end_matches("/jwt/jwks.json").to_owned();
    let local = app.config.api_base()?;
    let published = tunnel_check::local(app)?;
    let announced = super::jwt_secret::announced_issuer(app, &published).await;
    let announced = announced.ok();
    let mut warnings: Vec<String> = Obstacle::of(jwks)
        .map(|obstacle| {
            let host = jwks.host_str().unwrap_or_default();
            format!("{host} {}; {}", obstacle.meaning(), obstacle.remedy())
        })
        .into_iter()
        .collect();
    if let Some(announced) = announced.as_ref().filter(|announced| **announced != base) {
        warnings.push(format!(
            "the auth API's tokens say iss \"{announced}\" still: start it anew with \
             {}={origin}, or Hasura refuses them with this secret (JWTNotInIssuer)",
            args.env_key
        ));
    }
    let secret = JwtSecret {
        keys: KeySource::Url(jwks.to_string()),
        claims_namespace: None,
        issuer: Some(base.clone()),
        audience: Vec::new(),
        allowed_skew: None,
        header: None,
    };
    let mut exposure = Exposure {
        public: origin,
        by: public.by.clone(),
        local: shown_url(&local),
        keys: ours.count(),
        issuer: base,
        announced,
        jwks: jwks.to_string(),
        secret: secret.object(),
        format: args
            .to
            .to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default(),
        text: format::of(&secret, args.to).map_err(Error::Internal)?,
        diff: String::new(),
        written: Vec::new(),
        unchanged: false,
        shown: args.dry_run,
        warnings,
    };
    if args.write {
        write(app, args, jwks, &mut exposure)?;
    }
    for warning in &exposure.warnings {
        app.ui.warn(visible(warning));
    }
    Ok(exposure)
}

/// Carries the URL to where it belongs.
fn write(app: &App, args: &ExposeArgs, jwks: &Url, exposure: &mut Exposure) -> Result<()> {
    let places = carry::Places::of(app, args.env_file.as_deref());
    let changes = carry::changes(app, &places, &args.env_key, jwks, &exposure.public)?;
    exposure.diff = changes.diff();
    exposure.unchanged = changes.is_empty();
    if places.env.is_none() {
        exposure.warnings.push(format!(
            "there is no .env file here: set {}={} where the auth API gets its environment from, \
             or name its file with --env-file",
            args.env_key, exposure.public
        ));
    }
    if let Some(origin) = carry::shadow(app) {
        exposure.warnings.push(format!(
            "jwks_url of {origin} is in force before that of {}",
            places.project.display()
        ));
    }
    if args.dry_run {
        return Ok(());
    }
    let written = changes.write()?;
    exposure.written = written
        .files
        .into_iter()
        .filter(|file| file.kind != Kind::Keep)
        .map(|file| (file.path.into(), file.backup.map(Into::into)))
        .collect();
    Ok(())
}

/// Prints, and holds the tunnel open until told to stop.
async fn stay(
    app: &App,
    exposure: &Exposure,
    mut running: Running,
    mut signals: Signals,
) -> Result<Box<dyn Outcome>> {
    publish_outcome(&app.ui, "expose", exposure)
        .map_err(|error| Error::io("write", "standard output", error))?;
    app.ui.note("the tunnel stays open; Ctrl-C closes it");
    tokio::select! {
        error = running.ended() => Err(error.into()),
        _ = signals.next() => Ok(Box::new(Ended)),
    }
}
