//! What the tests share: a hermetic way to run the binary and a sandbox in a process of its own.
#![allow(
    dead_code,
    reason = "each test binary uses its own part of this module"
)]

pub mod between;
#[cfg(feature = "sandbox")]
pub mod chromium;
#[cfg(feature = "sandbox")]
pub mod cloud;
pub mod control;
pub mod echo;
pub mod fault_server;
pub mod hasura;
pub mod ngrok;
pub mod pages;
pub mod patience;
pub mod ports;
#[cfg(unix)]
pub mod postgres;
pub mod programs;
pub mod readme;
pub mod sandbox;
pub mod schema;
#[cfg(unix)]
pub mod terminal;
pub mod tls_server;
#[path = "../../src/jwt/testing.rs"]
pub mod tokens;
pub mod tools;
pub mod visitor;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The binary under test.
pub fn bin() -> &'static str {
    env!("CARGO_BIN_EXE_st-hasura")
}

/// Says that something was not tried. Written past the harness's capture: a skip must be seen
/// even when everything passes.
pub fn skipped(what: &str, why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {what}: {why}");
}

/// The claims of a JWT, unverified.
#[track_caller]
pub fn claims(token: &str) -> serde_json::Value {
    use base64::Engine as _;
    let payload = token.trim().split('.').nth(1).unwrap();
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload);
    serde_json::from_slice(&bytes.unwrap()).unwrap()
}

/// A place of its own for one test: home, working directory, environment.
///
/// Nothing of the machine's environment reaches the binary, so a developer's own session or a
/// proxy variable cannot change a result.
pub struct World {
    /// Removed at the end of the test.
    pub dir: tempfile::TempDir,
    env: BTreeMap<OsString, OsString>,
}

impl World {
    pub fn new() -> Self {
        let dir = tempfile::Builder::new()
            .prefix("st-hasura-test")
            .tempdir()
            .unwrap();
        let mut env = BTreeMap::new();
        env.insert("HOME".into(), dir.path().join("home").into_os_string());
        if let Some(path) = std::env::var_os("PATH") {
            env.insert("PATH".into(), path);
        }
        std::fs::create_dir_all(dir.path().join("home")).unwrap();
        std::fs::create_dir_all(dir.path().join("work")).unwrap();
        Self { dir, env }
    }

    /// Adds a variable to every later run.
    pub fn set(&mut self, name: &str, value: impl AsRef<OsStr>) -> &mut Self {
        self.env.insert(name.into(), value.as_ref().to_owned());
        self
    }

    /// Adds several variables.
    pub fn with_env(mut self, vars: &[(String, String)]) -> Self {
        for (name, value) in vars {
            self.set(name, value);
        }
        self
    }

    /// The working directory.
    pub fn work(&self) -> PathBuf {
        self.dir.path().join("work")
    }

    /// Writes a file below the working directory.
    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.work().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Where a named session is kept.
    pub fn session_file(&self, profile: &str, name: &str) -> PathBuf {
        let state = match self.env.get(OsStr::new("ST_HASURA_HOME")) {
            Some(home) => Path::new(home).join("state"),
            None => self.dir.path().join("home/.local/state/st-hasura"),
        };
        state
            .join("sessions")
            .join(profile)
            .join(format!("{name}.json"))
    }

    /// A command line, not yet run.
    pub fn cmd<I, S>(&self, args: I) -> Run<'_>
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        Run {
            world: self,
            args: args
                .into_iter()
                .map(|arg| arg.as_ref().to_owned())
                .collect(),
            stdin: Vec::new(),
            env: Vec::new(),
        }
    }

    /// A shell in this world, with `folder` first on its PATH.
    pub fn shell(&self, script: &str, folder: &Path) -> Command {
        let mut path = folder.as_os_str().to_owned();
        if let Some(rest) = self.env.get(OsStr::new("PATH")) {
            path.push(":");
            path.push(rest);
        }
        let mut command = Command::new("sh");
        command
            .args(["-c", script])
            .env_clear()
            .envs(&self.env)
            .env("PATH", path);
        command.current_dir(self.work()).stdin(Stdio::null());
        command
    }

    /// The command as `std` has it, for tests that need the child itself.
    pub fn command<I, S>(&self, args: I) -> Command
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let mut command = Command::new(bin());
        command
            .args(args)
            .env_clear()
            .envs(&self.env)
            .current_dir(self.work());
        command
    }
}

/// A command line being put together.
pub struct Run<'a> {
    world: &'a World,
    args: Vec<OsString>,
    stdin: Vec<u8>,
    env: Vec<(OsString, OsString)>,
}

impl Run<'_> {
    /// What the command reads.
    pub fn stdin(mut self, text: impl AsRef<[u8]>) -> Self {
        self.stdin = text.as_ref().to_owned();
        self
    }

    /// A variable for this run alone.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.env.push((name.into(), value.as_ref().to_owned()));
        self
    }

    /// Runs to the end.
    pub fn run(self) -> Output {
        let mut command = self.world.command(&self.args);
        command
            .envs(self.env)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that does not read closes the pipe: that is its right.
        let _ = child.stdin.take().unwrap().write_all(&self.stdin);
        let output = child.wait_with_output().unwrap();
        Output {
            line: self
                .args
                .iter()
                .map(|arg| arg.to_string_lossy().into_owned())
                .collect(),
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs and requires exit 0.
    #[track_caller]
    pub fn ok(self) -> Output {
        self.code(0)
    }

    /// Runs and requires this exit code.
    #[track_caller]
    pub fn code(self, code: i32) -> Output {
        let output = self.run();
        assert_eq!(output.code, Some(code), "{output}");
        output
    }
}

/// How a run ended.
pub struct Output {
    line: Vec<String>,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl std::fmt::Display for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "\n$ st-hasura {}\n[exit {:?}]\n--- stdout\n{}\n--- stderr\n{}",
            self.line.join(" "),
            self.code,
            self.stdout,
            self.stderr
        )
    }
}

impl Output {
    /// stdout as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        let value =
            serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}{self}"));
        let faults = schema::faults(&value);
        assert!(faults.is_empty(), "not as published: {faults:#?}{self}");
        value
    }

    #[track_caller]
    pub fn stdout_is(&self, expected: &str) -> &Self {
        assert_eq!(self.stdout, expected, "{self}");
        self
    }

    #[track_caller]
    pub fn stdout_has(&self, part: &str) -> &Self {
        assert!(self.stdout.contains(part), "stdout lacks {part:?}{self}");
        self
    }

    #[track_caller]
    pub fn stderr_has(&self, part: &str) -> &Self {
        assert!(self.stderr.contains(part), "stderr lacks {part:?}{self}");
        self
    }

    #[track_caller]
    pub fn nowhere(&self, part: &str) -> &Self {
        let found = self.stdout.contains(part) || self.stderr.contains(part);
        assert!(!found, "{part:?} must not be shown{self}");
        self
    }
}
