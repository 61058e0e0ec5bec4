//! `users …`.

use clap::{Args, Subcommand};

/// What to do with the core's users.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum UsersCommand {
    /// List users, oldest first
    List(UsersListArgs),
    /// Remove users and their sessions, by id or exact address
    Rm(UsersRmArgs),
}

/// `users list`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct UsersListArgs {
    /// Only addresses that begin with this, or whose domain does; repeatable
    #[arg(long, short = 'e', value_name = "START")]
    pub email: Vec<String>,
    /// Only throw-away users, as smoke and verify-hasura sign them up
    #[arg(long)]
    pub throw_away: bool,
    /// List no more than this many
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
}

/// `users rm`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct UsersRmArgs {
    /// Ids or whole e-mail addresses
    #[arg(value_name = "ID|EMAIL", required_unless_present = "throw_away")]
    pub who: Vec<String>,
    /// Only throw-away users: all of them, with the rows that interrupted runs left in Hasura, or
    /// those that are named
    #[arg(long)]
    pub throw_away: bool,
    /// Do not ask
    #[arg(long, short = 'y')]
    pub yes: bool,
}
