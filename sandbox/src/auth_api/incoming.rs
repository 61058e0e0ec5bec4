//! A request as the SDK reads it.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use cookie::Cookie;
use serde_json::{Map, Value};

use super::cookies::Names;

/// A request, its cookies and tokens taken apart.
#[derive(Debug)]
pub(super) struct Incoming {
    pub method: Method,
    /// The path without the query.
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub cookies: Vec<(String, String)>,
    names: Names,
    body: Vec<u8>,
}

/// What the client asks for, or the SDK finds, as the way of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transport {
    Cookie,
    Header,
}

impl Incoming {
    pub(super) async fn read(request: Request, names: &Names) -> Self {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(Body::new(body), 1024 * 1024)
            .await
            .unwrap_or_default();
        let cookies = parts
            .headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|text| Cookie::split_parse_encoded(text.to_owned()))
            .filter_map(Result::ok)
            // The Python SDK sends values in quotes and takes them back with or without.
            .map(|cookie| (cookie.name().to_owned(), cookie.value_trimmed().to_owned()))
            .collect();
        Self {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers,
            cookies,
            names: *names,
            body: body.to_vec(),
        }
    }

    /// A header as text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A parameter of the query.
    pub(super) fn param(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// A cookie that is there and not empty.
    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    fn bearer(&self) -> Option<&str> {
        let value = self.header("authorization")?;
        let (scheme, token) = value.split_once(' ')?;
        let token = token.trim();
        (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
    }

    /// The access token that came in this way. In the header mode, access and refresh token
    /// share one header; which of them it is depends on the route.
    pub(super) fn access_token(&self, transport: Transport) -> Option<&str> {
        match transport {
            Transport::Cookie => self.cookie(self.names.access_cookie),
            Transport::Header => self.bearer(),
        }
    }

    /// The refresh token that came in this way.
    pub(super) fn refresh_token(&self, transport: Transport) -> Option<&str> {
        match transport {
            Transport::Cookie => self.cookie(self.names.refresh_cookie),
            Transport::Header => self.bearer(),
        }
    }

    /// Two cookies of one name: what a change of `cookieDomain` leaves in browsers.
    pub(super) fn has_two_access_cookies(&self) -> bool {
        let name = self.names.access_cookie;
        self.cookies.iter().filter(|(key, _)| key == name).count() > 1
    }

    /// The marker that the generation of 2022 keeps beside its tokens.
    pub(super) fn id_refresh(&self) -> Option<&str> {
        self.cookie("sIdRefreshToken")
    }

    /// What `st-auth-mode` asks for; headers unless it says `cookie`.
    pub(super) fn wished_transport(&self) -> Transport {
        match self.header("st-auth-mode") {
            Some(mode) if mode.eq_ignore_ascii_case("cookie") => Transport::Cookie,
            _ => Transport::Header,
        }
    }

    /// True when the content type says JSON.
    pub(super) fn is_called_json(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/json")
    }

    /// The body as an object. Nothing at all counts as `{}`, another kind of JSON as well.
    pub(super) fn json(&self) -> Result<Map<String, Value>, NotJson> {
        if self.body.is_empty() {
            return Ok(Map::new());
        }
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Ok(Map::new()),
            Err(_) => Err(NotJson),
        }
    }

    /// The highest FDI version that both sides know; `None` when the client names none.
    pub(super) fn fdi(&self) -> Option<(u32, u32)> {
        const KNOWN: [(u32, u32); 9] = [
            (1, 17),
            (1, 18),
            (1, 19),
            (2, 0),
            (3, 0),
            (3, 1),
            (4, 0),
            (4, 1),
            (4, 2),
        ];
        self.header("fdi-version")?
            .split(',')
            .filter_map(|text| {
                let (major, minor) = text.trim().split_once('.')?;
                Some((major.parse().ok()?, minor.parse().ok()?))
            })
            .filter(|version| KNOWN.contains(version))
            .max()
    }
}

/// The body is no JSON.
#[derive(Debug)]
pub(super) struct NotJson;
