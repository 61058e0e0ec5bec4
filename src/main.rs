//! Collects the outside world, runs, exits.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    st_hasura::keep_memory_private();
    let mut env = BTreeMap::new();
    let mut not_utf8 = BTreeSet::new();
    for (name, value) in std::env::vars_os() {
        // No variable that anybody reads has another name.
        let Ok(name) = name.into_string() else {
            continue;
        };
        match value.into_string() {
            Ok(value) => drop(env.insert(name, value)),
            Err(_) => drop(not_utf8.insert(name)),
        }
    }
    let context = st_hasura::Context {
        args: std::env::args_os().collect(),
        env,
        not_utf8,
        cwd: std::env::current_dir().unwrap_or_default(),
        stdin_tty: std::io::stdin().is_terminal(),
        stdout_tty: std::io::stdout().is_terminal(),
        stderr_tty: std::io::stderr().is_terminal(),
    };
    ExitCode::from(st_hasura::run(context).code())
}
