//! Everything about the outside that a run depends on, collected once by `main`.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::PathBuf;

/// Arguments, environment, working directory and terminals.
///
/// Nothing below `main` reads the environment, so a test can describe any situation by value.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Command line, program name first.
    pub args: Vec<OsString>,
    /// Environment variables that are valid UTF-8.
    pub env: BTreeMap<String, String>,
    /// Names of those that are not: they are set, and cannot be read.
    pub not_utf8: BTreeSet<String>,
    pub cwd: PathBuf,
    /// Stdin is a terminal.
    pub stdin_tty: bool,
    /// Stdout is a terminal.
    pub stdout_tty: bool,
    /// Stderr is a terminal.
    pub stderr_tty: bool,
}

/// What the names of this program's own variables, and of Hasura's, begin with.
const OWN: [&str; 2] = ["ST_HASURA_", "HASURA_"];

/// Other variables that any command reads. Who needs one more asks [`Context::unreadable`].
const OTHERS: [&str; 15] = [
    "CI",
    "CLICOLOR_FORCE",
    "GITHUB_STEP_SUMMARY",
    "HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_COLOR",
    "NO_PROXY",
    "TERM",
    "USERPROFILE",
    "XDG_CONFIG_HOME",
    "XDG_STATE_HOME",
    "http_proxy",
    "https_proxy",
    "no_proxy",
];

/// True for a name that a variable can have (POSIX).
pub(crate) fn is_variable_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) && name.chars().all(fits)
}

impl Context {
    /// A variable's value; the empty string counts as unset.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.env
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// The first variable that this program reads and that is not UTF-8, also among `more`. To go
    /// on as if it were not set would do something else than somebody has asked for.
    pub(crate) fn unreadable(&self, more: &[&str]) -> Option<&str> {
        let mut names = self.not_utf8.iter().map(String::as_str);
        names.find(|name| {
            OWN.iter().any(|own| name.starts_with(own))
                || OTHERS.contains(name)
                || more.contains(name)
        })
    }
}
