//! What a browser's network panel copies besides cURL: headers as they stand there, a call of
//! `fetch`, and a command for PowerShell.
//!
//! Each becomes what another reader knows: an archive of one request, or cookies as JSON.

use serde_json::{Value, json};
use url::{Host, Url};

use cookie_store::RawCookie;

use super::{Found, Source, browser, har, pairs};
use crate::session::error::SessionError;

/// Headers that sign requests, or bring what does.
const OURS: [&str; 7] = [
    "cookie",
    "set-cookie",
    "authorization",
    "anti-csrf",
    "st-access-token",
    "st-refresh-token",
    "front-token",
];

/// Headers of answers.
const ANSWERED: [&str; 4] = [
    "set-cookie",
    "st-access-token",
    "st-refresh-token",
    "front-token",
];

/// A name and a value.
type Header = (String, String);

/// The lines of a text as headers, some of which are ours; `None` for anything else. The line
/// before them may be that of a request or of a status.
fn lines(text: &str) -> Option<Vec<Header>> {
    let mut headers = Vec::new();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    while let Some(line) = lines.next() {
        // Some panels copy the name and the value as a line each.
        let bare = line.trim_end_matches(':').to_lowercase();
        let pair = if OURS.contains(&bare.as_str()) {
            Some((bare.as_str(), lines.next()?))
        } else {
            line.split_once(':')
                .filter(|(name, _)| !name.is_empty() && name.bytes().all(is_letter))
        };
        match pair {
            Some((name, value)) => {
                headers.push((name.to_lowercase(), value.trim().to_owned()));
            }
            None if headers.is_empty() && line.contains("HTTP/") => {}
            None => return None,
        }
    }
    let ours = |(name, _): &Header| OURS.contains(&name.as_str());
    headers.iter().any(ours).then_some(headers)
}

/// A letter of a header's name (RFC 9110 §5.6.2), as far as names of headers have them.
const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Headers as they were copied; `None` for what is none.
pub(super) fn headers(source: &Source<'_>, text: &str) -> Option<Result<Found, SessionError>> {
    let headers = lines(text)?;
    let host = source.api.host_str().unwrap_or_default();
    let elsewhere: Vec<String> = headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .filter_map(|(_, value)| Some(RawCookie::parse(value.as_str()).ok()?.domain()?.to_owned()))
        .filter(|domain| !covers(domain, source.api))
        .collect();
    let kept = headers
        .iter()
        .filter(|(name, _)| OURS.contains(&name.as_str()));
    if !elsewhere.is_empty() && kept.count() == elsewhere.len() {
        return Some(Err(SessionError::OtherHost {
            path: source.path.to_owned(),
            found: elsewhere,
            expected: host.to_owned(),
        }));
    }
    Some(har::read(source, archive(source.api.as_str(), &headers)))
}

/// True where a cookie of this `Domain` goes to the API (RFC 6265 §5.1.3).
fn covers(domain: &str, api: &Url) -> bool {
    let domain = domain.trim_start_matches('.').to_lowercase();
    match api.host() {
        Some(Host::Domain(host)) => {
            let above = host.strip_suffix(domain.as_str());
            above.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        }
        other => other.is_some_and(|host| host.to_string() == domain),
    }
}

/// An archive of one request.
fn archive(url: &str, headers: &[Header]) -> Value {
    let list = |answered: bool| -> Vec<Value> {
        let all = headers.iter();
        let all = all.filter(|(name, _)| ANSWERED.contains(&name.as_str()) == answered);
        all.map(|(name, value)| json!({ "name": name, "value": value }))
            .collect()
    };
    let (request, response) = (
        json!({ "url": url, "headers": list(false) }),
        json!({ "headers": list(true) }),
    );
    json!({ "log": { "entries": [{ "request": request, "response": response }] } })
}

fn broken(source: &Source<'_>, what: &'static str) -> SessionError {
    SessionError::Command {
        path: source.path.to_owned(),
        what,
    }
}

/// True for a call of `fetch`.
pub(super) fn is_fetch(text: &str) -> bool {
    text.strip_prefix("await ")
        .unwrap_or(text)
        .starts_with("fetch(")
}

/// The request of `fetch(URL, {…})`, whose object the panels write as JSON.
pub(super) fn fetch(source: &Source<'_>, text: &str) -> Result<Found, SessionError> {
    let unread = || {
        broken(
            source,
            "it is a call of fetch with more than a URL and an object in it",
        )
    };
    let (_, rest) = text.split_once("fetch(").ok_or_else(unread)?;
    let mut first = serde_json::Deserializer::from_str(rest).into_iter::<String>();
    let url = first.next().and_then(Result::ok).ok_or_else(unread)?;
    let rest = rest[first.byte_offset()..].trim_start();
    let object = rest.strip_prefix(',').unwrap_or("{}");
    let mut second = serde_json::Deserializer::from_str(object).into_iter::<Value>();
    let object = second.next().and_then(Result::ok).ok_or_else(unread)?;
    let members = object.get("headers").and_then(Value::as_object);
    let headers: Vec<Header> = members
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.to_lowercase(), value.as_str()?.to_owned())))
        .collect();
    if !headers
        .iter()
        .any(|(name, _)| OURS.contains(&name.as_str()))
    {
        return Err(broken(
            source,
            "browsers leave cookies out of what they copy as fetch",
        ));
    }
    har::read(source, archive(&url, &headers))
}

/// True for a command for PowerShell.
pub(super) fn is_powershell(text: &str) -> bool {
    text.contains("Invoke-WebRequest") || text.contains("Invoke-RestMethod")
}

/// The request of a command copied for PowerShell: cookies are made one by one, headers stand in a
/// table.
pub(super) fn powershell(source: &Source<'_>, text: &str) -> Result<Found, SessionError> {
    let unread = || broken(source, "a quote in it does not end");
    let mut cookies = Vec::new();
    for (_, rest) in after(text, "System.Net.Cookie(") {
        let (name, rest) = quoted(rest).ok_or_else(unread)?;
        let (value, rest) = quoted(rest).ok_or_else(unread)?;
        let (path, rest) = quoted(rest).ok_or_else(unread)?;
        let (domain, _) = quoted(rest).ok_or_else(unread)?;
        cookies.push(json!({ "name": name, "value": value, "path": path, "domain": domain }));
    }
    let mut found = browser::read(source, Value::Array(cookies))?;
    let url = after(text, "-Uri ")
        .next()
        .and_then(|(_, rest)| quoted(rest));
    let url = url.and_then(|(url, _)| Url::parse(&url).ok());
    let url = url.ok_or_else(|| broken(source, "there is no URL in it"))?;
    let mut rest = after(text, "-Headers @{")
        .next()
        .map_or("", |(_, rest)| rest);
    while rest.trim_start().starts_with('"') {
        let (name, tail) = quoted(rest).ok_or_else(unread)?;
        let (value, tail) = quoted(tail).ok_or_else(unread)?;
        if url.origin() == source.api.origin() {
            pairs::take_header(&mut found, &url, source, &name, &value);
        }
        rest = tail.trim_start_matches([';', '\r', '\n', ' ', '`']);
    }
    Ok(found)
}

/// What stands behind each of these words.
fn after<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
    let places = text.match_indices(words);
    places.map(move |(at, _)| (at, &text[at + words.len()..]))
}

/// The next text between double quotes, in which a backtick escapes, and what stands behind it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let (_, rest) = text.split_once('"')?;
    let mut out = String::new();
    let mut letters = rest.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((out, &rest[at + 1..])),
            '`' => out.push(match letters.next()?.1 {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            }),
            other => out.push(other),
        }
    }
    None
}

/// A JWT that stands alone, or behind `Bearer`, with or without quotes.
pub(super) fn token(text: &str) -> Option<&str> {
    let text = text.trim_matches(['"', '\'']);
    let text = text.strip_prefix("Bearer ").unwrap_or(text).trim();
    let is_base64url = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    let is_jwt = text.starts_with("eyJ")
        && text.split('.').count() == 3
        && text.split('.').all(is_base64url);
    is_jwt.then_some(text)
}
