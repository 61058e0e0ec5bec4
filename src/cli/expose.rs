//! `expose`.

use std::path::PathBuf;

use clap::Args;

use crate::hasura::jwt_secret::format::JwtSecretFormat;
use crate::setup::expose::program::TunnelProgram;

/// `expose`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ExposeArgs {
    /// A public URL that leads to the auth API already, of whatever tunnel or deployment
    #[arg(long, value_name = "URL", conflicts_with_all = ["tunnel", "check"])]
    pub url: Option<String>,
    /// Which program to start when no tunnel is running
    #[arg(long, value_name = "PROGRAM", default_value = "auto")]
    pub tunnel: TunnelProgram,
    /// Agent API of ngrok; repeatable [default: http://127.0.0.1:4040, …:4041, …:4042]
    #[arg(long, value_name = "URL")]
    pub agent: Vec<String>,
    /// Carry the URL into st-hasura.toml and the auth API's .env file
    #[arg(long, conflicts_with = "check")]
    pub write: bool,
    /// The auth API's .env file [default: .env, where there is one]
    #[arg(long, value_name = "FILE")]
    pub env_file: Option<PathBuf>,
    /// Variable of that file that holds the auth API's origin
    #[arg(long, value_name = "NAME", default_value = "API_DOMAIN")]
    pub env_key: String,
    /// With --write: show what would change, and write nothing
    #[arg(long, requires = "write")]
    pub dry_run: bool,
    /// Say whether the URL in st-hasura.toml still leads to the auth API; exit 9 when it does not
    #[arg(long)]
    pub check: bool,
    /// How to print the JWT secret
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub to: JwtSecretFormat,
}
