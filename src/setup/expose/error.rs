//! What can be in the way of a public URL.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// An error of `expose`.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExposeError {
    /// Nothing public leads to the auth API, and nothing can be started.
    #[error("no public tunnel leads to port {port} of this machine")]
    NoTunnel {
        /// The auth API's port.
        port: u16,
        /// Its key set below any origin of it, to name in advice.
        jwks_path: String,
        /// What was found instead, and what was not.
        seen: Vec<String>,
    },
    /// The tunnel has no https side.
    #[error("the tunnel {url} is plain http")]
    PlainHttp { url: String },
    /// A tunnel program ended, or could not be started.
    #[error("{program} {how}")]
    Program {
        program: &'static str,
        /// What became of it.
        how: String,
        said: Vec<String>,
    },
    /// Another auth API answers behind the URL.
    #[error("{url} does not lead to this auth API: its keys are others")]
    OtherKeys {
        /// The public key set.
        url: String,
        /// Names of its keys.
        theirs: Vec<String>,
        /// Names of the local ones.
        ours: Vec<String>,
    },
    /// `--check` with nothing to check.
    #[error("nothing is exposed: jwks_url is {what}")]
    NotExposed {
        /// What it is instead.
        what: &'static str,
    },
    /// The .env file cannot be edited without changing what else it says.
    #[error("cannot set {key} in {}: {reason}", path.display())]
    EnvFile {
        path: PathBuf,
        key: String,
        /// Why not; quotes nothing of the file.
        reason: &'static str,
    },
}

impl Diagnostic for ExposeError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::NoTunnel { .. } => ("expose.no_tunnel", Exit::Unreachable),
            Self::PlainHttp { .. } => ("expose.plain_http", Exit::Usage),
            Self::Program { .. } => ("expose.program", Exit::Unreachable),
            Self::OtherKeys { .. } => ("expose.other_keys", Exit::Verification),
            Self::NotExposed { .. } => ("expose.not_exposed", Exit::Usage),
            Self::EnvFile { .. } => ("expose.env_file", Exit::Usage),
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoTunnel {
                port, jwks_path, ..
            } => format!(
                "install ngrok (https://ngrok.com/download, then ngrok config add-authtoken) or \
                 cloudflared (https://github.com/cloudflare/cloudflared, no account needed) and \
                 run expose again; or give the URL of any other tunnel or of a deployment with \
                 --url. Without a tunnel: a Hasura in Docker on this machine reaches \
                 http://host.docker.internal:{port}{jwks_path}, so st-hasura jwt-secret \
                 --jwks-url with that; and jwt-secret --inline-key needs no URL at all"
            ),
            Self::PlainHttp { .. } => {
                "whoever sits between could swap the keys: start the tunnel for https".into()
            }
            Self::Program {
                program: "ngrok", ..
            } => "ngrok http PORT by hand shows the same; an account's token is set with ngrok \
                 config add-authtoken, and a free one takes a single agent at a time"
                .into(),
            Self::Program { .. } => {
                "cloudflared tunnel --url http://localhost:PORT by hand shows the same; quick \
                 tunnels do not work beside a config.yml in ~/.cloudflared"
                    .into()
            }
            Self::OtherKeys { .. } => {
                "is the tunnel one to another server, or an older copy of this one? An auth API \
                 on another core has other keys"
                    .into()
            }
            Self::NotExposed { .. } => "st-hasura expose --write exposes it and remembers".into(),
            Self::EnvFile { .. } => "set it by hand, or name another file with --env-file".into(),
        })
    }

    fn notes(&self) -> Vec<String> {
        match self {
            Self::NoTunnel { seen, .. } => seen.clone(),
            Self::Program { said, .. } => {
                said.iter().map(|line| format!("it said: {line}")).collect()
            }
            Self::OtherKeys { theirs, ours, .. } => vec![
                format!("keys there: {}", theirs.join(", ")),
                format!("keys here: {}", ours.join(", ")),
            ],
            Self::PlainHttp { .. } | Self::NotExposed { .. } | Self::EnvFile { .. } => Vec::new(),
        }
    }
}
