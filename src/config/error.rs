//! What can be wrong with the configuration.

use std::path::PathBuf;

use url::Url;

use super::keys::{self, Kind};
use crate::bounded;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// A configuration error. Never quotes a value that could be a secret.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// A file that was named or found cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// Not TOML. The parser's own message quotes the line, which may hold a secret; this one
    /// only says where.
    #[error("{}:{line}: {message}", path.display())]
    Syntax {
        path: PathBuf,
        /// 1-based line.
        line: usize,
        /// What the parser expected.
        message: String,
    },
    /// A key that does not exist.
    #[error("{}:{line}: unknown key \"{name}\"", path.display())]
    UnknownKey {
        path: PathBuf,
        /// 1-based line.
        line: usize,
        name: String,
        /// The known key it looks like.
        nearest: Option<String>,
    },
    /// A value of the wrong type in a file.
    #[error("{}:{line}: {name} must be {expected}, but a {found} is there", path.display())]
    WrongType {
        path: PathBuf,
        /// 1-based line.
        line: usize,
        name: String,
        /// What would be right.
        expected: String,
        /// The TOML type found.
        found: &'static str,
    },
    /// A secret written into a configuration file.
    #[error("{}:{line}: {name} is a secret and does not belong in a configuration file", path.display())]
    SecretInFile {
        path: PathBuf,
        /// 1-based line.
        line: usize,
        name: &'static str,
        /// The variable to use instead.
        env: &'static str,
    },
    /// A secret that no header can carry to the server as it is.
    #[error("{name} ({origin}) {flaw}")]
    Unsendable {
        name: &'static str,
        /// Where it came from.
        origin: String,
        /// What is wrong with it, without a word of it.
        flaw: &'static str,
    },
    /// Something in the policy that cannot be meant.
    #[error("{}:{line}: {problem}", path.display())]
    Policy {
        path: PathBuf,
        /// 1-based line.
        line: usize,
        problem: String,
        /// What would be right.
        hint: String,
    },
    /// A value that cannot be used, from anywhere.
    #[error("{name} ({origin}) must be {expected}, not \"{value}\"")]
    BadValue {
        name: &'static str,
        /// Where it came from.
        origin: String,
        /// What would be right.
        expected: String,
        /// What is there; user-info of URLs stripped.
        value: String,
    },
    /// A profile that no file defines.
    #[error("there is no profile \"{name}\"")]
    UnknownProfile {
        /// As asked for.
        name: String,
        /// The profiles that exist.
        known: Vec<String>,
    },
    /// A value that this command needs and nobody gave.
    #[error("{what} is not configured")]
    Missing {
        what: &'static str,
        /// Empty where there is none.
        flag: &'static str,
        env: &'static str,
        key: &'static str,
    },
    /// A secret in the place of its file's name.
    #[error("{flag} wants the name of a file or of an environment variable, or -")]
    SecretOnCommandLine { flag: &'static str },
    /// A variable that is set and cannot be read.
    #[error("the environment variable {name} is not UTF-8")]
    NotUtf8 { name: String },
}

/// A variable that only some command reads; [`Config::resolve`](super::Config::resolve) has seen to
/// the others.
pub(crate) fn variable<'c>(
    context: &'c Context,
    name: &str,
) -> Result<Option<&'c str>, ConfigError> {
    if context.not_utf8.contains(name) {
        return Err(ConfigError::NotUtf8 { name: name.into() });
    }
    Ok(context.var(name))
}

/// True for what would be a URL with `http://` before it, such as `localhost:3000`.
fn lacks_scheme(value: &str) -> bool {
    let whole = Url::parse(&format!("http://{value}"));
    !value.contains("://") && whole.is_ok_and(|url| url.has_host())
}

impl Diagnostic for ConfigError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::Unreadable { .. } => ("config.unreadable", Exit::Usage),
            Self::Syntax { .. } => ("config.syntax", Exit::Usage),
            Self::UnknownKey { .. } => ("config.unknown_key", Exit::Usage),
            Self::WrongType { .. } => ("config.wrong_type", Exit::Usage),
            Self::SecretInFile { .. } => ("config.secret_in_file", Exit::Usage),
            Self::Unsendable { .. } => ("config.unsendable_secret", Exit::Usage),
            Self::Policy { .. } => ("config.policy", Exit::Usage),
            Self::BadValue { .. } => ("config.bad_value", Exit::Usage),
            Self::UnknownProfile { .. } => ("config.unknown_profile", Exit::Usage),
            Self::Missing { .. } => ("config.missing", Exit::Usage),
            Self::SecretOnCommandLine { .. } => ("config.secret_on_command_line", Exit::Usage),
            Self::NotUtf8 { .. } => ("config.not_utf8", Exit::Usage),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable { source, .. } => bounded::hint(source),
            Self::BadValue { name, value, .. }
                if keys::find(name).is_some_and(|key| key.kind == Kind::Url)
                    && lacks_scheme(value) =>
            {
                Some(format!("write http://{value}"))
            }
            Self::WrongType { .. } | Self::BadValue { .. } => None,
            Self::Unsendable { .. } => Some(
                "write it without: printf %s VALUE rather than echo, and no blank behind it; where \
                 the server was started with the same value, no client can send it either"
                    .into(),
            ),
            Self::Policy { hint, .. } => Some(hint.clone()),
            Self::Syntax { .. } => Some("see https://toml.io for the format".into()),
            Self::UnknownKey {
                nearest: Some(nearest),
                ..
            } => Some(match keys::find(nearest) {
                Some(key) if key.kind == Kind::Secret => format!(
                    "did you mean {nearest}? A secret is not written into a configuration file: \
                     set {}, or name its file with {nearest}_file",
                    key.env[0]
                ),
                _ => format!("did you mean {nearest}?"),
            }),
            Self::UnknownKey { nearest: None, .. } => {
                Some("`st-hasura config show` lists the keys".into())
            }
            Self::SecretInFile { name, env, .. } => {
                Some(format!("remove it, and use {env} or {name}_file"))
            }
            Self::UnknownProfile { known, .. } if known.is_empty() => {
                Some("no configuration file defines profiles; add [profiles.NAME]".into())
            }
            Self::UnknownProfile { known, .. } => {
                Some(format!("known profiles: {}", known.join(", ")))
            }
            Self::Missing {
                flag: "", env, key, ..
            } => Some(format!("set {env}, or write {key} into st-hasura.toml")),
            Self::Missing { flag, env, key, .. } => Some(format!(
                "give {flag}, set {env}, or write {key} into st-hasura.toml"
            )),
            Self::SecretOnCommandLine { .. } => Some(
                "a value on the command line can be read by every user of this machine (ps)".into(),
            ),
            Self::NotUtf8 { name } => Some(format!("set {name} again, or unset it")),
        }
    }
}
