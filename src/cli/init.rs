//! `init`.

use std::path::PathBuf;

use clap::Args;

/// `init`. The main answers are the global options `--api-url`, `--api-base-path` and
/// `--hasura-endpoint`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct InitArgs {
    /// Key set, where it is not the auth API's own
    #[arg(long, value_name = "URL")]
    pub jwks_url: Option<String>,
    /// Route of the auth API that hands out the JWT [default: /getJWT]
    #[arg(long, value_name = "PATH")]
    pub jwt_path: Option<String>,
    /// JSON pointer to the JWT in that route's answer [default: /token]
    #[arg(long, value_name = "POINTER")]
    pub jwt_pointer: Option<String>,
    /// File with Hasura's admin secret; its name is written, not what it holds
    #[arg(long, value_name = "FILE")]
    pub hasura_admin_secret_file: Option<PathBuf>,
    /// SuperTokens core
    #[arg(long, value_name = "URL")]
    pub core_uri: Option<String>,
    /// File with the core's API key; its name is written, not what it holds
    #[arg(long, value_name = "FILE")]
    pub core_api_key_file: Option<PathBuf>,
    /// Ports of this machine to look at, comma-separated; none to look at none [default: 8080,
    /// 3001, 3333, 3567, 8000, 4000, 3000, 5000]
    #[arg(long, value_name = "PORTS", value_delimiter = ',')]
    pub ports: Vec<String>,
    /// Ask no server: write what was said, untried
    #[arg(long, alias = "no-check")]
    pub offline: bool,
    /// Change a file that is there; whatever init does not ask for stays in it
    #[arg(long)]
    pub force: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}
