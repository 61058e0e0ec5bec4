//! The command line: clap definitions and nothing else. No I/O, no logic.
//!
//! One file a command. Doc comments are the help texts.
#![allow(
    clippy::doc_markdown,
    reason = "a help text is shown as it stands, backticks and all"
)]

mod auth;
mod doctor;
mod explain;
mod expose;
mod global;
mod hasura;
mod init;
mod jwt;
mod known;
mod parse;
mod report;
mod run;
mod scaffold;
mod session;
mod setup;
mod users;

pub(crate) use auth::{CredentialArgs, IfExists, SignInArgs, SignUpArgs};
pub(crate) use doctor::DoctorArgs;
pub(crate) use explain::ExplainArgs;
pub(crate) use expose::ExposeArgs;
pub(crate) use global::GlobalArgs;
pub(crate) use hasura::{FailOn, IntrospectFormat, QueryArgs, RoleSource, VerifyHasuraArgs, Way};
pub(crate) use init::InitArgs;
pub(crate) use jwt::{
    DecodeArgs, HeaderFrom, JwksArgs, JwtSecretApplyArgs, JwtSecretArgs, JwtSecretCommand,
    JwtSecretLintArgs, JwtSecretValueArgs, LintSource, TokenArgs,
};
pub(crate) use known::Known;
pub(crate) use parse::parse;
pub(crate) use report::ReportArgs;
#[cfg(feature = "sandbox")]
pub(crate) use run::{AntiCsrfArg, DemoArgs, GenerationArg, SandboxArgs, SandboxTransport};
pub(crate) use run::{
    CompletionShell, CompletionsArgs, ConfigCommand, ConfigShowArgs, ManArgs, SmokeArgs,
};
pub(crate) use scaffold::{
    ScaffoldAuthApiArgs, ScaffoldCiArgs, ScaffoldCommand, ScaffoldComposeArgs, ScaffoldLang,
    ScaffoldWriteArgs,
};
pub(crate) use session::{
    JarFormat, SessionCommand, SessionExportArgs, SessionImportArgs, SessionName, SessionShowArgs,
};
pub(crate) use setup::{SetupApplyArgs, SetupArgs, SetupCommand, SetupExportArgs, SetupPlanArgs};
pub(crate) use users::{UsersCommand, UsersListArgs, UsersRmArgs};

use clap::{Parser, Subcommand};

/// Examples shown first by `-h` and `--help`.
const EXAMPLES: &str = "\
Examples:
  st-hasura demo                                  see the whole chain, offline
  st-hasura signin --email ada@example.com        sign in; the session is kept
  curl -H \"Authorization: Bearer $(st-hasura token)\" …
  st-hasura verify-hasura                         prove row-level permissions";

/// Set up and test SuperTokens + Hasura authentication, and prove row-level permissions.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "st-hasura",
    version,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100,
    before_help = EXAMPLES,
    after_long_help = exit_codes_help(),
    disable_help_subcommand = false
)]
pub(crate) struct Cli {
    /// Options that every command takes.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Command {
    /// Find out what is there, try it, and write st-hasura.toml
    Init(InitArgs),
    /// Sign up a user with the auth API and keep the session
    #[command(visible_alias = "sign-up")]
    Signup(SignUpArgs),
    /// Sign in a user with the auth API and keep the session
    #[command(visible_alias = "sign-in")]
    Signin(SignInArgs),
    /// Revoke the session at the auth API and forget it here
    #[command(visible_alias = "sign-out")]
    Signout,
    /// Rotate the session's tokens now
    Refresh,
    /// List, show, choose, remove, import and export sessions
    Session {
        /// What to do with sessions.
        #[command(subcommand)]
        command: SessionCommand,
    },
    /// Show profile, URLs, session, token age and file modes
    Status,
    /// Print a fresh Hasura-ready JWT and nothing else
    Token(TokenArgs),
    /// Decode any JWT and say whether its signature holds
    Decode(DecodeArgs),
    /// List the key set and what Hasura makes of it
    Jwks(JwksArgs),
    /// Print the value for HASURA_GRAPHQL_JWT_SECRET, or lint one
    JwtSecret(JwtSecretArgs),
    /// Find or start a public tunnel to the auth API, and carry its URL to where it belongs
    Expose(ExposeArgs),
    /// Run GraphQL against Hasura as the user, another role, anonymous or admin
    Query(QueryArgs),
    /// Prove row-level permissions with two users; the verdict is the exit code
    VerifyHasura(VerifyHasuraArgs),
    /// Set up Hasura's source, tables, relationships and permissions as planned
    SetupHasura {
        /// What to do about Hasura's metadata.
        #[command(subcommand)]
        command: SetupCommand,
    },
    /// List and remove the core's users, to clean up after tests
    Users {
        /// What to do with users.
        #[command(subcommand)]
        command: UsersCommand,
    },
    /// Make an auth API, a compose file or a CI job
    Scaffold {
        /// What to make.
        #[command(subcommand)]
        command: ScaffoldCommand,
    },
    /// Walk the chain and name the first link that does not hold, with its cure
    Doctor(DoctorArgs),
    /// Run the whole chain with throw-away users, for CI
    Smoke(SmokeArgs),
    /// Run the whole chain against the sandbox, narrated
    #[cfg(feature = "sandbox")]
    Demo(DemoArgs),
    /// Run the embedded offline stack, alone or around a command
    #[cfg(feature = "sandbox")]
    Sandbox(SandboxArgs),
    /// Show the configuration in force and where each value comes from
    Config {
        /// What to do with the configuration.
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Explain a code of this program, or what Hasura or SuperTokens said
    Explain(ExplainArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page of a command
    Man(ManArgs),
}

impl Command {
    /// The reports to write as files; `None` for a command that makes none.
    pub(crate) fn reports(&self) -> Option<&[crate::ui::ReportFile]> {
        match self {
            Self::VerifyHasura(args) => Some(&args.report.files),
            Self::Doctor(args) => Some(&args.report.files),
            Self::Smoke(args) => Some(&args.report.files),
            Self::JwtSecret(JwtSecretArgs {
                command: Some(JwtSecretCommand::Lint(args)),
                ..
            }) => Some(&args.report.files),
            #[cfg(feature = "sandbox")]
            Self::Demo(args) => Some(&args.report.files),
            _ => None,
        }
    }

    /// True for a command that stays until it is told to go, and minds signals itself: what it has
    /// started is told first.
    pub(crate) const fn stays(&self) -> bool {
        match self {
            Self::Expose(_) => true,
            #[cfg(feature = "sandbox")]
            Self::Sandbox(_) => true,
            _ => false,
        }
    }

    /// True for one of them that Ctrl-C ends as any other request to go: there is nothing else to end
    /// it by, and nothing is broken off.
    pub(crate) const fn ends_by_ctrl_c(&self) -> bool {
        match self {
            #[cfg(feature = "sandbox")]
            Self::Sandbox(args) => args.command.is_empty(),
            _ => false,
        }
    }

    /// True for a command that says itself what it does at the moment, by `Ui::watch` and
    /// `Ui::doing`; of any other, whoever waits is told which server it waits for.
    pub(crate) const fn says_its_steps(&self) -> bool {
        match self {
            Self::Init(_)
            | Self::Expose(_)
            | Self::VerifyHasura(_)
            | Self::SetupHasura {
                command: SetupCommand::Plan(_) | SetupCommand::Apply(_),
            }
            | Self::Users {
                command: UsersCommand::Rm(_),
            }
            | Self::Doctor(_)
            | Self::Smoke(_) => true,
            Self::JwtSecret(JwtSecretArgs {
                command: Some(JwtSecretCommand::Apply(args)),
                ..
            }) => args.hasura_cloud,
            #[cfg(feature = "sandbox")]
            Self::Demo(_) => true,
            _ => false,
        }
    }

    /// The name as typed, for the `command` member of JSON output.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Init(_) => "init",
            Self::Signup(_) => "signup",
            Self::Signin(_) => "signin",
            Self::Signout => "signout",
            Self::Refresh => "refresh",
            Self::Session { .. } => "session",
            Self::Status => "status",
            Self::Token(_) => "token",
            Self::Decode(_) => "decode",
            Self::Jwks(_) => "jwks",
            Self::JwtSecret(_) => "jwt-secret",
            Self::Expose(_) => "expose",
            Self::Query(_) => "query",
            Self::VerifyHasura(_) => "verify-hasura",
            Self::SetupHasura { .. } => "setup-hasura",
            Self::Users { .. } => "users",
            Self::Scaffold { .. } => "scaffold",
            Self::Doctor(_) => "doctor",
            Self::Smoke(_) => "smoke",
            #[cfg(feature = "sandbox")]
            Self::Demo(_) => "demo",
            #[cfg(feature = "sandbox")]
            Self::Sandbox(_) => "sandbox",
            Self::Config { .. } => "config",
            Self::Explain(_) => "explain",
            Self::Completions(_) => "completions",
            Self::Man(_) => "man",
        }
    }
}

/// The exit-code table under `--help`.
fn exit_codes_help() -> String {
    format!("Exit codes:\n{}", crate::exit::table())
}
