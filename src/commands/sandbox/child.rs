//! The command that `sandbox` runs around: started with the stack's environment, told about our
//! own signals, and its end handed on as a shell would.

use std::ffi::{OsStr, OsString};
use std::process::ExitStatus;
use std::time::Duration;

use tokio::process::{Child, Command};

use super::error::SpawnError;
use crate::signals::{self, Signals};

/// How long the command may take to end after it was told to.
const GRACE: Duration = Duration::from_secs(10);

/// Variables that would beat the stack's own or lead the command to another session.
const REMOVED: [&str; 9] = [
    "ST_HASURA_ADMIN_SECRET",
    "ST_HASURA_ADMIN_SECRET_FILE",
    "ST_HASURA_CONFIG",
    "ST_HASURA_COOKIE_JAR",
    "ST_HASURA_HASURA_ENDPOINT",
    "ST_HASURA_JWKS_URL",
    "ST_HASURA_PROFILE",
    "ST_HASURA_SESSION",
    "ST_HASURA_TENANT",
];

/// A running command; told to stop when dropped.
#[derive(Debug)]
pub(super) struct Running(Child);

impl Drop for Running {
    /// Ctrl-C drops everything. At a terminal the command has had it too and is on its way out;
    /// asked once more, it can still tidy up, which a kill would not let it.
    fn drop(&mut self) {
        signals::stop(&mut self.0);
    }
}

impl Running {
    /// Starts `command`, a program and its arguments.
    pub(super) fn start(
        command: &[OsString],
        env: &[(&'static str, OsString)],
    ) -> Result<Self, SpawnError> {
        let (program, args) = command
            .split_first()
            .map_or((OsStr::new(""), &[][..]), |(program, args)| {
                (program.as_os_str(), args)
            });
        let mut process = Command::new(program);
        process.args(args);
        for name in REMOVED {
            process.env_remove(name);
        }
        process.envs(env.iter().map(|(name, value)| (name, value)));
        process.spawn().map(Self).map_err(|source| SpawnError {
            command: program.to_string_lossy().into_owned(),
            source,
        })
    }

    /// Waits for the end and says the status that a shell would: the command's own, or 128 and
    /// the number of the signal that ended it.
    pub(super) async fn wait(&mut self, signals: &mut Signals) -> std::io::Result<u8> {
        loop {
            tokio::select! {
                status = self.0.wait() => return status.map(code),
                signal = signals.next() => {
                    signals::forward(&self.0, signal);
                    if let Ok(status) = tokio::time::timeout(GRACE, self.0.wait()).await {
                        return status.map(code);
                    }
                    self.0.kill().await?;
                }
            }
        }
    }
}

fn code(status: ExitStatus) -> u8 {
    let code = status
        .code()
        .or_else(|| signals::of_status(status).map(|signal| 128 + signal));
    // A status is a byte everywhere but on Windows.
    code.and_then(|code| u8::try_from(code & 0xff).ok())
        .unwrap_or(1)
}
