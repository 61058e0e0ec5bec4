//! The values in force.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use super::error::ConfigError;
use super::naming::NamingConvention;
use super::origin::{Origin, Sourced};
use super::paths::Paths;
use super::policy::Policy;
use super::setup::SetupSection;
use super::transport::Transport;
use crate::context::Context;
use crate::secret::Secret;
use crate::ui::{ColorChoice, ColorPlan, OutputFormat, Ui};

/// One layer: what one source says, by key name.
pub(crate) type Layer = BTreeMap<&'static str, Sourced>;

/// The values in force.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Name of the profile; `default` when none was chosen.
    pub profile: String,
    /// Where that choice came from.
    pub profile_origin: Origin,
    /// The project file that was read.
    pub project_file: Option<PathBuf>,
    /// True when that file was named rather than found.
    pub project_file_named: bool,
    pub paths: Paths,
    /// Origin of the auth API.
    pub api_url: Option<Url>,
    /// Base path, with a leading slash and no trailing one; empty for `/`.
    pub api_base_path: String,
    /// True when somebody chose the base path; false when it is the default.
    pub api_base_path_chosen: bool,
    /// SuperTokens tenant, when not the default one.
    pub tenant: Option<String>,
    /// The transport to ask for.
    pub transport: Transport,
    /// Route that hands out the JWT.
    pub jwt_path: String,
    /// Pointer into its answer (RFC 6901).
    pub jwt_pointer: String,
    /// Key set, when not derived from the auth API.
    pub jwks_url: Option<Url>,
    pub email: Option<String>,
    /// Password from the environment.
    pub password: Option<Secret>,
    /// File with the password.
    pub password_file: Option<PathBuf>,
    /// Session name, when one was chosen by flag, environment or file.
    pub session: Option<String>,
    /// Netscape jar in place of a named session.
    pub cookie_jar: Option<PathBuf>,
    /// Base URL of Hasura, without `/v1/graphql`.
    pub hasura_endpoint: Option<Url>,
    /// Hasura's admin secret.
    pub admin_secret: Option<Secret>,
    /// How it names the fields of a source that does not say it.
    pub naming: NamingConvention,
    /// The engine's JWT secret, which says where it looks for its claims.
    pub jwt_secret: Option<JwtSecretText>,
    pub core_uri: Option<Url>,
    /// The core's API key.
    pub core_api_key: Option<Secret>,
    /// `--output`.
    pub output: OutputFormat,
    /// `--color`.
    pub color: ColorChoice,
    /// `--no-input`.
    pub no_input: bool,
    /// Limit of one request.
    pub timeout: Duration,
    /// Limit of connecting.
    pub connect_timeout: Duration,
    pub retries: u32,
    /// `--curl`.
    pub curl: bool,
    /// `[verify]`: what people decided about permissions.
    pub policy: Option<Policy>,
    /// `[setup]`: what Hasura is to be set up as.
    pub setup: Option<SetupSection>,
    /// Every key with its value and origin, for `config show`.
    pub sources: Layer,
}

/// What the command line says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flags {
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--profile`.
    pub profile: Option<String>,
    /// `--curl`, which is no key.
    pub curl: bool,
    /// All that are keys.
    pub layer: Layer,
}

/// The text of a JWT secret as it was found.
#[derive(Clone, Debug)]
pub(crate) struct JwtSecretText {
    /// The value, or a file that holds it: a key may be in it.
    pub text: Secret,
    /// What messages call it.
    pub name: String,
    /// The file that it was read from.
    pub path: Option<PathBuf>,
}

impl Config {
    /// Origin and base path of the auth API as one URL without a trailing slash.
    pub(crate) fn api_base(&self) -> Result<Url, ConfigError> {
        let mut url = self.require_api_url()?.clone();
        url.set_path(&format!(
            "{}{}",
            url.path().trim_end_matches('/'),
            self.api_base_path
        ));
        Ok(url)
    }

    /// Origin of the auth API.
    pub(crate) fn require_api_url(&self) -> Result<&Url, ConfigError> {
        self.api_url.as_ref().ok_or(ConfigError::Missing {
            what: "the auth API",
            flag: "--api-url",
            env: "ST_HASURA_API_URL",
            key: "api_url",
        })
    }

    /// The key set: configured, or the auth API's (contracts: supertokens §1.8).
    pub(crate) fn require_jwks_url(&self) -> Result<Url, ConfigError> {
        match &self.jwks_url {
            Some(url) => Ok(url.clone()),
            None => self.own_jwks_url(),
        }
    }

    /// The auth API's key set, whatever is configured as that of Hasura.
    pub(crate) fn own_jwks_url(&self) -> Result<Url, ConfigError> {
        let mut url = self.api_base()?;
        url.set_path(&format!(
            "{}/jwt/jwks.json",
            url.path().trim_end_matches('/')
        ));
        Ok(url)
    }

    /// Base URL of Hasura.
    pub(crate) fn require_hasura(&self) -> Result<&Url, ConfigError> {
        self.hasura_endpoint.as_ref().ok_or(ConfigError::Missing {
            what: "Hasura",
            flag: "--hasura-endpoint",
            env: "HASURA_GRAPHQL_ENDPOINT",
            key: "hasura_endpoint",
        })
    }

    /// Hasura's admin secret.
    pub(crate) fn require_admin_secret(&self) -> Result<&Secret, ConfigError> {
        self.admin_secret.as_ref().ok_or(ConfigError::Missing {
            what: "Hasura's admin secret",
            flag: "no flag (it would be visible in ps)",
            env: "HASURA_GRAPHQL_ADMIN_SECRET",
            key: "hasura_admin_secret_file",
        })
    }

    /// Lets files and environment decide what the flags left open.
    pub(crate) fn apply_to_ui(&self, ui: &mut Ui, context: &Context) {
        ui.format = self.output;
        ui.colors = ColorPlan::decide(self.color, context);
    }
}
