//! Tries what is to be written: whoever answers must be who it is said to be.

use serde_json::Value;

use super::answers::Answers;
use super::error::InitError;
use super::found::Look;
use crate::app::App;
use crate::diagnostic::Diagnostic as _;
use crate::error::Result;
use crate::exit::Exit;
use crate::hasura::{Access, Client};
use crate::http::{shown_url, without_user_info};
use crate::jwt::KeySet;
use crate::session::Generation;
use crate::supertokens::AuthApi;
use crate::supertokens::core::CoreClient;
use crate::text::count;

/// One thing that was tried, and held.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    pub what: &'static str,
    /// What came of it.
    pub said: String,
    /// It works today, and may still cause trouble.
    pub warning: bool,
}

impl Check {
    fn ok(what: &'static str, said: impl Into<String>) -> Self {
        Self {
            what,
            said: said.into(),
            warning: false,
        }
    }

    fn warn(what: &'static str, said: impl Into<String>) -> Self {
        Self {
            warning: true,
            ..Self::ok(what, said)
        }
    }
}

/// An application with the configuration that the answers make.
pub(crate) fn app(app: &App, answers: &Answers, look: &Look) -> Result<App> {
    let config = answers.config(app, look)?;
    App::new(
        app.context.clone(),
        config,
        app.ui.clone(),
        app.redactor.clone(),
    )
}

/// The base path below which the auth API answers; asked where nobody said it.
pub(crate) async fn base_path(trial: &App) -> Result<String> {
    let origin = trial.config.require_api_url()?;
    // Says why nobody is there, where that is so, which looking for base paths would not.
    let request = crate::http::Request::get(origin.clone());
    match trial.http.send(request).await {
        Err(error) if error.exit() == Exit::Unreachable => return Err(error.into()),
        // Whatever its front page is, redirects to elsewhere included, is no matter here.
        _ => {}
    }
    let found = AuthApi::new(trial)?.discover_base().await;
    found.ok_or_else(|| {
        InitError::NoAuthApi {
            origin: shown_url(origin),
        }
        .into()
    })
}

/// The auth API and its key set.
pub(crate) async fn auth_api(trial: &App) -> Result<Vec<Check>> {
    let api = AuthApi::new(trial)?;
    let generation = match api.probe_generation().await? {
        Generation::Modern => "modern generation",
        Generation::Legacy => "legacy generation",
    };
    let base = without_user_info(api.base());
    let url = trial.config.require_jwks_url()?;
    let set = KeySet::fetch(trial, &url).await?.set;
    let keys = count(set.keys.len(), "key");
    let url = without_user_info(&url);
    Ok(vec![
        Check::ok("auth API", format!("{base}, {generation}")),
        match set.refusal() {
            None if set.keys.is_empty() => {
                Check::warn("JWKS", format!("{url}, but there is no key in it yet"))
            }
            None => Check::ok("JWKS", format!("{url}, {keys}")),
            Some(why) => Check::warn("JWKS", format!("{url}, but Hasura refuses it: {why}")),
        },
    ])
}

/// Hasura, and the admin secret where there is one.
pub(crate) async fn hasura(trial: &App) -> Result<Vec<Check>> {
    let client = Client::new(trial)?;
    let version = client.version().await?;
    let shown = shown_url(trial.config.require_hasura()?);
    let shown = shown.trim_end_matches('/').to_owned();
    let mut checks = vec![Check::ok("Hasura", format!("{shown}, {version}"))];
    let Some(secret) = trial.config.admin_secret.clone() else {
        // Only an engine that has none itself shows this to everybody.
        match client.config(&Access::anonymous()).await {
            Ok(config) => checks.extend(settings(&config)),
            Err(_) => checks.push(Check::warn(
                "admin secret",
                "not known here, so not tried; setup-hasura and verify-hasura want it",
            )),
        }
        return Ok(checks);
    };
    // Any command of the admin's will do; this one changes nothing and answers in a few bytes.
    let state = serde_json::json!({ "type": "get_inconsistent_metadata", "args": {} });
    let access = Access::admin(secret.clone());
    let (status, _) = client
        .command(&access, "/v1/metadata", &state, true)
        .await?;
    if status == 404 {
        let what = "not tried: the engine's metadata API is off, which setup-hasura needs";
        checks.push(Check::warn("admin secret", what));
        return Ok(checks);
    }
    if status != 200 {
        // Says in Hasura's words why not, and what that means.
        client.export_metadata(&secret).await?;
    }
    checks.push(Check::ok("admin secret", "accepted"));
    if let Ok(config) = client.config(&access).await {
        checks.extend(settings(&config));
    }
    Ok(checks)
}

/// What the engine shows of its own set-up (contracts: hasura §4.2).
fn settings(config: &Value) -> Vec<Check> {
    let is = |name: &str| config.get(name).and_then(Value::as_bool);
    let mut checks = Vec::new();
    if is("is_admin_secret_set") == Some(false) {
        checks.push(Check::warn(
            "admin secret",
            "none is set at the engine: everybody is admin there",
        ));
    }
    if is("is_jwt_set") == Some(false) {
        checks.push(Check::warn(
            "JWT secret",
            "none is set at the engine yet: st-hasura jwt-secret prints it",
        ));
    }
    checks
}

pub(crate) async fn core(trial: &App) -> Result<Vec<Check>> {
    let core = CoreClient::new(trial)?;
    core.hello().await?;
    if core.is_shared() {
        let what = format!(
            "{}, which everybody shares: for trying out only",
            core.shown()
        );
        return Ok(vec![Check::warn("core", what)]);
    }
    let keyed = trial.config.core_api_key.is_some();
    Ok(vec![match core.version().await {
        Ok(version) => Check::ok("core", format!("{}, CDI {version}", core.shown())),
        Err(error) if keyed => return Err(error),
        Err(_) => Check::warn(
            "core",
            format!(
                "{}, which wants an API key that is not known here",
                core.shown()
            ),
        ),
    }])
}
