//! Options that every command takes, before or after its name.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{ArgAction, Args, CommandFactory as _, ValueEnum};

use super::{Cli, Known};
use crate::config::{Flags, Layer, Origin, Sourced, Transport, jwt_secret_flag};
use crate::context::Context;
use crate::ui::{ColorChoice, OutputFormat};

/// Options that every command takes.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
    /// Read this configuration file instead of looking for st-hasura.toml
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Use this profile of the configuration
    #[arg(long, global = true, value_name = "NAME", add = Known::Profiles)]
    pub profile: Option<String>,
    /// Use this named session
    #[arg(long, global = true, value_name = "NAME", add = Known::Sessions)]
    pub session: Option<String>,
    /// Keep the session in this Netscape cookie jar, as curl -b/-c do
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "session")]
    pub cookie_jar: Option<PathBuf>,
    /// Origin of the auth API, such as http://localhost:3333
    #[arg(long, global = true, value_name = "URL")]
    pub api_url: Option<String>,
    /// Base path of the auth API [default: /auth]
    #[arg(long, global = true, value_name = "PATH")]
    pub api_base_path: Option<String>,
    /// SuperTokens tenant
    #[arg(long, global = true, value_name = "ID")]
    pub tenant: Option<String>,
    /// How session tokens travel
    #[arg(long, global = true, value_name = "MODE")]
    pub transport: Option<Transport>,
    /// Base URL of Hasura, such as http://localhost:8080
    #[arg(long, global = true, value_name = "URL")]
    pub hasura_endpoint: Option<String>,
    /// Hasura's JWT secret, which says where it looks for claims: a file, the name of an
    /// environment variable, or - for standard input [default: HASURA_GRAPHQL_JWT_SECRET]
    #[arg(long, global = true, value_name = "FILE|ENV|-")]
    pub jwt_secret: Option<PathBuf>,
    /// How to print the result
    #[arg(long, short = 'o', global = true, value_name = "FORMAT")]
    pub output: Option<OutputFormat>,
    /// The same as --output json
    #[arg(long, global = true)]
    pub json: bool,
    /// Say nothing but the result and errors
    #[arg(long, short = 'q', global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Trace requests; twice: headers; three times: bodies. Secrets are blanked
    #[arg(long, short = 'v', global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN")]
    pub color: Option<ColorChoice>,
    /// Do not say how far a long run is
    #[arg(long, global = true)]
    pub no_progress: bool,
    /// Never prompt: a missing value is an error
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Seconds that one request may take [default: 30]
    #[arg(long, global = true, value_name = "SECONDS")]
    pub timeout: Option<String>,
    /// Seconds that connecting may take [default: 10]
    #[arg(long, global = true, value_name = "SECONDS")]
    pub connect_timeout: Option<String>,
    /// How often an idempotent request is tried again [default: 2]
    #[arg(long, global = true, value_name = "N")]
    pub retries: Option<String>,
    /// Trust the certificate authorities in this PEM file
    #[arg(long, global = true, value_name = "FILE")]
    pub cacert: Option<PathBuf>,
    /// Client certificate, PEM
    #[arg(long, global = true, value_name = "FILE")]
    pub cert: Option<PathBuf>,
    /// Private key of the client certificate, PEM
    #[arg(long, global = true, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Do not verify TLS certificates
    #[arg(long, global = true)]
    pub insecure: bool,
    /// Proxy for all requests [default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY]
    #[arg(long, global = true, value_name = "URL")]
    pub proxy: Option<String>,
    /// Connect to ADDRESS for HOST:PORT, as curl --resolve does
    #[arg(long, global = true, value_name = "HOST:PORT:ADDRESS")]
    pub resolve: Vec<String>,
    /// Print the requests as curl commands, secrets blanked, instead of sending them
    #[arg(long, global = true)]
    pub curl: bool,
}

impl GlobalArgs {
    /// Takes `--json` for what it is short for. Which other `--output` it contradicts depends on its
    /// value, which the definition of the command line cannot say.
    pub(super) fn settle(&mut self) -> Result<(), clap::Error> {
        match (self.json, self.output) {
            (true, Some(other)) if other != OutputFormat::Json => Err(Cli::command().error(
                ErrorKind::ArgumentConflict,
                format!(
                    "the argument '--json' cannot be used with '--output {}'",
                    word(other)
                ),
            )),
            (true, _) => {
                self.output = Some(OutputFormat::Json);
                Ok(())
            }
            (false, _) => Ok(()),
        }
    }

    /// As the first layer of the configuration.
    pub(crate) fn flags(&self, context: &Context) -> Flags {
        let mut layer = Layer::new();
        let mut put = |name: &'static str, value: Option<String>| {
            if let Some(value) = value {
                let flag = format!("--{}", name.replace('_', "-"));
                layer.insert(name, Sourced::one(value, Origin::Flag(flag)));
            }
        };
        let path = |value: &Option<PathBuf>| {
            value
                .as_ref()
                .map(|path| context.cwd.join(path).to_string_lossy().into_owned())
        };
        put("api_url", self.api_url.clone());
        put("api_base_path", self.api_base_path.clone());
        put("tenant", self.tenant.clone());
        put("transport", self.transport.map(word));
        put("session", self.session.clone());
        put("cookie_jar", path(&self.cookie_jar));
        put("hasura_endpoint", self.hasura_endpoint.clone());
        put("output", self.output.map(word));
        put("color", self.color.map(word));
        put("no_input", self.no_input.then(|| "true".into()));
        put("timeout", self.timeout.clone());
        put("connect_timeout", self.connect_timeout.clone());
        put("retries", self.retries.clone());
        put("cacert", path(&self.cacert));
        put("cert", path(&self.cert));
        put("key", path(&self.key));
        put("insecure", self.insecure.then(|| "true".into()));
        put("proxy", self.proxy.clone());
        if let Some(place) = &self.jwt_secret {
            let (key, value) = jwt_secret_flag(place, context);
            layer.insert(key, value);
        }
        if !self.resolve.is_empty() {
            let origin = Origin::Flag("--resolve".into());
            layer.insert(
                "resolve",
                Sourced {
                    texts: self.resolve.clone(),
                    origin,
                },
            );
        }
        Flags {
            config: self.config.clone(),
            profile: self.profile.clone(),
            curl: self.curl,
            layer,
        }
    }
}

/// The word of a choice as it is typed.
#[allow(clippy::needless_pass_by_value, reason = "called as `.map(word)`")]
fn word<T: ValueEnum>(value: T) -> String {
    value
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}
