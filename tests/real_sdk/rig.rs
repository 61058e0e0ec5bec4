//! A real auth API with the sandbox's core behind it and the sandbox's Hasura beside it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::server::Server;
use crate::support::patience::comes;
use crate::support::sandbox::Sandbox;
use crate::support::{World, control, ports, skipped};

/// The SDKs that tests can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sdk {
    Node24,
    Node9,
    Python,
    Go,
}

impl Sdk {
    pub fn name(self) -> &'static str {
        match self {
            Self::Node24 => "node24",
            Self::Node9 => "node9",
            Self::Python => "python",
            Self::Go => "go",
        }
    }

    /// What makes it.
    pub fn flags(self) -> &'static [&'static str] {
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
    /// Hasura's metadata, other than the notes application's.
    pub metadata: Option<&'static str>,
    /// The application of `recipes/` in the place of the scaffolded one.
    pub recipes: bool,
}

pub const COOKIE: Setup = Setup {
    sdk: Sdk::Node24,
    transport: "cookie",
    anti_csrf: "NONE",
    ttl: "3600",
    metadata: None,
    recipes: false,
};
pub const HEADER: Setup = Setup {
    transport: "header",
    ..COOKIE
};

/// Known beforehand, since the server has to be told before the sandbox has spoken.
pub const CORE_API_KEY: &str = "a-key-for-the-core-under-test";

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
        let (core_port, api_port) = (ports::unused(), ports::unused());
        let api_url = format!("http://127.0.0.1:{api_port}");
        let secret = format!(r#"{{"jwk_url":"{api_url}/api/jwt/jwks.json"}}"#);
        // Hasura refuses to start without its key set, and the server needs the core for it: the
        // stack is started first, and its Hasura waits for the server.
        let port = core_port.to_string();
        let args = ["--core-port", &port, "--access-token-ttl", setup.ttl];
        let mut args = [&args as &[&str], &["--hasura-jwt-secret", &secret]].concat();
        let metadata = setup.metadata.map(|text| {
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(&file, text).unwrap();
            file
        });
        if let Some(file) = &metadata {
            args.extend(["--metadata", file.path().to_str().unwrap()]);
        }
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
        let mut status = None;
        comes(|| {
            status = child.try_wait().unwrap();
            status.is_some()
        });
        status?.code()
    }

    /// Sends the core a change, as somebody does who keeps its key.
    #[track_caller]
    pub fn core(&self, path: &str, body: &Value) -> Value {
        let core = self.sandbox.var("ST_HASURA_CORE_URI");
        control::put(core, path, CORE_API_KEY, body)
    }

    /// A home of its own that knows Hasura and the core, and no auth API yet.
    pub fn bare_world(&self) -> World {
        let mut world = World::new();
        for (name, value) in self.sandbox.env() {
            if name.starts_with("HASURA_") || name.contains("CORE") {
                world.set(&name, value);
            }
        }
        world
    }

    /// A home of its own, pointed at the real server and the sandbox's Hasura.
    pub fn world(&self) -> World {
        let mut world = self.bare_world();
        world.set("ST_HASURA_API_URL", &self.api_url);
        world.set("ST_HASURA_API_BASE_PATH", "/api");
        world.set("ST_HASURA_TRANSPORT", self.setup.transport);
        world.set("ST_HASURA_PASSWORD", "testPass123");
        world
    }
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
