//! `token`, `decode`, `jwt-secret`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::ReportArgs;
use crate::hasura::jwt_secret::format::JwtSecretFormat;

/// `token`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct TokenArgs {
    /// Decode the token instead of printing it
    #[arg(long)]
    pub decode: bool,
    /// Verify the token against the JWKS first; exit 6 when it does not hold
    #[arg(long)]
    pub verify: bool,
    /// Refresh when less than this many seconds are left
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub min_ttl: u64,
    /// Route of the auth API that hands out the JWT [default: /getJWT]
    #[arg(long, value_name = "PATH")]
    pub jwt_path: Option<String>,
    /// JSON pointer to the JWT in that route's answer [default: /token]
    #[arg(long, value_name = "POINTER")]
    pub jwt_pointer: Option<String>,
}

/// `decode`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct DecodeArgs {
    /// File with the token; - or nothing for standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Do not verify the signature; the output says so
    #[arg(long, conflicts_with_all = ["jwks_url", "jwks_file", "pem"])]
    pub no_verify: bool,
    /// Verify against the key set at this URL [default: the profile's]
    #[arg(long, value_name = "URL", conflicts_with_all = ["jwks_file", "pem"])]
    pub jwks_url: Option<String>,
    /// Verify against the key set in this file
    #[arg(long, value_name = "FILE", conflicts_with = "pem")]
    pub jwks_file: Option<PathBuf>,
    /// Verify against the public key or certificate in this PEM file
    #[arg(long, value_name = "FILE")]
    pub pem: Option<PathBuf>,
    /// Require this issuer, byte for byte, as Hasura does
    #[arg(long, value_name = "ISS")]
    pub issuer: Option<String>,
    /// Require one of these audiences; repeatable
    #[arg(long, value_name = "AUD")]
    pub audience: Vec<String>,
    /// Allowed clock skew in seconds (Hasura's allowed_skew)
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub skew: u64,
    /// Claims namespace [default: as the engine, --jwt-secret or Hasura's default has it]
    #[arg(long, value_name = "CLAIM")]
    pub claims_namespace: Option<String>,
}

/// `jwks`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct JwksArgs {
    /// The key set at this URL [default: the profile's]
    #[arg(long, value_name = "URL", conflicts_with = "jwks_file")]
    pub jwks_url: Option<String>,
    /// The key set in this file; - for standard input
    #[arg(long, value_name = "FILE")]
    pub jwks_file: Option<PathBuf>,
}

/// `jwt-secret`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct JwtSecretArgs {
    /// What to do instead of printing one.
    #[command(subcommand)]
    pub command: Option<JwtSecretCommand>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub to: JwtSecretFormat,
    /// The value.
    #[command(flatten)]
    pub value: JwtSecretValueArgs,
}

/// What a JWT secret says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub(crate) struct JwtSecretValueArgs {
    /// Add `issuer`: a value, or `auto` for what the auth API announces
    #[arg(long, value_name = "ISS", num_args = 0..=1, default_missing_value = "auto")]
    pub issuer: Option<String>,
    /// Add `audience`; repeatable
    #[arg(long, value_name = "AUD")]
    pub audience: Vec<String>,
    /// Add `allowed_skew`, in seconds
    #[arg(long, value_name = "SECONDS")]
    pub skew: Option<u64>,
    /// Where Hasura finds the token: authorization, cookie[:NAME] or header:NAME
    #[arg(long, value_name = "WHERE")]
    pub header_from: Option<HeaderFrom>,
    /// Write the public key itself, for engines that cannot reach the JWKS; KID chooses one
    #[arg(long, value_name = "KID", num_args = 0..=1, default_missing_value = "auto")]
    pub inline_key: Option<String>,
    /// JWKS URL as Hasura must reach it [default: the profile's]
    #[arg(long, value_name = "URL")]
    pub jwks_url: Option<String>,
    /// Claims namespace, when it is not Hasura's default
    #[arg(long, value_name = "CLAIM")]
    pub claims_namespace: Option<String>,
}

impl JwtSecretArgs {
    /// True when something is said about a value to print. clap could refuse that before a
    /// subcommand, but would refuse the global options there, too.
    pub(crate) fn describes_a_value(&self) -> bool {
        self.to != JwtSecretFormat::default() || self.value != JwtSecretValueArgs::default()
    }
}

/// `jwt-secret …`.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum JwtSecretCommand {
    /// Say what is wrong with a value, offline; exit 9 when Hasura would refuse or misread it
    Lint(JwtSecretLintArgs),
    /// Write one where Hasura reads it: into a compose or .env file, or at Hasura Cloud
    Apply(Box<JwtSecretApplyArgs>),
}

/// `jwt-secret apply`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct JwtSecretApplyArgs {
    /// Compose file or .env file to change in place; what was there stays in FILE.bak
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "hasura_cloud",
        conflicts_with = "hasura_cloud"
    )]
    pub compose: Option<PathBuf>,
    /// Service of the compose file [default: the one that runs graphql-engine]
    #[arg(long, value_name = "NAME", requires = "compose")]
    pub service: Option<String>,
    /// Set it for a project at Hasura Cloud, whose engine starts again with it
    #[arg(long, requires = "project")]
    pub hasura_cloud: bool,
    /// The project's id, as the dashboard's address shows it
    #[arg(long, value_name = "ID", requires = "hasura_cloud")]
    pub project: Option<String>,
    /// File with the personal access token [default: HASURA_CLOUD_TOKEN, or a question]
    #[arg(long, value_name = "FILE", requires = "hasura_cloud")]
    pub token_file: Option<PathBuf>,
    /// Read the personal access token from standard input
    #[arg(long, requires = "hasura_cloud", conflicts_with = "token_file")]
    pub token_stdin: bool,
    /// Show what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print the requests to Hasura Cloud instead of sending them
    #[arg(long, requires = "hasura_cloud", conflicts_with = "dry_run")]
    pub print_only: bool,
    /// Seconds to wait for the engine to take tokens again
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60,
        requires = "hasura_cloud"
    )]
    pub wait: u64,
    /// GraphQL endpoint of Hasura Cloud.
    #[arg(long, value_name = "URL", hide = true, requires = "hasura_cloud")]
    pub cloud_url: Option<String>,
    /// The value.
    #[command(flatten)]
    pub value: JwtSecretValueArgs,
}

/// `jwt-secret lint`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct JwtSecretLintArgs {
    /// Value, .env file, compose file or Kubernetes manifest; - or nothing for standard input
    #[arg(value_name = "FILE", conflicts_with = "engine")]
    pub file: Option<PathBuf>,
    /// What the file is
    #[arg(long, value_name = "KIND", default_value = "auto")]
    pub from: LintSource,
    /// Look at what the running engine shows of its own
    #[arg(long, conflicts_with_all = ["from", "live"])]
    pub engine: bool,
    /// Fetch the key set of each jwk_url, too
    #[arg(long)]
    pub live: bool,
    /// Reports as files.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `jwt-secret lint --from`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintSource {
    /// By the file's name and look
    #[default]
    Auto,
    /// The bare value
    Value,
    /// NAME=value lines: .env files, shells, docker
    Env,
    /// NAME=value lines for docker --env-file alone, which takes quotes for a part of the value
    Docker,
    /// YAML or JSON: compose files, Kubernetes manifests, Helm values
    Yaml,
}

/// `jwt-secret --header-from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HeaderFrom {
    /// `Authorization: Bearer …`, Hasura's default.
    Authorization,
    /// A cookie of this name.
    Cookie(String),
    /// A header of this name.
    Header(String),
}

impl std::str::FromStr for HeaderFrom {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            None if text == "authorization" => Ok(Self::Authorization),
            None if text == "cookie" => Ok(Self::Cookie("sAccessToken".into())),
            Some(("cookie", name)) if !name.is_empty() => Ok(Self::Cookie(name.into())),
            Some(("header", name)) if !name.is_empty() => Ok(Self::Header(name.into())),
            _ => Err("expected authorization, cookie, cookie:NAME or header:NAME".into()),
        }
    }
}
