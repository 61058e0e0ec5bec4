//! Sessions that other programs hold: curl's jars, and what can be got out of a browser.
//!
//! The form is told from the content. Whatever it is, cookies and tokens are found in it
//! ([`Found`]), and only those are kept that would be sent to the auth API. What cannot work is
//! refused by name: a session that cannot sign a request would fail later, and far from its cause.

mod ansi;
mod browser;
mod copied;
mod har;
mod pairs;

use std::path::Path;

use cookie_store::Cookie;
use serde_json::Value;
use url::Url;

use super::cookies::Cookies;
use super::error::SessionError;
use super::model::{Session, Transport};
use super::{file, netscape, private};
use crate::secret::Secret;

/// Cookies that tell a page about its session and sign nothing (contracts: supertokens §2.1).
const TELL_ONLY: [&str; 2] = ["sFrontToken", "st-last-access-token-update"];

/// Where a browser keeps the tokens of header mode: as cookies of the page, which are never sent
/// (contracts: supertokens §2.4).
const HEADER_ACCESS: &str = "st-access-token";
const HEADER_REFRESH: &str = "st-refresh-token";
const PAGE_ANTI_CSRF: &str = "sAntiCsrf";

/// What a file held.
#[derive(Debug)]
pub(crate) struct Imported {
    pub session: Session,
    /// What it was, in a word or two: `cookie jar`, `HAR file`.
    pub form: &'static str,
    /// Cookies that cannot be kept: not UTF-8, not sendable by RFC 6265, or for other hosts.
    pub left_out: usize,
}

/// Cookies and tokens, wherever they stood.
#[derive(Debug, Default)]
struct Found {
    /// Oldest first.
    cookies: Vec<Cookie<'static>>,
    left_out: usize,
    /// Header mode.
    access: Option<Secret>,
    refresh: Option<Secret>,
    anti_csrf: Option<Secret>,
    front: Option<Secret>,
}

/// What a reader of one form is told.
struct Source<'a> {
    /// For messages.
    path: &'a Path,
    /// Base URL of the auth API.
    api: &'a Url,
    /// Where its refresh cookies go.
    refresh: &'a Url,
}

/// Reads any form into the (new) session `into`. `path` is for messages only.
pub(crate) fn import(path: &Path, bytes: &[u8], into: Session) -> Result<Imported, SessionError> {
    let limit = private::LIMIT_MIB;
    if bytes.len() > limit * 1024 * 1024 {
        return Err(SessionError::TooLarge {
            path: path.to_owned(),
            limit,
        });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let unknown = || SessionError::UnknownForm {
        path: path.to_owned(),
    };
    // An API that is no URL was refused with the configuration.
    let refresh = into.refresh_url().ok_or_else(unknown)?;
    let api = Url::parse(&into.api).map_err(|_| unknown())?;
    let source = Source {
        path,
        api: &api,
        refresh: &refresh,
    };
    let trimmed = bytes.trim_ascii();
    let (form, found) = match trimmed.first() {
        Some(b'{' | b'[') => {
            let value = file::json(path, bytes)?;
            if file::is_ours(&value) {
                let read = file::read(path, bytes)?;
                let session = Session {
                    profile: into.profile,
                    name: into.name,
                    ..read
                };
                return Ok(Imported {
                    session,
                    form: "session",
                    left_out: 0,
                });
            }
            from_json(&source, value)?
        }
        _ => match std::str::from_utf8(trimmed) {
            Ok(text) => {
                if let Some(token) = copied::token(text) {
                    return Ok(Imported {
                        session: bare_token(Secret::new(token), into),
                        form: "token",
                        left_out: 0,
                    });
                }
                from_text(&source, text, bytes)?
            }
            Err(_) => ("cookie jar", from_jar(path, bytes)?),
        },
    };
    kept(&source, found, into).map(|(session, left_out)| Imported {
        session,
        form,
        left_out,
    })
}

/// A session of an access token alone, which nothing can refresh.
pub(crate) fn bare_token(token: Secret, into: Session) -> Session {
    Session {
        transport: Some(Transport::Header),
        access_token: Some(token),
        ..into
    }
}

fn from_text(
    source: &Source<'_>,
    text: &str,
    bytes: &[u8],
) -> Result<(&'static str, Found), SessionError> {
    if pairs::is_curl(text) {
        Ok(("cURL command", pairs::curl(source, text)?))
    } else if copied::is_fetch(text) {
        Ok(("fetch call", copied::fetch(source, text)?))
    } else if copied::is_powershell(text) {
        Ok(("PowerShell command", copied::powershell(source, text)?))
    } else if pairs::is_cookie_line(text) {
        Ok(("Cookie line", pairs::cookie_line(source, text)))
    } else if let Some(found) = copied::headers(source, text) {
        Ok(("list of headers", found?))
    } else if netscape::looks_like_one(text) {
        Ok(("cookie jar", from_jar(source.path, bytes)?))
    } else {
        Err(SessionError::UnknownForm {
            path: source.path.to_owned(),
        })
    }
}

fn from_json(source: &Source<'_>, value: Value) -> Result<(&'static str, Found), SessionError> {
    if value.pointer("/log/entries").is_some() {
        return Ok(("HAR file", har::read(source, value)?));
    }
    Ok(("cookies as JSON", browser::read(source, value)?))
}

fn from_jar(path: &Path, bytes: &[u8]) -> Result<Found, SessionError> {
    let lines = netscape::parse(path, bytes)?;
    let opaque = |line: &&netscape::Line| matches!(line.content, netscape::Content::Opaque);
    Ok(Found {
        cookies: netscape::cookies(&lines),
        left_out: lines.iter().filter(opaque).count(),
        ..Found::default()
    })
}

/// What of it signs requests to this API, as a session; and how many cookies do not.
fn kept(
    source: &Source<'_>,
    mut found: Found,
    into: Session,
) -> Result<(Session, usize), SessionError> {
    let path = || source.path.to_owned();
    if found.cookies.is_empty() && found.access.is_none() && found.refresh.is_none() {
        return Err(SessionError::NoCookies { path: path() });
    }
    found.take_header_tokens();
    if found.access.is_some() || found.refresh.is_some() {
        let session = Session {
            transport: Some(Transport::Header),
            access_token: found.access,
            refresh_token: found.refresh,
            anti_csrf: found.anti_csrf,
            front_token: found.front,
            ..into
        };
        return Ok((session, found.left_out));
    }
    let all = found.cookies.len();
    let (sent, others): (Vec<_>, Vec<_>) = found
        .cookies
        .into_iter()
        .partition(|cookie| cookie.domain.matches(source.api));
    if sent.is_empty() {
        let hosts = others.iter().map(|cookie| String::from(&cookie.domain));
        return Err(SessionError::OtherHost {
            path: path(),
            found: hosts
                .collect::<std::collections::BTreeSet<_>>()
                .into_iter()
                .collect(),
            expected: source.api.host_str().unwrap_or_default().to_owned(),
        });
    }
    if sent.iter().all(|cookie| TELL_ONLY.contains(&cookie.name())) {
        return Err(SessionError::FrontTokenOnly { path: path() });
    }
    let left_out = found.left_out + all - sent.len();
    let cookies = Cookies::from_ordered(sent);
    if !cookies.has_session() {
        return Err(SessionError::NoCookies { path: path() });
    }
    let session = Session {
        transport: Some(Transport::Cookie),
        cookies,
        anti_csrf: found.anti_csrf,
        front_token: found.front,
        ..into
    };
    Ok((session, left_out))
}

impl Found {
    /// Tokens that a page keeps as cookies of its own, to send them in headers.
    fn take_header_tokens(&mut self) {
        let value = |name: &str| {
            let mut cookies = self.cookies.iter().rev();
            let cookie = cookies.find(|cookie| cookie.name() == name)?;
            Some(Secret::new(cookie.value())).filter(|_| !cookie.value().is_empty())
        };
        let (access, refresh) = (value(HEADER_ACCESS), value(HEADER_REFRESH));
        let anti_csrf = value(PAGE_ANTI_CSRF);
        self.access = self.access.take().or(access);
        self.refresh = self.refresh.take().or(refresh);
        self.anti_csrf = self.anti_csrf.take().or(anti_csrf);
    }

    /// Adds a cookie; `None` is one that cannot be kept.
    fn add(&mut self, cookie: Option<Cookie<'static>>) {
        match cookie {
            Some(cookie) => self.cookies.push(cookie),
            None => self.left_out += 1,
        }
    }
}
