//! `query` and `verify-hasura`.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};

use super::{Known, ReportArgs};

/// `query`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct QueryArgs {
    /// The GraphQL text; - or nothing for standard input
    #[arg(value_name = "GRAPHQL", conflicts_with_all = ["file", "introspect"])]
    pub query: Option<String>,
    /// Read the GraphQL text from a file
    #[arg(long, short = 'F', value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// A variable, k=v; v is JSON when it parses, else a string; repeatable
    #[arg(long = "var", value_name = "K=V")]
    pub vars: Vec<String>,
    /// Variables as a JSON object
    #[arg(long, value_name = "JSON")]
    pub variables: Option<String>,
    /// Variables from a JSON file; - for standard input
    #[arg(long, value_name = "FILE")]
    pub variables_file: Option<PathBuf>,
    /// Which operation of the document to run
    #[arg(long, value_name = "NAME")]
    pub operation_name: Option<String>,
    /// Whose credentials to send
    #[arg(long = "as", value_name = "WHO", default_value = "user")]
    pub credentials: RoleSource,
    /// Ask for this role (x-hasura-role)
    #[arg(long, value_name = "ROLE", value_parser = NonEmptyStringValueParser::new())]
    pub role: Option<String>,
    /// Send this header too, such as "x-hasura-user-id: 7"; no credentials here; repeatable
    #[arg(long = "header", short = 'H', value_name = "NAME: VALUE")]
    pub headers: Vec<String>,
    /// How to send it [default: http, and a `WebSocket` for a subscription]
    #[arg(long, value_name = "WAY")]
    pub over: Option<Way>,
    /// Print this many results of a subscription, one line of JSON each
    #[arg(long, value_name = "N", conflicts_with = "introspect", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
    /// Print the results of a subscription, one line of JSON each, until Ctrl-C
    #[arg(long, conflicts_with_all = ["introspect", "count"])]
    pub follow: bool,
    /// Print the role's schema instead of running a query
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, default_missing_value = "sdl")]
    pub introspect: Option<IntrospectFormat>,
}

/// `query --as`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleSource {
    /// The session's JWT
    #[default]
    User,
    /// No credentials
    Anonymous,
    /// The admin secret
    Admin,
    /// The JWT in `ST_HASURA_TOKEN`
    Token,
}

/// `query --over`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Way {
    /// POST
    Http,
    /// A `WebSocket` with the protocol of the library graphql-ws
    GraphqlTransportWs,
    /// A `WebSocket` with the older protocol, of subscriptions-transport-ws
    GraphqlWs,
}

/// `query --introspect`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum IntrospectFormat {
    /// Schema definition language
    #[default]
    Sdl,
    /// The introspection result
    Json,
}

/// `verify-hasura`. The first user is the one of the global `--session`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct VerifyHasuraArgs {
    /// Session of the second user [default: a throw-away user is signed up]
    #[arg(long, value_name = "NAME", add = Known::Sessions)]
    pub other: Option<String>,
    /// Run only these probes, such as P05; repeatable or comma-separated
    #[arg(long, value_name = "ID", value_delimiter = ',', add = Known::Probes)]
    pub probe: Vec<String>,
    /// Check this query of your own in the same way
    #[arg(long, value_name = "FILE")]
    pub query: Option<PathBuf>,
    /// Never use the admin secret, even when one is configured
    #[arg(long)]
    pub no_admin: bool,
    /// What the roles should see, whose rows are whose, and what is accepted [default: [verify] of
    /// st-hasura.toml]
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Draft a policy from what is there, into FILE [default: [verify] of st-hasura.toml]
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub write_policy: Option<Option<PathBuf>>,
    /// Let --write-policy replace a policy; what it accepts is kept
    #[arg(long, requires = "write_policy")]
    pub force: bool,
    /// Say what changed since an earlier report, made with --output json
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// What fails the run: failed probes, warnings too, or with --offline leaks alone
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub fail_on: FailOn,
    /// How many rows of a table to read at most
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    pub sample: u32,
    /// Also have N users ask at once, throw-away ones beside the two, and look for rows that cross
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100))]
    pub users: Option<u32>,
    /// Also try to write: on rows that two throw-away users make and own, removed afterwards
    #[arg(long)]
    pub active: bool,
    /// Ask no server: read the metadata of a hasura-cli project, a metadata directory or an export,
    /// and look through every role; proves leaks, never that there is none
    #[arg(
        long,
        value_name = "DIR",
        num_args = 0..=1,
        default_missing_value = ".",
        visible_alias = "metadata",
        conflicts_with_all = [
            "other", "probe", "query", "no_admin", "write_policy", "sample", "users", "active",
        ],
    )]
    pub offline: Option<PathBuf>,
    /// With --offline: look again whenever the files change, until it is interrupted
    #[arg(long, requires = "offline", conflicts_with = "files")]
    pub watch: bool,
    /// Print the JSON Schema of the JSON reports and stop
    #[arg(long)]
    pub json_schema: bool,
    /// Reports as files.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `--fail-on`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Warnings too
    Warn,
    /// Failed probes; a run that proved nothing ends with 3
    #[default]
    Error,
    /// Leaks alone, with --offline: that nothing was proved ends with 0
    Leak,
}
