//! An HTTP archive, as a browser's network panel exports it (HAR 1.2).
//!
//! Requests to the auth API and their answers are gone through in order; what came later stands.

use cookie_store::{Cookie, RawCookie};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::{Found, Source, pairs};
use crate::secret::Secret;
use crate::session::error::SessionError;
use crate::session::model::Session;

#[derive(Deserialize)]
struct Archive {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    request: Sent,
    response: Answer,
}

#[derive(Deserialize)]
struct Sent {
    url: String,
    headers: Vec<Header>,
}

#[derive(Deserialize)]
struct Answer {
    headers: Vec<Header>,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    value: String,
}

pub(super) fn read(source: &Source<'_>, value: Value) -> Result<Found, SessionError> {
    let archive: Archive =
        serde_path_to_error::deserialize(value).map_err(|error| SessionError::JsonCookies {
            path: source.path.to_owned(),
            at: error.path().to_string(),
        })?;
    let mut found = Found::default();
    let mut jar = Session::new("", "", source.api.as_str());
    let mut seen = 0;
    for entry in &archive.log.entries {
        let Ok(url) = Url::parse(&entry.request.url) else {
            continue;
        };
        if url.host_str() != source.api.host_str() {
            continue;
        }
        seen += 1;
        let tokens = url.origin() == source.api.origin();
        for Header { name, value } in &entry.request.headers {
            // Cookies go to every port of a host; a token in a header may be another server's.
            if tokens || name.eq_ignore_ascii_case("cookie") {
                pairs::take_header(&mut found, &url, source, name, value);
            }
        }
        take_answer(&mut found, &mut jar, &url, &entry.response.headers);
    }
    let sent = std::mem::take(&mut found.cookies);
    let told = |name: &str| jar.cookies.iter().any(|known| known.name() == name);
    let mut newest: Vec<Cookie<'static>> = Vec::new();
    for cookie in sent.into_iter().filter(|cookie| !told(cookie.name())) {
        newest.retain(|known| known.name() != cookie.name());
        newest.push(cookie);
    }
    found.cookies = newest;
    found.cookies.extend(jar.cookies.iter().cloned());
    if seen > 0 && found.cookies.is_empty() && found.access.is_none() {
        // Browsers leave out what signs unless they are told otherwise.
        return Err(SessionError::Sanitised {
            path: source.path.to_owned(),
        });
    }
    Ok(found)
}

fn take_answer(found: &mut Found, jar: &mut Session, url: &Url, headers: &[Header]) {
    let mut set = HeaderMap::new();
    for header in headers {
        let Ok(name) = HeaderName::from_bytes(header.name.as_bytes()) else {
            continue;
        };
        let value = || Some(Secret::new(&*header.value)).filter(|_| !header.value.is_empty());
        match name.as_str() {
            "set-cookie" => {
                // Several of them stand in one, a line each.
                let lines = header.value.lines();
                set.extend(
                    lines.filter_map(|line| Some((SET_COOKIE, HeaderValue::from_str(line).ok()?))),
                );
            }
            "st-access-token" => found.access = value(),
            "st-refresh-token" => found.refresh = value(),
            "anti-csrf" => found.anti_csrf = value(),
            "front-token" => found.front = value(),
            _ => {}
        }
    }
    // What is answered is newer than what was sent, with its attributes; or it takes it away.
    let names: Vec<String> = set
        .values()
        .filter_map(|value| RawCookie::parse(value.to_str().ok()?.to_owned()).ok())
        .map(|cookie| cookie.name().to_owned())
        .collect();
    found
        .cookies
        .retain(|cookie| !names.iter().any(|name| name == cookie.name()));
    jar.absorb_set_cookie(url, &set);
}
