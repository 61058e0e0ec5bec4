//! `session …`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Known;

/// What to do with sessions.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum SessionCommand {
    /// List the sessions of the profile
    List,
    /// Show one session: user, cookies, lifetimes; secrets blanked
    Show(SessionShowArgs),
    /// Make a session the profile's default
    Use(SessionName),
    /// Forget a session here, without telling the auth API
    Rm(SessionName),
    /// Read a session that curl or a browser holds: a jar, cookies as JSON, headers, a request copied
    /// as cURL, for PowerShell or as fetch, a HAR file, a JWT
    Import(SessionImportArgs),
    /// Write the session as a Netscape cookie jar for curl -b, or as JSON
    Export(SessionExportArgs),
}

/// `session show`.
#[derive(Clone, Debug, Args)]
pub(crate) struct SessionShowArgs {
    /// Name of the session [default: the one of --session]
    #[arg(conflicts_with_all = ["session", "cookie_jar"], add = Known::Sessions)]
    pub name: Option<String>,
}

/// A session's name.
#[derive(Clone, Debug, Args)]
pub(crate) struct SessionName {
    /// Name of the session
    #[arg(add = Known::Sessions)]
    pub name: String,
}

/// `session import`.
#[derive(Clone, Debug, Args)]
pub(crate) struct SessionImportArgs {
    /// The file; - for standard input
    pub file: PathBuf,
    /// The file holds an access token alone, which nothing can refresh
    #[arg(long)]
    pub token: bool,
    /// Replace a session of that name
    #[arg(long, short = 'f')]
    pub force: bool,
}

/// `session export`.
#[derive(Clone, Debug, Args)]
pub(crate) struct SessionExportArgs {
    /// Where to write, mode 0600; - for standard output
    #[arg(default_value = "-")]
    pub file: PathBuf,
    /// Format of the file
    #[arg(long, default_value = "netscape")]
    pub format: JarFormat,
    /// Overwrite an existing file
    #[arg(long, short = 'f')]
    pub force: bool,
}

/// `session export --format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum JarFormat {
    /// The jar of curl, wget and browsers of old
    #[default]
    Netscape,
    /// Everything, SameSite and header-mode tokens included
    Json,
}
