//! What Tab offers. The script that `completions` prints runs this program with the words so far and
//! names the shell in a variable.
//!
//! Whoever presses Tab has not asked for anything to happen: no server is asked, no session is
//! opened, nothing is mended, and what cannot be read offers nothing and says nothing.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{CommandFactory as _, ValueEnum as _};
use clap_complete::engine;
use clap_complete::env::Shells;
use clap_complete::{ArgValueCandidates, CompletionCandidate};

use super::explain;
use crate::cli::{Cli, Known};
use crate::config::{self, Flags, Profiles};
use crate::context::Context;
use crate::doctor;
use crate::session::{Store, is_name};
use crate::ui::{OutputFormat, Ui};
use crate::verify::pages as probes;

/// Names the shell that asks.
pub(crate) const VARIABLE: &str = "ST_HASURA_COMPLETE";

/// What to offer, as the shell reads it; `None` where no shell asks. The scripts put `--` before the
/// words, where no command has it: with the variable alone a check would seem to have passed.
pub(crate) fn run(context: &Context) -> Option<String> {
    let shell = context.var(VARIABLE)?;
    let [_, sign, words @ ..] = context.args.as_slice() else {
        return None;
    };
    if sign != "--" {
        return None;
    }
    let shells = Shells::builtins();
    let asks = shells.completer(shell).filter(|_| !words.is_empty());
    let Some(asks) = asks else {
        return Some(String::new());
    };
    // What has no answer offers nothing.
    let offers = if asks.name() == "bash" {
        offered_in_bash(context, words.to_vec())
    } else {
        let mut offers = Vec::new();
        let mut line = line(context, words);
        let (words, here) = (words.to_vec(), Some(context.cwd.as_path()));
        let written = asks.write_complete(&mut line, words, here, &mut offers);
        written.map(|()| String::from_utf8_lossy(&offers).into_owned())
    };
    Some(offers.unwrap_or_default())
}

/// Bash takes `--name=value` apart into three words (`COMP_WORDBREAKS`) and replaces the last one
/// alone; without the middle one they are what `--name value` is.
fn offered_in_bash(context: &Context, words: Vec<OsString>) -> std::io::Result<String> {
    let cursor = context.var("_CLAP_COMPLETE_INDEX");
    let cursor: usize = cursor
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    let mut at = cursor;
    let mut joined: Vec<OsString> = Vec::new();
    for (number, word) in words.into_iter().enumerate() {
        let is_option = |before: &OsString| before.as_encoded_bytes().starts_with(b"--");
        if word == "=" && number < cursor && joined.last().is_some_and(is_option) {
            at -= 1;
        } else {
            joined.push(word);
        }
    }
    let mut line = line(context, &joined);
    let offers = engine::complete(&mut line, joined, at, Some(&context.cwd))?;
    let offers = offers
        .iter()
        .map(|offer| offer.get_value().to_string_lossy());
    let between = context.var("_CLAP_IFS").unwrap_or("\n");
    Ok(offers.collect::<Vec<_>>().join(between))
}

/// The command line, which knows what can be named now.
fn line(context: &Context, words: &[OsString]) -> clap::Command {
    let typed = Arc::new(Typed {
        context: context.clone(),
        words: words.to_vec(),
    });
    with_names(Cli::command(), &typed)
}

/// The command line with names for what is only known now. A second name of a command is taken and
/// not offered: it would stand in the place of the first.
fn with_names(line: clap::Command, typed: &Arc<Typed>) -> clap::Command {
    let second: Vec<String> = line.get_all_aliases().map(ToOwned::to_owned).collect();
    let line = line.visible_alias(None).alias(None).aliases(second);
    line.mut_args(|arg| match arg.get::<Known>().copied() {
        Some(known) => {
            let typed = Arc::clone(typed);
            arg.add(ArgValueCandidates::new(move || typed.names(known)))
        }
        None => arg,
    })
    .mut_subcommands(|command| with_names(command, typed))
}

/// What the names depend on.
struct Typed {
    context: Context,
    /// From the program's name on.
    words: Vec<OsString>,
}

impl Typed {
    fn names(&self, known: Known) -> Vec<CompletionCandidate> {
        match known {
            Known::Sessions => words(self.sessions().unwrap_or_default()),
            Known::Profiles => {
                let profiles = self.profiles();
                let mut names = profiles.map(|found| found.names).unwrap_or_default();
                names.retain(|name| is_name(name));
                words(names)
            }
            Known::Probes => {
                let pages = probes::ids().into_iter().filter_map(probes::find);
                told(pages.map(|page| (page.code, page.title)))
            }
            Known::Checks => told(doctor::checks()),
            #[cfg(feature = "sandbox")]
            Known::Faults => {
                let faults = st_hasura_sandbox::Fault::ALL.iter();
                told(faults.map(|fault| (fault.name(), fault.about())))
            }
            Known::Pages => told(
                explain::list()
                    .into_iter()
                    .map(|page| (page.code, page.title)),
            ),
            Known::Commands => told(commands("", &Cli::command())),
            Known::Formats => {
                let formats = OutputFormat::value_variants().iter();
                let named = formats.filter_map(|format| {
                    Some(format!("{}=", format.to_possible_value()?.get_name()))
                });
                named.map(CompletionCandidate::new).collect()
            }
        }
    }

    /// Those of the files that the line names or that are found, and the one that it chooses. The
    /// line is not finished, and need not be right.
    fn profiles(&self) -> Option<Profiles> {
        let line = Cli::command().ignore_errors(true);
        let matches = line.try_get_matches_from(&self.words).ok()?;
        let flags = Flags {
            config: matches.try_get_one::<PathBuf>("config").ok()?.cloned(),
            profile: matches.try_get_one::<String>("profile").ok()?.cloned(),
            ..Flags::default()
        };
        config::profiles(&self.context, &flags).ok()
    }

    /// Sessions of the profile in force.
    fn sessions(&self) -> Option<Vec<String>> {
        let found = self.profiles()?;
        let root = found.paths.state?.join("sessions");
        let store = Store::new(Some(root), found.paths.home, Ui::default());
        store.names(&found.chosen?).ok()
    }
}

/// Names of people's own, in their order. One that a shell would take for anything but one word is
/// not offered: a configuration may come with somebody else's repository.
fn words(names: Vec<String>) -> Vec<CompletionCandidate> {
    let fits = |name: &String| {
        !name.starts_with('-') && shlex::try_quote(name).is_ok_and(|quoted| quoted == *name)
    };
    let names = names.into_iter().filter(fits);
    names.map(CompletionCandidate::new).collect()
}

/// Names, each with what it is.
fn told(
    names: impl Iterator<Item = (impl Into<OsString>, impl ToString)>,
) -> Vec<CompletionCandidate> {
    names
        .map(|(name, about)| CompletionCandidate::new(name).help(Some(about.to_string().into())))
        .collect()
}

/// Commands that have a manual page, as `man` takes them.
fn commands(above: &str, command: &clap::Command) -> std::vec::IntoIter<(String, String)> {
    let mut found = Vec::new();
    for one in command.get_subcommands().filter(|one| !one.is_hide_set()) {
        let name = format!("{above}{}", one.get_name());
        let about = one.get_about().map(ToString::to_string);
        found.push((name.clone(), about.unwrap_or_default()));
        found.extend(commands(&format!("{name}-"), one));
    }
    found.into_iter()
}
