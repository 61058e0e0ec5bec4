//! Requests and responses. Neither shows headers or bodies in `Debug`.

use std::fmt;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode};
use url::Url;

use super::sensitive;
use crate::secret::Redactor;

/// 4 MiB: ample for every answer of an auth API.
pub(crate) const DEFAULT_MAX_BODY: usize = 4 * 1024 * 1024;

#[derive(Clone)]
pub(crate) struct Request {
    pub method: Method,
    /// Absolute URL. User-info is sent as Basic authorization to that origin, and never shown.
    pub url: Url,
    /// Headers. Mark secret values with [`HeaderValue::set_sensitive`].
    pub headers: HeaderMap,
    /// Body, already encoded.
    pub body: Option<Vec<u8>>,
    /// May be sent again after a failure without changing anything at the server.
    pub idempotent: bool,
    /// Largest body accepted, in bytes, after decompression.
    pub max_body: usize,
    /// Not to be led to another host, even where nothing would be betrayed to it.
    pub stays: bool,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &sensitive::shown(&self.url))
            .finish_non_exhaustive()
    }
}

impl Request {
    /// A request without body. Idempotent methods (RFC 9110 §9.2.2) count as such.
    pub(crate) fn new(method: Method, url: Url) -> Self {
        let idempotent = method.is_idempotent();
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
            idempotent,
            max_body: DEFAULT_MAX_BODY,
            stays: false,
        }
    }

    /// Without a way to another host.
    pub(crate) fn staying(mut self) -> Self {
        self.stays = true;
        self
    }

    pub(crate) fn get(url: Url) -> Self {
        Self::new(Method::GET, url)
    }

    /// POST with a JSON body.
    pub(crate) fn post_json(url: Url, body: &serde_json::Value) -> Self {
        let mut request = Self::new(Method::POST, url);
        let json = HeaderValue::from_static("application/json");
        request.headers.insert(CONTENT_TYPE, json);
        request.body = Some(body.to_string().into_bytes());
        request
    }

    /// Adds a header that may be shown. An unusable value is dropped.
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.append(name, value);
        }
        self
    }

    /// Adds a header whose value is a secret.
    pub(crate) fn secret_header(mut self, name: &'static str, value: &str) -> Self {
        // Bytes: a cookie may hold what is not ASCII, and goes back exactly as it came.
        if let Ok(mut value) = HeaderValue::from_bytes(value.as_bytes()) {
            value.set_sensitive(true);
            self.headers.append(name, value);
        }
        self
    }

    /// Says that sending it twice does no harm (a GraphQL query over POST, say).
    pub(crate) fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Raises or lowers the largest body accepted.
    pub(crate) fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }
}

/// What some editors and servers write before a text.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// What to do where one stands before JSON.
pub(crate) const WITHOUT_MARK: &str = "have whatever writes that answer, or changes it on the way, \
     leave out the byte order mark (the bytes EF BB BF): JSON has none (RFC 8259 §8.1)";

/// One answer, its body read to the end.
#[derive(Clone)]
pub(crate) struct Response {
    pub status: StatusCode,
    /// Headers; `Set-Cookie` of redirects on the way are among them.
    pub headers: HeaderMap,
    /// Body, decompressed.
    pub body: Vec<u8>,
    /// Where the answer came from, after redirects; without user-info.
    pub url: Url,
    /// Knows what a server may repeat and nobody is to see.
    pub redactor: Redactor,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("url", &sensitive::shown(&self.url))
            .finish_non_exhaustive()
    }
}

impl Response {
    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as text for people: secrets and tokens are blanked in all of it, so that whoever
    /// shows a part cannot cut one in two, of which half would not be known again.
    pub(crate) fn shown(&self) -> String {
        self.redactor.blank(&self.text())
    }

    /// The body as text, bad UTF-8 replaced.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
