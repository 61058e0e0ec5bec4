//! `smoke`, `demo`, `sandbox`, `config`, `completions`, `man`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Known, ReportArgs};

/// `smoke`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SmokeArgs {
    /// One user and the tutorial's four steps only: sign up, sign in, JWT, query
    #[arg(long)]
    pub quick: bool,
    /// Domain of the throw-away addresses
    #[arg(long, value_name = "DOMAIN", default_value = "st-hasura.invalid")]
    pub email_domain: String,
    /// A further form field for sign-up; repeatable
    #[arg(long, value_name = "ID=VALUE")]
    pub field: Vec<String>,
    /// The query of the fourth step [default: one that introspection offers]
    #[arg(long, value_name = "GRAPHQL")]
    pub query: Option<String>,
    /// Leave the throw-away users
    #[arg(long)]
    pub keep_users: bool,
    /// Reports as files.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `demo`.
#[cfg(feature = "sandbox")]
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct DemoArgs {
    /// Which SuperTokens generation to show
    #[arg(long, value_name = "GENERATION", default_value = "modern")]
    pub generation: GenerationArg,
    /// Switch on a misbehaviour, to see it caught; repeatable
    #[arg(long, value_name = "NAME", add = Known::Faults)]
    pub fault: Vec<String>,
    /// Reports as files.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `sandbox`.
#[cfg(feature = "sandbox")]
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SandboxArgs {
    /// Which SuperTokens generation the auth API speaks
    #[arg(long, value_name = "GENERATION", default_value = "modern")]
    pub generation: GenerationArg,
    /// How the auth API hands out tokens
    #[arg(long = "auth-transport", value_name = "MODE", default_value = "any")]
    pub auth_transport: SandboxTransport,
    /// Anti-CSRF mode of the auth API
    #[arg(long, value_name = "MODE", default_value = "none")]
    pub anti_csrf: AntiCsrfArg,
    /// Hasura metadata: a hasura-cli project, its metadata directory, or an export [default: a notes
    /// application]
    #[arg(long, value_name = "FILE")]
    pub metadata: Option<PathBuf>,
    /// Users, tables and rows, or "none" for neither [default: a notes application]
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// PostgreSQL to read tables and rows from, once and without changing anything; of --data
    /// only the users remain. A password comes from PGPASSWORD
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
    /// The same from this environment variable, password and all
    #[arg(long, value_name = "VAR", conflicts_with = "database_url")]
    pub database_url_env: Option<String>,
    /// Major version of PostgreSQL to be like, where none is read: before 18 nothing streams by a
    /// uuid [default: 15]
    #[arg(long, value_name = "MAJOR", conflicts_with_all = ["database_url", "database_url_env"])]
    pub postgres_version: Option<u16>,
    /// Switch on a misbehaviour; repeatable
    #[arg(long, value_name = "NAME", add = Known::Faults)]
    pub fault: Vec<String>,
    /// List the misbehaviours and stop
    #[arg(long)]
    pub list_faults: bool,
    /// Where the auth API puts its Hasura claims: a claim, a path such as $.app.hasura, or spread
    /// for a claims_map (roles under st-role.v) [default: https://hasura.io/jwt/claims]
    #[arg(long, value_name = "WHERE")]
    pub claims_at: Option<String>,
    /// Put them there as the text of a JSON object
    #[arg(long)]
    pub claims_as_text: bool,
    /// JWT secret of the Hasura double; without a key in it, the auth API's JWKS are used [default:
    /// the auth API's JWKS]
    #[arg(long, value_name = "JSON")]
    pub hasura_jwt_secret: Option<String>,
    /// Unauthorized role of the Hasura double
    #[arg(long, value_name = "NAME")]
    pub unauthorized_role: Option<String>,
    /// Base path of the auth API
    #[arg(long = "base-path", value_name = "PATH", default_value = "/auth")]
    pub base_path: String,
    /// What the auth API believes its own origin to be [default: where it listens]
    #[arg(long, value_name = "URL")]
    pub api_domain: Option<String>,
    /// Seconds that an access token lives
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    pub access_token_ttl: u64,
    /// Sign access tokens with the key that never rotates
    #[arg(long)]
    pub static_key: bool,
    /// Sign with the two RSA keys of this PEM file (PKCS #8), the one that rotates and the one that
    /// never does; for suites that start many sandboxes [default: fresh ones]
    #[arg(long, value_name = "FILE")]
    pub signing_keys: Option<PathBuf>,
    /// Port of the core; 0 picks a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub core_port: u16,
    /// Port of the auth API; 0 picks a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub api_port: u16,
    /// Port of Hasura; 0 picks a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub hasura_port: u16,
    /// Run this command with the stack's environment, and stop with it
    #[arg(last = true, value_name = "CMD")]
    pub command: Vec<std::ffi::OsString>,
}

/// SuperTokens generation.
#[cfg(feature = "sandbox")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum GenerationArg {
    /// Today's: the access token is the JWT
    #[default]
    Modern,
    /// The 2022 one: the JWT sits inside the session
    Legacy,
}

/// How the sandbox's auth API hands out tokens (`getTokenTransferMethod`).
#[cfg(feature = "sandbox")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SandboxTransport {
    /// As the client asks
    #[default]
    Any,
    /// Always cookies
    Cookie,
    /// Always headers
    Header,
}

/// Anti-CSRF mode.
#[cfg(feature = "sandbox")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AntiCsrfArg {
    /// No check
    #[default]
    None,
    /// The anti-csrf header must carry the session's token
    ViaToken,
    /// Any rid header must be there
    ViaCustomHeader,
}

/// `config …`.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print every value in force
    Show(ConfigShowArgs),
    /// Print the paths that are read and written
    Paths,
}

/// `config show`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ConfigShowArgs {
    /// Say where each value comes from
    #[arg(long)]
    pub origin: bool,
}

/// `completions`.
#[derive(Clone, Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub shell: CompletionShell,
}

/// The shells that completions are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub(crate) enum CompletionShell {
    Bash,
    Elvish,
    Fish,
    Nushell,
    Powershell,
    Zsh,
}

/// `man`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ManArgs {
    /// Write the page of this command [default: the page of st-hasura itself]
    #[arg(add = Known::Commands)]
    pub command: Option<String>,
    /// Write all pages into this directory
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}
