//! The keys behind a `jwk_url`: fetched over plain http, kept for as long as the answer's headers
//! say, and never fetched again because a signature fails (contracts: hasura §1.8).
//!
//! The engine polls in the background once a second. This double looks at the clock when a token
//! comes instead, which a caller cannot tell apart but for the second that the poll may be late.

use std::time::{Duration, SystemTime};

use reqwest::header::HeaderMap;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use tokio::sync::Mutex;
use url::Url;

use super::jwk;
use super::key::VerificationKey;

/// A set is not asked for more often than this.
const POLL: Duration = Duration::from_secs(1);
/// Where caching is forbidden, since v2.41.
const UNCACHED: Duration = Duration::from_secs(60);
/// A fetch that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(10);
/// A larger answer is not taken for a key set.
const LARGEST: usize = 4 * 1024 * 1024;

/// A remote key set.
pub(super) struct Jwks {
    url: Url,
    client: reqwest::Client,
    held: Mutex<Held>,
}

struct Held {
    keys: Vec<VerificationKey>,
    /// When to ask again; `None` is never.
    next: Option<SystemTime>,
    /// An answer has come, be it long ago.
    loaded: bool,
}

/// How much depends on the first fetch.
#[derive(Clone, Copy, Debug)]
pub(super) enum FirstFetch {
    /// Everything: tried again for this long, then given up for good.
    Required(Duration),
    /// Nothing: after this long, the set is empty until a later fetch succeeds.
    Attempted(Duration),
}

impl Held {
    fn first((keys, headers): (Vec<VerificationKey>, HeaderMap)) -> Self {
        Self {
            keys,
            next: next_fetch(&headers, SystemTime::now(), None),
            loaded: true,
        }
    }

    fn nothing() -> Self {
        Self {
            keys: Vec::new(),
            next: Some(SystemTime::now() + POLL),
            loaded: false,
        }
    }
}

/// Why a fetch failed, in the engine's words.
#[derive(Debug)]
pub(super) struct FetchError {
    pub(super) message: String,
    /// What lies behind it.
    pub(super) detail: String,
    /// Another try would give the same.
    is_settled: bool,
}

impl std::fmt::Debug for Jwks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Jwks")
            .field("url", &self.url.as_str())
            .finish_non_exhaustive()
    }
}

impl Jwks {
    /// Fetches the set for the first time.
    pub(super) async fn open(url: Url, first: FirstFetch) -> Result<Self, FetchError> {
        if url.scheme() != "http" {
            return Err(FetchError {
                message: format!("Error fetching JWK: {url}"),
                detail: "the sandbox fetches key sets over plain http only".into(),
                is_settled: true,
            });
        }
        // No trust roots are loaded: https is refused above and on redirects.
        let client = reqwest::Client::builder()
            .tls_certs_only(std::iter::empty())
            .no_proxy()
            .timeout(PATIENCE)
            .build()
            .map_err(|error| FetchError {
                message: "Error fetching JWK: no client".into(),
                detail: error.to_string(),
                is_settled: true,
            })?;
        let held = match first {
            FirstFetch::Required(patience) => insist(&client, &url, patience).await?,
            FirstFetch::Attempted(patience) => {
                let attempt = tokio::time::timeout(patience, fetch(&client, &url)).await;
                match attempt {
                    Ok(Ok(answer)) => Held::first(answer),
                    Ok(Err(_)) | Err(_) => Held::nothing(),
                }
            }
        };
        Ok(Self {
            url,
            client,
            held: Mutex::new(held),
        })
    }

    /// The keys, fetched again if their time is up. A failed fetch leaves the old ones.
    pub(super) async fn keys(&self) -> Vec<VerificationKey> {
        let mut held = self.held.lock().await;
        let now = SystemTime::now();
        if held.next.is_some_and(|next| next <= now) {
            match fetch(&self.client, &self.url).await {
                Ok(answer) if !held.loaded => *held = Held::first(answer),
                Ok((keys, headers)) => {
                    held.next = next_fetch(&headers, SystemTime::now(), held.next);
                    held.keys = keys;
                }
                Err(_) => held.next = Some(now + POLL),
            }
        }
        held.keys.clone()
    }
}

async fn insist(
    client: &reqwest::Client,
    url: &Url,
    patience: Duration,
) -> Result<Held, FetchError> {
    let deadline = SystemTime::now() + patience;
    let mut pause = Duration::from_millis(50);
    loop {
        match fetch(client, url).await {
            Ok(answer) => return Ok(Held::first(answer)),
            Err(error) if error.is_settled || SystemTime::now() >= deadline => return Err(error),
            Err(_) => {
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_millis(500));
            }
        }
    }
}

async fn fetch(
    client: &reqwest::Client,
    url: &Url,
) -> Result<(Vec<VerificationKey>, HeaderMap), FetchError> {
    let transport = |error: reqwest::Error| FetchError {
        message: format!("Error fetching JWK: {url}"),
        detail: chain(&error),
        is_settled: false,
    };
    let mut answer = client.get(url.clone()).send().await.map_err(transport)?;
    if !answer.status().is_success() {
        return Err(FetchError {
            message: format!("Non-2xx response on fetching JWK from: {url}"),
            detail: format!("HTTP {}", answer.status()),
            is_settled: false,
        });
    }
    let headers = answer.headers().clone();
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(transport)? {
        body.extend_from_slice(&piece);
        if body.len() > LARGEST {
            return Err(FetchError {
                message: format!("Error parsing JWK from url: {url}"),
                detail: format!("larger than {LARGEST} bytes"),
                is_settled: true,
            });
        }
    }
    let keys = jwk::parse(&body).map_err(|detail| FetchError {
        message: format!("Error parsing JWK from url: {url}"),
        detail,
        is_settled: true,
    })?;
    Ok((keys, headers))
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = inner.to_string();
        cause = inner.source();
    }
    text
}

/// When to fetch again after an answer with these headers. `before` is what the previous answer
/// said: a header that cannot be read leaves it in force.
fn next_fetch(
    headers: &HeaderMap,
    now: SystemTime,
    before: Option<SystemTime>,
) -> Option<SystemTime> {
    let cache_control = headers
        .get("cache-control")
        .and_then(|value| value.to_str().ok());
    let expiry = match cache_control.map_or(Lifetime::Unsaid, |text| cache_control_of(text, now)) {
        Lifetime::Until(time) => Some(time),
        Lifetime::Unsaid => expires(headers),
        Lifetime::Unreadable => None,
    };
    expiry.or(before).map(|time| time.max(now + POLL))
}

/// What a `Cache-Control` header says about time.
enum Lifetime {
    Until(SystemTime),
    Unsaid,
    Unreadable,
}

fn cache_control_of(text: &str, now: SystemTime) -> Lifetime {
    let mut max_age = None;
    let (mut revalidate, mut forbidden) = (false, false);
    for directive in text.split(',').map(str::trim) {
        let (name, value) = directive
            .split_once('=')
            .map_or((directive, None), |(name, value)| {
                (name.trim(), Some(value))
            });
        match name {
            "max-age" | "s-maxage" => {
                let seconds = value.and_then(|text| text.trim().trim_matches('"').parse().ok());
                let Some(seconds) = seconds else {
                    return Lifetime::Unreadable;
                };
                max_age = max_age.or(now.checked_add(Duration::from_secs(seconds)));
            }
            "must-revalidate" => revalidate = true,
            "no-cache" | "no-store" => forbidden = true,
            _ => {}
        }
    }
    if revalidate {
        Lifetime::Until(max_age.unwrap_or(now))
    } else if forbidden {
        Lifetime::Until(now + UNCACHED)
    } else {
        max_age.map_or(Lifetime::Unsaid, Lifetime::Until)
    }
}

fn expires(headers: &HeaderMap) -> Option<SystemTime> {
    let text = headers.get("expires")?.to_str().ok()?;
    // `GMT` is the only zone that HTTP knows and the one that RFC 2822 calls obsolete.
    let time = OffsetDateTime::parse(&text.replace("GMT", "+0000"), &Rfc2822).ok()?;
    Some(time.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(headers: &[(&'static str, &str)], before: Option<u64>) -> Option<u64> {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        let before = before.map(|seconds| now + Duration::from_secs(seconds));
        next_fetch(&map, now, before).map(|time| time.duration_since(now).unwrap().as_secs())
    }

    #[test]
    fn headers_decide_when_to_fetch_again() {
        for (headers, expected) in [
            (
                vec![("cache-control", "max-age=60, must-revalidate")],
                Some(60),
            ),
            (vec![("cache-control", "must-revalidate")], Some(1)),
            (vec![("cache-control", "no-store")], Some(60)),
            (vec![("cache-control", "public, s-maxage=30")], Some(30)),
            // Names count only in lower case.
            (vec![("cache-control", "Max-Age=30")], None),
            (
                vec![
                    ("cache-control", "public"),
                    ("expires", "Mon, 12 Jan 1970 13:48:20 GMT"),
                ],
                Some(100),
            ),
            (
                vec![("expires", "Mon, 12 Jan 1970 13:48:20 GMT")],
                Some(100),
            ),
            (vec![("expires", "soon")], None),
            (vec![], None),
        ] {
            assert_eq!(seconds(&headers, None), expected, "{headers:?}");
        }
    }

    #[test]
    fn unreadable_headers_leave_the_old_time_in_force() {
        assert_eq!(
            seconds(&[("cache-control", "max-age=soon")], Some(0)),
            Some(1)
        );
        assert_eq!(seconds(&[], Some(0)), Some(1));
        assert_eq!(seconds(&[("cache-control", "max-age=soon")], None), None);
    }
}
