//! `signup` and `signin`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Who signs up or in. No password is accepted as a flag's value.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CredentialArgs {
    /// E-mail address [env: ST_HASURA_EMAIL]
    #[arg(long, short = 'e', value_name = "ADDRESS")]
    pub email: Option<String>,
    /// Read the password from standard input
    #[arg(long, conflicts_with = "password_file")]
    pub password_stdin: bool,
    /// Read the password from a file
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

/// `signup`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SignUpArgs {
    /// Who signs up.
    #[command(flatten)]
    pub credentials: CredentialArgs,
    /// A further form field; repeatable
    #[arg(long, value_name = "ID=VALUE")]
    pub field: Vec<String>,
    /// What to do when the address is taken
    #[arg(long, value_name = "WHAT", default_value = "fail")]
    pub if_exists: IfExists,
}

/// `--if-exists`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum IfExists {
    /// Fail with exit 4
    #[default]
    Fail,
    /// Sign in instead
    Signin,
    /// Succeed without a session
    Ok,
}

/// `signin`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SignInArgs {
    /// Who signs in.
    #[command(flatten)]
    pub credentials: CredentialArgs,
}
