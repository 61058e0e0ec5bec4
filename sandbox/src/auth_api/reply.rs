//! An answer under construction.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::Value;

use super::api::AuthApi;
use super::cookies::SetCookie;
use crate::Fault;

/// Status, headers, cookies and body; becomes a response at the very end.
#[derive(Debug)]
pub(super) struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    cookies: Vec<SetCookie>,
    exposed: Vec<&'static str>,
    content_type: &'static str,
    body: String,
}

impl Reply {
    fn new(status: StatusCode, content_type: &'static str, body: String) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            exposed: Vec::new(),
            content_type,
            body,
        }
    }

    /// 200 with JSON.
    pub(super) fn json(value: &Value) -> Self {
        Self::json_with(StatusCode::OK, value)
    }

    /// JSON under another status.
    pub(super) fn json_with(status: StatusCode, value: &Value) -> Self {
        Self::new(status, "application/json; charset=utf-8", value.to_string())
    }

    pub(super) fn text(status: StatusCode, text: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", text.to_owned())
    }

    /// Express's page for errors; `pre` is HTML already.
    pub(super) fn page(status: StatusCode, pre: &str) -> Self {
        let html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <title>Error</title>\n</head>\n<body>\n<pre>{pre}</pre>\n</body>\n</html>\n"
        );
        let mut reply = Self::new(status, "text/html; charset=utf-8", html);
        reply.set("content-security-policy", "default-src 'none'");
        reply.set("x-content-type-options", "nosniff");
        reply
    }

    /// Sets a header. A value that no header can hold is left out.
    pub(super) fn set(&mut self, name: &'static str, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
    }

    /// Sets a header and lets scripts of other origins read it.
    pub(super) fn expose(&mut self, name: &'static str, value: &str) {
        self.set(name, value);
        self.exposed.push(name);
    }

    /// Sets a cookie; a second one of the same name takes the place of the first, at the end.
    pub(super) fn cookie(&mut self, cookie: SetCookie) {
        self.cookies.retain(|other| other.name != cookie.name);
        self.cookies.push(cookie);
    }

    pub(super) fn into_response(mut self, api: &AuthApi) -> Response<Body> {
        self.set("x-powered-by", "Express");
        if !self.exposed.is_empty() {
            let mut names = Vec::new();
            for name in std::mem::take(&mut self.exposed) {
                // The SDK of 2022 lists a name each time it is set.
                if api.is_legacy() || !names.contains(&name) {
                    names.push(name);
                }
            }
            self.set("access-control-expose-headers", &names.join(", "));
        }
        for cookie in std::mem::take(&mut self.cookies) {
            let text = if api.has(Fault::QuotedCookies) {
                cookie.python()
            } else {
                cookie.node()
            };
            if let Ok(value) = HeaderValue::from_str(&text) {
                self.headers.append(header::SET_COOKIE, value);
            }
        }
        self.set("content-type", self.content_type);
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// Text as Express writes it into its pages.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
        .replace('\n', "<br>")
}
