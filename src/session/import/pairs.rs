//! Cookies as they are sent: a `Cookie:` line, and a command that a browser's developer tools
//! copied as cURL.

use cookie_store::{Cookie, RawCookie};
use url::Url;

use super::{Found, Source, ansi};
use crate::secret::Secret;
use crate::session::error::SessionError;
use crate::session::netscape;

/// The refresh cookie unless the auth API renames it (contracts: supertokens §2.1).
const REFRESH: &str = "sRefreshToken";

/// True for what begins as a command for curl does.
pub(super) fn is_curl(text: &str) -> bool {
    text.strip_prefix("curl")
        .is_some_and(|rest| rest.starts_with([' ', '\t', '\\', '^']))
}

/// True for one line of `name=value` pairs, with or without the header's name.
pub(super) fn is_cookie_line(text: &str) -> bool {
    let line = without_name(text);
    // `Set-Cookie: a=b; Path=/` is another header's line.
    let has_another_name = line.split('=').next().unwrap_or_default().contains(':');
    !has_another_name
        && !line.contains(['\n', '\t'])
        && line.split(';').all(|pair| pair.contains('='))
}

pub(super) fn cookie_line(source: &Source<'_>, text: &str) -> Found {
    let mut found = Found::default();
    add(&mut found, source.api, source, without_name(text));
    found
}

fn without_name(text: &str) -> &str {
    match text.split_once(':') {
        Some((name, rest)) if name.eq_ignore_ascii_case("cookie") => rest.trim(),
        _ => text,
    }
}

/// Adds the cookies of a `Cookie` header that was sent to `url`.
///
/// Such a header has no paths: a refresh token is only ever sent to the refresh call, and goes
/// back there; all others go everywhere.
pub(super) fn add(found: &mut Found, url: &Url, source: &Source<'_>, header: &str) {
    for pair in RawCookie::split_parse(header.to_owned()) {
        let cookie = pair.ok().and_then(|raw| sent(raw, url, source));
        found.add(cookie);
    }
}

fn sent(mut raw: RawCookie<'static>, url: &Url, source: &Source<'_>) -> Option<Cookie<'static>> {
    let path = if raw.name() == REFRESH {
        source.refresh.path()
    } else {
        "/"
    };
    raw.set_path(path.to_owned());
    raw.set_http_only(true);
    netscape::cookie(raw, url.host_str()?, false, path, 0)
}

/// The request of a copied command.
pub(super) fn curl(source: &Source<'_>, text: &str) -> Result<Found, SessionError> {
    let command = |what: &'static str| SessionError::Command {
        path: source.path.to_owned(),
        what,
    };
    if text.contains("^\"") || text.contains(" ^\n") || text.contains(" ^\r\n") {
        return Err(command("it is written for cmd.exe"));
    }
    let words = ansi::plain(text).and_then(|text| shlex::split(&text));
    let words = words.ok_or_else(|| command("a quote in it does not end"))?;
    let mut found = Found::default();
    let mut url = None;
    let mut headers = Vec::new();
    let mut words = words.into_iter().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "-H" | "--header" => headers.extend(words.next()),
            "-b" | "--cookie" => headers.extend(words.next().map(|it| format!("cookie: {it}"))),
            _ => url = url.or_else(|| Url::parse(&word).ok().filter(Url::has_host)),
        }
    }
    let url = url.ok_or_else(|| command("there is no URL in it"))?;
    for header in headers {
        let Some((name, value)) = header.split_once(':') else {
            continue;
        };
        take_header(&mut found, &url, source, name.trim(), value.trim());
    }
    Ok(found)
}

/// A header of a request to `url`, as far as it signs.
pub(super) fn take_header(
    found: &mut Found,
    url: &Url,
    source: &Source<'_>,
    name: &str,
    value: &str,
) {
    if name.eq_ignore_ascii_case("cookie") {
        add(found, url, source, value);
    } else if name.eq_ignore_ascii_case("authorization") {
        let bearer = value.split_once(' ').filter(|(scheme, token)| {
            scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty()
        });
        let Some((_, token)) = bearer else { return };
        let token = Some(Secret::new(token.trim()));
        // The refresh call sends the other token in the same header.
        if url.path() == source.refresh.path() {
            found.refresh = token;
        } else {
            found.access = token;
        }
    } else if name.eq_ignore_ascii_case("anti-csrf") {
        found.anti_csrf = Some(Secret::new(value));
    }
}
