//! A request that turns into something else than HTTP (RFC 9110 §7.8): the way to a WebSocket,
//! over the same proxies, certificates and overrides as every other request.

use std::time::Instant;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

pub(crate) use reqwest::Upgraded;

use super::body::{self, Progress};
use super::client::Http;
use super::error::HttpError;
use super::message::{Request, Response};
use super::{curl, sensitive, trace};

/// What became of the request.
#[derive(Debug)]
pub(crate) enum Opened {
    /// 101: the headers and the connection.
    Switched(HeaderMap, Upgraded),
    /// Anything else is an answer.
    Answered(Response),
}

impl Http {
    /// Sends once; neither tries again nor follows redirects, since what is opened is a
    /// connection and no answer.
    pub(crate) async fn upgrade(&self, request: Request) -> Result<Opened, HttpError> {
        let inner = &self.inner;
        let request = inner.prepare(request)?;
        if inner.options.curl {
            return Err(HttpError::Printed(curl::render(&request, &inner.options)));
        }
        let progress = Progress::default();
        let limit = inner.options.timeout;
        let exchange = inner.waiting(&request.url, Box::pin(self.open(&request, &progress)));
        match tokio::time::timeout(limit, exchange).await {
            Ok(result) => result,
            Err(_) => Err(HttpError::Timeout {
                url: sensitive::shown(&request.url),
                seconds: limit.as_secs_f64(),
                received: progress.received(),
            }),
        }
    }

    async fn open(&self, request: &Request, progress: &Progress) -> Result<Opened, HttpError> {
        let inner = &self.inner;
        let url = &request.url;
        let failed = |error: reqwest::Error| inner.cause(&error, url);
        let client = inner.client(url)?;
        trace::request(&inner.ui, request);
        let start = Instant::now();
        let answer = client
            .request(request.method.clone(), url.clone())
            .headers(request.headers.clone())
            .send()
            .await
            .map_err(failed)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        sensitive::learn(&inner.redactor, &headers);
        if status == StatusCode::SWITCHING_PROTOCOLS {
            trace::response(&inner.ui, url, status, &headers, &[], start.elapsed());
            let connection = answer.upgrade().await.map_err(failed)?;
            return Ok(Opened::Switched(headers, connection));
        }
        let timeout = inner.options.connect_timeout;
        let body = body::read(answer, url, request.max_body, timeout, progress).await?;
        let elapsed = start.elapsed();
        trace::response(&inner.ui, url, status, &headers, &body, elapsed);
        Ok(Opened::Answered(Response {
            status,
            headers,
            body,
            url: url.clone(),
            redactor: inner.redactor.clone(),
        }))
    }

    /// How long one exchange may take.
    pub(crate) fn timeout(&self) -> std::time::Duration {
        self.inner.options.timeout
    }

    /// Tells the redactor the secrets among headers that travel elsewhere than in a request's
    /// head.
    pub(crate) fn learn(&self, headers: &HeaderMap) {
        sensitive::learn(&self.inner.redactor, headers);
    }

    /// Traces a message that was sent (`>`) or received (`<`), secrets blanked.
    pub(crate) fn trace_message(&self, direction: char, text: &str) {
        let ui = &self.inner.ui;
        if ui.verbose > 0 {
            ui.trace_text(1, direction, trace::body(ui, text.as_bytes()));
        }
    }
}
