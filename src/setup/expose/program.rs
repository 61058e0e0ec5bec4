//! Starting a tunnel. Its program is told to stop when we do.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use clap::ValueEnum;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use url::Url;

use super::error::ExposeError;
use crate::app::App;
use crate::config::variable;
use crate::signals;

/// How long a program may take to say its URL.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many of its last lines are worth showing.
const LAST: usize = 3;

/// `expose --tunnel`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TunnelProgram {
    /// ngrok, else cloudflared, whichever is installed
    #[default]
    Auto,
    /// ngrok, which wants an account
    Ngrok,
    /// cloudflared, as a quick tunnel without an account
    Cloudflared,
    /// None: only look for one that is running
    None,
}

/// A program that makes tunnels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    Ngrok,
    /// cloudflared, with a quick tunnel.
    Cloudflared,
}

impl Program {
    /// What it is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ngrok => "ngrok",
            Self::Cloudflared => "cloudflared",
        }
    }

    /// The one to start, and where it is; else what is missing, for people.
    pub(crate) fn choose(app: &App, wanted: TunnelProgram) -> Result<(Self, PathBuf), String> {
        let candidates: &[Self] = match wanted {
            TunnelProgram::Auto => &[Self::Ngrok, Self::Cloudflared],
            TunnelProgram::Ngrok => &[Self::Ngrok],
            TunnelProgram::Cloudflared => &[Self::Cloudflared],
            TunnelProgram::None => return Err("none was to be started (--tunnel none)".into()),
        };
        let path = variable(&app.context, "PATH").map_err(|error| error.to_string())?;
        let found = candidates
            .iter()
            .find_map(|program| Some((*program, installed(app, path?, program.name())?)));
        found.ok_or_else(|| {
            let names: Vec<&str> = candidates.iter().map(|program| program.name()).collect();
            let verb = if names.len() == 1 { "is" } else { "are both" };
            format!("{} {verb} not on PATH", names.join(" and "))
        })
    }

    fn args(self, target: &Url) -> Vec<String> {
        let target = target.origin().ascii_serialization();
        let args: &[&str] = match self {
            Self::Ngrok => &["http", &target, "--log", "stdout", "--log-format", "json"],
            Self::Cloudflared => &["tunnel", "--no-autoupdate", "--url", &target],
        };
        args.iter().map(|arg| (*arg).to_owned()).collect()
    }

    /// The public URL, when this line of its output says it.
    fn url(self, line: &str) -> Option<Url> {
        match self {
            Self::Ngrok => {
                let line: Value = serde_json::from_str(line).ok()?;
                let started = line.get("msg")?.as_str()? == "started tunnel";
                let url = line.get("url")?.as_str()?;
                started.then(|| Url::parse(url).ok()).flatten()
            }
            // It draws a box around a line with nothing but the URL.
            Self::Cloudflared => line.split_whitespace().find_map(|word| {
                let url = Url::parse(word).ok()?;
                let name = url.host_str()?.strip_suffix(".trycloudflare.com")?;
                (url.scheme() == "https" && name != "api").then_some(url)
            }),
        }
    }

    /// What a line has to say to people; empty for nothing.
    fn words(self, line: &str) -> String {
        let json: Option<Value> = serde_json::from_str(line).ok();
        let member = |name: &str| {
            let text = json.as_ref()?.get(name)?.as_str()?;
            (text != "<nil>").then(|| text.to_owned())
        };
        let words = match (self, &json) {
            (Self::Ngrok, Some(_)) => member("err").unwrap_or_default(),
            _ => line.to_owned(),
        };
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A program of this name in one of the folders of `path`.
fn installed(app: &App, path: &str, name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(path)
        .map(|folder| app.context.cwd.join(folder).join(&name))
        .find(|file| is_program(file))
}

#[cfg(unix)]
fn is_program(file: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(file)
        .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &std::path::Path) -> bool {
    file.is_file()
}

/// A running tunnel; told to stop when dropped.
#[derive(Debug)]
pub(crate) struct Running {
    program: Program,
    child: Child,
    /// Its output; kept flowing, or it would block.
    lines: mpsc::Receiver<String>,
    /// The last lines that said something.
    said: Vec<String>,
    pub url: Url,
}

impl Drop for Running {
    fn drop(&mut self) {
        signals::stop(&mut self.child);
    }
}

impl Running {
    /// Starts it and waits for its URL.
    pub(crate) async fn start(
        app: &App,
        program: Program,
        file: &std::path::Path,
        target: &Url,
    ) -> Result<Self, ExposeError> {
        let failed = |how: String, said: Vec<String>| ExposeError::Program {
            program: program.name(),
            how,
            said,
        };
        let mut child = Command::new(file)
            .args(program.args(target))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed(format!("cannot be started: {error}"), Vec::new()))?;
        let (sender, lines) = mpsc::channel(64);
        if let Some(stdout) = child.stdout.take() {
            forward(stdout, sender.clone());
        }
        if let Some(stderr) = child.stderr.take() {
            forward(stderr, sender);
        }
        let mut running = Self {
            program,
            child,
            lines,
            said: Vec::new(),
            url: target.clone(),
        };
        match tokio::time::timeout(PATIENCE, running.say(app)).await {
            Ok(Some(url)) if url.scheme() == "https" => {
                running.url = url;
                Ok(running)
            }
            Ok(Some(url)) => Err(ExposeError::PlainHttp {
                url: url.to_string(),
            }),
            Ok(None) => Err(running.ended().await),
            Err(_) => {
                let how = format!("said no URL within {} s", PATIENCE.as_secs());
                Err(failed(how, std::mem::take(&mut running.said)))
            }
        }
    }

    /// The URL in what it says from now on; `None` when it falls silent for good.
    async fn say(&mut self, app: &App) -> Option<Url> {
        while let Some(line) = self.lines.recv().await {
            app.ui.trace(2, format!("{}: {line}", self.program.name()));
            if let Some(url) = self.program.url(&line) {
                return Some(url);
            }
            self.keep(&line);
        }
        None
    }

    /// Keeps the last lines that say something.
    fn keep(&mut self, line: &str) {
        let words = self.program.words(line);
        if !words.is_empty() {
            self.said.push(words);
            let surplus = self.said.len().saturating_sub(LAST);
            self.said.drain(..surplus);
        }
    }

    /// Waits until it ends, which it should not.
    pub(crate) async fn ended(&mut self) -> ExposeError {
        while let Some(line) = self.lines.recv().await {
            self.keep(&line);
        }
        let how = match self.child.wait().await {
            Ok(status) => format!("ended: {status}"),
            Err(error) => format!("ended: {error}"),
        };
        ExposeError::Program {
            program: self.program.name(),
            how,
            said: std::mem::take(&mut self.said),
        }
    }
}

/// Hands on each line of an output.
fn forward(output: impl AsyncRead + Unpin + Send + 'static, to: mpsc::Sender<String>) {
    tokio::spawn(async move {
        let mut lines = BufReader::new(output).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            if to.send(line).await.is_err() {
                return;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read_from_what_the_programs_print() {
        let url = |program: Program, line: &str| program.url(line).map(|url| url.to_string());
        let ngrok = r#"{"addr":"http://localhost:3001","lvl":"info","msg":"started tunnel","name":"command_line","obj":"tunnels","url":"https://x.ngrok-free.app"}"#;
        assert_eq!(
            url(Program::Ngrok, ngrok).as_deref(),
            Some("https://x.ngrok-free.app/")
        );
        let other = r#"{"lvl":"info","msg":"client session established","url":"https://x"}"#;
        assert_eq!(url(Program::Ngrok, other), None);
        assert_eq!(url(Program::Ngrok, "no json"), None);
        let boxed = "2026-01-02T03:04:05Z INF |  https://a-b-c.trycloudflare.com        |";
        assert_eq!(
            url(Program::Cloudflared, boxed).as_deref(),
            Some("https://a-b-c.trycloudflare.com/")
        );
        for line in [
            "failed to request quick Tunnel: Post https://api.trycloudflare.com/tunnel",
            "INF Requesting new quick Tunnel on trycloudflare.com...",
            "see https://developers.cloudflare.com/cloudflare-one/",
        ] {
            assert_eq!(url(Program::Cloudflared, line), None, "{line}");
        }
    }

    #[test]
    fn the_words_of_a_line_are_its_error() {
        let line = r#"{"err":"authentication failed: ERR_NGROK_4018\r\n","lvl":"crit","msg":"x"}"#;
        assert_eq!(
            Program::Ngrok.words(line),
            "authentication failed: ERR_NGROK_4018"
        );
        assert_eq!(Program::Ngrok.words(r#"{"err":"<nil>","msg":"x"}"#), "");
        assert_eq!(Program::Ngrok.words("ERROR:  oh"), "ERROR: oh");
    }
}
