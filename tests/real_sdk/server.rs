//! The auth API as a process, made by the very command that users make it with.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::rig::{CORE_API_KEY, Sdk, Setup, packages};
use crate::support::World;

/// An auth API as a user has it: scaffolded, `.env.example` copied, packages beside it, started.
pub struct Server {
    pub child: Child,
    _folder: tempfile::TempDir,
}

impl Server {
    #[track_caller]
    pub fn start(setup: Setup, cache: &Path, core_port: u16, api_port: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        scaffold(setup.sdk, folder.path(), core_port, api_port);
        if setup.recipes {
            recipes(setup.sdk, folder.path());
        }
        let mut child = program(setup.sdk, folder.path(), cache)
            .env("CORE_API_KEY", CORE_API_KEY)
            .env("ANTI_CSRF", setup.anti_csrf)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let server = Self {
            child,
            _folder: folder,
        };
        assert_eq!(
            line.trim_end(),
            format!("listening on 127.0.0.1:{api_port}"),
            "{:?}",
            setup.sdk
        );
        server
    }
}

/// A server that a test scaffolded itself; killed when dropped.
pub struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the server in `folder` and waits until it listens at `port`.
#[track_caller]
pub fn serve(sdk: Sdk, folder: &Path, cache: &Path, core_key: &str, port: u16) -> Served {
    let mut served = Served(
        program(sdk, folder, cache)
            .env("CORE_API_KEY", core_key)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap(),
    );
    let mut line = String::new();
    let mut stdout = BufReader::new(served.0.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    assert_eq!(
        line.trim_end(),
        format!("listening on 127.0.0.1:{port}"),
        "{sdk:?}"
    );
    served
}

/// Writes the server's files. All that differs from one run to another is in its `.env`.
fn scaffold(sdk: Sdk, folder: &Path, core_port: u16, api_port: u16) {
    let world = World::new();
    let (port, api) = (api_port.to_string(), format!("http://127.0.0.1:{api_port}"));
    let core = format!("http://127.0.0.1:{core_port}");
    let args = [
        &["scaffold", "auth-api", folder.to_str().unwrap()],
        sdk.flags(),
        &["--port", &port, "--core", &core, "--api-url", &api],
        &["--api-base-path", "/api"],
    ];
    world.cmd(args.concat()).ok();
    std::fs::copy(folder.join(".env.example"), folder.join(".env")).unwrap();
}

/// Puts the application of `recipes/` over the scaffolded one, whose configuration stays.
fn recipes(sdk: Sdk, folder: &Path) {
    let recipes = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real_sdk/recipes");
    let server = format!("{}.js", sdk.name());
    std::fs::copy(recipes.join(server), folder.join("server.js")).unwrap();
    std::fs::copy(recipes.join("serve.js"), folder.join("serve.js")).unwrap();
}

/// A scaffolded server's own tests, or why they are skipped.
pub fn own_tests(sdk: Sdk, folder: &Path) -> Option<Command> {
    let cache = packages(sdk.name())?;
    scaffold(sdk, folder, 3567, 3001);
    let mut tests = match sdk {
        Sdk::Node24 | Sdk::Node9 => {
            let packages = cache.join(sdk.name()).join("node_modules");
            link(&packages, &folder.join("node_modules"));
            let mut tests = Command::new("node");
            tests.args(["--test", "--test-reporter=tap"]);
            tests
        }
        Sdk::Python => {
            let mut tests = Command::new(cache.join("python/bin/python"));
            tests.args(["-m", "unittest"]);
            tests
        }
        Sdk::Go => {
            let mut tests = go_command(&cache);
            tests.args(["test", "-v", "-trimpath", "./..."]);
            tests
        }
    };
    tests.current_dir(folder);
    Some(tests)
}

/// What starts it.
fn program(sdk: Sdk, folder: &Path, cache: &Path) -> Command {
    match sdk {
        Sdk::Node24 | Sdk::Node9 => {
            let packages = cache.join(sdk.name()).join("node_modules");
            link(&packages, &folder.join("node_modules"));
            let mut command = Command::new("node");
            command.arg("server.js");
            command
        }
        Sdk::Python => {
            let mut command = Command::new(cache.join("python/bin/python"));
            command.arg("server.py");
            command
        }
        Sdk::Go => {
            go(
                folder,
                cache,
                &["build", "-trimpath", "-o", "auth-api", "."],
            );
            Command::new(folder.join("auth-api"))
        }
    }
}

#[cfg(unix)]
fn link(packages: &Path, place: &Path) {
    std::os::unix::fs::symlink(packages, place).unwrap();
}

#[cfg(windows)]
fn link(packages: &Path, place: &Path) {
    std::os::windows::fs::symlink_dir(packages, place).unwrap();
}

/// Runs Go with the modules of the cache and without a network. It counts its runs where its user
/// has configurations.
fn go_command(cache: &Path) -> Command {
    let mut command = Command::new("go");
    command
        .env("HOME", cache.join("go"))
        .env_remove("XDG_CONFIG_HOME")
        .env("GOMODCACHE", cache.join("go/mod"))
        .env("GOCACHE", cache.join("go/build"))
        .env("GOFLAGS", "-modcacherw")
        .env("GOPROXY", "off");
    command
}

#[track_caller]
fn go(folder: &Path, cache: &Path, args: &[&str]) {
    let mut command = go_command(cache);
    let output = command.args(args).current_dir(folder).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "go {args:?}: {stderr}");
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
