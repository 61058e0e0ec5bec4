//! `completions` and `man`, generated from the command line's own definition, and the published
//! schema.

mod text;

use clap::CommandFactory as _;
use clap_complete::Generator;
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Zsh};
use clap_complete_nushell::Nushell;
use clap_mangen::Man;
use serde::Serialize;

use super::complete;
use crate::cli::{Cli, CompletionShell, CompletionsArgs, ManArgs};
use crate::error::{Error, Result};
use crate::text::ShownPath;

const NAME: &str = "st-hasura";

#[derive(Debug, Serialize)]
pub(crate) struct Generated {
    pub text: String,
}

/// Manual pages written to a folder.
#[derive(Debug, Serialize)]
pub(crate) struct ManPages {
    /// The files, one a command.
    pub files: Vec<ShownPath>,
}

/// `verify-hasura --json-schema`.
pub(crate) fn json_schema() -> Generated {
    Generated {
        text: include_str!("../../schemas/verify-hasura.schema.json").to_owned(),
    }
}

/// `completions`.
pub(crate) fn completions(args: &CompletionsArgs) -> Generated {
    Generated {
        text: completion_script(args.shell),
    }
}

/// The script for a shell, ending in one newline. It asks this program what to offer, so that it
/// knows names that only a run can know; what a shell has no such script for, it is told once.
pub(crate) fn completion_script(shell: CompletionShell) -> String {
    let asking: &dyn EnvCompleter = match shell {
        CompletionShell::Bash => &Bash,
        CompletionShell::Elvish => &Elvish,
        CompletionShell::Fish => &Fish,
        CompletionShell::Powershell => &Powershell,
        CompletionShell::Zsh => &Zsh,
        CompletionShell::Nushell => return told_once(Nushell),
    };
    let mut script = Vec::new();
    // Writing to memory does not fail.
    let _ = asking.write_registration(complete::VARIABLE, NAME, NAME, NAME, &mut script);
    let mut script = String::from_utf8_lossy(&script).trim().to_owned() + "\n";
    if shell == CompletionShell::Zsh {
        script += ZSH_AT_ONCE;
    }
    script
}

/// A file of $fpath is read as the body of a function of its name when the first word is
/// completed (zshcompsys(1), "Autoloaded files"): that time it has to answer, too.
const ZSH_AT_ONCE: &str = "\
if [[ ${funcstack[1]} == _st-hasura ]]; then
    _clap_dynamic_completer_st_hasura \"$@\"
fi
";

/// A script that holds the whole command line.
fn told_once(shell: impl Generator) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), NAME, &mut script);
    String::from_utf8_lossy(&script).trim_end().to_owned() + "\n"
}

/// `man` for one page.
pub(crate) fn man_page(args: &ManArgs) -> Result<Generated> {
    let wanted = args.command.as_deref();
    pages()
        .into_iter()
        .find(|(name, _)| match wanted {
            None => name == NAME,
            Some(wanted) => *name == format!("{NAME}-{}", wanted.replace(' ', "-")),
        })
        .map(|(_, text)| Generated { text })
        .ok_or_else(|| {
            let wanted = wanted.unwrap_or_default();
            Error::usage(
                format!("there is no command \"{wanted}\""),
                "see st-hasura --help",
            )
        })
}

/// `man --dir`.
pub(crate) fn man_pages(dir: &std::path::Path) -> Result<ManPages> {
    let failed = |path: &std::path::Path| {
        let what = path.display().to_string();
        move |source| Error::io("write", what, source)
    };
    std::fs::create_dir_all(dir).map_err(failed(dir))?;
    let mut files = Vec::new();
    for (name, text) in pages() {
        let path = dir.join(format!("{name}.1"));
        std::fs::write(&path, text).map_err(failed(&path))?;
        files.push(path.into());
    }
    Ok(ManPages { files })
}

/// Every page: `st-hasura`, `st-hasura-signup`, `st-hasura-session-list`, …
fn pages() -> Vec<(String, String)> {
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    let mut found = Vec::new();
    collect(&root, NAME, &mut found);
    found
}

fn collect(command: &clap::Command, name: &str, found: &mut Vec<(String, String)>) {
    let mut text = Vec::new();
    let page = Man::new(command.clone().name(name.to_owned()));
    // Writing to memory does not fail.
    if page.render(&mut text).is_ok() {
        found.push((name.to_owned(), String::from_utf8_lossy(&text).into_owned()));
    }
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        collect(sub, &format!("{name}-{}", sub.get_name()), found);
    }
}
