//! The embedded stack in a process of its own, stopped by its pid when the test is over.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use super::{World, bin};

/// A running `st-hasura sandbox`.
pub struct Sandbox {
    child: Child,
    vars: BTreeMap<String, String>,
}

impl Sandbox {
    /// Starts with these further arguments and waits until it has said where it listens.
    #[track_caller]
    pub fn start(args: &[&str]) -> Self {
        let mut child = Command::new(bin())
            .arg("sandbox")
            .args(args)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("HOME", std::env::temp_dir())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut vars = BTreeMap::new();
        for line in lines.map_while(Result::ok) {
            let words = shlex::split(&line).unwrap_or_default();
            if let [export, assignment] = words.as_slice()
                && export == "export"
                && let Some((name, value)) = assignment.split_once('=')
            {
                vars.insert(name.to_owned(), value.to_owned());
                if name == "HASURA_GRAPHQL_ADMIN_SECRET" || vars.len() >= 7 {
                    break;
                }
            }
        }
        if vars.is_empty() {
            let mut stderr = String::new();
            use std::io::Read as _;
            let _ = child.stderr.take().unwrap().read_to_string(&mut stderr);
            panic!("the sandbox did not start: {stderr}");
        }
        Self { child, vars }
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

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
