//! Everything about the outside that a run depends on, collected once by `main`.

use std::collections::BTreeMap;
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
    pub cwd: PathBuf,
    /// Stdin is a terminal.
    pub stdin_tty: bool,
    /// Stdout is a terminal.
    pub stdout_tty: bool,
    /// Stderr is a terminal.
    pub stderr_tty: bool,
}

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
}
