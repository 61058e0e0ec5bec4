//! `setup-hasura …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What to do about Hasura's metadata.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum SetupCommand {
    /// Show what would be made, changed and left, and why
    Plan(SetupPlanArgs),
    /// Make it so, all or nothing, and prove it
    Apply(SetupApplyArgs),
    /// Write the metadata as the directory that hasura-cli reads
    Export(SetupExportArgs),
}

/// What is wanted; each may also stand in [setup] of st-hasura.toml.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SetupArgs {
    /// Role that is given permissions [default: user]
    #[arg(long, value_name = "NAME")]
    pub role: Option<String>,
    /// Source in Hasura [default: the only one, or default]
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Connect the source by this variable of Hasura's environment, if it is not yet
    #[arg(long, value_name = "NAME")]
    pub database_url_env: Option<String>,
    /// Never: a connection string on the command line can be read by everybody on the machine
    #[arg(long, hide = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// Schema to look through; repeatable, also with commas [default: public]
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    pub schema: Vec<String>,
    /// Only tables like this (notes, app.*, '!audit_*'), also tracked ones that are closed; repeatable
    #[arg(long, value_delimiter = ',', value_name = "PATTERN")]
    pub table: Vec<String>,
    /// Column with the owner's id, or the way to it through relationships; repeatable
    #[arg(long, value_delimiter = ',', value_name = "COLUMN|TABLE=COLUMN")]
    pub owner_column: Vec<String>,
    /// Table whose rows everybody with the role may see; repeatable
    #[arg(long, value_delimiter = ',', value_name = "PATTERN")]
    pub shared: Vec<String>,
    /// Allow counts and extremes too
    #[arg(long)]
    pub aggregates: bool,
    /// SuperTokens' app, or a session variable that holds it [default: public]
    #[arg(long, value_name = "ID")]
    pub app_id: Option<String>,
    /// Only rows of this SuperTokens tenant, or of the one in a session variable
    #[arg(long, value_name = "ID")]
    pub tenant_id: Option<String>,
    /// Accounts are linked: the claim holds the primary user's id
    #[arg(long)]
    pub account_linking: bool,
    /// Users have ids of your own, mapped in SuperTokens: the claim holds those
    #[arg(long)]
    pub external_user_ids: bool,
    /// Make permissions exactly as planned, also where that takes something away
    #[arg(long)]
    pub enforce: bool,
}

/// `setup-hasura plan`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SetupPlanArgs {
    /// What is wanted.
    #[command(flatten)]
    pub wanted: SetupArgs,
    /// Plan for the metadata of this hasura-cli project, metadata directory or export, in place of
    /// the server's; only the database is asked
    #[arg(long, value_name = "DIR")]
    pub metadata: Option<PathBuf>,
    /// Exit 9 when there is something to do, or something stands wider than planned
    #[arg(long)]
    pub detailed_exitcode: bool,
}

/// `setup-hasura apply`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SetupApplyArgs {
    /// What is wanted.
    #[command(flatten)]
    pub wanted: SetupArgs,
    /// Do not ask
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// `setup-hasura export`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SetupExportArgs {
    /// The project directory; config.yaml and metadata/ go into it
    #[arg(value_name = "DIR", default_value = "hasura")]
    pub dir: PathBuf,
    /// Name this variable of Hasura's environment in place of a connection string in the metadata
    #[arg(long, value_name = "NAME")]
    pub database_url_env: Option<String>,
    /// Overwrite files with other contents
    #[arg(long)]
    pub force: bool,
    /// Show the difference and write nothing
    #[arg(long)]
    pub dry_run: bool,
}
