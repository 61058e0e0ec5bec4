//! At Hasura Cloud, whose engine starts again with it.

use std::time::{Duration, Instant};

use url::Url;
use uuid::Uuid;

use crate::app::App;
use crate::bounded;
use crate::cli::JwtSecretApplyArgs;
use crate::error::{Error, Result};
use crate::hasura::cloud::{self, Cloud, CloudError, ENDPOINT};
use crate::hasura::jwt_secret::VARIABLE;
use crate::hasura::jwt_secret::edit::shown;
use crate::hasura::{Access, Client, GraphQlRequest};
use crate::input;
use crate::jwt::{self, times};
use crate::secret::Secret;
use crate::session::SessionSource;
use crate::supertokens::held_token;

/// The variable with the personal access token.
const TOKEN_VARIABLE: &str = "HASURA_CLOUD_TOKEN";

/// Far above any token.
const LIMIT: usize = bounded::SECRET;

/// The engine that goes down still answers for a moment, so one good answer proves nothing.
const STEADY: u32 = 3;

/// Between two looks at it.
const PAUSE: Duration = Duration::from_secs(1);

/// What became of a project.
#[derive(Debug)]
pub(crate) struct CloudApplied {
    pub project: Uuid,
    pub tenant: Uuid,
    /// What the variable said, as it may be shown.
    pub before: Option<String>,
    /// What it says now, or would.
    pub after: String,
    /// False when it says so already.
    pub changed: bool,
    /// False with `--dry-run`.
    pub written: bool,
    /// The engine, when it was waited for.
    pub ready: Option<Ready>,
}

/// An engine that is back.
#[derive(Debug)]
pub(crate) struct Ready {
    /// Its base URL.
    pub engine: String,
    /// It took the session's token; false when there was none to try.
    pub token: bool,
}

/// `--print-only`.
#[derive(Debug)]
pub(crate) struct CloudRequests {
    /// Commands for a shell, in their order.
    pub commands: Vec<String>,
}

pub(super) async fn run(app: &App, args: &JwtSecretApplyArgs, line: &str) -> Result<CloudApplied> {
    let project = project(args)?;
    let url = url(args)?;
    let cloud = Cloud::new(app.http.clone(), url, token(app, args).await?);
    let watched = app.ui.doing("asking Hasura Cloud");
    let tenant = cloud.tenant_of(project).await?;
    let environment = cloud.environment(tenant).await?;
    let before = environment.get(VARIABLE);
    let changed = before.as_deref() != Some(line);
    super::tell_what_goes(app, before.as_deref(), line);
    let mut applied = CloudApplied {
        project,
        tenant,
        before: before.as_deref().map(shown),
        after: line.to_owned(),
        changed,
        written: false,
        ready: None,
    };
    if changed && !args.dry_run {
        set(app, &cloud, tenant, environment.hash, line).await?;
        applied.written = true;
        watched.doing("waiting for the engine to be there again");
        applied.ready = ready(app, args, &cloud, tenant).await?;
    }
    Ok(applied)
}

/// Sets it. A hash that is no longer the current one is read again, once.
async fn set(app: &App, cloud: &Cloud, tenant: Uuid, hash: String, line: &str) -> Result<()> {
    let Err(error) = cloud.set(tenant, &hash, VARIABLE, line).await else {
        return Ok(());
    };
    if !matches!(error, CloudError::Refused { .. }) {
        return Err(error.into());
    }
    let current = cloud.environment(tenant).await?;
    if current.hash == hash {
        return Err(error.into());
    }
    app.ui
        .note("somebody else changed the environment meanwhile; trying once more");
    Ok(cloud.set(tenant, &current.hash, VARIABLE, line).await?)
}

/// Waits until the engine is there again, and takes the session's token if there is one.
async fn ready(
    app: &App,
    args: &JwtSecretApplyArgs,
    cloud: &Cloud,
    tenant: Uuid,
) -> Result<Option<Ready>> {
    let told = cloud.engine(tenant).await?;
    let Some(base) = told.or_else(|| app.config.hasura_endpoint.clone()) else {
        app.ui
            .warn("where the engine is was not said, so it is not waited for");
        return Ok(None);
    };
    let client = Client::at(app, base.clone());
    let token = live_token(app);
    if token.is_none() {
        app.ui.note(
            "there is no session with a token that is still good, so only its health is asked",
        );
    }
    let start = Instant::now();
    let mut good = 0;
    loop {
        match look(&client, token.as_ref()).await {
            Ok(()) => good += 1,
            Err(last) => {
                good = 0;
                if start.elapsed() >= Duration::from_secs(args.wait) {
                    let seconds = args.wait;
                    return Err(CloudError::NotBack { seconds, last }.into());
                }
            }
        }
        if good >= STEADY {
            return Ok(Some(Ready {
                engine: base.to_string(),
                token: token.is_some(),
            }));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// One look at the engine; what is wrong with it, in words.
async fn look(client: &Client, token: Option<&Secret>) -> std::result::Result<(), String> {
    let (status, text) = client
        .healthz(false)
        .await
        .map_err(|error| error.to_string())?;
    if status != 200 {
        return Err(format!("its health is {status} {text}"));
    }
    let Some(token) = token else {
        return Ok(());
    };
    let access = Access::bearer(token.clone());
    let request = GraphQlRequest::new("{ __typename }");
    let answer = client.graphql(&access, &request).await;
    let answer = answer.map_err(|error| error.to_string())?;
    match answer.errors.first() {
        None => Ok(()),
        Some(error) => Err(format!("it refuses the session's token: {}", error.message)),
    }
}

/// The token of the profile's session, as long as it lives.
fn live_token(app: &App) -> Option<Secret> {
    let session = SessionSource::choose(&app.config, &app.store)
        .ok()?
        .load()
        .ok()??;
    session.teach(&app.redactor);
    let token = held_token(&session)?.jwt;
    let left = jwt::decode(token.expose()).ok()?.seconds_left(times::now());
    left.is_none_or(|left| left > 0.0).then_some(token)
}

/// The requests as commands, with nothing asked of anybody.
pub(super) fn requests(args: &JwtSecretApplyArgs, line: &str) -> Result<CloudRequests> {
    let url = url(args)?;
    let tenant = Uuid::nil();
    let documents = [
        cloud::project(project(args)?),
        cloud::read_env(tenant),
        cloud::update_env(tenant, "HASH", VARIABLE, line),
    ];
    let commands = documents.iter().map(|document| {
        let document = document.replace(&tenant.to_string(), "TENANT");
        let body = serde_json::json!({ "query": document }).to_string();
        // JSON writes NUL as \u0000, so this cannot fail.
        let body = shlex::try_quote(&body).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(format!(
            "curl -sS {url} -H \"Authorization: pat ${TOKEN_VARIABLE}\" -H 'Content-Type: \
             application/json' -d {body}"
        ))
    });
    Ok(CloudRequests {
        commands: commands.collect::<Result<_>>()?,
    })
}

fn project(args: &JwtSecretApplyArgs) -> Result<Uuid> {
    let text = args.project.as_deref().unwrap_or_default();
    Uuid::parse_str(text.trim()).map_err(|_| {
        Error::usage(
            format!("--project \"{text}\" is no id of a project, which is a UUID"),
            "it stands in the dashboard's address: cloud.hasura.io/project/ID/…",
        )
    })
}

fn url(args: &JwtSecretApplyArgs) -> Result<Url> {
    let text = args.cloud_url.as_deref().unwrap_or(ENDPOINT);
    crate::commands::jwks::parse_url(text)
}

/// The personal access token: standard input, file, environment, question.
async fn token(app: &App, args: &JwtSecretApplyArgs) -> Result<Secret> {
    let bytes = if args.token_stdin {
        Some(input::stdin(LIMIT).await?)
    } else if let Some(path) = &args.token_file {
        Some(input::file(&app.context.cwd.join(path), LIMIT)?)
    } else {
        None
    };
    let token = match (bytes, app.context.var(TOKEN_VARIABLE)) {
        (Some(bytes), _) => Secret::new(String::from_utf8_lossy(&bytes)),
        (None, Some(token)) => Secret::new(token),
        (None, None) if app.may_prompt() => {
            let question = "Personal access token of Hasura Cloud";
            app.ui.ask_secret(question, None).await?
        }
        (None, None) => {
            return Err(App::missing(
                "the personal access token of Hasura Cloud",
                "the environment variable HASURA_CLOUD_TOKEN, --token-file FILE or --token-stdin",
            ));
        }
    };
    let bare = token.expose().trim();
    let bare = Secret::new(bare.strip_prefix("pat ").unwrap_or(bare).trim());
    app.redactor.learn_secret(&bare);
    if bare.is_empty() || !bare.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::usage(
            "the personal access token is empty, or has characters that none has",
            "copy it again from the dashboard: My Account, Access Tokens",
        ));
    }
    Ok(bare)
}
