//! From arguments to [`Cli`], without paying for the commands that were not typed.
//!
//! Most of the time that a short command takes is clap's: it copies every global option into
//! every subcommand before it reads the first argument. So the arguments are read by a command
//! line that has only the subcommands whose names occur among them. Whatever that one does not
//! take, be it a mistake or a cry for help, is read again by the whole one, which alone speaks
//! to people.

use std::ffi::{OsStr, OsString};

use clap::{Args as _, FromArgMatches as _, Parser as _, Subcommand as _};

use super::{Cli, Command, GlobalArgs};

/// Reads a command line; the first argument is the program's name.
///
/// # Errors
/// Mistakes, and requests for help or the version, as clap words them.
pub fn parse(args: &[OsString]) -> Result<Cli, clap::Error> {
    if asks_for_version_only(args) {
        let bare = clap::Command::new("st-hasura").version(env!("CARGO_PKG_VERSION"));
        if let Err(version) = bare.try_get_matches_from(args) {
            return Err(version);
        }
    }
    narrow(args)
        .try_get_matches_from(args)
        .and_then(|matches| Cli::from_arg_matches(&matches))
        .or_else(|_| Cli::try_parse_from(args))
}

fn asks_for_version_only(args: &[OsString]) -> bool {
    matches!(args, [_, flag] if flag == "--version" || flag == "-V")
}

/// The command line with no more subcommands than the arguments may name. A name that is some
/// option's value only makes it wider than it had to be.
fn narrow(args: &[OsString]) -> clap::Command {
    let mut all = Command::augment_subcommands(clap::Command::new("all"));
    let typed = |command: &clap::Command| {
        let mut names = std::iter::once(command.get_name()).chain(command.get_all_aliases());
        names.any(|name| args.iter().any(|arg| arg == OsStr::new(name)))
    };
    let commands: Vec<clap::Command> = all
        .get_subcommands_mut()
        .filter(|command| typed(command))
        .map(std::mem::take)
        .collect();
    GlobalArgs::augment_args(clap::Command::new("st-hasura"))
        .subcommands(commands)
        .subcommand_required(true)
}

#[cfg(test)]
mod tests {
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
            "signup -e a@b.test",
            "sign-in -e a@b.test -q",
            "-vv --session token signup",
            "signup --session token",
            "session list -o json",
            "session export --session status",
            "--curl query signup --var a=b",
            "query -- -x",
            "verify-hasura --other jwks --color never",
            "config show --origin",
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
