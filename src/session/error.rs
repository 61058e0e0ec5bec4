//! What can go wrong with sessions on disk and with jars.

use std::path::PathBuf;

use super::model::DEFAULT_NAME;
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// A session error. Never quotes the content of a file: it holds secrets.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SessionError {
    /// No session of that name.
    #[error("there is no session \"{name}\" in profile \"{profile}\"")]
    Missing {
        /// Profile looked in.
        profile: String,
        /// Name looked for.
        name: String,
    },
    /// Nowhere to keep sessions.
    #[error("cannot tell where to keep sessions: HOME is not set")]
    NoHome,
    /// A jar that does not exist.
    #[error("there is no cookie jar {}", path.display())]
    NoJar { path: PathBuf },
    /// A name that cannot be a file's name everywhere.
    #[error("\"{name}\" cannot be the name of a {what}: {why}")]
    BadName {
        /// `session` or `profile`.
        what: &'static str,
        name: String,
        /// Which rule it breaks.
        why: &'static str,
    },
    /// A session of that name is there already.
    #[error("there is a session \"{name}\" already")]
    Exists { name: String },
    /// A file that would be overwritten.
    #[error("{} exists already", path.display())]
    FileExists { path: PathBuf },
    /// The operating system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// A verb: `read`, `write`, `create`, `lock`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// A session file without content: something else truncated it.
    #[error("the session file {} is empty", path.display())]
    Empty { path: PathBuf },
    /// Not JSON, cut short, or a member of the wrong kind.
    #[error("the session file {} is damaged: {what}", path.display())]
    Corrupt {
        path: PathBuf,
        /// Where and what, without any value.
        what: String,
    },
    /// JSON, but nothing that this program ever wrote.
    #[error("{} is not a session of st-hasura", path.display())]
    Foreign { path: PathBuf },
    /// Written by a newer st-hasura.
    #[error("{} has session format {found}, this st-hasura knows up to {known}", path.display())]
    Newer {
        path: PathBuf,
        /// The format in the file.
        found: u64,
        /// The newest known here.
        known: u64,
    },
    /// A link where a plain file must be: it could point at another user's file.
    #[error("{} is a symbolic link", path.display())]
    Symlink {
        /// The file or folder.
        path: PathBuf,
    },
    /// A file that belongs to somebody else.
    #[error("{} belongs to another user (uid {uid})", path.display())]
    #[cfg_attr(not(unix), allow(dead_code, reason = "only Unix says whose a file is"))]
    ForeignOwner {
        /// The file or folder.
        path: PathBuf,
        uid: u32,
    },
    /// A folder that others can look into and that is not this program's to close.
    #[error("{} is open to others (mode {mode:04o}) and was left so: {why}", path.display())]
    LooseFolder {
        path: PathBuf,
        /// Permission bits.
        mode: u32,
        /// What it is or holds.
        why: String,
    },
    /// A folder, socket or device where a file must be.
    #[error("{} is not {expected}", path.display())]
    WrongKind {
        /// What is there.
        path: PathBuf,
        /// `a plain file` or `a folder`.
        expected: &'static str,
    },
    /// Another process kept the lock for too long.
    #[error("{} is in use by another st-hasura for more than {seconds} s", path.display())]
    Busy {
        /// The session or jar.
        path: PathBuf,
        /// How long was waited.
        seconds: u64,
    },
    /// A file far larger than any session or jar.
    #[error("{} is larger than {limit} MiB", path.display())]
    TooLarge {
        path: PathBuf,
        /// The limit in MiB.
        limit: usize,
    },
    /// A line of a jar that curl would not have written.
    #[error("{}:{line}: {what}", path.display())]
    JarLine {
        path: PathBuf,
        /// 1-based line.
        line: usize,
        /// What was expected and what came, without any value.
        what: String,
    },
    /// A jar with nothing in it, or cookies none of which is a session's.
    #[error("{} holds no cookies of a session", path.display())]
    NoCookies { path: PathBuf },
    /// Something to import that is in none of the forms that are known.
    #[error("{} is in no form that a session can be read from", path.display())]
    UnknownForm { path: PathBuf },
    /// JSON that holds no cookies where they are expected.
    #[error("{} is JSON without cookies in it (at {at})", path.display())]
    JsonCookies {
        path: PathBuf,
        /// The member that is missing or of the wrong kind.
        at: String,
    },
    /// An archive of requests without what signs them.
    #[error("{} shows requests to the auth API without their cookies and tokens", path.display())]
    Sanitised { path: PathBuf },
    /// A copied command that cannot be read.
    #[error("{} holds a copied request that cannot be read: {what}", path.display())]
    Command { path: PathBuf, what: &'static str },
    /// Cookies that would never be sent to the auth API.
    #[error("the cookies in {} are for {}, and the auth API is at {expected}", path.display(), found.join(", "))]
    OtherHost {
        path: PathBuf,
        /// Hosts that they are for.
        found: Vec<String>,
        /// The auth API's.
        expected: String,
    },
    /// The front token tells a page about its session and signs nothing.
    #[error("{} holds only what tells a page about its session (sFrontToken), and no token", path.display())]
    FrontTokenOnly { path: PathBuf },
    /// What was called a token is none.
    #[error("{} holds no JWT", path.display())]
    NotAToken { path: PathBuf },
    /// A session whose tokens travel in headers has nothing to put into a jar.
    #[error("a cookie jar cannot hold this session: its tokens travel in headers")]
    HeaderTokens,
}

impl Diagnostic for SessionError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::Missing { .. } => ("session.missing", Exit::AuthRefused),
            // From when it ended every command.
            Self::NoHome => ("config.no_home", Exit::Usage),
            Self::NoJar { .. } => ("session.no_jar", Exit::AuthRefused),
            Self::BadName { .. } => ("session.bad_name", Exit::Usage),
            Self::Exists { .. } => ("session.exists", Exit::Usage),
            Self::FileExists { .. } => ("session.file_exists", Exit::Usage),
            Self::Io { .. } => ("session.io", Exit::Usage),
            Self::Empty { .. } => ("session.empty", Exit::Usage),
            Self::Corrupt { .. } => ("session.corrupt", Exit::Usage),
            Self::Foreign { .. } => ("session.foreign", Exit::Usage),
            Self::Newer { .. } => ("session.newer", Exit::Usage),
            Self::Symlink { .. } => ("session.symlink", Exit::Usage),
            Self::ForeignOwner { .. } => ("session.foreign_owner", Exit::Usage),
            Self::LooseFolder { .. } => ("session.loose_folder", Exit::Usage),
            Self::WrongKind { .. } => ("session.wrong_kind", Exit::Usage),
            Self::Busy { .. } => ("session.busy", Exit::Usage),
            Self::TooLarge { .. } => ("session.too_large", Exit::Usage),
            Self::JarLine { .. } => ("session.jar_line", Exit::Usage),
            Self::NoCookies { .. } => ("session.no_cookies", Exit::Usage),
            Self::UnknownForm { .. } => ("session.unknown_form", Exit::Usage),
            Self::JsonCookies { .. } => ("session.json_cookies", Exit::Usage),
            Self::Sanitised { .. } => ("session.sanitised", Exit::Usage),
            Self::Command { .. } => ("session.command", Exit::Usage),
            Self::OtherHost { .. } => ("session.other_host", Exit::Usage),
            Self::FrontTokenOnly { .. } => ("session.front_token_only", Exit::Usage),
            Self::NotAToken { .. } => ("session.not_a_token", Exit::Usage),
            Self::HeaderTokens => ("session.header_tokens", Exit::Usage),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { name, .. } if name != DEFAULT_NAME => Some(format!(
                "sign in first: st-hasura signin --session {name}"
            )),
            Self::Missing { .. } | Self::NoJar { .. } => {
                Some("sign in first: st-hasura signin".into())
            }
            Self::NoHome => Some("set HOME or ST_HASURA_HOME".into()),
            Self::BadName { .. } => {
                Some("use letters, digits, dots, hyphens and underscores".into())
            }
            Self::Exists { name } => Some(format!(
                "choose another name with --session, or replace \"{name}\" with --force"
            )),
            Self::FileExists { .. } => Some("choose another file, or overwrite it with --force".into()),
            Self::Io { .. } => Some(
                "check permissions and free space there, or set ST_HASURA_HOME to another folder"
                    .into(),
            ),
            Self::Empty { path } | Self::Corrupt { path, .. } => Some(format!(
                "it was left as it is; move it aside and sign in again: mv {0} {0}.damaged",
                shell(path)
            )),
            Self::Foreign { path } => Some(format!(
                "it was left as it is; move it away ({}), or choose another name with --session",
                shell(path)
            )),
            Self::Newer { .. } => {
                Some("use the newer st-hasura, or another session (--session NAME)".into())
            }
            Self::Symlink { .. } => Some(
                "replace the link by the file itself; sessions are never read through links".into(),
            ),
            Self::ForeignOwner { .. } => Some(
                "take it over with chown if it is yours, or set ST_HASURA_HOME to a folder of your own"
                    .into(),
            ),
            Self::LooseFolder { path, .. } => Some(format!(
                "if it is for st-hasura alone, close it: chmod 700 {}; if not, set ST_HASURA_HOME or XDG_STATE_HOME to another folder",
                shell(path)
            )),
            Self::WrongKind { .. } => Some("choose another name, or move it away".into()),
            Self::Busy { .. } => {
                Some("wait for it to end, or look with `ps` for one that hangs".into())
            }
            Self::TooLarge { .. } => Some("is it the right file?".into()),
            Self::JarLine { .. } => Some(
                "a line has seven fields separated by tabs: domain, subdomains, path, secure, expiry, name, value"
                    .into(),
            ),
            Self::NoCookies { .. } => Some(
                "curl -c writes only cookies that it received; sign in with -H 'st-auth-mode: cookie'"
                    .into(),
            ),
            Self::UnknownForm { .. } | Self::JsonCookies { .. } => Some(
                "a curl jar, headers such as `Cookie:`, a request copied as cURL (bash) or for PowerShell, a JWT, a HAR file, or cookies as JSON with name, value and domain"
                    .into(),
            ),
            Self::Sanitised { .. } => Some(
                "export it again with sensitive data: in Chrome it is a setting of the developer tools, beside \"Export HAR\""
                    .into(),
            ),
            Self::Command { .. } => {
                Some("in the network panel choose \"Copy as cURL (bash)\" on a request to the auth API".into())
            }
            Self::OtherHost { found, .. } => Some(format!(
                "a browser keeps localhost and 127.0.0.1 apart: name the API as the browser does, with --api-url and the host {}, or sign in again at this one",
                found.first().map_or("there", String::as_str)
            )),
            Self::FrontTokenOnly { .. } => Some(
                "a page's own scripts see no more (document.cookie); sAccessToken is HttpOnly: take it from a request in the network panel, as cURL or HAR"
                    .into(),
            ),
            Self::NotAToken { .. } => {
                Some("three parts between dots, as `st-hasura token` prints them".into())
            }
            Self::HeaderTokens => {
                Some("sign in with --transport cookie, or export with --format json".into())
            }
        }
    }
}

/// A path as one word of a shell.
fn shell(path: &std::path::Path) -> String {
    let text = path.to_string_lossy();
    shlex::try_quote(&text).map_or_else(|_| text.to_string(), std::borrow::Cow::into_owned)
}
