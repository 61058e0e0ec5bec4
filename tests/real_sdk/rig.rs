//! A real auth API with the sandbox's core behind it and the sandbox's Hasura beside it.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::sandbox::Sandbox;
use crate::support::{World, control, skipped};

/// The SDKs that tests can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sdk {
    Node24,
    Node9,
    Python,
    Go,
}

impl Sdk {
    fn name(self) -> &'static str {
        match self {
            Self::Node24 => "node24",
            Self::Node9 => "node9",
            Self::Python => "python",
            Self::Go => "go",
        }
    }

    /// What makes it.
    fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Node24 => &["--lang", "node"],
            Self::Node9 => &["--lang", "node", "--tutorial"],
            Self::Python => &["--lang", "python"],
            Self::Go => &["--lang", "go"],
        }
    }
}

/// How a server is configured.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    pub sdk: Sdk,
    /// `--transport` of the client.
    pub transport: &'static str,
    /// The server's `ANTI_CSRF`.
    pub anti_csrf: &'static str,
    /// Seconds that access tokens live.
    pub ttl: &'static str,
}

pub const COOKIE: Setup = Setup {
    sdk: Sdk::Node24,
    transport: "cookie",
    anti_csrf: "NONE",
    ttl: "3600",
};
pub const HEADER: Setup = Setup {
    transport: "header",
    ..COOKIE
};

/// Known beforehand, since the server has to be told before the sandbox has spoken.
const CORE_API_KEY: &str = "a-key-for-the-core-under-test";

/// How `install.sh` ends when a registry does not hand out a module.
const NOT_TO_BE_HAD: i32 = 3;

/// All three parts, running.
pub struct Rig {
    // Order matters: the server goes before the core that it talks to.
    server: Server,
    pub sandbox: Sandbox,
    pub api_url: String,
    setup: Setup,
}

impl Rig {
    /// Starts everything, or says why the test is skipped.
    pub fn start(setup: Setup) -> Option<Self> {
        let cache = packages(setup.sdk.name())?;
        let (core_port, api_port) = (free_port(), free_port());
        let api_url = format!("http://127.0.0.1:{api_port}");
        let secret = format!(r#"{{"jwk_url":"{api_url}/api/jwt/jwks.json"}}"#);
        // Hasura refuses to start without its key set, and the server needs the core for it: the
        // stack is started first, and its Hasura waits for the server.
        let port = core_port.to_string();
        let args = ["--core-port", &port, "--access-token-ttl", setup.ttl];
        let args = [&args as &[&str], &["--hasura-jwt-secret", &secret]].concat();
        let starting = Sandbox::spawn_with(&args, &[("ST_HASURA_CORE_API_KEY", CORE_API_KEY)]);
        let server = Server::start(setup, &cache, core_port, api_port);
        let sandbox = starting.ready();
        Some(Self {
            server,
            sandbox,
            api_url,
            setup,
        })
    }

    /// Tells the server to stop, and waits for its exit code.
    #[cfg(unix)]
    pub fn stop(mut self) -> Option<i32> {
        let child = &mut self.server.child;
        let pid = rustix::process::Pid::from_child(child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        let deadline = Instant::now() + Duration::from_secs(15);
        while Instant::now() < deadline {
            if let Some(status) = child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }

    /// Sends the core a change, as somebody does who keeps its key.
    #[track_caller]
    pub fn core(&self, path: &str, body: &Value) -> Value {
        let core = self.sandbox.var("ST_HASURA_CORE_URI");
        control::put(core, path, CORE_API_KEY, body)
    }

    /// A home of its own, pointed at the real server and the sandbox's Hasura.
    pub fn world(&self) -> World {
        let mut world = World::new();
        for (name, value) in self.sandbox.env() {
            if name.starts_with("HASURA_") || name.contains("CORE") {
                world.set(&name, value);
            }
        }
        world.set("ST_HASURA_API_URL", &self.api_url);
        world.set("ST_HASURA_API_BASE_PATH", "/api");
        world.set("ST_HASURA_TRANSPORT", self.setup.transport);
        world.set("ST_HASURA_PASSWORD", "testPass123");
        world
    }
}

/// An auth API as a user has it: scaffolded, `.env.example` copied, packages beside it, started.
struct Server {
    child: Child,
    _folder: tempfile::TempDir,
}

impl Server {
    #[track_caller]
    fn start(setup: Setup, cache: &Path, core_port: u16, api_port: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        scaffold(setup.sdk, folder.path(), core_port, api_port);
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

/// Runs Go with the modules of the cache and without a network.
fn go_command(cache: &Path) -> Command {
    let mut command = Command::new("go");
    command
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

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// The folder with everything that `install.sh` puts there for NAME. `None`, and a line on stderr, when they are not there and
/// nobody asked to install them.
pub fn packages(name: &str) -> Option<PathBuf> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cache = std::env::var_os("ST_HASURA_SDK_CACHE").map_or_else(
        || {
            let target = std::env::var_os("CARGO_TARGET_DIR");
            target
                .map_or_else(|| root.join("target"), PathBuf::from)
                .join("real-sdk")
        },
        PathBuf::from,
    );
    if std::env::var("ST_HASURA_REAL_SDK").is_ok_and(|value| value == "1") {
        let install = root.join("tests/real_sdk/install.sh");
        let output = Command::new(install)
            .arg(name)
            .env("ST_HASURA_SDK_CACHE", &cache)
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        if output.status.code() == Some(NOT_TO_BE_HAD) {
            skipped(name, stderr.trim_end());
            return None;
        }
        assert!(output.status.success(), "{stderr}");
        return Some(cache);
    }
    if cache.join(format!("{name}.stamp")).exists() {
        return Some(cache);
    }
    skipped(
        name,
        "its packages are not installed; run tests/real_sdk/install.sh, or set ST_HASURA_REAL_SDK=1",
    );
    None
}
