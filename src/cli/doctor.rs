//! `doctor`.

use clap::Args;

use super::{Known, ReportArgs};

/// `doctor`. The user is the one of the global `--session`, or one who is signed up for this.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct DoctorArgs {
    /// Make only these checks, and those that they need; repeatable or comma-separated
    #[arg(long, value_name = "ID", value_delimiter = ',', add = Known::Checks)]
    pub only: Vec<String>,
    /// Leave these checks out; repeatable or comma-separated
    #[arg(long, value_name = "ID", value_delimiter = ',', add = Known::Checks)]
    pub skip: Vec<String>,
    /// Ask no server
    #[arg(long)]
    pub offline: bool,
    /// Also try whether pages of this origin may talk to the auth API (CORS)
    #[arg(long, value_name = "URL")]
    pub origin: Option<String>,
    /// A further field of the sign-up form, NAME=VALUE; repeatable
    #[arg(long, value_name = "NAME=VALUE")]
    pub field: Vec<String>,
    /// Write into st-hasura.toml what would mend the first broken link, after showing the
    /// difference and asking; what comes from elsewhere is only said
    #[arg(long, conflicts_with = "offline")]
    pub fix: bool,
    /// Do not ask before writing
    #[arg(long, short = 'y', requires = "fix")]
    pub yes: bool,
    /// Reports as files.
    #[command(flatten)]
    pub report: ReportArgs,
}
