//! `sandbox`: the embedded stack, alone or around a command.

mod child;
mod error;
mod options;
mod text;

use std::ffi::OsString;

use futures_util::FutureExt as _;
use secrecy::ExposeSecret as _;
use serde::Serialize;
use st_hasura_sandbox::{Fault, Naming, Postgres, SandboxError, Stack};

use self::child::Running;
pub(super) use self::options::{generation, stack_options};
use crate::app::App;
use crate::cli::SandboxArgs;
use crate::config::{NamingConvention, variable};
use crate::error::{Error, Result};
use crate::output::Outcome;
use crate::signals::Signals;
use crate::ui::OutputFormat;

/// `--list-faults`.
#[derive(Debug)]
pub(crate) struct FaultList {
    /// All faults, in the catalogue's order.
    pub faults: Vec<Fault>,
}

/// How a sandbox ended.
#[derive(Debug, Serialize)]
pub(crate) struct SandboxEnd {
    /// The status of the command it ran around; `None` when there was none.
    pub status: Option<u8>,
}

pub(crate) async fn run(app: &App, args: &SandboxArgs) -> Result<Box<dyn Outcome>> {
    if args.list_faults {
        return Ok(Box::new(FaultList {
            faults: Fault::ALL.to_vec(),
        }));
    }
    let signals = Signals::catch().map_err(|error| Error::io("catch", "signals", error))?;
    let mut options = stack_options(args, &app.context.cwd)?;
    if let Some(path) = &args.metadata {
        options.metadata = Some(options::metadata(path, &app.context.cwd)?);
    }
    // A caller that starts its own auth API on this core has to know the key beforehand.
    options.core_api_key = app
        .config
        .core_api_key
        .as_ref()
        .map(|key| key.expose().into());
    options.admin_secret = app
        .config
        .admin_secret
        .as_ref()
        .map(|secret| secret.expose().into());
    options.naming = match app.config.naming {
        NamingConvention::Hasura => Naming::Hasura,
        NamingConvention::GraphQl => Naming::GraphQl,
    };
    options.postgres = database(app, args)?;
    let mut stack = Stack::start(options).await?;
    app.redactor.learn(stack.core_api_key.expose_secret());
    app.redactor.learn(stack.admin_secret.expose_secret());
    let home = tempfile::Builder::new()
        .prefix("st-hasura-sandbox-")
        .tempdir()
        .map_err(|error| Error::io("create", "a temporary folder", error))?;
    for line in &stack.not_served {
        app.ui.note(format!("not served: {line}"));
    }
    let mut env: Vec<(&'static str, OsString)> = stack
        .env()
        .into_iter()
        .map(|(name, value)| (name, value.into()))
        .collect();
    env.push(("ST_HASURA_HOME", home.path().into()));

    let result = if args.command.is_empty() {
        alone(app, &mut stack, &env, signals).await
    } else {
        around(&mut stack, &args.command, &env, signals).await
    };
    stack.stop().await;
    let status = result?;
    Ok(Box::new(SandboxEnd { status }))
}

/// `--database-url` or `--database-url-env`, with `PGPASSWORD` where the URL has no password.
fn database(app: &App, args: &SandboxArgs) -> Result<Option<Postgres>> {
    let (place, url) = match (&args.database_url, &args.database_url_env) {
        (Some(url), _) => ("--database-url", url.as_str()),
        (None, Some(name)) => {
            let url = variable(&app.context, name)?.ok_or_else(|| {
                let message = format!("the environment has no variable {name}");
                Error::usage(message, "export it, for example with read -rs")
            })?;
            (name.as_str(), url)
        }
        (None, None) => return Ok(None),
    };
    let database = Postgres::new(url).map_err(|message| SandboxError::Input {
        place: place.to_owned(),
        message: format!("expected postgres://user@host/database, but {message}"),
    })?;
    if let Some(password) = database.password() {
        app.redactor.learn(password.expose_secret());
        if args.database_url.is_some() {
            return Err(Error::usage(
                "a password on the command line is visible to every user of the machine",
                "leave it out of --database-url and set PGPASSWORD, or name a variable that holds \
                 the whole URL with --database-url-env",
            ));
        }
        return Ok(Some(database));
    }
    Ok(Some(match variable(&app.context, "PGPASSWORD")? {
        Some(password) => {
            app.redactor.learn(password);
            database.with_password(password)
        }
        None => database,
    }))
}

/// Prints where everything is and stays until told to stop.
async fn alone(
    app: &App,
    stack: &mut Stack,
    env: &[(&'static str, OsString)],
    mut signals: Signals,
) -> Result<Option<u8>> {
    let env: Vec<(&str, String)> = env
        .iter()
        .map(|(name, value)| (*name, value.to_string_lossy().into_owned()))
        .collect();
    let text = if app.ui.format == OutputFormat::Json {
        let env: serde_json::Map<String, serde_json::Value> = env
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone().into()))
            .collect();
        let result = serde_json::json!({ "env": env, "not_served": stack.not_served });
        serde_json::json!({ "schema": 1, "command": "sandbox", "ok": true, "result": result })
            .to_string()
            + "\n"
    } else {
        let lines: Vec<String> = env
            .iter()
            .map(|(name, value)| format!("export {name}={}", quoted(value)))
            .collect();
        lines.join("\n") + "\n"
    };
    // Caught from here on: who reads where it listens may end it at once.
    let mut ctrl_c = Box::pin(tokio::signal::ctrl_c());
    if (&mut ctrl_c).now_or_never().is_some() {
        return Ok(None);
    }
    app.ui
        .publish(&text)
        .map_err(|error| Error::io("write", "standard output", error))?;
    app.ui.note("sandbox running; Ctrl-C stops it");
    tokio::select! {
        error = stack.failed() => Err(error.into()),
        _ = signals.next() => Ok(None),
        _ = ctrl_c => Ok(None),
    }
}

/// Runs the command and returns its status.
async fn around(
    stack: &mut Stack,
    command: &[OsString],
    env: &[(&'static str, OsString)],
    mut signals: Signals,
) -> Result<Option<u8>> {
    let mut running = Running::start(command, env)?;
    tokio::select! {
        error = stack.failed() => Err(error.into()),
        status = running.wait(&mut signals) => status
            .map(Some)
            .map_err(|error| Error::io("wait for", "the command", error)),
    }
}

/// Always quoted, so that every line looks alike.
fn quoted(value: &str) -> String {
    match shlex::try_quote(value) {
        Ok(quoted) if *quoted != *value => quoted.into_owned(),
        // Needs no quoting, hence has no quote in it. A NUL cannot come from the environment.
        _ => format!("'{value}'"),
    }
}
