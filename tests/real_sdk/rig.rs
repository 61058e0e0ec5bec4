//! A real auth API with the sandbox's core behind it and the sandbox's Hasura beside it.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::support::sandbox::Sandbox;
use crate::support::{World, skipped};

/// The SDKs that tests can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sdk {
    Node24,
    Node9,
    Python,
}

impl Sdk {
    fn name(self) -> &'static str {
        match self {
            Self::Node24 => "node24",
            Self::Node9 => "node9",
            Self::Python => "python",
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

/// All three parts, running.
pub struct Rig {
    // Order matters: the server goes before the core that it talks to.
    _server: Server,
    pub sandbox: Sandbox,
    pub api_url: String,
    setup: Setup,
}

impl Rig {
    /// Starts everything, or says why the test is skipped.
    pub fn start(setup: Setup) -> Option<Self> {
        let cache = packages(setup.sdk)?;
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
            _server: server,
            sandbox,
            api_url,
            setup,
        })
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

struct Server {
    child: Child,
}

impl Server {
    #[track_caller]
    fn start(setup: Setup, cache: &Path, core_port: u16, api_port: u16) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real_sdk");
        let name = setup.sdk.name();
        let mut command = match setup.sdk {
            Sdk::Node24 | Sdk::Node9 => {
                let mut command = Command::new("node");
                command.arg(here.join(name).join("server.js"));
                command.env("NODE_PATH", cache.join(name).join("node_modules"));
                command
            }
            Sdk::Python => {
                let mut command = Command::new(cache.join("python/bin/python"));
                command.arg(here.join("python/app.py"));
                command
            }
        };
        let mut child = command
            .env("PORT", api_port.to_string())
            .env("CORE_URI", format!("http://127.0.0.1:{core_port}"))
            .env("CORE_API_KEY", CORE_API_KEY)
            .env("ANTI_CSRF", setup.anti_csrf)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let server = Self { child };
        assert_eq!(
            line.trim_end(),
            format!("listening on 127.0.0.1:{api_port}"),
            "{name}"
        );
        server
    }
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

/// The folder with the SDK's packages. `None`, and a line on stderr, when they are not there and
/// nobody asked to install them.
fn packages(sdk: Sdk) -> Option<PathBuf> {
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
    let name = sdk.name();
    if std::env::var("ST_HASURA_REAL_SDK").is_ok_and(|value| value == "1") {
        let install = root.join("tests/real_sdk/install.sh");
        let output = Command::new(install)
            .arg(name)
            .env("ST_HASURA_SDK_CACHE", &cache)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        return Some(cache);
    }
    if cache.join(format!("{name}.stamp")).exists() {
        return Some(cache);
    }
    skipped(
        &format!("auth API on {name}"),
        "its packages are not installed; run tests/real_sdk/install.sh, or set ST_HASURA_REAL_SDK=1",
    );
    None
}
