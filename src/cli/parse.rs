//! From arguments to [`Cli`], without paying for the commands that were not typed.
//!
//! Most of the time that a short command takes is clap's: it copies every global option into
//! every subcommand before it reads the first argument. So the arguments are read by a command
//! line that has only the subcommands whose names occur among them. Whatever that one does not
//! take, be it a mistake or a cry for help, is read again by the whole one, which alone speaks
//! to people.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue};
use clap::{Args, FromArgMatches as _, Parser as _, Subcommand};

use super::{
    Cli, CompletionsArgs, ConfigCommand, DecodeArgs, DoctorArgs, ExplainArgs, ExposeArgs,
    GlobalArgs, InitArgs, JwksArgs, JwtSecretArgs, ManArgs, QueryArgs, ScaffoldCommand,
    SessionCommand, SetupCommand, SignInArgs, SignUpArgs, SmokeArgs, TokenArgs, UsersCommand,
    VerifyHasuraArgs,
};
#[cfg(feature = "sandbox")]
use super::{DemoArgs, SandboxArgs};
use crate::secret::{blank_tokens, holds_token};
use crate::text::visible;

/// Reads a command line; the first argument is the program's name.
pub(crate) fn parse(args: &[OsString]) -> Result<Cli, clap::Error> {
    if asks_for_version_only(args) {
        let bare = clap::Command::new("st-hasura").version(env!("CARGO_PKG_VERSION"));
        bare.try_get_matches_from(args)?;
    }
    narrow(args)
        .try_get_matches_from(args)
        .and_then(|matches| Cli::from_arg_matches(&matches))
        .or_else(|_| Cli::try_parse_from(args))
        .and_then(|mut cli| cli.global.settle().map(|()| cli))
        .map_err(|error| without_words(error, args))
}

/// Commands that take an address and a password: a word too many may be either.
const WITH_CREDENTIALS: [&str; 4] = ["signup", "sign-up", "signin", "sign-in"];

/// The error without a word that may be a password, without tokens, and with none that goes over several lines.
fn without_words(mut error: clap::Error, args: &[OsString]) -> clap::Error {
    let quoted: Vec<(ContextKind, String)> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) => Some((kind, visible(&blank_tokens(text)))),
            _ => None,
        })
        .collect();
    for (kind, text) in quoted {
        error.insert(kind, ContextValue::String(text));
    }
    // How to pass the same word otherwise.
    let repeats = |tip: &clap::builder::StyledStr| holds_token(&tip.to_string());
    let tips = match error.get(ContextKind::Suggested) {
        Some(ContextValue::StyledStrs(tips)) => tips.iter().any(repeats),
        _ => false,
    };
    if tips {
        error.remove(ContextKind::Suggested);
    }
    let takes = args
        .iter()
        .any(|arg| WITH_CREDENTIALS.iter().any(|name| arg == name));
    let word = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(word)) => !word.starts_with('-'),
        _ => false,
    };
    if takes && word {
        let unsaid = ContextValue::String("…".into());
        error.insert(ContextKind::InvalidArg, unsaid);
    }
    error
}

fn asks_for_version_only(args: &[OsString]) -> bool {
    matches!(args, [_, flag] if flag == "--version" || flag == "-V")
}

/// The command line with no more subcommands than the arguments may name. A name that is some
/// option's value only makes it wider than it had to be.
fn narrow(args: &[OsString]) -> clap::Command {
    let typed = args.iter().skip(1).filter_map(|arg| lone(arg.to_str()?));
    let mut line = GlobalArgs::augment_args(clap::Command::new("st-hasura"));
    for command in typed {
        if line.find_subcommand(command.get_name()).is_none() {
            line = line.subcommand(command);
        }
    }
    line.subcommand_required(true)
}

/// One subcommand as [`super::Command`] declares it, by a name that it goes by.
///
/// Deriving makes all of them or none, which is why they are listed again; one that is missing
/// here is read by the whole command line, later but no differently.
fn lone(name: &str) -> Option<clap::Command> {
    Some(match name {
        "init" => taking::<InitArgs>("init"),
        "signup" | "sign-up" => taking::<SignUpArgs>("signup").alias("sign-up"),
        "signin" | "sign-in" => taking::<SignInArgs>("signin").alias("sign-in"),
        "signout" | "sign-out" => clap::Command::new("signout").alias("sign-out"),
        "refresh" => clap::Command::new("refresh"),
        "session" => parent::<SessionCommand>("session"),
        "status" => clap::Command::new("status"),
        "token" => taking::<TokenArgs>("token"),
        "decode" => taking::<DecodeArgs>("decode"),
        "jwks" => taking::<JwksArgs>("jwks"),
        "jwt-secret" => taking::<JwtSecretArgs>("jwt-secret"),
        "expose" => taking::<ExposeArgs>("expose"),
        "query" => taking::<QueryArgs>("query"),
        "verify-hasura" => taking::<VerifyHasuraArgs>("verify-hasura"),
        "setup-hasura" => parent::<SetupCommand>("setup-hasura"),
        "users" => parent::<UsersCommand>("users"),
        "scaffold" => parent::<ScaffoldCommand>("scaffold"),
        "doctor" => taking::<DoctorArgs>("doctor"),
        "explain" => taking::<ExplainArgs>("explain"),
        "smoke" => taking::<SmokeArgs>("smoke"),
        #[cfg(feature = "sandbox")]
        "demo" => taking::<DemoArgs>("demo"),
        #[cfg(feature = "sandbox")]
        "sandbox" => taking::<SandboxArgs>("sandbox"),
        "config" => parent::<ConfigCommand>("config"),
        "completions" => taking::<CompletionsArgs>("completions"),
        "man" => taking::<ManArgs>("man"),
        _ => return None,
    })
}

fn taking<A: Args>(name: &'static str) -> clap::Command {
    A::augment_args(clap::Command::new(name))
}

fn parent<S: Subcommand>(name: &'static str) -> clap::Command {
    S::augment_subcommands(clap::Command::new(name).subcommand_required(true))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        std::iter::once("st-hasura")
            .chain(line.split_whitespace())
            .map(OsString::from)
            .collect()
    }

    #[test]
    fn the_narrow_command_line_reads_what_the_whole_one_reads() {
        for line in [
            "init --no-input --api-url http://a.test --ports none --dry-run",
            "signup -e a@b.test",
            "sign-in -e a@b.test -q",
            "-vv --session token signup",
            "signup --session token",
            "session list -o json",
            "session export --session status",
            "--curl query signup --var a=b",
            "query -- -x",
            "verify-hasura --other jwks --color never",
            "setup-hasura plan --table notes --owner-column notes=author_id -o json",
            "setup-hasura apply --enforce -y --role reader",
            "users list --throw-away --limit 3",
            "users rm a@b.test --yes",
            "jwt-secret --to env --issuer",
            "jwt-secret lint - --live -o json",
            "scaffold auth-api --lang node dir --dry-run",
            "expose --tunnel ngrok --write --env-file .env -o json",
            "scaffold compose --port 4001",
            "scaffold ci --github --gitlab",
            "jwt-secret apply --compose a.yml --issuer --dry-run",
            "config show --origin",
            "explain session.missing -o json",
            "explain --list",
            "completions bash",
        ] {
            let args = words(line);
            let narrow = narrow(&args).try_get_matches_from(&args);
            let narrow = Cli::from_arg_matches(&narrow.unwrap()).unwrap();
            let whole = Cli::try_parse_from(&args).unwrap();
            assert_eq!(format!("{narrow:?}"), format!("{whole:?}"), "{line}");
        }
    }

    #[test]
    fn every_command_is_among_the_lone_ones() {
        for whole in Cli::command().get_subcommands() {
            let names = std::iter::once(whole.get_name()).chain(whole.get_all_aliases());
            for name in names {
                let lone = lone(name).unwrap_or_else(|| panic!("{name} is missing"));
                assert_eq!(lone.get_name(), whole.get_name());
                let ids = |command: &clap::Command| -> Vec<String> {
                    let args = command.get_arguments().map(|arg| arg.get_id().to_string());
                    let commands = command.get_subcommands().map(|c| c.get_name().to_owned());
                    args.chain(commands).collect()
                };
                assert_eq!(ids(&lone), ids(whole), "{name}");
            }
        }
    }

    #[test]
    fn mistakes_help_and_versions_are_the_whole_ones() {
        for line in [
            "",
            "sing-up",
            "signup --bogus",
            "signup -q -v",
            "token extra",
            "help",
            "help token",
            "--help",
            "-h",
            "token --help",
            "--version",
            "-V",
            "token --version",
            "--session",
        ] {
            let args = words(line);
            let told = parse(&args).unwrap_err();
            let whole = Cli::try_parse_from(&args).unwrap_err();
            assert_eq!(told.kind(), whole.kind(), "{line}");
            assert_eq!(told.to_string(), whole.to_string(), "{line}");
        }
    }
}
