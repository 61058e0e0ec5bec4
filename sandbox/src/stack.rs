//! The three doubles, started together and stopped together.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::auth_api::{self, AuthApi};
use super::core::{self, Core};
use super::hasura::{self, HasuraOptions, JWKS_PATIENCE, Prepared, UserRow, UserSource};
use super::http::{Bound, Server};
use super::wire::Wire;
use super::{SandboxError, Service, StackOptions};
use secrecy::{ExposeSecret as _, SecretString};

/// How long a key set that is not the stack's own may take to appear: its server is often started
/// only once the stack has said where the core is.
const FOREIGN_JWKS_PATIENCE: Duration = Duration::from_secs(300);

/// A running stack. Dropping it stops it; [`Stack::stop`] also waits.
#[derive(Debug)]
pub struct Stack {
    /// Origin of the core.
    pub core_url: String,
    /// Origin of the auth API.
    pub api_url: String,
    /// Base path of the auth API: empty, or with a leading and without a trailing slash.
    pub api_base_path: String,
    /// Base URL of Hasura.
    pub hasura_url: String,
    /// The core's API key.
    pub core_api_key: SecretString,
    /// Hasura's admin secret.
    pub admin_secret: SecretString,
    /// The core's state, for whoever holds the stack in their own process.
    pub core: Core,
    /// What Hasura's metadata or database holds and the double leaves out, a line for each.
    pub not_served: Vec<String>,
    servers: Vec<Server>,
    late: Option<Late>,
}

/// The Hasura double while it waits for somebody else's key set.
#[derive(Debug)]
struct Late {
    task: JoinHandle<()>,
    failure: oneshot::Receiver<SandboxError>,
}

impl Stack {
    /// Binds all ports, then starts everything on them. Must run inside a tokio runtime; one
    /// thread is enough.
    pub async fn start(options: StackOptions) -> Result<Self, SandboxError> {
        // All ports are known before anything is configured: each service names another one.
        let core_port = Bound::new(Service::Core, options.core_port).await?;
        let api_port = Bound::new(Service::Api, options.api_port).await?;
        let hasura_port = Bound::new(Service::Hasura, options.hasura_port).await?;
        let core_url = core_port.origin();
        let api_url = api_port.origin();
        let hasura_url = hasura_port.origin();
        let given = options.core_api_key.clone();
        let core_api_key = given.unwrap_or_else(|| random_secret("core"));
        let given = options.admin_secret.clone();
        let admin_secret = given.unwrap_or_else(|| random_secret("admin"));

        let core = Core::start(core::CoreOptions {
            api_key: core_api_key.clone(),
            access_token_ttl: options.access_token_ttl,
            signing_keys: options.signing_keys.clone(),
            faults: options.faults.clone(),
        })
        .await?;
        // A real database has users of its own; the notes application's are not among them.
        let nobody = || options.postgres.is_some().then(|| json!({}));
        let data = options.data.clone().or_else(nobody);
        for user in hasura::seed_users(data.as_ref())? {
            core.seed(&user)?;
        }
        let newcomers = hasura::newcomer_claims(data.as_ref())?;
        let api = AuthApi::new(core.clone(), &options, &api_url, newcomers);

        let wire = |service, elsewhere: &String| {
            Wire::new(service, options.faults.clone(), elsewhere.clone())
        };
        let mut servers = vec![
            core_port.serve(wire(Service::Core, &hasura_url), core::router(core.clone())),
            api_port.serve(wire(Service::Api, &hasura_url), auth_api::router(api)),
        ];
        let own_jwks = json!({
            "jwk_url": format!("{api_url}{}/jwt/jwks.json", options.base_path),
        });
        let is_foreign = options.hasura_jwt_secret.as_ref().is_some_and(has_jwk_url);
        let prepared = hasura::prepare(HasuraOptions {
            admin_secret: Some(admin_secret.clone()),
            jwt_secret: with_keys(options.hasura_jwt_secret, own_jwks),
            unauthorized_role: options.unauthorized_role,
            metadata: options.metadata,
            data,
            postgres: options.postgres,
            postgres_version: options.postgres_version,
            naming: options.naming,
            users: users_of(core.clone()),
            jwks_patience: if is_foreign {
                FOREIGN_JWKS_PATIENCE
            } else {
                JWKS_PATIENCE
            },
            faults: options.faults.clone(),
        })
        .await?;
        let not_served = prepared.not_served();
        let wire = wire(Service::Hasura, &api_url);
        let mut late = None;
        if is_foreign {
            late = Some(Late::wait(hasura_port, wire, prepared));
        } else {
            servers.push(hasura_port.serve(wire, prepared.routes().await?));
        }
        Ok(Self {
            core_url,
            api_url,
            api_base_path: options.base_path,
            hasura_url,
            core_api_key,
            admin_secret,
            core,
            not_served,
            servers,
            late,
        })
    }

    /// The environment that leads a child process to this stack.
    pub fn env(&self) -> Vec<(&'static str, String)> {
        let base_path = if self.api_base_path.is_empty() {
            "/"
        } else {
            &self.api_base_path
        };
        vec![
            ("ST_HASURA_API_URL", self.api_url.clone()),
            ("ST_HASURA_API_BASE_PATH", base_path.to_owned()),
            ("ST_HASURA_CORE_URI", self.core_url.clone()),
            (
                "ST_HASURA_CORE_API_KEY",
                self.core_api_key.expose_secret().to_owned(),
            ),
            ("HASURA_GRAPHQL_ENDPOINT", self.hasura_url.clone()),
            (
                "HASURA_GRAPHQL_ADMIN_SECRET",
                self.admin_secret.expose_secret().to_owned(),
            ),
        ]
    }

    /// Resolves when a part that was still starting has failed; never when all is well.
    pub async fn failed(&mut self) -> SandboxError {
        if let Some(late) = &mut self.late
            && let Ok(error) = (&mut late.failure).await
        {
            self.late = None;
            return error;
        }
        std::future::pending().await
    }

    /// Stops everything and waits until the ports are free.
    pub async fn stop(mut self) {
        for server in std::mem::take(&mut self.servers) {
            server.stop().await;
        }
        if let Some(mut late) = self.late.take() {
            late.task.abort();
            // Cancelled is what was asked for.
            let _ = (&mut late.task).await;
        }
    }
}

impl Late {
    /// The port is open and holds its callers until the key set is there.
    fn wait(port: Bound, wire: Wire, prepared: Prepared) -> Self {
        let (report, failure) = oneshot::channel();
        let task = tokio::spawn(async move {
            match prepared.routes().await {
                Ok(router) => port.serve(wire, router).run_forever().await,
                Err(error) => {
                    let _ = report.send(error);
                }
            }
        });
        Self { task, failure }
    }
}

impl Drop for Late {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// `{"jwk_url":…}`, or a list with such a member.
/// The secret as it was given, with the stack's own key set where it names no key.
fn with_keys(given: Option<Value>, own: Value) -> Value {
    let mut secret = given.unwrap_or_else(|| json!({}));
    if let (Some(secret), Value::Object(own)) = (secret.as_object_mut(), own)
        && !["key", "jwk_url"]
            .iter()
            .any(|name| secret.contains_key(*name))
    {
        secret.extend(own);
    }
    secret
}

fn has_jwk_url(secret: &Value) -> bool {
    match secret {
        Value::Array(secrets) => secrets.iter().any(has_jwk_url),
        secret => secret.get("jwk_url").is_some(),
    }
}

/// The core's users as they are at the moment of asking.
fn users_of(core: Core) -> UserSource {
    Arc::new(move || {
        core.users()
            .into_iter()
            .map(|user| UserRow {
                user_id: user.id,
                email: user.email,
                password_hash: user.password_hash,
                time_joined: i64::try_from(user.time_joined).unwrap_or(i64::MAX),
            })
            .collect()
    })
}

fn random_secret(prefix: &str) -> SecretString {
    SecretString::from(format!("{prefix}-{}", Uuid::new_v4().simple()))
}
