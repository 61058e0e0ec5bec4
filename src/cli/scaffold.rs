//! `scaffold …`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// What to make.
#[derive(Clone, Debug, Subcommand)]
pub enum ScaffoldCommand {
    /// A small auth API: sessions with Hasura's claims, /getJWT, Dockerfile, lock file, tests
    AuthApi(ScaffoldAuthApiArgs),
}

/// How files are written, whatever they are.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct ScaffoldWriteArgs {
    /// Show the difference and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Overwrite files with other contents, and write among files of others
    #[arg(long)]
    pub force: bool,
}

/// `scaffold auth-api`.
#[derive(Clone, Debug, Args)]
pub struct ScaffoldAuthApiArgs {
    /// The folder
    #[arg(value_name = "DIR", default_value = "auth-api")]
    pub dir: PathBuf,
    /// Language: SDK and framework
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: ScaffoldLang,
    /// The configuration of the 2022 tutorial, with the JWT inside the session; node only
    #[arg(long)]
    pub tutorial: bool,
    /// APP_NAME in .env.example
    #[arg(long, value_name = "NAME", default_value = "auth-api")]
    pub name: String,
    /// PORT in .env.example [default: the port of a local --api-url, or 3001]
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// WEBSITE_DOMAIN in .env.example: the front end's origin
    #[arg(long, value_name = "URL", default_value = "http://localhost:3000")]
    pub website: String,
    /// CORE_URI in .env.example [default: the configured core, or http://localhost:3567]
    #[arg(long, value_name = "URL")]
    pub core: Option<String>,
    /// How to write.
    #[command(flatten)]
    pub write: ScaffoldWriteArgs,
}

/// `--lang`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScaffoldLang {
    /// supertokens-node on Express
    Node,
    /// supertokens-python on FastAPI
    Python,
    /// supertokens-golang on net/http
    Go,
}
