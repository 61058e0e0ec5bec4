//! A real browser: phones nobody, has a profile of its own, and is driven over its `DevTools`
//! protocol where a test needs more than a page's text.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::protocol::Message;
use tokio_tungstenite::tungstenite::{WebSocket, client};

use super::patience::{PATIENCE, until};
use super::tools::tool;

/// The program; without one the test is skipped.
#[track_caller]
pub fn program(what: &str) -> Option<PathBuf> {
    let programs = ["chromium", "chromium-browser", "google-chrome"];
    tool(&programs, &["--version"], what)
}

/// A command that starts it.
pub fn command(program: &Path, profile: &Path) -> Command {
    let mut command = Command::new(program);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--enable-logging=stderr",
        "--v=0",
    ]);
    command.arg(format!("--user-data-dir={}", profile.display()));
    // Reports of crashes and settings of the desktop lie elsewhere.
    command.env("HOME", profile);
    for folder in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
        command.env_remove(folder);
    }
    command
}

/// One page of a running browser.
pub struct Page {
    child: Child,
    socket: WebSocket<TcpStream>,
    port: u16,
    target: Value,
    session: Value,
    last: u64,
    _profile: tempfile::TempDir,
}

impl Page {
    /// Opens `url`.
    pub fn open(program: &Path, url: &str) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut child = command(program, profile.path())
            .args([
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "about:blank",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let file = profile.path().join("DevToolsActivePort");
        let mut text = String::new();
        // Two lines; the second is written last.
        until("it did not start", || {
            text = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(child.try_wait().unwrap().is_none(), "it ended");
            text.trim_end().contains('\n')
        });
        let (port, path) = text.trim_end().split_once('\n').unwrap();
        let port: u16 = port.parse().unwrap();
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (socket, _) = client(format!("ws://127.0.0.1:{port}{path}"), stream).unwrap();
        let mut page = Self {
            child,
            socket,
            port,
            target: Value::Null,
            session: Value::Null,
            last: 0,
            _profile: profile,
        };
        (page.target, page.session) = page.create(url);
        // A new target is an empty page first.
        let there = format!(
            "location.href === {} && document.readyState === 'complete'",
            json!(url)
        );
        until(&format!("{url} did not load"), || page.run(&there) == true);
        page
    }

    /// Opens the developer tools on this page, and hands the socket to them: what is asked from
    /// now on is asked of their own page. Gives back what [`Page::switch`] needs to return.
    pub fn developer_tools(&mut self) -> Value {
        let (port, target) = (self.port, self.target.as_str().unwrap());
        let inspected = format!("127.0.0.1:{port}/devtools/page/{target}");
        let url = format!("http://127.0.0.1:{port}/devtools/inspector.html?ws={inspected}");
        let page = std::mem::take(&mut self.session);
        let (_, session) = self.create(&format!("{url}&panel=network"));
        self.session = session;
        let there = "document.readyState === 'complete' && import('./core/sdk/sdk.js').then(sdk => \
                     !!sdk.TargetManager.TargetManager.instance().primaryPageTarget(), () => false)";
        until("no developer tools", || self.run(there) == true);
        page
    }

    /// Asks another page; gives back the one that was asked so far.
    pub fn switch(&mut self, page: Value) -> Value {
        std::mem::replace(&mut self.session, page)
    }

    /// A new target, and a session with it.
    fn create(&mut self, url: &str) -> (Value, Value) {
        let target = self.call("Target.createTarget", &json!({ "url": url }));
        let target = target["result"]["targetId"].clone();
        let attach = json!({ "targetId": target, "flatten": true });
        let attached = self.call("Target.attachToTarget", &attach);
        (target, attached["result"]["sessionId"].clone())
    }

    /// The whole answer to a command of the protocol.
    #[track_caller]
    pub fn call(&mut self, method: &str, params: &Value) -> Value {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if !self.session.is_null() {
            message["sessionId"] = self.session.clone();
        }
        self.socket
            .send(Message::text(message.to_string()))
            .unwrap();
        // Events of the page may come for ever where the answer does not.
        let asked = Instant::now();
        loop {
            assert!(asked.elapsed() < PATIENCE, "no answer to {method}");
            let Message::Text(text) = self.socket.read().unwrap() else {
                continue;
            };
            let answer: Value = serde_json::from_str(&text).unwrap();
            if answer["id"] == self.last {
                assert!(answer.get("error").is_none(), "{method} {answer}");
                return answer;
            }
        }
    }

    /// What a script of the page comes to, promises awaited.
    #[track_caller]
    pub fn run(&mut self, script: &str) -> Value {
        let params = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", &params);
        let result = &answer["result"];
        assert!(result.get("exceptionDetails").is_none(), "{result}");
        result["result"]["value"].clone()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
