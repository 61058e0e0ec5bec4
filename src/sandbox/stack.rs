//! The three doubles, started together and stopped together.

use uuid::Uuid;

use super::auth_api::{self, AuthApi};
use super::core::{self, Core};
use super::http::{Bound, Server, Wire};
use super::{SandboxError, Service, StackOptions};
use crate::secret::Secret;

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
    pub core_api_key: Secret,
    /// Hasura's admin secret.
    pub admin_secret: Secret,
    /// The core's state, for tests and for the narrator of `demo`.
    pub core: Core,
    servers: Vec<Server>,
}

impl Stack {
    /// Binds all ports, then starts everything on them. Must run inside a tokio runtime; one
    /// thread is enough.
    ///
    /// # Errors
    /// A port that is taken, data or metadata that cannot be used.
    pub async fn start(options: StackOptions) -> Result<Self, SandboxError> {
        // All ports are known before anything is configured: each service names another one.
        let core_port = Bound::new(Service::Core, options.core_port).await?;
        let api_port = Bound::new(Service::Api, options.api_port).await?;
        let hasura_port = Bound::new(Service::Hasura, options.hasura_port).await?;
        let (core_url, api_url, hasura_url) =
            (core_port.origin(), api_port.origin(), hasura_port.origin());
        let core_api_key = random_secret("core");
        let admin_secret = random_secret("admin");

        let core = Core::start(core::CoreOptions {
            api_key: core_api_key.clone(),
            access_token_ttl: options.access_token_ttl,
            faults: options.faults.clone(),
        })
        .await?;
        if let Some(data) = &options.data {
            for user in StackOptions::users(data)? {
                core.seed(user)?;
            }
        }
        let api = AuthApi::new(core.clone(), &options, &api_url);

        let wire = |service, elsewhere: &String| {
            Wire::new(service, options.faults.clone(), elsewhere.clone())
        };
        let servers = vec![
            core_port.serve(wire(Service::Core, &hasura_url), core::router(core.clone())),
            api_port.serve(wire(Service::Api, &hasura_url), auth_api::router(api)),
        ];
        Ok(Self {
            core_url,
            api_url,
            api_base_path: options.base_path,
            hasura_url,
            core_api_key,
            admin_secret,
            core,
            servers,
        })
    }

    /// The environment that leads a child process to this stack.
    #[must_use]
    pub fn env(&self) -> Vec<(&'static str, String)> {
        vec![
            ("ST_HASURA_API_URL", self.api_url.clone()),
            (
                "ST_HASURA_API_BASE_PATH",
                if self.api_base_path.is_empty() {
                    "/".into()
                } else {
                    self.api_base_path.clone()
                },
            ),
            ("ST_HASURA_CORE_URI", self.core_url.clone()),
            (
                "ST_HASURA_CORE_API_KEY",
                self.core_api_key.expose().to_owned(),
            ),
            ("HASURA_GRAPHQL_ENDPOINT", self.hasura_url.clone()),
            (
                "HASURA_GRAPHQL_ADMIN_SECRET",
                self.admin_secret.expose().to_owned(),
            ),
        ]
    }

    /// Stops everything and waits until the ports are free.
    pub async fn stop(self) {
        for server in self.servers {
            server.stop().await;
        }
    }
}

fn random_secret(prefix: &str) -> Secret {
    Secret::new(format!("{prefix}-{}", Uuid::new_v4().simple()))
}
