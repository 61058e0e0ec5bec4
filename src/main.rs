//! Collects the outside world, runs, exits.

use std::io::IsTerminal as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    st_hasura::keep_memory_private();
    let context = st_hasura::Context {
        args: std::env::args_os().collect(),
        env: std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect(),
        cwd: std::env::current_dir().unwrap_or_default(),
        stdin_tty: std::io::stdin().is_terminal(),
        stdout_tty: std::io::stdout().is_terminal(),
        stderr_tty: std::io::stderr().is_terminal(),
    };
    ExitCode::from(st_hasura::run(context).code())
}
