//! The embedded stack in a process of its own, stopped by its pid when the test is over.

#[cfg(unix)]
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use super::patience::comes;
use super::{World, bin};

/// How many variables the sandbox prints: API URL and base path, core URI and key, Hasura's
/// endpoint and admin secret, and a home.
const VARIABLES: usize = 7;

/// A running `st-hasura sandbox`.
pub struct Sandbox {
    child: Child,
    vars: BTreeMap<String, String>,
}

impl Sandbox {
    /// Starts with these further arguments and waits until it has said where it listens.
    #[track_caller]
    pub fn start(args: &[&str]) -> Self {
        Self::spawn(args).ready()
    }

    /// [`Sandbox::start`] with keys of its own, for tests of who signed a token.
    #[track_caller]
    pub fn apart(args: &[&str]) -> Self {
        launched(args, &[]).ready()
    }

    /// Starts without waiting, for a stack whose Hasura waits for something else.
    pub fn spawn(args: &[&str]) -> Starting {
        Self::spawn_with(args, &[])
    }

    /// [`Sandbox::spawn`] with further variables.
    pub fn spawn_with(args: &[&str], env: &[(&str, &str)]) -> Starting {
        let keys = signing_keys().to_str().unwrap();
        launched(&[&["--signing-keys", keys], args].concat(), env)
    }

    /// One of the variables it printed.
    #[track_caller]
    pub fn var(&self, name: &str) -> &str {
        self.vars
            .get(name)
            .unwrap_or_else(|| panic!("the sandbox printed no {name}"))
    }

    /// All of them but the home directory.
    pub fn env(&self) -> Vec<(String, String)> {
        self.vars
            .iter()
            .filter(|(name, _)| *name != "ST_HASURA_HOME")
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// A world whose commands talk to this sandbox.
    pub fn world(&self) -> World {
        World::new().with_env(&self.env())
    }
}

fn launched(args: &[&str], env: &[(&str, &str)]) -> Starting {
    let child = Command::new(bin())
        .arg("sandbox")
        .args(args)
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .env("HOME", std::env::temp_dir())
        .envs(env.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    Starting {
        sandbox: Sandbox {
            child,
            vars: BTreeMap::new(),
        },
    }
}

/// What all tests' sandboxes sign with: to make keys takes longer than all else of a start. Made
/// once, where Cargo keeps what tests make.
fn signing_keys() -> &'static Path {
    static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let path = folder.join("signing-keys.pem");
        if !path.exists() {
            let key = || {
                let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
                let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
                pem::Pem::new("PRIVATE KEY", der.as_ref())
            };
            let text = pem::encode_many(&[key(), key()]);
            let mut file = tempfile::NamedTempFile::new_in(folder).unwrap();
            file.write_all(text.as_bytes()).unwrap();
            file.persist(&path).unwrap();
        }
        path
    });
    &FILE
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Killed, it would leave its folder behind.
        #[cfg(unix)]
        {
            let pid = rustix::process::Pid::from_child(&self.child);
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
            if comes(|| !matches!(self.child.try_wait(), Ok(None))) {
                return;
            }
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A sandbox that has not yet said where it listens.
pub struct Starting {
    sandbox: Sandbox,
}

impl Starting {
    /// Waits for its environment.
    #[track_caller]
    pub fn ready(mut self) -> Sandbox {
        let sandbox = &mut self.sandbox;
        let lines = BufReader::new(sandbox.child.stdout.take().unwrap()).lines();
        for line in lines.map_while(Result::ok) {
            let words = shlex::split(&line).unwrap_or_default();
            if let [export, assignment] = words.as_slice()
                && export == "export"
                && let Some((name, value)) = assignment.split_once('=')
            {
                sandbox.vars.insert(name.to_owned(), value.to_owned());
                if sandbox.vars.len() == VARIABLES {
                    return self.sandbox;
                }
            }
        }
        let mut stderr = String::new();
        let _ = sandbox
            .child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut stderr);
        panic!("the sandbox did not start: {stderr}");
    }
}
