//! Cookies as JSON: the developer tools' protocol (`Network.getCookies`), Playwright's storage
//! state, extensions that export cookies, and what Firefox copies from its network panel.

use cookie_store::{Cookie, RawCookie};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Found, Source, pairs};
use crate::session::error::SessionError;
use crate::session::netscape;

/// A cookie as all of these write it, apart from when it ends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BrowserCookie {
    name: String,
    value: String,
    domain: String,
    #[serde(default = "everywhere")]
    path: String,
    /// Seconds since 1970, below zero for the end of the browser's session.
    #[serde(alias = "expirationDate", default)]
    expires: Option<f64>,
    #[serde(default)]
    http_only: bool,
    #[serde(default)]
    secure: bool,
}

fn everywhere() -> String {
    "/".to_owned()
}

pub(super) fn read(source: &Source<'_>, mut value: Value) -> Result<Found, SessionError> {
    if let Some(sent) = value.get("Request Cookies").and_then(Value::as_object) {
        return Ok(of_firefox(source, sent));
    }
    let list = ["/result/cookies", "/cookies"]
        .into_iter()
        .find_map(|at| value.pointer_mut(at).map(Value::take))
        .unwrap_or(value);
    let cookies: Vec<BrowserCookie> =
        serde_path_to_error::deserialize(list).map_err(|error| SessionError::JsonCookies {
            path: source.path.to_owned(),
            at: error.path().to_string(),
        })?;
    let mut found = Found::default();
    for cookie in cookies {
        found.add(cookie.kept());
    }
    Ok(found)
}

impl BrowserCookie {
    fn kept(self) -> Option<Cookie<'static>> {
        let mut raw = RawCookie::new(self.name, self.value);
        raw.set_path(self.path.clone());
        if self.http_only {
            raw.set_http_only(true);
        }
        if self.secure {
            raw.set_secure(true);
        }
        let subdomains = self.domain.starts_with('.');
        netscape::cookie(
            raw,
            &self.domain,
            subdomains,
            &self.path,
            seconds(self.expires),
        )
    }
}

/// As a jar has it: whole seconds, 0 for the end of the browser's session.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float beyond the range of i64 becomes its end, and an ending that is no time"
)]
fn seconds(expires: Option<f64>) -> i64 {
    expires.filter(|at| *at > 0.0).map_or(0, |at| at as i64)
}

/// Names and values alone, as they were sent to the auth API.
fn of_firefox(source: &Source<'_>, sent: &Map<String, Value>) -> Found {
    let line: Vec<String> = sent
        .iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", value.as_str()?)))
        .collect();
    pairs::cookie_line(source, &line.join("; "))
}
