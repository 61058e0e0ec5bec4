//! `token`, `decode`, `jwt-secret`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::ReportArgs;

/// `token`.
#[derive(Clone, Debug, Default, Args)]
pub struct TokenArgs {
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
pub struct DecodeArgs {
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
    /// Claims namespace
    #[arg(long, value_name = "CLAIM", default_value = crate::jwt::HASURA_NAMESPACE)]
    pub claims_namespace: String,
}

/// `jwks`.
#[derive(Clone, Debug, Default, Args)]
pub struct JwksArgs {
    /// The key set at this URL [default: the profile's]
    #[arg(long, value_name = "URL", conflicts_with = "jwks_file")]
    pub jwks_url: Option<String>,
    /// The key set in this file; - for standard input
    #[arg(long, value_name = "FILE")]
    pub jwks_file: Option<PathBuf>,
}

/// `jwt-secret`.
#[derive(Clone, Debug, Default, Args)]
pub struct JwtSecretArgs {
    /// What to do instead of printing one.
    #[command(subcommand)]
    pub command: Option<JwtSecretCommand>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub to: JwtSecretFormat,
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
    #[must_use]
    pub fn describes_a_value(&self) -> bool {
        self.to != JwtSecretFormat::default()
            || self.issuer.is_some()
            || !self.audience.is_empty()
            || self.skew.is_some()
            || self.header_from.is_some()
            || self.inline_key.is_some()
            || self.jwks_url.is_some()
            || self.claims_namespace.is_some()
    }
}

/// `jwt-secret …`.
#[derive(Clone, Debug, Subcommand)]
pub enum JwtSecretCommand {
    /// Say what is wrong with a value, offline; exit 9 when Hasura would refuse or misread it
    Lint(JwtSecretLintArgs),
}

/// `jwt-secret lint`.
#[derive(Clone, Debug, Default, Args)]
pub struct JwtSecretLintArgs {
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
pub enum LintSource {
    /// By the file's name and look
    #[default]
    Auto,
    /// The bare value
    Value,
    /// NAME=value lines: .env files, shells, docker
    Env,
    /// YAML or JSON: compose files, Kubernetes manifests, Helm values
    Yaml,
}

/// `jwt-secret --to`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum JwtSecretFormat {
    /// The bare value, on one line
    #[default]
    Json,
    /// NAME=value, for `env` and docker --env-file
    Env,
    /// export NAME='value', for sh
    Export,
    /// NAME='value', for .env files
    Dotenv,
    /// The service's environment, to merge into a compose file
    Compose,
    /// A Kubernetes Secret
    K8s,
    /// A variable's value for a file *.auto.tfvars.json
    Terraform,
}

/// `jwt-secret --header-from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderFrom {
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
