//! `scaffold …`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// What to make.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum ScaffoldCommand {
    /// A small auth API: sessions with Hasura's claims, /getJWT, Dockerfile, lock file, tests
    AuthApi(ScaffoldAuthApiArgs),
    /// Core, PostgreSQL, Hasura and the auth API for Docker Compose, with secrets of their own
    Compose(ScaffoldComposeArgs),
    /// A job that starts the compose file and runs the smoke test, with reports
    Ci(ScaffoldCiArgs),
}

/// How files are written, whatever they are.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct ScaffoldWriteArgs {
    /// Show the difference and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Overwrite files with other contents, and write among files of others
    #[arg(long)]
    pub force: bool,
}

/// `scaffold auth-api`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ScaffoldAuthApiArgs {
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

/// `scaffold compose`.
#[derive(Clone, Debug, Args)]
pub(crate) struct ScaffoldComposeArgs {
    /// The folder; the auth API belongs into auth-api below it
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// Port of the auth API on this machine [default: that of a local --api-url, or 3001]
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// Port of Hasura on this machine [default: that of a local --hasura-endpoint, or 8080]
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub hasura_port: Option<u16>,
    /// The front end's origin
    #[arg(long, value_name = "URL", default_value = "http://localhost:3000")]
    pub website: String,
    /// How to write.
    #[command(flatten)]
    pub write: ScaffoldWriteArgs,
}

/// `scaffold ci`.
#[derive(Clone, Debug, Args)]
#[command(group = clap::ArgGroup::new("where").required(true).multiple(true))]
pub(crate) struct ScaffoldCiArgs {
    /// The project's root, with compose.yaml in it
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// A workflow of GitHub Actions
    #[arg(long, group = "where")]
    pub github: bool,
    /// A job of GitLab CI/CD
    #[arg(long, group = "where")]
    pub gitlab: bool,
    /// Command that installs st-hasura there [default: cargo install, this version]
    #[arg(long, value_name = "COMMAND")]
    pub install: Option<String>,
    /// Port of the auth API, as in the compose file
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// Port of Hasura, as in the compose file
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub hasura_port: Option<u16>,
    /// How to write.
    #[command(flatten)]
    pub write: ScaffoldWriteArgs,
}

/// `--lang`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScaffoldLang {
    /// supertokens-node on Express
    Node,
    /// supertokens-python on FastAPI
    Python,
    /// supertokens-golang on net/http
    Go,
}
