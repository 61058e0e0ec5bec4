//! Sending.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Client;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use url::Url;

use super::body::{self, Progress};
use super::error::HttpError;
use super::message::{Request, Response};
use super::options::HttpOptions;
use super::redirect::Trail;
use super::tls::{self, Material};
use super::{classify, curl, retry, sensitive, trace};
use crate::secret::Redactor;
use crate::ui::Ui;

/// ngrok shows a page of its own to what looks like a browser, unless this is there
/// (contracts: supertokens §6, no. 18).
const NGROK: HeaderName = HeaderName::from_static("ngrok-skip-browser-warning");

/// Which of the library's clients a request needs: TLS or not, and the port when an override of
/// names depends on it (the library's overrides know no ports).
type ClientKey = (bool, u16);

/// The client. Clones share connections.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    pub(super) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) options: HttpOptions,
    pub(super) ui: Ui,
    pub(super) redactor: Redactor,
    material: Material,
    clients: Mutex<HashMap<ClientKey, Client>>,
    warned_insecure: AtomicBool,
    pub(super) tells_waits: AtomicBool,
}

impl Http {
    /// Checks the options; the library's clients are built when first needed, so that an http
    /// URL never pays for TLS.
    pub(crate) fn new(options: HttpOptions, ui: Ui, redactor: Redactor) -> Result<Self, HttpError> {
        let material = Material::read(&options)?;
        let proxies = [&options.proxy, &options.http_proxy, &options.https_proxy];
        for proxy in proxies.into_iter().flatten() {
            sensitive::learn_proxy(&redactor, proxy);
        }
        Ok(Self {
            inner: Arc::new(Inner {
                options,
                ui,
                redactor,
                material,
                clients: Mutex::default(),
                warned_insecure: AtomicBool::new(false),
                tells_waits: AtomicBool::new(false),
            }),
        })
    }

    /// Sends, reads the whole body, follows redirects within the origin. An answer with an error
    /// status is an answer, not an error.
    pub(crate) async fn send(&self, request: Request) -> Result<Response, HttpError> {
        let inner = &self.inner;
        let request = inner.prepare(request)?;
        if inner.options.curl {
            let command = curl::render(&request, &inner.options);
            return Err(HttpError::Printed(command));
        }
        inner.ui.sent();
        let start = Instant::now();
        let progress = Progress::default();
        let limit = inner.options.timeout;
        let exchange = inner.waiting(
            &request.url,
            Box::pin(inner.follow(request.clone(), start, &progress)),
        );
        match tokio::time::timeout(limit, exchange).await {
            Ok(result) => result,
            Err(_) => Err(HttpError::Timeout {
                url: sensitive::shown(&request.url),
                seconds: limit.as_secs_f64(),
                received: progress.received(),
            }),
        }
    }
}

impl Inner {
    /// Moves user-info into a header, adds what every request carries, learns its secrets.
    pub(super) fn prepare(&self, mut request: Request) -> Result<Request, HttpError> {
        let url = &request.url;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(HttpError::BadUrl {
                url: sensitive::shown(url),
            });
        }
        if let Some(value) = basic(url).filter(|_| !request.headers.contains_key(AUTHORIZATION)) {
            request.headers.insert(AUTHORIZATION, value);
        }
        sensitive::learn_url(&self.redactor, url);
        if url.host_str().is_some_and(is_ngrok) {
            request.headers.insert(NGROK, HeaderValue::from_static("1"));
        }
        request.url = sensitive::without_user_info(url);
        request.url.set_fragment(None);
        sensitive::learn(&self.redactor, &request.headers);
        Ok(request)
    }

    async fn follow(
        &self,
        mut request: Request,
        start: Instant,
        progress: &Progress,
    ) -> Result<Response, HttpError> {
        let mut trail = Trail::new(&request);
        let mut cookies = Vec::new();
        loop {
            let mut response = self.persist(&request, start, progress).await?;
            let Some(next) = trail.next(&request, response.status, &response.headers)? else {
                for cookie in cookies {
                    response.headers.append(SET_COOKIE, cookie);
                }
                return Ok(response);
            };
            cookies.extend(response.headers.get_all(SET_COOKIE).iter().cloned());
            request = next;
        }
    }

    /// One request, tried again when that does no harm and may help.
    async fn persist(
        &self,
        request: &Request,
        start: Instant,
        progress: &Progress,
    ) -> Result<Response, HttpError> {
        let mut attempt = 0;
        loop {
            let result = self.once(request, progress).await;
            attempt += 1;
            let again = request.idempotent && attempt <= self.options.retries;
            let (worth, headers) = match &result {
                Ok(response) => (retry::is_worth_it(response.status), Some(&response.headers)),
                Err(error) => (retry::is_transient(error), None),
            };
            let pause = retry::pause(attempt, headers).filter(|_| again && worth);
            let left = self.options.timeout.saturating_sub(start.elapsed());
            match pause.filter(|pause| *pause < left) {
                Some(pause) => self.wait(pause, &result).await,
                None => return result,
            }
        }
    }

    async fn wait(&self, pause: Duration, result: &Result<Response, HttpError>) {
        let why = match result {
            Ok(response) => format!("status {}", response.status.as_u16()),
            Err(error) => error.to_string(),
        };
        let ms = pause.as_millis();
        self.ui
            .trace(1, format!("* {why}; trying again in {ms} ms"));
        tokio::time::sleep(pause).await;
    }

    async fn once(&self, request: &Request, progress: &Progress) -> Result<Response, HttpError> {
        let url = &request.url;
        let connect_timeout = self.options.connect_timeout;
        let client = self.client(url)?;
        trace::request(&self.ui, request);
        let start = Instant::now();
        let mut builder = client
            .request(request.method.clone(), url.clone())
            .headers(request.headers.clone());
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        let answer = builder
            .send()
            .await
            .map_err(|error| self.cause(&error, url))?;
        let status = answer.status();
        let headers: HeaderMap = answer.headers().clone();
        sensitive::learn(&self.redactor, &headers);
        let body = body::read(answer, url, request.max_body, connect_timeout, progress).await?;
        let is_json = matches!(body.trim_ascii_start(), [b'{' | b'[', ..]);
        if !is_json || !status.is_success() {
            sensitive::learn_page(&self.redactor, &body);
        }
        let elapsed = start.elapsed();
        trace::response(&self.ui, url, status, &headers, &body, elapsed);
        Ok(Response {
            status,
            headers,
            body,
            url: url.clone(),
            redactor: self.redactor.clone(),
        })
    }

    /// Names the cause of a failed request: the server, or a proxy before it.
    pub(super) fn cause(&self, error: &reqwest::Error, url: &Url) -> HttpError {
        let timeout = self.options.connect_timeout;
        let cause = classify::cause(error, url, timeout);
        // With a proxy it is that one which a connection was sought to.
        if !retry::is_transient(&cause) && !matches!(cause, HttpError::Dns { .. }) {
            return cause;
        }
        match self.material.proxies.on_the_way_to(url) {
            None => cause,
            Some((origin, proxy)) => HttpError::Proxy {
                origin,
                url: sensitive::shown(url),
                failure: Box::new(classify::cause(error, &proxy, timeout)),
            },
        }
    }

    pub(super) fn client(&self, url: &Url) -> Result<Client, HttpError> {
        let tls = url.scheme() == "https" || tls::proxy_needs_tls(&self.options);
        let port = if self.options.resolve.is_empty() {
            0
        } else {
            url.port_or_known_default().unwrap_or(0)
        };
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&(tls, port)) {
            return Ok(client.clone());
        }
        if tls && self.options.insecure && !self.warned_insecure.swap(true, Ordering::Relaxed) {
            self.ui
                .warn("TLS certificates are not verified (--insecure)");
        }
        let client = self.material.client(&self.options, tls, port)?;
        clients.insert((tls, port), client.clone());
        Ok(client)
    }
}

/// `Authorization: Basic …` for the user-info of a URL.
fn basic(url: &Url) -> Option<HeaderValue> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let pair = format!(
        "{}:{}",
        decoded(url.username()),
        decoded(url.password().unwrap_or_default())
    );
    let mut value = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(pair))).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Percent-decoded, as user-info is written in a URL.
fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}

fn is_ngrok(host: &str) -> bool {
    [
        ".ngrok.io",
        ".ngrok.app",
        ".ngrok.dev",
        ".ngrok-free.app",
        ".ngrok-free.dev",
    ]
    .iter()
    .any(|suffix| host.ends_with(suffix))
}
